"""The list, the running sheet and the printed sheet."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.act.huddles.actions import elevate, end_huddle
from groundswell.act.huddles.models import Elevation, Huddle, Promise, PromiseReview
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.queries import elevations_visible_to, huddles_visible_to, promises_visible_to
from groundswell.foundation.access.models import User
from tests.world import NOW, make_signal, make_user

from .test_running import WEEK, held, promised, running

LATER = NOW + WEEK


@pytest.fixture(autouse=True)
def one_week_later():
    with time_machine.travel(LATER, tick=False):
        yield


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_teaches_and_offers_to_plan(world, signed_in):
    page = _page(signed_in(world.frontline), "/act/huddles/")

    assert "No huddle is planned" in page
    assert "first huddle" in page
    assert "Plan the huddle" in page


def test_anybody_in_the_team_plans_and_the_page_says_whose_turn_it_is(world, signed_in):
    form = {"unit": world.leeds.pk, "planned_at": "2026-03-20T09:00", "kind": "feedback"}

    answer = signed_in(world.frontline).post("/act/huddles/plan/", form, follow=True)

    assert "It is the turn of Fay Frontline" in answer.content.decode()
    again = signed_in(world.lead).post("/act/huddles/plan/", form, follow=True)
    assert "has a huddle at that time already" in again.content.decode()


def test_nobody_plans_for_a_team_out_of_sight(world, signed_in):
    form = {"unit": world.leeds.pk, "planned_at": "2026-03-20T09:00", "kind": "feedback"}

    assert signed_in(world.york_lead).post("/act/huddles/plan/", form).status_code == 422
    assert not Huddle.objects.exists()


def test_the_running_sheet_has_eight_steps_with_the_teams_own_voices(world, signed_in):
    make_signal(10, "Fay was so kind.", unit=world.leeds, employee=world.frontline.person)
    make_signal(1, "Never again.", unit=world.leeds)
    huddle = running(world, at=LATER)

    page = _page(signed_in(world.frontline), f"/act/huddles/{huddle.pk}/")

    assert [f"{n}." in page for n in range(1, 9)] == [True] * 8
    assert "Fay was so kind." in page
    assert "Thank <b>Fay Frontline</b>" in page
    assert "Never again." in page
    assert "No answers yet" in page


def test_a_huddle_from_start_to_end_in_the_page(world, signed_in):
    voice = make_signal(1, "Refunds take weeks.", unit=world.leeds)
    huddle = plan_huddle(world.leeds, planned_at=LATER, by=None, at=NOW)
    client, address = signed_in(world.frontline), f"/act/huddles/{huddle.pk}/"
    person = world.lead.person

    client.post(f"{address}start/")
    client.post(f"{address}promise/", {"person": person.pk, "text": "Call ahead", "due_on": "2026-03-25"})
    client.post(
        f"{address}raise/", {"title": "Pay at the till", "problem": "They wait.", "signals": [voice.pk]}
    )
    client.post(f"{address}end/", {"pulse": "5"})

    huddle.refresh_from_db()
    assert (huddle.started_at, huddle.ended_at, huddle.pulse) == (LATER, LATER, 5)
    assert Promise.objects.get().due_on == date(2026, 3, 25)
    elevation = Elevation.objects.get()
    assert (elevation.raised_by, elevation.huddle, list(elevation.signals.all())) == (
        world.frontline.person,
        huddle,
        [voice],
    )
    page = _page(client, address)
    assert "Call ahead" in page
    assert "with a pulse of 5 of 5" in page
    late = client.post(
        f"{address}promise/", {"person": person.pk, "text": "More", "due_on": "2026-03-25"}, follow=True
    )
    assert "Fay Frontline has ended this huddle." in late.content.decode()


def test_last_times_promises_are_kept_or_carried_over_in_place(world, signed_in):
    first = running(world)
    kept, carried = promised(world, first, "Ring first"), promised(world, first, "Write down")
    end_huddle(first, pulse=4, by=None, at=NOW)
    huddle = running(world, at=LATER)
    client = signed_in(world.frontline)

    client.post(f"/act/huddles/promises/{kept.pk}/keep/", {"huddle": huddle.pk})
    silent = client.post(f"/act/huddles/{huddle.pk}/promises/{carried.pk}/", {"note": ""}, follow=True)
    assert "Say in a few words why" in silent.content.decode()
    client.post(f"/act/huddles/{huddle.pk}/promises/{carried.pk}/", {"note": "I was ill"})

    assert {(r.promise, r.outcome, r.huddle) for r in PromiseReview.objects.all()} == {
        (kept, "kept", huddle),
        (carried, "not_yet", huddle),
    }
    assert "I was ill" in _page(client, f"/act/huddles/{huddle.pk}/")


def test_a_promise_is_kept_between_two_huddles(world, signed_in):
    promise = promised(world, running(world))

    signed_in(world.frontline).post(f"/act/huddles/promises/{promise.pk}/keep/")

    assert PromiseReview.objects.get().huddle is None


def test_a_york_lead_finds_nothing_of_leeds_and_changes_nothing(world, signed_in):
    make_signal(1, "A secret of Leeds.", unit=world.leeds)
    huddle = running(world)
    promise = promised(world, huddle, "Secret promise")
    elevation = elevate("Secret", "Secret.", unit=world.leeds, by=world.lead.person, at=NOW)
    own, york = running(world, world.york, at=LATER), signed_in(world.york_lead)

    assert list(huddles_visible_to(world.york_lead)) == [own]
    assert promise not in promises_visible_to(world.york_lead)
    assert elevation not in elevations_visible_to(world.york_lead)
    assert "Leeds" not in _page(york, "/act/huddles/")
    assert "Secret" not in _page(york, f"/act/huddles/{own.pk}/")
    for path in ("", "sheet/"):
        assert york.get(f"/act/huddles/{huddle.pk}/{path}").status_code == 404
    for path in ("start/", "end/", "promise/", "raise/", f"promises/{promise.pk}/"):
        assert york.post(f"/act/huddles/{huddle.pk}/{path}", {"note": "x"}).status_code == 404
    assert york.post(f"/act/huddles/{own.pk}/promises/{promise.pk}/", {"note": "x"}).status_code == 404
    assert york.post(f"/act/huddles/promises/{promise.pk}/keep/", {"huddle": own.pk}).status_code == 404
    assert not PromiseReview.objects.exists()


def test_a_voice_out_of_sight_is_not_raised(world, signed_in):
    secret = make_signal(1, "A secret of York.", unit=world.york)
    huddle = running(world, at=LATER)

    answer = signed_in(world.lead).post(
        f"/act/huddles/{huddle.pk}/raise/", {"title": "T", "problem": "P", "signals": [secret.pk]}
    )

    assert answer.status_code == 422
    assert not Elevation.objects.exists()


def test_a_promise_of_one_team_is_not_kept_in_the_huddle_of_another(world, signed_in):
    promise = promised(world, running(world))
    york = running(world, world.york, at=LATER)

    answer = signed_in(world.office).post(f"/act/huddles/promises/{promise.pk}/keep/", {"huddle": york.pk})

    assert answer.status_code == 404
    assert not PromiseReview.objects.exists()


def test_an_analyst_looks_on(world, signed_in):
    analyst = signed_in(make_user("Anna Analyst", world.root, User.Role.ANALYST))
    huddle = plan_huddle(world.leeds, planned_at=LATER, by=None, at=NOW)

    assert "Start" not in _page(analyst, f"/act/huddles/{huddle.pk}/").split("<main")[1]
    assert analyst.post(f"/act/huddles/{huddle.pk}/start/").status_code == 403
    huddle.refresh_from_db()
    assert huddle.started_at is None


def test_partners_and_strangers_do_not_come_in(world, signed_in):
    assert signed_in(world.partner).get("/act/huddles/").status_code == 403
    assert Client().get("/act/huddles/").status_code == 302


def test_the_sheet_prints_without_anything_to_click(world, signed_in):
    make_signal(1, "Never again.", unit=world.leeds)
    huddle = running(world, at=LATER)

    page = _page(signed_in(world.lead), f"/act/huddles/{huddle.pk}/sheet/")

    assert "Never again." in page
    assert "<form" not in page
    assert "<script" not in page


def test_a_promise_without_a_day_is_asked_for_again(world, signed_in):
    huddle = running(world, at=LATER)

    answer = signed_in(world.lead).post(f"/act/huddles/{huddle.pk}/promise/", {"text": "Soon"})

    assert answer.status_code == 422
    assert not Promise.objects.exists()


def test_the_pages_ask_the_same_questions_for_one_row_and_for_three(world, signed_in):
    client = signed_in(world.lead)
    huddle = running(world, at=LATER)

    def questions(rows: range) -> tuple[int, int]:
        for number in rows:
            at = NOW - timedelta(days=number)
            earlier = running(world, at=at)
            promised(world, earlier, f"Promise {number}", at=at)
            end_huddle(earlier, pulse=3, by=None, at=at)
            plan_huddle(world.leeds, planned_at=LATER + timedelta(days=1 + number), by=None, at=NOW)
            elevate("Refunds", "Slow.", unit=world.leeds, by=world.lead.person, at=NOW, huddle=huddle)
        with CaptureQueriesContext(connection) as on_list:
            client.get("/act/huddles/")
        with CaptureQueriesContext(connection) as on_sheet:
            client.get(f"/act/huddles/{huddle.pk}/")
        return len(on_list), len(on_sheet)

    for_one, for_three = questions(range(1)), questions(range(1, 3))
    assert for_one == for_three
    assert for_three[0] <= 16
    assert for_three[1] <= 41


def test_a_held_huddle_shows_how_many_promises_were_kept(world, signed_in):
    held(world)

    assert "None made" in _page(signed_in(world.lead), "/act/huddles/")
