"""What a design finds, which one is advised, and who gets what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse
from scipy.special import ndtri, stdtrit

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.advising import advise
from groundswell.act.initiatives.designs.choosing import Wish, choose_design
from groundswell.act.initiatives.designs.following import roll_out_as_dealt
from groundswell.act.initiatives.designs.history import history_of
from groundswell.act.initiatives.designs.overlapping import overlaps
from groundswell.act.initiatives.designs.registering import is_as_registered
from groundswell.act.initiatives.designs.sizing import Asked, size_of
from groundswell.act.initiatives.errors import (
    BegunAlready,
    DealtOtherwise,
    NobodyToCompare,
    NothingHeard,
    OverlapsAnother,
    ReasonMissing,
)
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, plan_gates
from groundswell.act.initiatives.models import Design
from groundswell.science.effects import planning
from groundswell.science.effects.any_day import AT_THE_END, USUAL_REACH, at_any_look
from groundswell.science.effects.effect import Contrast
from groundswell.science.effects.planning import error_of, two_arms
from tests.world import NOW

from .works import make_history, make_initiative, make_teams

Kind = Design.Kind
SOON = date(2026, 4, 1)


@pytest.fixture
def teams(world):
    made = make_teams(world, 12)
    make_history(world, made, set(), lift=0)
    return made


@pytest.fixture
def wish(world):
    return Wish(Kind.RANDOMISED, Decimal(12), 6, SOON, "lot", touchpoint=world.delivery)


def test_the_whole_months_before_are_what_a_design_rests_on(world, teams):
    found = history_of(world.delivery, None, NOW.date())
    assert (len(found.units), len(found.months)) == (12, 12), "March of this year has only begun"
    assert found.wandering.answers == pytest.approx(12)
    assert found.wandering.design_effect < 1.4, "these units do not wander: only answers vary"
    assert len(history_of(world.delivery, teams[0], NOW.date()).units) == 1
    assert history_of(world.returns, None, NOW.date()).wandering is None


def test_a_design_says_in_words_what_it_cannot_find(world, teams):
    history = history_of(world.delivery, None, NOW.date())
    short = Asked(5, 1)
    size = size_of(Kind.RANDOMISED, history, short)
    assert not size.is_enough
    assert size.in_words(short).startswith(
        f"This design cannot find less than {size.needed.finds_points:.0f} points in 1 month."
    )
    enough = Asked(30, 6)
    assert (
        size_of(Kind.RANDOMISED, history, enough)
        .in_words(enough)
        .startswith("It finds 30 points in 6 months")
    )
    powers = size_of(Kind.RANDOMISED, history, Asked(12, 6)).curve
    assert list(powers) == sorted(powers)


def test_waves_that_reach_everybody_find_no_more_once_the_last_one_has_begun(world, teams):
    curve = size_of(Kind.STAGGERED, history_of(world.delivery, None, NOW.date()), Asked(12, 6)).curve
    assert curve[0] < curve[3], "the last of three waves begins after four months"
    assert set(curve[3:]) == {curve[3]}


def test_only_units_that_somebody_chose_are_planned_with_a_drift(world, teams, monkeypatch):
    history, asked = history_of(world.delivery, None, NOW.date()), Asked(12, 6)
    usual = {
        kind: size_of(kind, history, asked).power for kind in (Kind.RANDOMISED, Kind.STAGGERED, Kind.MATCHED)
    }
    monkeypatch.setattr(planning, "USUAL_DRIFT", 3.0)
    assert [kind for kind, power in usual.items() if size_of(kind, history, asked).power < power] == [
        Kind.MATCHED
    ]


def test_what_cannot_be_computed_says_why(world, teams):
    history = history_of(world.delivery, None, NOW.date())
    assert "no size helps" in size_of(Kind.BEFORE_AFTER, history, Asked(5, 3)).reason
    few = history_of(world.delivery, teams[0], NOW.date())
    assert "three units" in size_of(Kind.RANDOMISED, few, Asked(5, 3)).reason
    assert "waves take longer than" in size_of(Kind.STAGGERED, history, Asked(5, 1)).reason


@pytest.mark.parametrize(
    ("may", "chosen", "expected"),
    [
        ("lot", 0, Kind.RANDOMISED), ("all", 0, Kind.STAGGERED), ("chosen", 4, Kind.MATCHED), ("whole", 0, Kind.INTERRUPTED),
        ("chosen", 9, Kind.INTERRUPTED),
    ],
)  # fmt: skip
def test_a_newcomer_is_advised_what_tells_most_of_what_is_possible(world, teams, may, chosen, expected):
    assert advise(history_of(world.delivery, None, NOW.date()), may, chosen).kind == expected


def test_with_nothing_before_and_nobody_beside_it_is_said_to_be_belief(world):
    advice = advise(history_of(world.delivery, None, NOW.date()), "whole")
    assert advice.kind == Kind.BEFORE_AFTER
    assert "let a few units begin first" in advice.because


def test_units_are_dealt_by_the_seed_on_record(world, teams, wish):
    initiative = make_initiative(world)
    design = choose_design(initiative, wish, by=world.office, at=NOW, seed=11)
    got = dict(design.allocations.values_list("unit__code", "wave"))
    assert sorted(got.values(), key=str) == [1] * 6 + [None] * 6
    assert design.seed == 11
    assert is_as_registered(design)
    assert design.finds_points == pytest.approx(
        size_of(Kind.RANDOMISED, history_of(world.delivery, None, NOW.date()), wish.asked).needed.finds_points
    )
    again = choose_design(initiative, wish, because="To see.", by=world.office, at=NOW, seed=11)
    assert dict(again.allocations.values_list("unit__code", "wave")) == got


def test_waves_begin_one_after_the_other(world, teams, wish):
    waves = replace(wish, kind=Kind.STAGGERED, may="all")
    design = choose_design(make_initiative(world), waves, by=world.office, at=NOW)
    assert design.label == "Waves, in an order dealt by lot"
    design.seed = None
    assert design.label == "Waves, in an order that was planned"
    days = set(design.allocations.values_list("wave", "from_on"))
    assert days == {(1, SOON), (2, date(2026, 6, 1)), (3, date(2026, 8, 1))}


def test_each_chosen_unit_gets_one_likeness(world, teams, wish):
    chosen = replace(wish, kind=Kind.MATCHED, may="chosen", chosen=tuple(teams[:3]))
    design = choose_design(make_initiative(world), chosen, by=world.office, at=NOW)
    pairs = design.allocations.filter(wave=None).select_related("matched_to")
    assert {one.matched_to for one in pairs} == set(teams[:3])
    assert not {one.unit for one in pairs} & set(teams[:3])
    with pytest.raises(NobodyToCompare, match="Too few answers before to compare: York"):
        choose_design(
            make_initiative(world, name="B", decision=_another(world)),
            replace(chosen, chosen=(world.york, teams[0]), why="Nothing else begins there."),
            by=world.office,
            at=NOW,
        )


def test_a_blend_adds_up_to_one(world, teams, wish):
    one = replace(wish, kind=Kind.SYNTHETIC, may="chosen", chosen=(teams[0],), why="Only one can begin.")
    design = choose_design(make_initiative(world), one, by=world.office, at=NOW)
    shares = [weight for weight in design.allocations.values_list("weight", flat=True) if weight]
    assert sum(shares) == pytest.approx(1, abs=0.03)


def _another(world):
    from groundswell.act.council.models import Body
    from groundswell.act.council.tests.chamber import make_approval
    from groundswell.act.opportunities.tests.register import make_opportunity

    return make_approval(
        world, Body.objects.get(name="Service council"), opportunity=make_opportunity(world, title="B")
    )


def test_another_way_than_the_advised_one_needs_words_that_stay(world, teams, wish):
    other = replace(wish, kind=Kind.BEFORE_AFTER)
    initiative = make_initiative(world)
    with pytest.raises(ReasonMissing, match="Units dealt by lot"):
        choose_design(initiative, other, by=world.office, at=NOW)
    assert choose_design(
        initiative, replace(other, why="The law begins on one day."), by=world.office, at=NOW
    ).why
    with pytest.raises(BegunAlready):
        choose_design(
            initiative, replace(wish, starts_on=NOW.date() - timedelta(days=1)), by=world.office, at=NOW
        )


def test_the_comparison_is_kept_until_its_months_are_over(world, teams, wish):
    initiative = make_initiative(world)
    design = choose_design(initiative, wish, by=world.office, at=NOW)
    lacking = design.allocations.filter(wave=None).select_related("unit")[0].unit
    having = design.allocations.filter(wave=1).select_related("unit")[0].unit
    (pilot,) = plan_gates(initiative, [GatePlan("pilot", NOW.date())], by=world.office, at=NOW)
    decide_at_gate(pilot, passed=True, why="Begin.", despite="It presses.", by=world.executive, at=NOW)
    with pytest.raises(DealtOtherwise, match="is the comparison until 1 October 2026"):
        roll_out(initiative, lacking, from_on=date(2026, 5, 1), by=world.office, at=NOW)
    with pytest.raises(DealtOtherwise, match="is the comparison"):
        roll_out(initiative, world.shops, from_on=date(2026, 5, 1), by=world.office, at=NOW)
    with pytest.raises(DealtOtherwise, match="begins on 1 April 2026"):
        roll_out(initiative, having, from_on=NOW.date(), by=world.office, at=NOW)
    assert len(roll_out_as_dealt(initiative, by=world.office, at=NOW)) == 6
    assert roll_out_as_dealt(initiative, by=world.office, at=NOW) == []
    assert roll_out(
        initiative, lacking, from_on=date(2026, 10, 1), by=world.office, at=datetime(2026, 10, 1, tzinfo=UTC)
    )


def test_two_initiatives_in_the_same_units_at_the_same_place_are_named_before_the_start(world, teams, wish):
    choose_design(make_initiative(world, name="First"), wish, by=world.office, at=NOW)
    second = make_initiative(world, name="Second", decision=_another(world))
    with pytest.raises(OverlapsAnother, match="“First” begins in 6 of these 12 units too") as refused:
        choose_design(second, wish, by=world.office, at=NOW)
    assert "Begin after that day" in str(refused.value)
    assert choose_design(
        second, replace(wish, why="It changes the night shift only."), by=world.office, at=NOW
    ).why


def test_another_place_or_another_year_is_no_overlap(world, teams, wish):
    first, second = make_initiative(world, name="First"), make_initiative(world, decision=_another(world))
    choose_design(first, wish, by=world.office, at=NOW)
    units = [team.pk for team in teams]
    (elsewhere,) = overlaps(second, units, world.returns.pk, SOON, date(2026, 9, 1))
    assert not elsewhere.is_same_place
    assert "counts as effect of this one" in elsewhere.in_words(12)
    assert overlaps(second, units, world.delivery.pk, date(2027, 1, 1), date(2027, 6, 1)) == []
    assert overlaps(second, [world.web.pk], world.delivery.pk, SOON, date(2026, 9, 1)) == []
    assert overlaps(first, units, world.delivery.pk, SOON, date(2026, 9, 1)) == []


def test_a_place_where_nobody_answers_is_named_with_what_to_do(world, teams, wish):
    silent = replace(wish, kind=Kind.BEFORE_AFTER, touchpoint=world.returns)
    with pytest.raises(
        NothingHeard, match=r"No unit has scores from 0 to 10 at Returns.*Ask customers there first"
    ):
        choose_design(make_initiative(world), silent, by=world.office, at=NOW)


def test_one_series_takes_every_unit_where_none_is_named(world, teams, wish):
    whole = replace(wish, kind=Kind.INTERRUPTED, may="whole")
    design = choose_design(make_initiative(world), whole, by=world.office, at=NOW)
    assert {one.unit for one in design.allocations.all()} == set(teams)


@time_machine.travel(NOW, tick=False)
def test_the_page_names_what_speaks_against_a_plan_before_it_is_put_on_record(world, teams, signed_in):
    initiative = make_initiative(world)
    address = reverse("initiatives:design", args=[initiative.pk])
    asked = {"may": "lot", "touchpoint": world.delivery.pk, "smallest": "3", "months": "2"}
    page = signed_in(world.office).get(address, asked).content.decode()
    assert "Units dealt by lot tells most here, but hardly 3 points in 2 months" in page
    assert "What helps, each by itself:</p><ul><li>Seek " in page
    silent = signed_in(world.office).get(address, asked | {"touchpoint": world.returns.pk}).content.decode()
    assert "Nobody answers there: nothing could be told" in silent
    assert "Ask customers there first" in silent
    past = signed_in(world.office).post(
        f"{address}?{urlencode(asked)}", {"kind": "randomised", "starts_on": "2026-03-01"}
    )
    assert past.status_code == 422
    assert "1 March 2026 is past. Choose a day from 11 March 2026 on" in past.content.decode()
    assert not initiative.designs.exists()


def test_a_plan_reckons_with_the_range_by_which_it_is_judged(world, teams):
    found = size_of(Kind.RANDOMISED, history_of(world.delivery, None, NOW.date()), Asked(12, 6)).needed
    assert at_any_look(Contrast(0, 1, -USUAL_REACH, USUAL_REACH), 1).high == pytest.approx(
        ndtri(0.5 + AT_THE_END / 2)
    )
    wide = stdtrit(10, 0.5 + AT_THE_END / 2) + stdtrit(10, 0.8)
    history = history_of(world.delivery, None, NOW.date())
    assert found.finds_points == pytest.approx(
        wide * error_of(two_arms(6, 6, 12)(6), history.wandering), abs=0.06
    )


def test_only_what_can_be_told_here_is_offered_as_a_guard(world, signed_in):
    initiative = make_initiative(world)
    page = signed_in(world.office).get(reverse("initiatives:design", args=[initiative.pk]))
    form = page.context["form"]
    assert form["guard_elsewhere"].value() == 5
    assert form["guard_response_rate"].value() is None, "nobody is asked"


def test_so_few_units_that_nothing_can_stand_out_are_told_before_the_start(world):
    """Three against three can be dealt in 20 ways: the best of them and its mirror are 1 in 10."""
    few = make_teams(world, 6)
    make_history(world, few, set(), lift=0)
    history = history_of(world.delivery, None, NOW.date())
    for kind in (Kind.RANDOMISED, Kind.MATCHED):
        told = size_of(kind, history, Asked(8, 6))
        assert told.power is None
        assert "3 units with it and 3 without can be dealt in 20 ways only" in told.in_words(Asked(8, 6))
