"""What became of customers: asked again, moved, stayed or left. Counted from the same day, and never called an effect."""

from datetime import datetime, timedelta

import pytest

from groundswell.act.cases.actions import ask_again, note_attempt
from groundswell.act.cases.afterwards.figures import afterwards, leaving
from groundswell.act.cases.lists import cases_in
from groundswell.act.cases.models import Case
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.queries import cases_visible_to
from groundswell.foundation.customers.models import Customer
from tests.world import NOW, World, make_customer, make_signal

from .scenes import answer_to, closed_case, low_score_rule

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
OPENED = NOW - 100 * A_DAY


def customers_with_cases(world: World, n: int, *, opened: datetime = OPENED) -> list[Case]:
    people = [Customer(name=f"One {i}", joined_on=(NOW - 900 * A_DAY).date()) for i in range(n)]
    made = Customer.objects.bulk_create(people)
    signals = [make_signal(2, unit=world.leeds, customer=one, at=opened) for one in made]
    rule = low_score_rule()
    open_cases_for(rule, at=opened)
    return list(Case.objects.filter(signal__in=[one.pk for one in signals]).order_by("pk"))


def reach(case: Case, *, days: int = 1) -> None:
    note_attempt(case, channel="phone", reached=True, by=case.owner, at=case.opened_at + days * A_DAY)


def leave(case: Case, *, days: int) -> None:
    Customer.objects.filter(pk=case.customer_id).update(ended_on=(case.opened_at + days * A_DAY).date())


def counted(world: World) -> tuple[tuple[int, int], tuple[int, int]]:
    found = leaving(world.office, at=NOW)
    return (found.heard.n, found.heard.left), (found.unheard.n, found.unheard.left)


def test_who_left_is_counted_by_who_was_reached_within_a_week(world: World) -> None:
    cases = customers_with_cases(world, 5)
    reach(cases[0])
    reach(cases[1], days=6)
    reach(cases[2], days=8)
    leave(cases[1], days=30)
    leave(cases[3], days=66)
    leave(cases[4], days=68)
    assert counted(world) == ((2, 1), (3, 1))


def test_who_left_before_the_week_was_over_is_in_neither_group(world: World) -> None:
    cases = customers_with_cases(world, 2)
    leave(cases[0], days=6)
    reach(cases[1])
    assert counted(world) == ((1, 0), (0, 0))


def test_only_customers_of_whom_we_would_know_it_are_counted_each_once_and_after_their_time(
    world: World,
) -> None:
    cases = customers_with_cases(world, 3)
    Customer.objects.filter(pk=cases[0].customer_id).update(joined_on=None)
    make_signal(1, unit=world.leeds, customer=cases[1].customer, at=OPENED + A_DAY)
    open_cases_for(low_score_rule(), at=OPENED + A_DAY)
    customers_with_cases(world, 1, opened=NOW - 66 * A_DAY)
    assert counted(world) == ((0, 0), (2, 0))


def test_below_thirty_in_either_group_nothing_is_told(world: World, signed_in) -> None:
    for case in customers_with_cases(world, 59)[:29]:
        reach(case)
    assert leaving(world.office, at=NOW).difference is None
    reach(Case.objects.filter(contacted_at=None).order_by("pk")[0])
    assert leaving(world.office, at=NOW).unheard.n == 29
    customers_with_cases(world, 1)
    assert leaving(world.office, at=NOW).difference is not None
    page = signed_in(world.office).get("/act/cases/afterwards/").content.decode()
    assert "Too few" in page


def test_a_figure_opens_the_cases_that_it_counts(world: World) -> None:
    cases = customers_with_cases(world, 4)
    reach(cases[0])
    leave(cases[0], days=20)
    leave(cases[1], days=20)
    for name, expected in {"heard": 1, "heard-left": 1, "unheard": 3, "unheard-left": 1}.items():
        seen = cases_visible_to(world.office)
        assert cases_in(name, world.office, seen, at=NOW).count() == expected


def test_scores_that_moved_are_paired_and_carry_their_margin(world: World) -> None:
    moves = ((2, 8), (3, 7), (4, 4), (5, 3), (1, 9), (6, 10))
    for number, (first, second) in enumerate(moves):
        at = NOW - (20 + number) * A_DAY
        case = closed_case(world.leeds, world.lead.person, at=at, score=first, touchpoint=world.delivery)
        asked = ask_again(case, at=at + 2 * A_DAY)
        answer_to(asked.invitation, second, at=at + 3 * A_DAY)
    found = afterwards(world.office, at=NOW)
    assert (found.moved.n, found.moved.up, found.moved.alike, found.moved.down) == (6, 4, 1, 1)
    assert found.moved.change.change == pytest.approx(20 / 6)
    assert found.moved.change.interval.low < 20 / 6 < found.moved.change.interval.high
    assert (found.answered.count, found.answered.n, found.recovered.count) == (6, 6, 4)
    seen = cases_visible_to(world.office)
    assert cases_in("moved-up", world.office, seen, at=NOW).count() == 4
    assert cases_in("moved-down", world.office, seen, at=NOW).count() == 1


def test_a_lead_sees_what_became_of_their_own_customers_only(world: World) -> None:
    customers_with_cases(world, 3)
    assert leaving(world.york_lead, at=NOW).unheard.n == 0
    assert leaving(world.lead, at=NOW).unheard.n == 3


def test_the_page_says_that_it_goes_together_and_claims_nothing(world: World, signed_in) -> None:
    from django.utils import timezone

    opened = timezone.now() - 100 * A_DAY
    cases = customers_with_cases(world, 80, opened=opened)
    for case in cases[:40]:
        reach(case)
    for case in cases[40:60]:
        leave(case, days=20)
    page = signed_in(world.office).get("/act/cases/afterwards/").content.decode()
    assert "Fewer left of those who had heard from us" in page
    assert "this does not show that the call kept anybody" in page
    assert "immortal-time bias" in page
    assert "?show=unheard-left" in page


def test_somebody_unknown_is_in_no_group(world: World) -> None:
    make_signal(2, unit=world.leeds, at=OPENED)
    make_signal(2, unit=world.leeds, customer=make_customer(), at=OPENED)
    open_cases_for(low_score_rule(), at=OPENED)
    assert counted(world) == ((0, 0), (0, 0))
