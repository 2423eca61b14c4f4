"""What rises: complaints with the same cause, about the same moment, of the same place, against the span before."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from groundswell.science.statistics.many import holm
from groundswell.science.statistics.rates import RateRatio, compare_counts

from .models import Complaint

SPAN = timedelta(days=90)
LEAST = 10
"""Fewer complaints than this in both spans together cannot tell."""
CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Trend:
    """One cause, moment or place: how many now and before, how many times as many, and whether that is sure."""

    pk: int
    name: str
    now: int
    before: int
    ratio: RateRatio | None
    is_sure: bool

    @property
    def verdict(self) -> str:
        """In words, never more than the counts can say."""
        if self.ratio is None or self.now + self.before < LEAST:
            return "Too few to tell"
        if not self.is_sure:
            return "Cannot tell: chance explains it"
        return "Rises" if self.ratio.ratio > 1 else "Falls"

    @property
    def times(self) -> str:
        """How many times as many, with its range; empty where there are too few."""
        if self.ratio is None or self.now + self.before < LEAST:
            return ""
        low, high = self.ratio.interval.low, self.ratio.interval.high
        end = "any number" if math.isinf(high) else f"{high:.1f}"
        middle = "new" if math.isinf(self.ratio.ratio) else f"{self.ratio.ratio:.1f} times"
        return f"{middle}, between {low:.1f} and {end}"


def trends_by(
    field: str, name: str, seen: QuerySet[Complaint], *, at: datetime, most: int = 8
) -> list[Trend]:
    """Each value of a field with its counts, sure rises first. History counts by the day on which it was said.

    Where the value is known of a smaller share of one span's complaints, that span counts for as much less: to know
    more is no rise.
    """
    lately = Q(signal__submitted_at__gt=at - SPAN, signal__submitted_at__lte=at)
    earlier = Q(signal__submitted_at__gt=at - 2 * SPAN, signal__submitted_at__lte=at - SPAN)
    spans = seen.filter(lately | earlier).order_by()
    rows = (
        spans.filter(**{f"{field}__isnull": False})
        .values(key=F(field), name=F(name))
        .annotate(now=Count("pk", filter=lately), before=Count("pk", filter=earlier))
    )
    known = tuple(_share_known(spans.filter(span), field) for span in (lately, earlier))
    return _judged(rows, known)[:most]


def _share_known(complaints: QuerySet[Complaint], field: str) -> float:
    """Of which share the value is known; all of them where there are none."""
    every = complaints.count()
    return complaints.filter(**{f"{field}__isnull": False}).count() / every if every else 1.0


def _judged(rows: Iterable[dict[str, object]], known: tuple[float, ...]) -> list[Trend]:
    found = [(row, _compared(int(row["now"]), int(row["before"]), known)) for row in rows]
    enough = [(row, ratio) for row, ratio in found if ratio and int(row["now"]) + int(row["before"]) >= LEAST]
    chances = dict(
        zip((row["key"] for row, _ in enough), holm([ratio.p_value for _, ratio in enough]), strict=True)
        if enough
        else []
    )
    trends = [
        Trend(
            row["key"], str(row["name"]), row["now"], row["before"], ratio,
            chances.get(row["key"], 1.0) < CHANCE,
        )
        for row, ratio in found
    ]  # fmt: skip
    order = {"Rises": 0, "Cannot tell: chance explains it": 1, "Falls": 2, "Too few to tell": 3}
    return sorted(trends, key=lambda one: (order[one.verdict], -one.now, one.name))


def _compared(now: int, before: int, known: tuple[float, ...]) -> RateRatio | None:
    """None where one span knows nothing at all to compare with."""
    return compare_counts(now, before, spans=(known[0], known[1])) if all(known) else None
