"""Who may be asked now, and why not: each rule with its reason, its sentence and its end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.act.advocates.judging import QUARTER, YEAR, Known, PastAsk, Rules, Why, judge
from tests.world import NOW

DAY = timedelta(days=1)
FREE = Known(newest_score=10, newest_score_at=NOW - 10 * DAY)
YES = {"answer": "yes", "answered_at": NOW - 9 * DAY}


def test_nothing_speaks_against_asking_after_fresh_praise():
    assert judge(FREE, Rules(), NOW) is None


@pytest.mark.parametrize(
    ("known", "why", "until"),
    [
        ({"has_left": True}, Why.LEFT, None),
        ({"allows": False}, Why.NO_CONSENT, None),
        ({"has_address": False}, Why.NO_ADDRESS, None),
        ({"is_banned": True}, Why.BANNED, None),
        ({"complaint": "C-26-000001"}, Why.COMPLAINT, None),
        ({"case_since": NOW - DAY}, Why.CASE, None),
        ({"poor_at": NOW - 89 * DAY}, Why.POOR, NOW + DAY),
        ({"newest_score": 8}, Why.NO_PRAISE, None),
        ({"newest_score": None}, Why.NO_PRAISE, None),
        ({"newest_score_at": NOW - 365 * DAY}, Why.OLD_PRAISE, None),
        ({"newest_score_at": NOW - DAY}, Why.TOO_SOON, NOW + DAY),
        ({"survey_at": NOW - 6 * DAY}, Why.SURVEY, NOW + DAY),
        ({"asks": (PastAsk(NOW - 5 * DAY, "beta"),)}, Why.OPEN_ASK, None),
        ({"asks": (PastAsk(NOW - 99 * DAY, "beta", "not_now", NOW - 89 * DAY),)}, Why.NOT_NOW, NOW + DAY),
        ({"asks": (PastAsk(NOW - 90 * DAY, "beta", **YES), PastAsk(NOW - DAY, "event", **YES))}, Why.QUARTER, NOW + DAY),
        ({"asks": tuple(PastAsk(NOW - day * DAY, "beta", **YES) for day in (364, 300, 200, 100))}, Why.YEAR, NOW + DAY),
    ],
)  # fmt: skip
def test_each_reason_has_its_end(known, why, until):
    held = judge(replace(FREE, **known), Rules(), NOW)
    assert held is not None
    assert (held.why, held.until) == (why, until)
    if until:
        freed = judge(replace(FREE, **known), Rules(), until)
        assert freed is None or freed.why != why


def test_never_is_never_for_that_kind_only():
    known = replace(FREE, asks=(PastAsk(NOW - 300 * DAY, "beta", "never", NOW - 299 * DAY),))
    assert judge(known, Rules(), NOW, kind="beta").why == Why.NEVER
    assert judge(known, Rules(), NOW, kind="event") is None


def test_what_we_took_back_ourselves_does_not_use_up_the_budget():
    asks = tuple(PastAsk(NOW - day * DAY, "beta", "taken_back", NOW - day * DAY) for day in range(10, 20))
    assert judge(replace(FREE, asks=asks), Rules(), NOW) is None


def test_zero_switches_a_rule_off():
    known = replace(FREE, newest_score_at=NOW - 400 * DAY, survey_at=NOW, poor_at=NOW - DAY)
    assert judge(known, Rules(praise_holds=0, after_survey=0, after_poor=0), NOW) is None


answers = st.sampled_from(["yes", "never", "silent"])


@given(
    st.lists(
        st.tuples(st.integers(0, 800), st.sampled_from(["beta", "event", "referral"]), answers), max_size=40
    )
)
def test_nobody_is_ever_asked_beyond_the_budget(wishes):
    """Whoever is asked whenever nothing speaks against it never gets more than the budget in any window."""
    rules, asked = Rules(praise_holds=0), []
    for day, kind, answer in sorted(wishes):
        at = NOW + day * DAY
        known = replace(FREE, asks=tuple(asked))
        if judge(known, rules, at, kind=kind) is None:
            asked.append(PastAsk(at, kind, answer, at))
    moments = [ask.at for ask in asked]
    for moment in moments:
        assert sum(moment - YEAR < one <= moment for one in moments) <= rules.per_year
        assert sum(moment - QUARTER < one <= moment for one in moments) <= rules.per_quarter
    for kind in ("beta", "event", "referral"):
        theirs = [ask.answer for ask in asked if ask.kind == kind]
        assert "never" not in theirs[:-1]
