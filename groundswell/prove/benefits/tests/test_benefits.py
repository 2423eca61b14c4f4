"""Money with its range against units without the change, or the reason why nobody can tell."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.foundation.customers.models import Revenue
from groundswell.foundation.history.models import Event
from groundswell.foundation.organisation.models import Unit
from groundswell.prove.benefits.actions import reckon_benefit
from groundswell.prove.benefits.cells import ground_of
from groundswell.prove.benefits.jobs import JOBS
from groundswell.prove.benefits.models import Benefit
from groundswell.science.effects.difference_in_differences import panel_effect
from tests.world import NOW

from .money import MONTHS, START, begun

pytestmark = pytest.mark.django_db


def test_a_planted_gain_is_found_with_its_range(world):
    benefit = reckon_benefit(begun(world, lift=20), at=NOW)
    # 4 teams of 6 customers over the 6 months from September to February: 144 customer-months at 20 each.
    assert (benefit.customer_months, benefit.months) == (144, 6)
    assert benefit.low < 2880 < benefit.high
    assert benefit.low > 0
    assert abs(float(benefit.amount) - 2880) < 600
    assert benefit.reason == ""


def test_no_gain_is_not_claimed(world):
    benefit = reckon_benefit(begun(world, lift=0), at=NOW)
    assert benefit.low < 0 < benefit.high


def test_the_range_holds_on_any_day_and_narrows_towards_the_end(world):
    initiative = begun(world, lift=20)
    early = reckon_benefit(initiative, at=NOW.replace(year=2025, month=12, day=1))
    late = reckon_benefit(initiative, at=NOW)
    per_month = [float(one.high - one.low) / one.customer_months for one in (early, late)]
    assert per_month[0] > per_month[1]
    ground = ground_of(initiative, date(2026, 3, 1))
    once = panel_effect(ground.cells, ground.start_numbers(), np.random.default_rng(1))
    # Half a year of a whole one is over: 2.24 standard errors over the root of that share, in place of 1.96.
    times = 2.2414 / 1.96 / ((NOW.date() - START).days / 365) ** 0.5
    assert float(late.high - late.low) == pytest.approx(times * 144 * (once.high - once.low), rel=0.01)
    assert "holds at every look together" in late.method


def test_what_comes_after_the_day_on_which_it_is_judged_is_not_counted(world):
    initiative = begun(world, lift=20)
    choice = Choice("matched", Decimal(5), START, 3, touchpoint=world.delivery)
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    benefit = reckon_benefit(initiative, at=NOW)
    assert (benefit.months, benefit.customer_months) == (3, 72)
    assert any("Counted up to 30 November 2025" in words for words in benefit.assumptions)


def test_money_is_compared_with_the_units_that_the_design_dealt(world):
    initiative = begun(world, lift=20)
    having = [rollout.unit for rollout in initiative.rollouts.select_related("unit")]
    lacking = [unit for unit in Unit.objects.filter(code__startswith="team-") if unit not in having][:2]
    dealt = (*(Dealt(unit, 1, START) for unit in having), *(Dealt(unit) for unit in lacking))
    choice = Choice("matched", Decimal(5), START, 6, touchpoint=world.delivery, dealt=dealt)
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    ground = ground_of(initiative, date(2026, 3, 1))
    assert {cell.unit for cell in ground.cells} == {str(one.unit.pk) for one in dealt}
    assert any("2 without it" in words for words in reckon_benefit(initiative, at=NOW).assumptions)


def test_nothing_is_attributed_without_units_to_compare_with(world):
    benefit = reckon_benefit(begun(world, teams=4, having=4), at=NOW)
    assert (benefit.amount, benefit.low, benefit.high) == (None, None, None)
    assert benefit.reason == "There is no unit without the change to compare with."


def test_before_any_unit_has_begun_there_is_nothing_to_reckon(world):
    benefit = reckon_benefit(make_initiative(world), at=NOW)
    assert (benefit.amount, benefit.reason) == (None, "No unit works with the change yet.")


def test_one_unit_of_each_kind_leaves_the_range_unknown(world):
    benefit = reckon_benefit(begun(world, teams=2, having=1), at=NOW)
    assert benefit.amount is None
    assert "at least two units" in benefit.reason


def test_units_that_moved_apart_before_the_start_are_no_comparison(world):
    initiative = begun(world, lift=20)
    treated = [rollout.unit_id for rollout in initiative.rollouts.all()]
    for i, month in enumerate(MONTHS):
        if month < START:
            for row in Revenue.objects.filter(month=month, customer__signals__unit__in=treated):
                Revenue.objects.filter(pk=row.pk).update(amount=row.amount + 8 * i)
    benefit = reckon_benefit(initiative, at=NOW)
    assert benefit.amount is None
    assert "already moved apart before the start" in benefit.reason


def test_what_says_the_same_is_not_stored_again(world):
    initiative = begun(world)
    first = reckon_benefit(initiative, at=NOW)
    assert reckon_benefit(initiative, at=NOW) == first
    assert Benefit.objects.count() == 1
    assert Event.objects.filter(verb="reckoned benefit").count() == 1
    Revenue.objects.filter(month=date(2026, 2, 1)).update(amount=500)
    assert reckon_benefit(initiative, at=NOW) != first
    assert Benefit.objects.count() == 2


def test_a_benefit_has_a_range_or_a_reason(world):
    initiative = make_initiative(world)
    given = {"initiative": initiative, "months": 1, "customer_months": 1, "method": "x", "reckoned_at": NOW}
    for wrong in (
        {"amount": 1},
        {"amount": 1, "low": 0, "high": 2, "reason": "x"},
        {"reason": ""},
        {"amount": 1, "low": 3, "high": 2},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Benefit.objects.create(**given, **wrong)


def test_the_job_reckons_every_initiative_that_has_begun(world):
    begun(world)
    (job,) = JOBS
    assert job.work(NOW) == "Benefits reckoned: 1, with an amount: 1."
    job.work(NOW)
    assert Benefit.objects.count() == 1
