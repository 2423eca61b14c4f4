"""Some customers to whom nobody got back go elsewhere, more often than those who heard from us."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from django.db.models import F, Max, Q

from demo.signals import Ground
from groundswell.act.cases.models import Case
from groundswell.foundation.customers.models import Customer, Revenue

A_DAY = timedelta(days=1)
WEEK, LATEST = 7 * A_DAY, 60
LEAVES_UNHEARD, LEAVES_HEARD = 0.22, 0.03
"""What is true here: the chance to leave in the two months after the case, without and with a word from us in a week."""


def let_some_leave(rng: np.random.Generator, ground: Ground, now: datetime) -> int:
    """They end some weeks after their case, and buy nothing in the months after. Returns how many left."""
    cases = Case.objects.filter(
        opened_at__lt=now - WEEK - LATEST * A_DAY, customer__memberships=None, customer__ended_on=None
    )
    heard = Q(contacted_at__lte=F("opened_at") + WEEK)
    known = cases.filter(customer__isnull=False).order_by("opened_at", "pk")
    chances = dict.fromkeys(known.filter(heard).values_list("pk", flat=True), LEAVES_HEARD)
    firsts: dict[int, Case] = {}
    for case in known:
        firsts.setdefault(case.customer_id or 0, case)
    said = _last_said(list(firsts))
    gone = {}
    for customer, case in firsts.items():
        chance, day = rng.random(), int(rng.integers(8, 7 + LATEST))
        on = case.opened_at + day * A_DAY
        if chance < chances.get(case.pk, LEAVES_UNHEARD) and said[customer] < on:
            gone[customer] = on.date()
    rows = {row.pk: row for row in ground.customers.rows if row.pk in gone}
    for pk, row in rows.items():
        row.ended_on = gone[pk]
    Customer.objects.bulk_update(rows.values(), ["ended_on"])
    for pk, day in gone.items():
        Revenue.objects.filter(customer=pk, month__gt=day).delete()
    return len(gone)


def _last_said(customers: Sequence[int]) -> dict[int, datetime]:
    found = Customer.objects.filter(pk__in=customers).annotate(last=Max("signals__submitted_at"))
    return dict(found.values_list("pk", "last"))
