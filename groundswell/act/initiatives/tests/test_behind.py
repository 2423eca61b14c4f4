"""Each count of an effect opens the list of answers that it counts."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import Rollout
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW

from .works import make_history, make_initiative, make_teams

pytestmark = pytest.mark.once

LINK = re.compile(r'href="([^"]*/effect/answers/[^"]*)"[^>]*>([\d,]+)(?: answers)?</a>')


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def _measured(world, *, kind="matched", months=5, **given):
    """Six of twelve teams work with it: three since the first of September, three since the middle of that month."""
    teams = make_teams(world, 12)
    for touchpoint, seed in ((world.delivery, 1), (world.returns, 2)):
        make_history(world, teams, set(teams[:6]), lift=0.3, each=6, touchpoint=touchpoint, seed=seed)
    initiative = make_initiative(world)
    choice = Choice(
        kind, Decimal(5), date(2025, 9, 1), months, touchpoint=world.delivery, untouched=world.returns,
        guards=(("elsewhere", Decimal(5)), ("detractors", Decimal(5))), **given,
    )  # fmt: skip
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    for number, team in enumerate(teams[:6]):
        day = date(2025, 9, 1 if number < 3 else 16)
        roll_out(initiative, team, from_on=day, by=world.office, at=NOW)
    return initiative


def _lists(client, initiative):
    """Every link of the effect's page to a list, with the number that it stands on."""
    page = client.get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    found = [
        (address.replace("&amp;", "&"), number.replace(",", "")) for address, number in LINK.findall(page)
    ]
    return [(address, int(number)) for address, number in found if "since=" not in address]


def _found(client, address):
    return client.get(address).context["page"].paginator.count


@pytest.mark.parametrize("kind", ["matched", "before_after"])
def test_every_count_on_the_page_of_an_effect_opens_so_many_answers(world, signed_in, kind):
    initiative = _measured(world, kind=kind)
    reading, client = measure_effect(initiative, at=NOW), signed_in(world.office)
    lists = _lists(client, initiative)
    asked = {address.split("reading=")[1].split("&", 1)[-1] for address, _ in lists}
    assert {
        "side=with&when=before",
        "side=with&when=after",
        "of=untouched",
        "of=elsewhere",
        "of=detractors",
    } <= asked
    assert "month=2025-09&side=with" in asked
    assert [(address, _found(client, address)) for address, _ in lists] == lists
    for moment in reading.detail["moments"]:
        where = reverse("initiatives:answers", args=[initiative.pk])
        assert _found(client, f"{where}?since={moment['period']}") == moment["n"]


def test_the_month_in_the_middle_of_which_a_unit_began_counts_nowhere(world):
    initiative = _measured(world)
    detail = measure_effect(initiative, at=NOW).detail
    began_late = 3 * 6
    assert detail["ground"]["counts"]["with"] == {
        "before": 6 * 6 * 6,
        "after": 6 * 6 * 6 - began_late - 6 * 6,
    }
    assert [detail["n_before"], detail["n_after"]] == list(detail["ground"]["counts"]["with"].values())
    elsewhere = next(one for one in detail["guards"] if one["watches"] == "elsewhere")
    assert elsewhere["answers"] == 12 * 6 * 11 - began_late


def test_a_unit_without_answers_before_its_start_is_named_and_not_counted(world, signed_in):
    initiative = _measured(world)
    new = Unit.objects.create(code="new", name="A new shop", parent=world.shops)
    Rollout.objects.create(initiative=initiative, unit=new, from_on=date(2025, 9, 1))
    answer = NewSignal(
        source="new", key="1", channel="email", submitted_at=datetime(2025, 10, 5, 12, tzinfo=UTC), score=9,
        kind_of_score="experience", touchpoint_id=world.delivery.pk, unit_id=new.pk,
    )  # fmt: skip
    receive_signals([answer], at=NOW)
    read_new_signals(at=NOW)
    reading = measure_effect(initiative, at=NOW)
    assert reading.detail["ground"]["judged"]["left_out"] == [new.pk]
    client = signed_in(world.office)
    page = client.get(reverse("initiatives:answers", args=[initiative.pk]) + "?side=with&when=after")
    assert "Not counted, as without answers both before and after: A new shop." in page.content.decode()
    assert page.context["page"].paginator.count == page.context["counted"] == reading.detail["n_after"]


def test_a_reader_sees_the_answers_of_their_own_part_and_how_many_the_figure_counts(world, signed_in):
    initiative = _measured(world)
    measure_effect(initiative, at=NOW)
    own = Unit.objects.get(code="team-0")
    world.lead.person.unit = own
    world.lead.person.save()
    page = signed_in(world.lead).get(
        reverse("initiatives:answers", args=[initiative.pk]) + "?side=with&when=before"
    )
    assert {signal.unit for signal in page.context["page"].paginator.object_list} == {own}
    assert page.context["page"].paginator.count == 36
    assert "The figure counts 216" in page.content.decode()
    assert signed_in(world.partner).get(page.request["PATH_INFO"]).status_code in (403, 404)


def test_a_list_is_asked_for_in_plain_words_or_not_at_all(world, signed_in):
    initiative = _measured(world)
    where, client = reverse("initiatives:answers", args=[initiative.pk]), signed_in(world.office)
    assert client.get(where).status_code == 404, "nothing was measured"
    measure_effect(initiative, at=NOW)
    for wrong in (
        "side=left",
        "of=money",
        "month=2025-13",
        "month=2025",
        "month=9999-12",
        "since=1e9",
        "since=--1",
        "colour=red",
    ):
        assert client.get(f"{where}?{wrong}").status_code == 400, wrong
    for none in ("reading=999999", "page=999"):
        assert client.get(f"{where}?{none}").status_code == 404, none
    assert client.get(f"{where}?since=-600").status_code == 200
