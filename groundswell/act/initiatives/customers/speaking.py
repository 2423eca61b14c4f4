"""Before anybody is dealt: how many customers answer by name in so many months, and how much their own before tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from math import sqrt
from typing import Final

import numpy as np
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils.timezone import make_aware
from numpy.typing import NDArray

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import merged_into, merged_records
from groundswell.foundation.customers.revenue import months_from
from groundswell.science.effects.by_design import BLENDED_FROM
from groundswell.science.effects.customers import FEWEST

from .answers import POINTS, Where

Numbers = NDArray[np.float64]
MEAN_OF_CHANCE: Final = sqrt(2 / np.pi)
"""Mean size of a standard normal: how far two response rates lie apart by chance, in standard errors."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """So many customers who answer in a stretch of months, one at least, and how far they lie apart in points.

    ``known``: share of whom something is known from before. ``saved``: share of the variance that their own before takes out.
    """

    n: int
    variance: float
    known: float
    saved: float
    everybody: int

    def error(self, share: float) -> float:
        """Standard error of the effect where ``share`` of 1 get it."""
        return sqrt(self.variance * (1 - self.saved) * self._sides(share))

    def widened(self, share: float) -> float:
        """Points that the verdict will allow for, since even by chance not as many answer on one side as on the other."""
        silent = max(0.0, 1 - self.n / self.everybody) if self.everybody else 1.0
        excess = min(0.5, MEAN_OF_CHANCE * sqrt(silent * self._sides(share)))
        return 100 * excess / (1 - excess)

    def _sides(self, share: float) -> float:
        return 1 / (self.n * share) + 1 / (self.n * (1 - share))


@dataclass(frozen=True, slots=True, eq=False)
class Speakers:
    """Answers and points of persons by month, over whole months before a day."""

    answers: Numbers
    points: Numbers
    everybody: int

    @property
    def months(self) -> int:
        return int(self.answers.shape[1])

    def in_months(self, months: int) -> Spoken:
        """As it was in the last so many months, at most half of those known; beyond that as many new ones as in the last of them."""
        told = max(1, min(months, self.months // 2))
        n, variance, known, saved = self._told(told)
        if months > told:
            new = max(0, n - self._told(told - 1)[0]) if told > 1 else n // 2
            n = min(n + new * (months - told), max(n, self.everybody))
        return Spoken(n, variance, known, saved, self.everybody)

    def _told(self, months: int) -> tuple[int, float, float, float]:
        here, there = self.answers[:, -months:].sum(axis=1), self.answers[:, :-months].sum(axis=1)
        said = here > 0
        after = np.divide(self.points[:, -months:].sum(axis=1), here, out=np.zeros_like(here), where=said)[
            said
        ]
        before = np.divide(
            self.points[:, :-months].sum(axis=1), there, out=np.zeros_like(there), where=there > 0
        )
        has_before = there[said] > 0
        n, m = len(after), int(has_before.sum())
        if n < 2:
            return n, 0.0, 0.0, 0.0
        variance = float(after.var(ddof=1))
        if min(m, n - m or FEWEST) < FEWEST or not variance:
            return n, variance, m / n, 0.0
        alike = _alike(after[has_before], before[said][has_before])
        strangers = float(after[~has_before].var(ddof=1)) if n - m > 1 else 0.0
        left = (m * float(after[has_before].var(ddof=1)) * (1 - alike**2) + (n - m) * strangers) / n
        return n, variance, m / n, max(0.0, 1 - left / variance)


def _alike(one: Numbers, other: Numbers) -> float:
    """The correlation; nothing where one of them never varies."""
    return float(np.corrcoef(one, other)[0, 1]) if one.std() and other.std() else 0.0


def speakers_of(where: Where, until: date) -> Speakers | None:
    """Who answered by name in whole months before ``until``; None where nobody did."""
    last = until.replace(day=1)
    since = months_from(last, -BLENDED_FROM)
    named = where.signals().filter(
        customer__isnull=False, submitted_at__gte=_midnight(since), submitted_at__lt=_midnight(last)
    )
    rows = list(
        named.order_by()
        .annotate(month=TruncMonth("submitted_at"))
        .values_list("customer", "month")
        .annotate(n=Count("pk"), points=Sum(POINTS))
    )
    if not rows:
        return None
    person_of, places = merged_into(), {}
    first = min(month.date() for _, month, _, _ in rows)
    width = _apart(first, last)
    persons = [places.setdefault(person_of.get(one, one), len(places)) for one, *_ in rows]
    months = [_apart(first, month.date()) for _, month, _, _ in rows]
    answers, points = np.zeros((len(places), width)), np.zeros((len(places), width))
    np.add.at(answers, (persons, months), [n for *_, n, _ in rows])
    np.add.at(points, (persons, months), [sum for *_, sum in rows])
    return Speakers(answers, points, Customer.objects.exclude(pk__in=merged_records()).count())


def _apart(first: date, month: date) -> int:
    return (month.year - first.year) * 12 + month.month - first.month


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
