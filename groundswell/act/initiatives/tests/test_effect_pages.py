"""What an effect rests on, day by day; and what was promised beside what was reached."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.cells import ground_of
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design, supersede_design
from groundswell.act.initiatives.forecasts import outlooks, promises
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.plan import ends_on, plan_of
from groundswell.act.initiatives.words import calibration_in_words
from groundswell.act.opportunities.tests.register import make_opportunity, make_theme
from groundswell.foundation.organisation.models import Unit
from groundswell.science.effects.calibration import Calibration
from groundswell.science.statistics.intervals import Interval
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal

from .works import make_history, make_initiative, make_teams

FIRST_OF_SEPTEMBER = date(2025, 9, 1)
BEFORE = NOW.replace(year=2025, month=8, day=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def _ran(world, lift=0.3, *, choice=None, **given):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=lift)
    initiative = make_initiative(world, **given)
    if choice:
        register_design(initiative, choice, by=world.office, at=BEFORE)
    for team in teams[:6]:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    return initiative


def _choice(world, kind="matched", months=6, **given):
    return Choice(kind, Decimal(5), FIRST_OF_SEPTEMBER, months, touchpoint=world.delivery, **given)


def test_the_range_of_the_page_holds_on_any_day_and_says_what_one_look_would_say(world, signed_in):
    initiative = _ran(world)
    reading = measure_effect(initiative, at=NOW)
    once = reading.detail["once"]
    assert reading.low < once["low"] < once["high"] < reading.high
    page = signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert "the range holds at every look together" in page
    assert "No design was put on record before the start" in page
    assert "half-way through the time before, shows" in page
    assert page.count("<svg") >= 2
    assert "style=" not in page


def test_every_chart_leaves_and_a_reading_keeps_its_address(world, signed_in):
    initiative = _ran(world)
    first = measure_effect(initiative, at=NOW - timedelta(days=30))
    measure_effect(initiative, at=NOW)
    client, address = signed_in(world.office), reverse("initiatives:effect", args=[initiative.pk])
    kept = client.get(f"{address}?reading={first.pk}").content.decode()
    assert "This is what was read on" in kept
    file = client.get(f"{address}?reading={first.pk}&chart=moments&as=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert client.get(f"{address}?reading={first.pk}&chart=effect&as=svg").content.startswith(b"<svg")
    assert client.get(f"{address}?reading=999999").status_code == 404
    assert client.get(f"{address}?colour=red").status_code == 400
    assert client.get(address).content.decode().count("?reading=") >= 2


def test_who_may_not_see_the_initiative_may_not_see_its_effect(world, signed_in):
    initiative = _ran(world)
    measure_effect(initiative, at=NOW)
    address = reverse("initiatives:effect", args=[initiative.pk])
    assert signed_in(world.partner).get(address).status_code in (403, 404)


def test_a_design_from_before_the_start_sets_the_end_and_one_from_after_it_does_not(world):
    initiative = _ran(world, choice=_choice(world))
    design = initiative.designs.get()
    assert plan_of(design, FIRST_OF_SEPTEMBER).ends_on == date(2026, 2, 28), (
        "whole months: two days of a seventh are no month"
    )
    design.starts_on = date(2025, 9, 16)
    assert (plan_of(design, design.starts_on).ends_on, ends_on(design)) == (
        date(2026, 3, 31),
        date(2026, 4, 1),
    )
    design.starts_on = FIRST_OF_SEPTEMBER
    late = supersede_design(initiative, _choice(world, months=2), because="Sooner.", by=world.office, at=NOW)
    assert plan_of(late, FIRST_OF_SEPTEMBER).ends_on == FIRST_OF_SEPTEMBER + timedelta(days=365)
    assert plan_of(None, FIRST_OF_SEPTEMBER).ends_on == FIRST_OF_SEPTEMBER + timedelta(days=365)


def test_what_comes_after_the_planned_end_is_drawn_and_changes_no_verdict(world):
    initiative = _ran(world, choice=_choice(world, months=3))
    end = plan_of(initiative.designs.get(), FIRST_OF_SEPTEMBER).ends_on
    at_the_end = measure_effect(initiative, at=NOW.replace(year=end.year, month=end.month, day=end.day))
    today = measure_effect(initiative, at=NOW)
    assert (today.estimate, today.low, today.high) == (at_the_end.estimate, at_the_end.low, at_the_end.high)
    assert len(today.detail["series"]) > len(at_the_end.detail["series"])
    assert today.detail["is_final"]


def test_the_design_says_how_it_is_told_and_what_would_matter(world):
    initiative = _ran(world, choice=_choice(world, kind="randomised"))
    reading = measure_effect(initiative, at=NOW)
    assert "Dealt by lot" in reading.detail["method"]
    assert reading.detail["minimum_relevant"] == 5
    assert reading.verdict == EffectReading.Verdict.WORKED


@pytest.mark.parametrize("page", ["initiative", "effect"])
def test_of_a_lot_the_page_says_that_only_chance_made_the_sides_differ(world, signed_in, page):
    initiative = _ran(world, choice=_choice(world, kind="randomised"))
    measure_effect(initiative, at=NOW)
    told = signed_in(world.office).get(reverse(f"initiatives:{page}", args=[initiative.pk])).content.decode()
    assert "nothing but chance made the two sides differ before" in told
    assert "it takes three months of answers before" not in told


def test_before_and_after_alone_never_says_that_it_worked(world, signed_in):
    initiative = _ran(world, lift=0.5, choice=_choice(world, kind="before_after", months=5))
    reading = measure_effect(initiative, at=NOW)
    assert reading.estimate > 10
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert "compare with units that go without it" in reading.sentence
    page = signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert f"Nobody can tell whether {initiative} worked" in page, (
        "it was judged: there is nothing to wait for"
    )


def test_guards_are_judged_beside_the_effect(world, signed_in):
    watched = (("detractors", Decimal(60)), ("elsewhere", Decimal(5)), ("response_rate", Decimal(5)))
    initiative = _ran(world, choice=_choice(world, guards=watched))
    states = {one["words"]: one["state"] for one in measure_effect(initiative, at=NOW).detail["guards"]}
    assert states == {
        "The share of detractors": "held",
        "The score at the other touchpoints": "open",
        "How many of those asked answer": "open",
    }
    page = signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert "What must not get worse" in page


def test_what_got_worse_is_said_beside_the_verdict_wherever_it_stands(world, signed_in):
    initiative = _ran(world, lift=0.4, choice=_choice(world, guards=(("elsewhere", Decimal(5)),)))
    teams = list(Unit.objects.filter(name__startswith="Team ").order_by("name"))
    make_history(world, teams, set(teams[:6]), lift=-0.3, touchpoint=world.returns)
    reading = measure_effect(initiative, at=NOW)
    assert (reading.verdict, reading.detail["guards"][0]["state"]) == (EffectReading.Verdict.WORKED, "broken")
    told = (
        r"“The score at the other touchpoints” got worse by \d+ points \(\d+ to \d+\): at most 5 were agreed."
    )
    assert re.search(told, reading.sentence)
    client = signed_in(world.office)
    for page in ("initiative", "effect"):
        text = client.get(reverse(f"initiatives:{page}", args=[initiative.pk])).content.decode()
        assert re.search(r"<h1[^>]*>[^<]* worked: \+\d+ points, but something got worse</h1>", text)
        assert re.search(rf"<dt>What must not get worse</dt><dd>{told}</dd>", text)
    assert re.search(told, client.get(reverse("initiatives:board")).content.decode())


def test_what_was_promised_stands_beside_what_was_reached(world, signed_in):
    make_opportunity(world, title="Late parcels")
    initiative = _ran(world)

    def page():
        return signed_in(world.office).get(reverse("initiatives:expected"))

    assert "Nobody can tell yet how our promises hold" in page().content.decode()
    measure_effect(initiative, at=NOW)
    text = page().content.decode()
    assert "Nobody can tell yet how our promises hold: 1 initiative measured, it takes 3" in text
    assert "Cannot tell yet: it takes three measured initiatives" in text
    assert "Late parcels" not in text, "one figure for everything open would say nothing about any of it"
    assert "+12" in text


def _measured(world, initiative, reached):
    """Another initiative with a reading as it would be kept."""
    other = make_initiative(world, name=f"Reached {reached}", decision=_approved(world, initiative))
    return EffectReading.objects.create(
        initiative=other, estimate=reached, low=reached - 4, high=reached + 4, verdict="worked", sentence="x",
        detail={"once": {"low": reached - 4, "high": reached + 4}}, measured_at=NOW,
    )  # fmt: skip


def _approved(world, initiative):
    about = make_opportunity(world, title=f"No. {Initiative.objects.count()}", touchpoint=world.delivery)
    return make_approval(world, initiative.decision.proposal.body, opportunity=about)


def test_with_three_measured_what_was_reached_feeds_into_what_is_expected(world, signed_in):
    initiative = make_initiative(world)
    for reached in (4, 6, 5):
        _measured(world, initiative, reached)
    make_opportunity(world, title="Late parcels", touchpoint=world.delivery)
    text = signed_in(world.office).get(reverse("initiatives:expected")).content.decode()
    assert "We promise 2.4 times what we reach (3 initiatives measured" in text
    assert "Late parcels" in text
    waiting = _approved(world, initiative)
    start = signed_in(world.office).get(reverse("initiatives:start", args=[waiting.pk])).content.decode()
    assert "What was measured before lets one expect +5 points of this one" in start
    assert "Reached 4" in start


def test_an_open_opportunity_learns_from_those_of_its_theme_or_touchpoint(world):
    other = make_opportunity(world, title="Cold shops", theme=make_theme("Heating"))
    alike = make_opportunity(world, title="Vague slots", touchpoint=world.delivery)
    initiative = _ran(world)
    for reached in (2, 3):
        _measured(world, initiative, reached)
    Initiative.objects.filter(name__startswith="Reached").update(touchpoint=world.returns)
    measure_effect(initiative, at=NOW)
    found = {one.opportunity.pk: one for one in outlooks(world.office, promises(world.office))}
    assert found[alike.pk].alike == (initiative,)
    assert found[alike.pk].expected.weight_of_alike > 0
    assert initiative.decision.proposal.opportunity_id not in found
    assert found[other.pk].alike == ()


def test_what_nobody_went_without_teaches_nothing_about_promises(world, signed_in):
    _ran(world, choice=_choice(world, kind="before_after"))
    initiative = Initiative.objects.get()
    assert measure_effect(initiative, at=NOW).low is not None
    (promise,) = promises(world.office)
    assert (promise.outcome, promise.is_alone) == (None, True)
    text = signed_in(world.office).get(reverse("initiatives:expected")).content.decode()
    assert "no initiative has a measured range" in text
    assert "Not counted above: nobody went without it" in text


def test_a_range_from_nothing_to_all_of_it_says_that_nobody_can_tell():
    few = Calibration(3, 1.2, Interval(-2.0, 4.3))
    assert calibration_in_words(few) == (
        "Nobody can tell yet how our promises hold: of each promised point \N{MINUS SIGN}2.0 to 4.3 are reached (3 initiatives measured)"
    )
    assert calibration_in_words(Calibration(9, 0.9, Interval(0.7, 1.1))).startswith(
        "Our promises may be right"
    )


def test_a_day_on_which_it_is_judged_waits_for_the_answers_up_to_it(world, signed_in):
    """The year is over in September; the newest answer is of 23 February: the file of the other months was not brought."""
    initiative = _ran(world)
    then = measure_effect(initiative, at=NOW.replace(month=2, day=23))
    late = measure_effect(initiative, at=NOW.replace(month=9, day=5))
    assert (late.detail["is_final"], late.detail["heard_until"]) == (False, "2026-02-23")
    assert (late.low, late.high) == (then.low, then.high), (
        "no narrower than with the same answers on that day"
    )
    address = reverse("initiatives:initiative", args=[initiative.pk])
    told = signed_in(world.office).get(address).content.decode()
    assert (
        "The newest answer is of 23 February 2026: it is judged once those up to 1 September 2026 are here."
        in told
    )
    detail = signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert "the range is as wide as on that day" in detail


def test_a_few_quiet_days_before_the_end_are_no_missing_file(world):
    initiative = _ran(world)
    reading = measure_effect(initiative, at=NOW)
    assert (NOW.date() - date(2026, 2, 23)).days == 16
    assert reading.detail["heard_until"] is None


def test_one_side_whose_answers_were_not_brought_holds_the_verdict_back(world):
    """Those without the change are heard until June, those with it until February."""
    initiative = _ran(world)
    ground = ground_of(initiative, date(2026, 6, 20))
    for month in (3, 4, 5, 6):
        for unit in sorted(ground.control):
            at = datetime(2026, month, 15, 12, tzinfo=UTC)
            make_signal(8, unit=Unit.objects.get(pk=unit), touchpoint=world.delivery, at=at)
    read_new_signals(at=NOW.replace(month=6, day=20))
    reading = measure_effect(initiative, at=NOW.replace(month=6, day=20))
    assert reading.detail["heard_until"] == "2026-02-23"
