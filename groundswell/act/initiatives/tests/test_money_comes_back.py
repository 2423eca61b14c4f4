"""Money that came back is noted where it was spent; work begins once, however many begin it."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.money import money_of
from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives.actions import spend
from groundswell.act.initiatives.errors import InitiativeRefused
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.running.actions import end_initiative
from tests.at_once import at_once
from tests.world import NOW, make_world

from .works import make_initiative


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


def noted(world, work, amount: int, what: str):
    return spend(work, Decimal(amount), what_for=what, on=NOW.date(), by=world.lead, at=NOW)


def test_what_was_noted_by_mistake_is_taken_off_what_was_spent_and_stays_readable(world, signed_in):
    work = make_initiative(world)
    twice, client = [noted(world, work, 4_000, "Lockers") for _ in range(2)], signed_in(world.lead)
    page = reverse("initiatives:initiative", args=[work.pk])
    back = reverse("initiatives:part", args=[work.pk, "back", twice[1].pk])
    assert back in client.get(page).content.decode()
    too_much = client.post(back, {"amount": "4,001", "why": "Noted twice."})
    assert too_much.status_code == 422
    assert "£4,000 of this spend can come back, and this is £4,001." in too_much.content.decode()
    assert client.post(back, {"amount": "4,000", "why": "Noted twice."}).status_code == 302
    assert (money_of(work.decision).spent, money_of(work.decision).to_spend) == (4_000, 6_000)
    end_initiative(work, learned="Count once.", by=world.office, at=NOW)
    read = client.get(page).content.decode()
    assert "£4,000 came back 11 March 2026: Noted twice. (Lena Lead)" in read
    assert client.post(back, {"amount": "1", "why": "Again."}).status_code == 422


def test_the_day_of_a_spend_is_today_unless_somebody_says_another(world, signed_in):
    page = signed_in(world.lead).get(reverse("initiatives:initiative", args=[make_initiative(world).pk]))
    assert '<input type="date" name="on" value="2026-03-11"' in page.content.decode()


def test_only_who_runs_the_work_notes_what_came_back_and_only_of_its_own_spending(world, signed_in):
    work = make_initiative(world)
    spent = noted(world, work, 4_000, "Lockers")
    board = signed_in(world.executive)
    back = reverse("initiatives:part", args=[work.pk, "back", spent.pk])
    given = {"amount": "10", "why": "Returned."}
    assert signed_in(world.york_lead).post(back, given).status_code == 404
    assert board.post(reverse("initiatives:part", args=[work.pk, "back", 9999]), given).status_code == 404
    assert money_of(work.decision).spent == 4_000
    assert board.post(back, given).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_who_start_the_same_work_start_it_once():
    world = make_world()
    decision = make_approval(world, make_chamber(world).council)
    told = at_once(
        *(lambda: make_initiative(world, decision=decision) for _ in range(2)), refusal=InitiativeRefused
    )
    assert told == ["This decision started its initiative already."]
    assert Initiative.objects.count() == 1
