"""Two cases of one customer become one, and come apart again."""

from datetime import timedelta

import pytest

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.errors import CaseRefusal, CasesDoNotMerge, CaseWasMerged
from groundswell.act.cases.figures import loop_figures
from groundswell.act.cases.lists import cases_in
from groundswell.act.cases.merging.actions import merge_cases, mergeable_with, take_apart
from groundswell.act.cases.models import Case, CaseMerge, OpeningRule, RootCause
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.pausing import wait_for_customer
from groundswell.act.cases.queries import case_rows, cases_visible_to, open_cases
from tests.at_once import gave_at_once
from tests.world import NOW, make_customer, make_signal, make_world

from .scenes import HOUR, open_case


def two_cases(world) -> tuple[Case, Case]:
    carla = make_customer()
    first = open_case(world.leeds, customer=carla)
    second = open_case(world.leeds, customer=carla, at=NOW + HOUR, comment="And torn.")
    return first, second


def opened(world) -> int:
    return next(one.count for one in loop_figures(world.lead, NOW + 2 * HOUR) if one.name == "opened")


def test_the_merged_case_is_listed_and_counted_no_more(world):
    first, second = two_cases(world)
    assert opened(world) == 2
    merge_cases(second, into=first, by=world.lead.person, at=NOW + HOUR)

    assert opened(world) == 1
    assert list(open_cases()) == [first]
    assert list(cases_in("team", world.lead, cases_visible_to(world.lead), at=NOW)) == [first]
    assert [row["case"] for row in case_rows(None, at=NOW)] == [first.pk]
    assert open_cases_for(first.rule, at=NOW + HOUR) == []
    with pytest.raises(CaseWasMerged, match=f"goes on in case {first.pk}"):
        note_attempt(second, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)


def test_the_one_that_stays_keeps_the_earlier_promise_and_gets_its_own_back(world):
    first, second = two_cases(world)
    own = second.due_at
    merge = merge_cases(first, into=second, by=world.lead.person, at=NOW + HOUR)
    second.refresh_from_db()
    assert second.due_at == first.due_at < own

    take_apart(merge, by=world.lead.person, at=NOW + 2 * HOUR)
    second.refresh_from_db()
    assert second.due_at == own
    assert set(open_cases()) == {first, second}


def test_a_merged_case_waits_for_nobody(world):
    first, second = two_cases(world)
    note_attempt(second, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)
    wait_for_customer(second, why="She rings.", hours=8, by=world.lead.person, at=NOW + HOUR)
    merge_cases(second, into=first, by=world.lead.person, at=NOW + HOUR)
    assert second.pauses.get().ended_because == "the case was merged"


def test_cases_are_taken_apart_for_a_day_and_not_after_the_end(world):
    first, second = two_cases(world)
    merge = merge_cases(second, into=first, by=world.lead.person, at=NOW + HOUR)
    with pytest.raises(CasesDoNotMerge, match="within a day"):
        take_apart(merge, by=world.lead.person, at=NOW + timedelta(days=1, hours=2))
    note_attempt(first, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)
    cause = RootCause.objects.get(name="Delivery")
    close_case(first, outcome="answered", root_cause=cause, by=world.lead.person, at=NOW + 2 * HOUR)
    with pytest.raises(CaseRefusal, match="closed this case"):
        take_apart(merge, by=world.lead.person, at=NOW + 3 * HOUR)


def test_two_customers_never_share_a_case(world):
    one, other = open_case(world.leeds), open_case(world.leeds)
    with pytest.raises(CasesDoNotMerge, match="two customers"):
        merge_cases(one, into=other, by=world.lead.person, at=NOW)
    assert not mergeable_with(one, world.lead).exists()


def test_a_complaint_keeps_its_case_and_takes_the_other_in(world):
    score = open_case(world.leeds)
    make_signal(None, "I complain.", kind="complaint", unit=world.leeds, customer=score.signal.customer)
    (complaint,) = open_cases_for(OpeningRule.objects.get(opens_for="complaint"), at=NOW)
    with pytest.raises(CasesDoNotMerge, match="A complaint keeps its own case"):
        merge_cases(complaint, into=score, by=world.lead.person, at=NOW)
    merge_cases(score, into=complaint, by=world.lead.person, at=NOW)
    assert list(open_cases()) == [complaint]


def test_what_took_a_case_in_is_not_merged_on(world):
    first, second = two_cases(world)
    third = open_case(world.leeds, customer=first.signal.customer, at=NOW + 2 * HOUR)
    merge_cases(second, into=first, by=world.lead.person, at=NOW + HOUR)
    with pytest.raises(CasesDoNotMerge, match="took another one in"):
        merge_cases(first, into=third, by=world.lead.person, at=NOW + 2 * HOUR)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_crosswise_at_once_merge_once():
    world = make_world()
    first, second = two_cases(world)

    def merge(case: Case, into: Case) -> None:
        merge_cases(case, into=into, by=world.lead.person, at=NOW + HOUR)

    gave = gave_at_once(lambda: merge(first, second), lambda: merge(second, first), refusal=CaseRefusal)
    assert [type(one) for one in gave if one] == [CaseWasMerged]
    assert CaseMerge.objects.count() == 1
    assert open_cases().count() == 1
