"""How a case stands is written beside it, and always what its rows say."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.act.cases.actions import answer_case, close_case, hand_over, note_attempt
from groundswell.act.cases.errors import CaseRefusal
from groundswell.act.cases.lists import LISTS, cases_in, counts_of_tabs
from groundswell.act.cases.merging.actions import merge_cases, take_apart
from groundswell.act.cases.models import (
    Case,
    CaseMerge,
    Closure,
    ContactAttempt,
    OpeningRule,
    Pause,
    RootCause,
)
from groundswell.act.cases.pausing import go_on, go_on_with_cases, wait_for_customer
from groundswell.act.cases.queries import cases_visible_to, with_state
from groundswell.listen.complaints.answering import NewAnswer
from tests.world import NOW, World, make_customer, make_signal, make_world

from .scenes import low_score_rule, open_case

HOUR = timedelta(hours=1)
WRITTEN = ("contacted_at", "closed_at", "waits_until", "late_from", "in_time", "rank", "channel")


def recounted(case: Case) -> dict[str, Any]:
    """How a case stands, from nothing but its rows, in the plainest way."""
    reached = [one.at for one in ContactAttempt.objects.filter(case=case) if one.reached]
    contacted_at = min(reached, default=None)
    closed_at = next((one.at for one in Closure.objects.filter(case=case)), None)
    pause = next((one for one in Pause.objects.filter(case=case) if one.ended_at is None), None)
    is_known = case.signal.customer_id is not None
    runs = pause is None or pause.at >= case.due_at
    in_time = None
    if is_known and (contacted_at or closed_at):
        in_time = contacted_at is not None and contacted_at <= case.due_at
    return {
        "contacted_at": contacted_at,
        "closed_at": closed_at,
        "waits_until": pause.until if pause else None,
        "late_from": case.due_at if is_known and runs and not contacted_at and not closed_at else None,
        "in_time": in_time,
        "rank": case.rule.priority + (2 if pause else 0) + (0 if is_known else 4),
        "channel": case.signal.channel,
    }


def written(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in WRITTEN}


def deeds_of(world: World) -> dict[str, Callable[[Case, datetime], object]]:
    lead, fay = world.lead.person, world.frontline.person
    cause = RootCause.objects.first()
    return {
        "try": lambda case, at: note_attempt(case, channel="phone", reached=False, by=lead, at=at),
        "reach": lambda case, at: note_attempt(case, channel="phone", reached=True, by=lead, at=at),
        "wait": lambda case, at: wait_for_customer(case, why="Holiday", hours=8, by=lead, at=at),
        "go on": lambda case, at: go_on(case, because="we rang", by=lead, at=at),
        "time passes": lambda case, at: go_on_with_cases(at=at),
        "speak": lambda case, at: (
            case.signal.customer
            and make_signal(None, "Hello?", customer=case.signal.customer, unit=world.leeds, at=at)
        ),
        "give": lambda case, at: hand_over(case, to=fay, why="Yours", by=lead, at=at),
        "give back": lambda case, at: hand_over(case, to=lead, why="Mine", by=fay, at=at),
        "answer": lambda case, at: answer_case(
            case, NewAnswer(outcome="upheld", words="Sorry.", channel="phone"), by=lead, at=at
        ),
        "close": lambda case, at: close_case(case, outcome="answered", root_cause=cause, by=lead, at=at),
        "give up": lambda case, at: close_case(case, outcome="unreachable", root_cause=cause, by=lead, at=at),
        "learn": lambda case, at: close_case(case, outcome="learned", root_cause=cause, by=lead, at=at),
        "merge": lambda case, at: merge_cases(
            case, into=Case.objects.exclude(pk=case.pk).get(), by=lead, at=at
        ),
        "take in": lambda case, at: merge_cases(
            Case.objects.exclude(pk=case.pk).get(), into=case, by=lead, at=at
        ),
        "part": lambda case, at: [
            take_apart(one, by=lead, at=at)
            for one in CaseMerge.objects.filter(undone_at=None).order_by("-pk")[:1]
        ],
    }


MATTER = ["try", "wait", "go on", "time passes", "speak", "reach", "close"]
KINDS: list[dict[str, Any]] = [{}, {}, {}, {"customer": None}, {"kind": "complaint"}]
steps = st.lists(
    st.tuples(
        st.sampled_from(
            MATTER * 3 + ["give", "give back", "answer", "give up", "learn", "merge", "take in", "part"]
        ),
        st.integers(0, 40),
    ),
    max_size=9,
)
TRIED_AND_WAITED = [("try", 1), ("wait", 1)]


class AnySequenceOfDeeds(TestCase):
    @given(st.sampled_from(KINDS), st.booleans(), steps, steps)
    @example({}, False, [*TRIED_AND_WAITED, ("go on", 1)], [])
    @example({}, False, [*TRIED_AND_WAITED, ("time passes", 40)], [])
    @example({}, True, [*TRIED_AND_WAITED, ("speak", 1), ("time passes", 1)], [("try", 40), ("wait", 1)])
    @example({}, False, [*TRIED_AND_WAITED, ("reach", 1), ("close", 1)], [("reach", 40), ("close", 1)])
    @example({"customer": None}, False, [("learn", 1)], [])
    @example({}, False, [*TRIED_AND_WAITED, ("merge", 1), ("part", 1)], [("try", 1)])
    @example({}, False, [*TRIED_AND_WAITED, ("take in", 1), ("part", 1)], [("reach", 1), ("part", 1)])
    @settings(max_examples=15)
    def test_what_is_written_is_what_is_recomputed_from_nothing(self, kind, goes_first, early, late):
        world = make_world()
        low_score_rule()
        if goes_first:
            OpeningRule.objects.update(priority=1)
        customer = kind.get("customer", make_customer())
        case, deeds, at = open_case(world.leeds, **{**kind, "customer": customer}), deeds_of(world), NOW
        open_case(world.leeds, customer=customer, at=NOW - 2 * HOUR)
        for deed, hours in [*early, *late]:
            at += hours * HOUR
            try:
                deeds[deed](Case.objects.get(pk=case.pk), at)
            except CaseRefusal:
                continue
            for stands in Case.objects.select_related("rule", "signal"):
                assert written(stands) == recounted(stands)


def test_the_lists_and_their_counts_agree_with_what_the_rows_say(world):
    late, waits, reached, nobody = (
        open_case(world.leeds, **given) for given in ({}, {}, {}, {"customer": None})
    )
    note_attempt(waits, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)
    wait_for_customer(waits, why="Holiday", hours=40, by=world.lead.person, at=NOW + 2 * HOUR)
    note_attempt(reached, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)
    at = late.due_at + HOUR

    def listed(name: str) -> list[Case]:
        return list(cases_in(name, world.lead, cases_visible_to(world.lead), at=at))

    assert listed("team") == [late, reached, waits, nobody]
    assert (listed("late"), listed("waiting"), listed("reached")) == ([late], [waits], [reached])
    for user in (world.lead, world.office, world.frontline):
        seen = cases_visible_to(user)
        assert counts_of_tabs(user, at=at) == {
            name: cases_in(name, user, seen, at=at).count() for name, one in LISTS.items() if one.is_tab
        }


def test_a_case_of_ones_own_elsewhere_counts_once(world):
    case = open_case(world.york)
    hand_over(case, to=world.lead.person, why="You know them", by=world.york_lead.person, at=NOW)
    open_case(world.leeds)

    assert counts_of_tabs(world.lead, at=NOW)["team"] == 2
    assert counts_of_tabs(world.york_lead, at=NOW)["team"] == 1


def test_who_is_late_is_asked_of_the_clock_and_not_of_a_job(world):
    case = open_case(world.leeds)

    assert [with_state(Case.objects.all(), at).get().is_late for at in (case.due_at, case.due_at + HOUR)] == [
        False,
        True,
    ]


@pytest.mark.django_db
def test_nobody_out_of_sight_is_counted(world):
    open_case(world.york)

    assert counts_of_tabs(world.lead, at=NOW + 99 * HOUR) == {"mine": 0, "team": 0, "late": 0, "closed": 0}
