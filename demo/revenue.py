"""What customers bring, month by month: who feels better comes oftener and spends more."""

from decimal import Decimal

import numpy as np

from demo.chance import stream
from demo.customers import Customers
from demo.months import Months
from groundswell.foundation.customers.models import Revenue

EARLIER = 4
"""Months before the two years, so that a year can be compared with the year before it from a quarter ago, too."""

SPENDS_MORE = 0.08
"""By how much refunds at the door raise the log of spending of the customers of such a shop."""


def make_revenue(seed: int, customers: Customers, months: Months) -> int:
    """One row per customer and month with a purchase. Returns how many."""
    rng = stream(seed, "revenue")
    rows: list[Revenue] = []
    for month in range(-EARLIER, months.count):
        rows += _rows_of(rng, customers, months, month)
    Revenue.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def _rows_of(rng: np.random.Generator, customers: Customers, months: Months, month: int) -> list[Revenue]:
    present = (customers.joined <= month) & (customers.left >= month)
    odds = -0.35 + 0.22 * customers.attitude
    buys = present & (rng.random(present.size) < months.share_passed(month) / (1 + np.exp(-odds)))
    treated = customers.treated_from <= month
    noise = rng.normal(0, 0.4, present.size)
    season = 1.35 if months.first_day(month).month in {11, 12} else 1.0
    amount = season * customers.spending * np.exp(0.13 * customers.attitude + SPENDS_MORE * treated + noise)
    first = months.first_day(month)
    return [
        Revenue(customer_id=customers.rows[number].pk, month=first, amount=Decimal(f"{amount[number]:.2f}"))
        for number in np.flatnonzero(buys)
    ]
