"""What customers said by name: per person how many answers, and their sum, in some stretch of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, FloatField, Q, QuerySet, Sum, Value, When

from groundswell.foundation.customers.queries import merged_into
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.scores.question import hidden_versions

POINTS = Case(
    When(score__gte=9, then=Value(100.0)),
    When(score__lte=6, then=Value(-100.0)),
    default=Value(0.0),
    output_field=FloatField(),
)
"""What an answer adds to a score."""
NO_DETRACTOR = Case(When(score__lte=6, then=Value(-100.0)), default=Value(0.0), output_field=FloatField())


def that_count(signals: QuerySet[Signal], kind_of_score: str) -> QuerySet[Signal]:
    """Those of some signals that a score of this kind counts: read, with a score, in today's wording, and no second ask."""
    scored = signals.filter(kind_of_score=kind_of_score, score__isnull=False, reading__isnull=False)
    asked = scored.exclude(invitation__purpose=Invitation.Purpose.SECOND_ASK)
    return asked.exclude(version__in=hidden_versions(kind_of_score))


@dataclass(frozen=True, slots=True)
class Where:
    """Which answers: of a kind, at one touchpoint or every one (or every other), in some units or all."""

    touchpoint_id: int | None = None
    unit_ids: tuple[int, ...] | None = None
    kind_of_score: str = "experience"
    is_elsewhere: bool = False

    def signals(self) -> QuerySet[Signal]:
        """All that count there, whether they name their customer or not."""
        found = that_count(living_signals(), self.kind_of_score)
        if self.unit_ids is not None:
            found = found.filter(unit__in=self.unit_ids)
        if self.touchpoint_id is None:
            return found.none() if self.is_elsewhere else found
        here = Q(touchpoint=self.touchpoint_id)
        return found.exclude(here) if self.is_elsewhere else found.filter(here)


@dataclass(frozen=True, slots=True)
class Times:
    """Before is what came before the lot was drawn; since is what came after both that and the first day. Ends are open."""

    before_from: datetime
    before_until: datetime
    since: datetime
    until: datetime

    def before(self, moment: str = "submitted_at") -> Q:
        return Q(**{f"{moment}__gte": self.before_from, f"{moment}__lt": self.before_until})

    def after(self, moment: str = "submitted_at") -> Q:
        return Q(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})


@dataclass(slots=True)
class Said:
    """Of one person: how many answers there were before and since, and what they add up to."""

    n: int = 0
    total: float = 0.0
    n_before: int = 0
    total_before: float = 0.0


def said_by_each(
    rows: QuerySet[Any], times: Times, value: Any = POINTS, moment: str = "submitted_at"
) -> dict[int, Said]:
    """Per person, records that were merged being one; who said nothing in either time is not there."""
    before, after = times.before(moment), times.after(moment)
    grouped = (
        rows.filter(before | after)
        .order_by()
        .values_list("customer")
        .annotate(
            n=Count("pk", filter=after), total=Sum(value, filter=after),
            m=Count("pk", filter=before), earlier=Sum(value, filter=before),
        )
    )  # fmt: skip
    return _by_person(grouped.iterator(chunk_size=10_000), merged_into())


def _by_person(rows: Any, person_of: Mapping[int, int]) -> dict[int, Said]:
    found: dict[int, Said] = {}
    for record, n, total, m, earlier in rows:
        one = found.setdefault(person_of.get(record, record), Said())
        one.n, one.total = one.n + n, one.total + (total or 0.0)
        one.n_before, one.total_before = one.n_before + m, one.total_before + (earlier or 0.0)
    return found


ANSWERED = Case(When(signal__isnull=False, then=Value(100.0)), default=Value(0.0), output_field=FloatField())
"""Whether an invitation was answered, in per cent."""
