"""Money where a lot dealt customers: those with it against those without, as they were dealt."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from groundswell.act.initiatives.designs.following import roll_out_as_dealt
from groundswell.act.initiatives.models import Design, Initiative
from groundswell.act.initiatives.tests.test_customers import choose, make_customers, moods, say
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.foundation.customers.models import Revenue
from groundswell.prove.benefits.actions import reckon_benefit
from tests.world import NOW

pytestmark = pytest.mark.django_db
SINCE = [date(2026, month, 1) for month in (4, 5, 6)]
JULY = NOW.replace(month=7, day=10)


@pytest.fixture
def begun(world) -> tuple[Initiative, Design]:
    customers = make_customers(100)
    say(world, customers, NOW - timedelta(days=60), moods())
    initiative = make_initiative(world)
    design = choose(world, initiative, starts_on=date(2026, 4, 1))
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    return initiative, design


def earn(design: Design, months: list[date], lift: float) -> None:
    """Each customer buys for a sum of their own, about 50 to 150 a month; who was dealt it for ``lift`` more."""
    rows = []
    for customer, gets in design.lots.values_list("customer", "gets"):
        rng = random.Random(customer)
        usual = rng.uniform(50, 150)
        for month in [date(2026, 1, 1), date(2026, 2, 1), *months]:
            amount = usual + rng.gauss(0, 3) + (lift if gets and month >= SINCE[0] else 0)
            rows.append(Revenue(customer_id=customer, month=month, amount=Decimal(str(round(amount, 2)))))
    Revenue.objects.bulk_create(rows)


def test_what_those_with_it_brought_more_is_told_with_its_range(begun):
    initiative, design = begun
    earn(design, SINCE, 10)
    found, having = reckon_benefit(initiative, at=JULY), design.lots.filter(gets=True).count()
    truth = 10 * 3 * having
    assert found.months == 3
    assert found.customer_months == 3 * having
    assert float(found.amount) == pytest.approx(truth, rel=0.1)
    assert 0 < found.low < truth < found.high
    assert sum(sum(months.values()) for months in found.touched.values()) == 3 * having


def test_without_a_difference_nothing_is_attributed(begun):
    initiative, design = begun
    earn(design, SINCE, 0)
    found = reckon_benefit(initiative, at=JULY)
    assert found.low < 0 < found.high


def test_without_revenue_since_the_start_it_says_so(begun):
    initiative, design = begun
    earn(design, [], 0)
    found = reckon_benefit(initiative, at=JULY)
    assert found.amount is None
    assert "No revenue since the start" in found.reason
