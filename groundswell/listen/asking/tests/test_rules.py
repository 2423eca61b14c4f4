"""The rules, one by one and against time zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.listen.asking.models import Reason, Way
from groundswell.listen.asking.rules import (
    Allowed,
    Candidate,
    History,
    PastAsk,
    Rules,
    Suppressed,
    free_from,
    judge,
)

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
HERE = Candidate(survey_id=1, is_relationship=False, zone="Europe/London")


def candidate(**fields):
    return Candidate(**{"survey_id": 1, "is_relationship": False, "zone": "Europe/London", **fields})


def asked(*days_ago, survey_id=1, is_reminder=False):
    return History(tuple(PastAsk(NOON - days * DAY, survey_id, is_reminder, 7) for days in days_ago))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_banned": True}, Reason.DO_NOT_CONTACT),
        ({"has_left": True}, Reason.LEFT),
        ({"has_address": False}, Reason.NO_ADDRESS),
        ({"consents": False}, Reason.NO_CONSENT),
        ({"is_survey_closed": True}, Reason.SURVEY_CLOSED),
        ({"has_answered": True}, Reason.ANSWERED),
    ],
)
@pytest.mark.parametrize("way", list(Way))
def test_no_way_of_asking_passes_what_forbids_it(fields, reason, way):
    judgement = judge(candidate(way=way, **fields), History(), Rules(), NOON)
    assert (judgement.reason, judgement.until) == (reason, None)


def test_a_person_is_asked_once_in_ninety_days_whatever_the_survey():
    judgement = judge(HERE, asked(89, survey_id=2), Rules(), NOON)
    assert judgement.reason == Reason.PERSON_WINDOW
    assert judgement.until == NOON + DAY
    assert judgement.sentence == "Asked on 12 December 2025. Nobody is asked twice within 90 days."
    assert judge(HERE, asked(90, survey_id=2), Rules(), NOON) == Allowed()


def test_a_reminder_starts_no_window_but_stops_the_next_message_for_a_day():
    assert judge(HERE, asked(2, is_reminder=True), Rules(), NOON) == Allowed()
    assert judge(HERE, asked(0.5, is_reminder=True), Rules(), NOON).reason == Reason.FLOOR


def test_a_survey_may_ask_more_rarely_than_the_rest():
    rules = Rules().with_amount("survey_window", 180, survey_id=1)
    assert judge(HERE, asked(120), rules, NOON).reason == Reason.SURVEY_WINDOW
    assert judge(candidate(survey_id=2), asked(120), rules, NOON) == Allowed()


def test_an_account_has_a_window_of_its_own():
    history = History(account_asks=(NOON - 5 * DAY,))
    assert judge(HERE, history, Rules(), NOON) == Allowed()
    judgement = judge(HERE, history, Rules(account_window=30), NOON)
    assert (judgement.reason, judgement.until) == (Reason.ACCOUNT_WINDOW, NOON + 25 * DAY)


def test_a_relationship_question_that_is_due_soon_comes_first():
    history = History(relationship_due=(NOON + 10 * DAY,))
    assert judge(HERE, history, Rules(), NOON).reason == Reason.PRECEDENCE
    assert judge(candidate(is_relationship=True), history, Rules(), NOON) == Allowed()
    assert judge(HERE, History(relationship_due=(NOON + 15 * DAY,)), Rules(), NOON) == Allowed()


def test_nobody_is_asked_more_often_than_the_yearly_cap():
    judgement = judge(HERE, asked(100, 200, 300, 364), Rules(), NOON)
    assert (judgement.reason, judgement.until) == (Reason.YEARLY_CAP, NOON + DAY)
    assert judge(HERE, asked(100, 200, 300, 365), Rules(), NOON) == Allowed()


@pytest.mark.parametrize("way", [Way.SECOND, Way.REMINDER])
def test_a_second_ask_and_a_reminder_are_free_of_windows_but_not_of_the_floor(way):
    history = asked(2, 100, 200, 300)
    assert judge(candidate(way=way), history, Rules(), NOON) == Allowed()
    assert judge(candidate(way=way), asked(0.5), Rules(), NOON).reason == Reason.FLOOR


def test_a_second_ask_belongs_to_the_conversation_that_it_takes_up():
    assert judge(candidate(way=Way.SECOND, continues=7), asked(0.5), Rules(), NOON) == Allowed()
    assert judge(candidate(way=Way.SECOND, continues=8), asked(0.5), Rules(), NOON).reason == Reason.FLOOR


def test_quiet_hours_are_those_of_the_person_and_a_colleague_is_free_of_them():
    here, there = candidate(), candidate(zone="Asia/Kathmandu")
    evening = NOON + timedelta(hours=3)
    assert judge(here, History(), Rules(), evening) == Allowed()
    judgement = judge(there, History(), Rules(), evening)
    assert judgement.reason == Reason.QUIET_HOURS
    assert judgement.until.astimezone(ZoneInfo("Asia/Kathmandu")).hour == 8
    assert judge(candidate(zone="Asia/Kathmandu", by_hand=True), History(), Rules(), evening) == Allowed()


def test_an_amount_of_nought_switches_a_rule_off():
    free = Rules(0, 0, 0, 0, 0, 0, 0, 0)
    assert judge(HERE, asked(0.1, 1, 2, 3, 4, 5), free, NOON) == Allowed()


@given(
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, 366 * 24 * 60),
    begins=st.integers(0, 23),
    ends=st.integers(0, 23),
)
def test_quiet_hours_end_at_a_moment_that_is_not_quiet_on_any_day_of_the_year(zone, minute, begins, ends):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    rules = Rules(quiet_from=begins, quiet_until=ends)
    until = rules.quiet_in(zone).over_at(at)
    hour = at.astimezone(ZoneInfo(zone)).hour
    inside = begins <= hour < ends if begins < ends else begins != ends and (hour >= begins or hour < ends)
    assert (until is not None) == inside
    if until is not None:
        assert at < until <= at + timedelta(hours=25)
        assert rules.quiet_in(zone).over_at(until) is None


@given(
    days_ago=st.lists(st.integers(0, 400), max_size=8),
    due_in=st.lists(st.integers(0, 40), max_size=2),
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 60 * 24 * 30),
)
def test_the_date_from_which_somebody_may_be_asked_is_the_first_that_is_allowed(
    days_ago, due_in, zone, minutes
):
    at = NOON + timedelta(minutes=minutes)
    history = History(
        tuple(PastAsk(NOON - days * DAY, 1 + days % 2) for days in days_ago),
        relationship_due=tuple(at + (1 + days) * DAY for days in due_in),
    )
    who = candidate(zone=zone)
    moment = free_from(who, history, Rules(), at)
    if moment is None:
        assert history.relationship_due
        return
    assert judge(who, history, Rules(), moment) == Allowed()
    step = (moment - at) / 7
    for part in range(7):
        if step:
            assert isinstance(judge(who, history, Rules(), at + part * step), Suppressed)
