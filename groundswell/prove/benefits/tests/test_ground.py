"""Whose money counts, in which unit and in which months."""

from datetime import date

import pytest

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.tests.works import make_initiative, make_teams
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.prove.benefits.actions import reckon_benefit
from groundswell.prove.benefits.cells import ground_of
from tests.world import NOW

from .money import START, begun, make_money

pytestmark = pytest.mark.django_db


def test_a_customer_belongs_to_the_unit_of_the_first_signal_and_counts_until_leaving(world):
    initiative = begun(world)
    customer = Customer.objects.get(
        external_id__endswith="-0", signals__unit=initiative.rollouts.first().unit
    )
    Customer.objects.filter(pk=customer.pk).update(ended_on=date(2025, 10, 15))
    receive_signals(
        [
            NewSignal(
                "money",
                "later",
                "email",
                NOW,
                score=9,
                kind_of_score="experience",
                unit_id=world.web.pk,
                customer_id=customer.pk,
            )
        ],
        at=NOW,
    )
    home = str(initiative.rollouts.first().unit_id)
    counts = {
        cell.period: cell.n for cell in ground_of(initiative, date(2026, 3, 1)).cells if cell.unit == home
    }
    october = 2025 * 12 + 9
    assert (counts[october], counts[october + 1]) == (6, 5)


def test_whoever_speaks_under_one_record_and_pays_under_another_counts_once_with_all_that_they_bring(world):
    initiative = begun(world)
    whole = ground_of(initiative, date(2026, 3, 1)).cells
    for number, speaks in enumerate(Customer.objects.filter(external_id__endswith="-0")):
        pays = Customer.objects.create(external_id=f"pays-{number}", joined_on=date(2025, 1, 1))
        Revenue.objects.filter(customer=speaks, month__gte=date(2025, 6, 1)).update(customer=pays)
        merge_customers(speaks, pays, by=world.office, at=NOW)
    again = NewSignal(
        "money",
        "again",
        "email",
        NOW,
        score=9,
        kind_of_score="experience",
        unit_id=world.web.pk,
        customer_id=pays.pk,
    )
    receive_signals([again], at=NOW)
    again = ground_of(initiative, date(2026, 3, 1)).cells
    assert [(one.unit, one.period, one.n) for one in again] == [
        (one.unit, one.period, one.n) for one in whole
    ]
    assert [one.mean for one in again] == pytest.approx([one.mean for one in whole])


def test_the_month_in_the_middle_of_which_a_unit_changed_is_left_out(world):
    teams = make_teams(world, 2)
    initiative = make_initiative(world)
    roll_out(initiative, teams[0], from_on=date(2025, 9, 10), by=world.office, at=NOW)
    make_money(teams, teams[:1], lift=0)
    ground = ground_of(initiative, date(2026, 3, 1))
    september = 2025 * 12 + 8
    assert {cell.unit for cell in ground.cells if cell.period == september} == {str(teams[1].pk)}
    assert ground.start_numbers() == {str(teams[0].pk): september + 1}


def test_a_month_of_which_no_revenue_was_brought_is_unknown_and_not_nothing(world):
    initiative = begun(world)
    Revenue.objects.filter(month__gte=date(2026, 1, 1)).delete()
    benefit = reckon_benefit(initiative, at=NOW)
    assert (benefit.months, benefit.customer_months) == (4, 4 * 6 * 4)
    assert float(benefit.amount) == pytest.approx(20 * 96, rel=0.25)
    Revenue.objects.filter(month__gte=START).delete()
    silent = reckon_benefit(initiative, at=NOW)
    assert silent.amount is None
    assert silent.reason.startswith("No revenue since the start is known yet. Bring it by file")


def test_of_whom_no_joining_day_is_known_is_active_from_the_first_month_with_revenue(world):
    initiative = begun(world)
    home = initiative.rollouts.first().unit
    late = Customer.objects.filter(signals__unit=home).order_by("pk").first()
    Customer.objects.update(joined_on=None)
    Revenue.objects.filter(customer=late, month__lt=date(2025, 11, 1)).delete()
    Revenue.objects.filter(customer=late, month=date(2025, 12, 1)).delete()
    cells = {
        cell.period: cell
        for cell in ground_of(initiative, date(2026, 3, 1)).cells
        if cell.unit == str(home.pk)
    }
    october = 2025 * 12 + 9
    assert [cells[october + one].n for one in range(3)] == [5, 6, 6]
    assert cells[october + 2].mean < cells[october + 1].mean - 10, "a month without revenue counts as nothing"
    assert reckon_benefit(initiative, at=NOW).amount is not None


def test_where_revenue_ends_before_the_day_of_judgement_the_range_is_as_wide_as_then(world):
    initiative = begun(world)
    Revenue.objects.filter(month__gte=date(2026, 1, 1)).delete()
    then = reckon_benefit(initiative, at=NOW.replace(month=1, day=1))
    late = reckon_benefit(initiative, at=NOW.replace(month=9, day=5))
    assert (late.amount, late.low, late.high) == (then.amount, then.low, then.high)
    assert any("Revenue is known up to 31 December 2025" in words for words in late.assumptions)


def test_months_that_some_units_did_not_bring_yet_are_unknown_and_hold_the_verdict_back(world):
    initiative = begun(world)
    lacking = Unit.objects.filter(code__startswith="team-").exclude(rollout__initiative=initiative)[:2]
    late = Revenue.objects.filter(
        month__gte=date(2026, 1, 1), customer__signals__unit__in=[one.pk for one in lacking]
    )
    late.delete()
    ground = ground_of(initiative, date(2026, 3, 1))
    assert ground.known_to == date(2025, 12, 1), "half of the customers of one side are known up to December"
    assert ground.late == tuple(sorted(one.pk for one in lacking))
    january = 2026 * 12
    assert not {cell.unit for cell in ground.cells if cell.period >= january} & {
        str(one.pk) for one in lacking
    }
    benefit = reckon_benefit(initiative, at=NOW)
    assert benefit.low > 0, (
        "four months of nothing on one side would have made it twenty points a month larger"
    )
    assert float(benefit.amount) == pytest.approx(20 * 144, rel=0.25)
    assert any(
        f"Of {lacking[0].name} and {lacking[1].name} the newest revenue is older" in words
        for words in benefit.assumptions
    )


def test_a_unit_that_seldom_brings_anything_is_not_waited_for(world):
    initiative = begun(world)
    seldom = initiative.rollouts.first().unit
    kept = [date(2024, 9, 1), date(2025, 4, 1), date(2025, 11, 1)]
    Revenue.objects.filter(customer__signals__unit=seldom).exclude(month__in=kept).delete()
    assert ground_of(initiative, date(2026, 3, 1)).late == ()
