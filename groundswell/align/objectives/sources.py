"""How each source of a metric is counted, per unit and per person. Everything counted here adds up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, FloatField, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast

from groundswell.act.cases.figures import DECIDED, IN_TIME
from groundswell.act.cases.queries import standing_cases, with_state
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import merged_into, merged_records
from groundswell.foundation.customers.revenue import records_in_merges
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.listen.signals.queries import living_signals
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.queries import Slice, tallies_by

from .models import Metric
from .tallies import MeanTally, ShareTally, Tally
from .window import Window, months_before, written_day

Counts = Mapping[int | None, Any]
Counted = Callable[[Metric, Window], Counts]


@dataclass(frozen=True, slots=True)
class Source:
    """What a source counts, in which measure, and what it means word for word."""

    empty: Tally
    measured_in: str
    definition: str
    by_unit: Counted | None
    by_person: Counted | None = None
    needs: int = 5
    period: Callable[[Window], str] = lambda window: window.words


def score_counts(dimension: str, kind_of_score: str) -> Counted:
    """Tallies of one kind of score per unit or employee, at the touchpoint of the metric where it has one."""

    def count(metric: Metric, window: Window) -> Counts:
        asked = Slice(
            kind_of_score, touchpoint_id=metric.touchpoint_id, since=window.since, until=window.until
        )
        return tallies_by(dimension, asked)

    return count


def retention_counts(metric: Metric, window: Window) -> Counts:
    """Customers of twelve months ago and those still with us, per unit of the customer's first signal."""
    return stayed_since(months_before(window.until, 12), window.until)


def stayed_since(start: date, end: date) -> dict[int | None, ShareTally]:
    """Who was a customer on the first day, and who still was on the last; who never joined by date is left out.

    Records that were merged are the one person that they are.
    """
    first = (
        living_signals().filter(customer=OuterRef("pk"), unit__isnull=False).order_by("submitted_at", "id")
    )
    then = Customer.objects.filter(joined_on__lte=start).filter(Q(ended_on=None) | Q(ended_on__gt=start))
    rows = (
        then.exclude(pk__in=records_in_merges())
        .annotate(home=Subquery(first.values("unit_id")[:1]))
        .values("home")
        .annotate(n=Count("pk"), hits=Count("pk", filter=Q(ended_on=None) | Q(ended_on__gt=end)))
    )
    found = {row["home"]: ShareTally(row["n"], row["hits"]) for row in rows}
    homes, several = _homes_of_merged(), then.filter(pk__in=records_in_merges())
    for person, ended_on in several.exclude(pk__in=merged_records()).values_list("pk", "ended_on"):
        stayed = ShareTally(1, int(ended_on is None or ended_on > end))
        found[homes.get(person)] = found.get(homes.get(person), ShareTally()) + stayed
    return found


def _homes_of_merged() -> dict[int, int]:
    """The unit of the first signal of each person with several records."""
    person_of = merged_into()
    said = living_signals().filter(customer__in=records_in_merges(), unit__isnull=False)
    latest_first = said.order_by("-submitted_at", "-id").values_list("customer", "unit")
    return {person_of.get(record, record): unit for record, unit in latest_first}


def contact_counts(field: str) -> Counted:
    """Customers whose promised moment has come and those reached by then, per unit or owner of the case."""

    def count(metric: Metric, window: Window) -> Counts:
        due = standing_cases().filter(due_at__gte=window.first_moment, due_at__lte=window.at)
        rows = with_state(due, window.at).order_by().values(field)
        counted = rows.annotate(n=Count("pk", filter=DECIDED), hits=Count("pk", filter=IN_TIME))
        return {row[field]: ShareTally(row["n"], row["hits"]) for row in counted if row["n"]}

    return count


def operational_counts(metric: Metric, window: Window) -> Counts:
    """Monthly values of one measure, weighted by the events behind them, per unit."""
    values = OperationalMeasure.objects.filter(
        name=metric.measure, month__gte=window.first_month, month__lte=window.until, cases__gt=0
    )
    if metric.touchpoint_id:
        values = values.filter(touchpoint=metric.touchpoint_id)
    weight = Cast(F("cases"), FloatField())
    rows = values.values("unit_id").annotate(
        n=Sum("cases"),
        cells=Count("pk"),
        wv=Sum(weight * F("value")),
        ww=Sum(weight * weight),
        wwv=Sum(weight * weight * F("value")),
        wwvv=Sum(weight * weight * F("value") * F("value")),
        lowest=Min("value"),
    )
    return {row.pop("unit_id"): MeanTally(**row) for row in rows}


def score_source(kind: str, words: str) -> Source:
    """A source that reads one kind of score."""
    definition = f"{words} Share of 9-10 minus share of 0-6, in points; 95% margin by adjusted Wald."
    return Source(
        NpsTally(), "points", definition, score_counts("unit", kind), score_counts("employee", kind)
    )


SOURCES: dict[str, Source] = {
    Metric.Source.RELATIONSHIP_SCORE: score_source(
        "relationship", "Relationship score, own customers asked at random."
    ),
    Metric.Source.EXPERIENCE_SCORE: score_source(
        "experience", "Experience score, customers asked after an episode."
    ),
    Metric.Source.RETENTION: Source(
        ShareTally(),
        "%",
        "Customers with us twelve months ago who still are, by joining and ending day; a customer belongs to the "
        "unit of their first signal; 95% margin by Wilson.",
        retention_counts,
        period=lambda window: (
            f"{written_day(months_before(window.until, 12))} to {written_day(window.until)}"
        ),
    ),
    Metric.Source.CONTACTED_IN_TIME: Source(
        ShareTally(),
        "%",
        "Customers reached before the promised moment, of those whose moment has come; 95% margin by Wilson.",
        contact_counts("unit_id"),
        contact_counts("owner_id"),
    ),
    Metric.Source.OPERATIONAL: Source(
        MeanTally(),
        "",
        "Mean of the monthly values weighted by the events behind them; 95% margin from the spread between them.",
        operational_counts,
        needs=1,
        period=lambda window: f"{window.first_month:%b %Y} to {window.until:%b %Y}",
    ),
    Metric.Source.EARNED_GROWTH: Source(
        ShareTally(),
        "%",
        "Revenue kept from last year's customers plus revenue of earned new customers, less 100%, over the last "
        "twelve whole months; counted from all customers, so there is no sampling margin.",
        None,
    ),
}
