"""Who answered, and how the units were picked: weighted to everybody asked, or said beside the effect."""

import random
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.initiatives.forecasts import promises
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading
from groundswell.listen.signals.actions import NewSignal, receive_signal, receive_signals
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer, make_signal

from .works import MONTHS, begin, make_history, make_teams


def test_units_picked_for_low_scores_carry_a_warning(world):
    teams = make_teams(world, 6)
    make_history(world, teams[3:], set(teams[3:]), lift=0)
    for team in teams[:3]:
        for month in range(3, 9):
            for _ in range(10):
                make_signal(2, unit=team, touchpoint=world.delivery, at=datetime(2025, month, 5, tzinfo=UTC))
    make_history(world, teams[:3], set(), lift=-0.3, seed=4, each=2)
    reading = measure_effect(begin(world, teams, teams[:3]), at=NOW)
    assert any("tend to rise by themselves" in caveat for caveat in reading.detail["caveats"])


def test_a_change_in_who_answers_carries_a_warning(world):
    reading = _measured_with(world, answered_since=30)
    assert any("50 in 100 more of the invited answer" in caveat for caveat in reading.detail["caveats"])


def test_where_nobody_who_was_invited_answers_any_more_nothing_can_be_told_and_that_is_kept(world):
    reading = _measured_with(world, answered_since=0)
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert reading.low < -100 < 100 < reading.high
    (line,) = promises(world.office)
    assert line.outcome is None


def _measured_with(world, *, answered_since):
    """A quarter of the invited answers; since the start so many of 40 where it runs."""
    teams = make_teams(world, 4)
    make_history(world, teams, set(teams[:2]), lift=0.2)
    for team in teams:
        for month, asked, answered in ((5, 40, 10), (11, 40, answered_since if team in teams[:2] else 10)):
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
    return measure_effect(begin(world, teams, teams[:2]), at=NOW)


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
    initiative = begin(world, teams, having)
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
    reading = measure_effect(begin(world, teams, teams[:3]), at=NOW)
    assert (reading.detail["weights"], reading.detail["as_answered"]) == (None, None)
    assert any("count as they came" in caveat for caveat in reading.detail["caveats"])
