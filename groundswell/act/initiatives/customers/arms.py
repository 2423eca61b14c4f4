"""Who is on which side: lots of records read as lots of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from groundswell.act.initiatives.models import Design, Lot
from groundswell.foundation.customers.queries import merged_into


@dataclass(frozen=True, slots=True)
class Arms:
    """Lots of people. ``apart``: records of those whose records got different things, who count on neither side.

    ``beside``: records without a lot that are read as part of somebody who has one. ``count``: people on each side.
    """

    design: int
    apart: frozenset[int]
    people_apart: int
    beside: Mapping[bool, frozenset[int]]
    count: Mapping[bool, int]

    def holds(self, gets: bool, customer: str = "customer") -> Q:
        """The records of one side."""
        lots = Lot.objects.filter(design=self.design, gets=gets).values("customer")
        dealt = Q(**{f"{customer}__in": lots})
        if self.apart:
            dealt &= ~Q(**{f"{customer}__in": self.apart})
        return dealt | Q(**{f"{customer}__in": self.beside[gets]}) if self.beside[gets] else dealt


def arms_of(design: Design) -> Arms:
    """As records are read as people today."""
    lots = Lot.objects.filter(design=design)
    count = Counter({row["gets"]: row["n"] for row in lots.order_by().values("gets").annotate(n=Count("pk"))})
    person_of = merged_into()
    records: dict[int, set[int]] = defaultdict(set)
    for record, person in person_of.items():
        records[person] |= {record, person}
    several = (
        dict(lots.filter(customer__in={*person_of, *records}).values_list("customer", "gets"))
        if records
        else {}
    )
    apart: set[int] = set()
    people_apart = 0
    beside: dict[bool, set[int]] = {True: set(), False: set()}
    for own in records.values():
        got = Counter(several[one] for one in own if one in several)
        if len(got) > 1:
            apart |= own
            people_apart += 1
            count -= got
        elif got:
            side = next(iter(got))
            beside[side] |= {one for one in own if one not in several}
            count[side] -= got[side] - 1
    return Arms(
        design.pk, frozenset(apart), people_apart,
        {side: frozenset(found) for side, found in beside.items()}, {side: count[side] for side in (True, False)},
    )  # fmt: skip
