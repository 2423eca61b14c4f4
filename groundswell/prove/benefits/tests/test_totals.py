"""What several initiatives brought together: customers behind two of them count once."""

from decimal import Decimal

import pytest

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.prove.benefits.actions import reckon_benefit
from groundswell.prove.benefits.models import Benefit
from groundswell.prove.benefits.queries import benefit_lines, total_of
from groundswell.prove.benefits.report import total_words
from tests.world import NOW

from .money import START, begun

pytestmark = pytest.mark.django_db


def test_the_total_goes_from_the_sum_of_the_low_ends_to_that_of_the_high_ends(world):
    initiative = make_initiative(world)
    given = {"initiative": initiative, "months": 1, "customer_months": 1, "method": "x", "reckoned_at": NOW}
    Benefit.objects.create(amount=100, low=70, high=130, **given)
    (line,) = benefit_lines(world.office, NOW)
    other = type(line)(line.board, Benefit(amount=Decimal(50), low=Decimal(10), high=Decimal(90)))
    silent = type(line)(line.board, None)
    total = total_of([line, other, silent])
    assert (total.amount, total.low, total.high, total.count) == (150.0, 80.0, 220.0, 2)
    assert total_of([silent]) is None
    assert total_words(total).startswith("The total goes from"), "whom they touched is not known"


def test_customers_behind_two_initiatives_count_once_in_the_total(world):
    first = begun(world, lift=20)
    second = make_initiative(
        world, name="Claimed again", decision=make_approval(world, first.decision.proposal.body)
    )
    for rollout in first.rollouts.all():
        roll_out(second, rollout.unit, from_on=START, by=world.office, at=NOW)
    single = [reckon_benefit(each, at=NOW) for each in (first, second)]
    total = total_of(benefit_lines(world.office, NOW))
    # 2,880 were planted; each of the two measures all of it, and both together are no more.
    assert float(single[0].amount + single[1].amount) == pytest.approx(2 * 2880, rel=0.25)
    assert total.amount == pytest.approx(float(single[0].amount))
    assert (total.low, total.high) == pytest.approx((float(single[0].low), float(single[0].high)))
    assert total.shared == 144
    assert "144 customer-months stand behind more than one initiative" in total_words(total)


def test_what_only_one_of_two_touches_counts_in_full(world):
    given = {"amount": Decimal(100), "low": Decimal(80), "high": Decimal(120)}
    initiative = make_initiative(world)
    Benefit.objects.create(
        initiative=initiative, months=2, customer_months=40, method="x", reckoned_at=NOW,
        touched={"1": {"24300": 10, "24301": 10}, "2": {"24300": 10, "24301": 10}}, **given,
    )  # fmt: skip
    (line,) = benefit_lines(world.office, NOW)
    half = type(line)(line.board, Benefit(touched={"2": {"24300": 10, "24301": 10}}, **given))
    total = total_of([line, half])
    # Of the first 20 of 40 customer-months are its own and 20 shared by two: 30 of 40. Of the other 10 of 20.
    assert (total.amount, total.low, total.high, total.shared) == (125.0, 100.0, 150.0, 20)


@pytest.mark.parametrize("is_first", [True, False])
def test_of_one_that_touches_more_customers_of_a_unit_only_those_of_both_are_shared(world, is_first):
    given = {"amount": Decimal(100), "low": Decimal(80), "high": Decimal(120)}
    initiative = make_initiative(world)
    Benefit.objects.create(
        initiative=initiative, months=1, customer_months=40, method="x", reckoned_at=NOW,
        touched={"1": {"24300": 40}}, **given,
    )  # fmt: skip
    (line,) = benefit_lines(world.office, NOW)
    some = type(line)(line.board, Benefit(touched={"1": {"24300": 10}}, **given))
    total = total_of([line, some] if is_first else [some, line])
    # 30 of 40 are its own and 10 shared by two: 35 of 40. Of the other 5 of 10.
    assert (total.amount, total.low, total.high, total.shared) == (137.5, 110.0, 165.0, 10)
