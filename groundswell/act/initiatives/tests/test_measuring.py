"""Did it work? Found where it is true, not claimed where it is not."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.cells import ground_of, start_numbers
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design, supersede_design
from groundswell.act.initiatives.errors import NothingToMeasure
from groundswell.act.initiatives.jobs import measure_all
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading, Initiative, Rollout
from groundswell.act.initiatives.pictures import effect_chart
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signal, receive_signals
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer, make_signal

from .works import MONTHS, make_history, make_initiative, make_teams

FIRST_OF_SEPTEMBER = date(2025, 9, 1)


def _begin(world, teams, having, from_on=FIRST_OF_SEPTEMBER):
    initiative = make_initiative(world)
    for team in having:
        roll_out(initiative, team, from_on=from_on, by=world.office, at=NOW)
    return initiative


def test_an_initiative_that_worked_is_found_to_have_worked(world):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    make_history(world, teams, having, lift=0.3)
    reading = measure_effect(_begin(world, teams, having), at=NOW)
    assert reading.verdict == EffectReading.Verdict.WORKED
    assert reading.low < 45 < reading.high, "0.3 more promoters instead of half detractors: 30 + 15 points"
    assert reading.sentence.startswith("One-hour slots worked: +")
    assert (reading.detail["units_with"], reading.detail["units_without"]) == (6, 6)
    assert reading.detail["pre_trend"]["is_violated"] is False
    assert len(reading.detail["series"]) == 12
    assert reading.detail["series"][0]["treated_n"] == 6 * 12


@pytest.mark.parametrize("seed", range(3))
def test_an_initiative_that_did_nothing_is_not_claimed(world, seed):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    make_history(world, teams, having, lift=0.0, seed=seed)
    reading = measure_effect(_begin(world, teams, having), at=NOW)
    assert reading.verdict != EffectReading.Verdict.WORKED
    assert reading.low < 0 < reading.high


def test_a_general_rise_is_no_effect(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams), lift=0.3)
    reading = measure_effect(_begin(world, teams, teams[:6]), at=NOW)
    assert reading.verdict != EffectReading.Verdict.WORKED


def test_one_unit_against_one_cannot_tell(world):
    teams = make_teams(world, 2)
    make_history(world, teams, {teams[0]}, lift=0.3)
    reading = measure_effect(_begin(world, teams, teams[:1]), at=NOW)
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert "at least two units" in reading.sentence


def test_only_units_of_the_same_kind_with_answers_are_compared(world):
    teams = make_teams(world, 3)
    make_history(world, teams, {teams[0]}, lift=0.3)
    region = Unit.objects.create(code="north", name="North", kind=Unit.Kind.REGION, parent=world.root)
    make_history(world, [region], set(), lift=0)
    ground = ground_of(_begin(world, teams, teams[:1]), NOW.date())
    assert (ground.treated, ground.control) == ({teams[0].pk}, {teams[1].pk, teams[2].pk})


def test_a_rollout_holds_for_everything_below_and_the_earlier_day_counts(world):
    teams = make_teams(world, 2)
    make_history(world, [*teams, world.web], set(), lift=0)
    initiative = make_initiative(world)
    roll_out(initiative, world.shops, from_on=date(2025, 10, 1), by=world.office, at=NOW)
    roll_out(initiative, teams[0], from_on=date(2025, 8, 1), by=world.office, at=NOW)
    ground = ground_of(initiative, NOW.date())
    assert {ground.names[unit]: day for unit, day in ground.starts.items()} == {
        "Team 00": date(2025, 8, 1),
        "Team 01": date(2025, 10, 1),
    }
    assert ground.control == {world.web.pk}


def test_the_month_in_which_a_unit_changed_half_way_is_left_out(world):
    teams = make_teams(world, 2)
    make_history(world, teams, set(), lift=0)
    ground = ground_of(_begin(world, teams, teams[:1], from_on=date(2025, 9, 15)), NOW.date())
    assert (teams[0].pk, FIRST_OF_SEPTEMBER) not in ground.tallies
    assert (teams[1].pk, FIRST_OF_SEPTEMBER) in ground.tallies
    assert start_numbers(ground)[str(teams[0].pk)] == 2025 * 12 + 9


def test_a_unit_that_begins_later_is_still_without_it(world):
    teams = make_teams(world, 4)
    make_history(world, teams, set(), lift=0)
    initiative = _begin(world, teams, teams[:1])
    roll_out(initiative, teams[1], from_on=date(2026, 6, 1), by=world.office, at=NOW)
    assert teams[1].pk in ground_of(initiative, NOW.date()).control


def test_nothing_is_measured_before_somebody_begins(world):
    initiative = make_initiative(world)
    with pytest.raises(NothingToMeasure):
        measure_effect(initiative, at=NOW)
    roll_out(initiative, world.leeds, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    with pytest.raises(NothingToMeasure, match="No unit with answers"):
        measure_effect(initiative, at=NOW)
    initiative.touchpoint = None
    with pytest.raises(NothingToMeasure, match="touchpoint"):
        measure_effect(initiative, at=NOW)


def test_units_picked_for_low_scores_carry_a_warning(world):
    teams = make_teams(world, 6)
    make_history(world, teams[3:], set(teams[3:]), lift=0)
    for team in teams[:3]:
        for month in range(3, 9):
            for _ in range(10):
                make_signal(2, unit=team, touchpoint=world.delivery, at=datetime(2025, month, 5, tzinfo=UTC))
    make_history(world, teams[:3], set(), lift=-0.3, seed=4, each=2)
    reading = measure_effect(_begin(world, teams, teams[:3]), at=NOW)
    assert any("tend to rise by themselves" in caveat for caveat in reading.detail["caveats"])


def test_a_change_in_who_answers_carries_a_warning(world):
    teams = make_teams(world, 4)
    make_history(world, teams, set(teams[:2]), lift=0.2)
    for team in teams:
        for month, asked, answered in ((5, 40, 10), (11, 40, 30 if team in teams[:2] else 10)):
            at = datetime(2025, month, 8, tzinfo=UTC)
            for number in range(asked):
                invitation = Invitation.objects.create(
                    version=world.experience,
                    customer=make_customer(),
                    touchpoint=world.delivery,
                    unit=team,
                    episode_at=at,
                    invited_at=at,
                )
                if number < answered:
                    _answer(invitation, at)
    reading = measure_effect(_begin(world, teams, teams[:2]), at=NOW)
    assert any("50 in 100 more of the invited answer" in caveat for caveat in reading.detail["caveats"])


def _answer(invitation, at):
    new = NewSignal(
        "test",
        f"i{invitation.pk}",
        "email",
        at,
        score=7,
        kind_of_score="experience",
        invitation_id=invitation.pk,
    )
    receive_signal(new, at=at)


def _asked(world, teams, having):
    """Each of 40 customers a team is asked every other month; the happy answer far more often, and with the change more are happy."""
    rng = random.Random(7)
    batch, invitations = [], []
    for team in teams:
        people = [(make_customer(), rng.random()) for _ in range(40)]
        for number, (year, month) in enumerate(MONTHS[::2]):
            at = datetime(year, month, 8, tzinfo=UTC)
            lift = 0.25 if team in having and (year, month) >= (2025, 9) else 0.0
            for customer, leaning in people:
                mood = 0.7 * leaning + 0.3 * rng.random() + lift
                score = 10 if mood > 0.6 else 3 if mood < 0.25 else 7
                given = {"version": world.experience, "touchpoint": world.delivery, "unit": team}
                invitation = Invitation(customer=customer, episode_at=at, invited_at=at, **given)
                is_answered = rng.random() < (0.8 if score == 10 else 0.35)
                invitations.append((invitation, score if is_answered else None, at, number))
    Invitation.objects.bulk_create([one for one, *_ in invitations])
    batch = [
        NewSignal(
            "asked", f"a{one.pk}", "email", at, score=score, kind_of_score="experience", invitation_id=one.pk,
            touchpoint_id=world.delivery.pk, unit_id=one.unit_id, customer_id=one.customer_id,
        )
        for one, score, at, _ in invitations
        if score is not None
    ]  # fmt: skip
    receive_signals(batch, at=NOW)
    read_new_signals(at=NOW)


def test_the_effect_is_weighted_to_everybody_who_was_asked(world, signed_in):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    _asked(world, teams, having)
    initiative = _begin(world, teams, having)
    with time_machine.travel(NOW, tick=False):
        reading = measure_effect(initiative, at=NOW)
        weights = reading.detail["weights"]
        assert (weights["asked"], weights["share"]) == (12 * 40 * 6, 1.0)
        assert weights["answered"] < weights["asked"]
        assert weights["happy"]["times"] > 2, "the odds of 8 in 10 are seven times those of 35 in 100"
        assert reading.detail["as_answered"]["estimate"] != pytest.approx(reading.estimate, abs=0.5)
        assert not any("as they came" in caveat for caveat in reading.detail["caveats"])
        page = (
            signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
        )
        assert "weighted to everybody asked" in page


def test_where_the_asked_are_not_known_the_answers_count_as_they_came_and_the_page_says_so(world):
    teams = make_teams(world, 6)
    make_history(world, teams, set(teams[:3]), lift=0.3)
    reading = measure_effect(_begin(world, teams, teams[:3]), at=NOW)
    assert (reading.detail["weights"], reading.detail["as_answered"]) == (None, None)
    assert any("count as they came" in caveat for caveat in reading.detail["caveats"])


def _judged_beside(world, moved):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    make_history(world, teams, having, lift=0.3)
    make_history(world, teams, having if moved else set(), lift=0.3, touchpoint=world.returns, seed=8)
    initiative = make_initiative(world)
    choice = Choice(
        "matched", Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery, untouched=world.returns
    )
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    for team in having:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    return measure_effect(initiative, at=NOW)


def test_an_effect_stands_where_what_it_cannot_move_did_not_move(world):
    reading = _judged_beside(world, moved=False)
    assert reading.verdict == EffectReading.Verdict.WORKED
    assert reading.detail["untouched"]["moved"] is False
    assert reading.detail["untouched"]["low"] < 0 < reading.detail["untouched"]["high"]


def test_nobody_says_that_it_worked_where_what_it_cannot_move_moved_too(world):
    reading = _judged_beside(world, moved=True)
    assert reading.low > 0
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert "which it cannot move, moved too" in reading.sentence
    assert reading.detail["untouched"]["moved"] is True


def test_waves_that_reach_everybody_are_told_until_the_last_one_begins(world, signed_in):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = _begin(world, teams, teams[:6])
    last = date(2026, 1, 1)
    for team in teams[6:]:
        roll_out(initiative, team, from_on=last, by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        before = measure_effect(initiative, at=NOW.replace(year=2025, month=12, day=31))
        reading = measure_effect(initiative, at=NOW)
        assert (reading.detail["compared_until"], reading.detail["is_compared_no_more"]) == (
            last.isoformat(),
            True,
        )
        assert (before.detail["compared_until"], before.detail["is_compared_no_more"]) == (
            last.isoformat(),
            False,
        )
        assert reading.estimate == before.estimate
        assert (reading.detail["units_with"], reading.detail["units_without"]) == (6, 6)
        page = (
            signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
        )
        assert "A comparison existed until 1 January 2026" in page


def test_the_nightly_job_measures_each_initiative_once_a_day(world):
    teams = make_teams(world, 4)
    make_history(world, teams, set(), lift=0)
    _begin(world, teams, teams[:2])
    assert measure_all(NOW) == "measured 1 initiative"
    assert measure_all(NOW) == ""
    assert EffectReading.objects.count() == 1


def test_another_initiative_in_the_same_units_stands_beside_the_effect(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = _begin(world, teams, teams[:6])
    body = initiative.decision.proposal.body
    other = make_initiative(world, name="New signs", decision=make_approval(world, body))
    Initiative.objects.filter(pk=other.pk).update(touchpoint=world.returns)
    for team in teams[4:8]:
        roll_out(other, team, from_on=date(2025, 11, 1), by=world.office, at=NOW)
    said = " ".join(measure_effect(initiative, at=NOW).detail["caveats"])
    assert "“New signs” began in 4 of the 12 units that are compared here" in said
    assert "measured at Returns" in said
    Rollout.objects.filter(initiative=other).update(from_on=date(2024, 1, 1))
    assert "New signs" not in " ".join(measure_effect(initiative, at=NOW).detail["caveats"]), (
        "judged long ago"
    )


def test_one_unit_is_drawn_against_its_blend_and_one_series_against_itself_drawn_on(world):
    teams = make_teams(world, 12)
    make_history(world, teams, {teams[0]}, lift=0.3)
    initiative = make_initiative(world)
    choice = Choice("synthetic", Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery)
    early = NOW.replace(year=2025, month=8, day=1)
    register_design(initiative, choice, by=world.office, at=early)
    roll_out(initiative, teams[0], from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    reading = measure_effect(initiative, at=NOW)
    rows = reading.detail["series"]
    after = [row["treated"] - row["beside"] for row in rows if row["month"] >= "2025-09"]
    assert sum(after) / len(after) == pytest.approx(reading.estimate)
    assert "others that went without it" in reading.sentence
    assert "The blend" in str(effect_chart(reading))
    series = Choice("interrupted", Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery)
    supersede_design(initiative, series, because="No blend.", by=world.office, at=early)
    drawn = [row["beside"] for row in measure_effect(initiative, at=NOW).detail["series"]]
    steps = {round(b - a, 6) for a, b in pairwise(drawn)}
    assert len(steps) == 1, "a straight line, drawn on as it ran before"
