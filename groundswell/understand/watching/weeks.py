"""What a watched series says, week by week: counted by the engine and the database, inferred by ``science``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.models import Invitation
from groundswell.science.scores.nps import NpsTally
from groundswell.science.streams.chart import ControlChart, Signal, c_chart, ewma_chart, nps_chart, p_chart
from groundswell.understand.scores.queries import Slice, histograms_by

from .models import WatchedSeries

WEEK = timedelta(days=7)
WEEKS = 52
"""How many weeks make the usual."""
FEWEST_WEEKS = 12
FEWEST_ANSWERS = 10
FEWEST_ASKED = 20
FEWEST_COUNTED = 5
"""With fewer in a usual week, three sigma alarm far more often than they say: counts so small are skewed."""
ANSWERS_TAKE = WEEK
"""Who answers, mostly answers within a week: a response rate is looked at once that week is over."""

What = WatchedSeries.What


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a series. ``tally`` for scores, ``hits`` of ``n`` for shares, ``n`` alone for counts."""

    monday: date
    n: int
    tally: NpsTally | None = None
    hits: int | None = None

    @property
    def value(self) -> float | None:
        """The figure of the week as it is shown: points, per cent, or a number."""
        if self.tally is not None:
            return self.tally.score
        if self.hits is not None:
            return 100 * self.hits / self.n if self.n else None
        return float(self.n)


@dataclass(frozen=True, slots=True)
class Charted:
    """One week beside the range of the usual, in the unit that is shown."""

    week: Week
    value: float
    low: float
    high: float
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The weeks of a series in their order, and those that have enough answers beside the usual.

    ``charted`` is empty, and ``centre`` None, where there are too few weeks to know what is usual.
    """

    weeks: Sequence[Week]
    charted: Sequence[Charted]
    centre: float | None
    extra_spread: float = 1.0

    @property
    def newest(self) -> Charted | None:
        """The last week, where it has enough answers."""
        last = self.charted[-1] if self.charted else None
        return last if last and last.week == self.weeks[-1] else None


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def last_week(series: WatchedSeries, at: datetime) -> date:
    """The Monday of the newest week that is over; for response rates also the time that answers take."""
    over = monday_of(timezone.localdate(at)) - WEEK
    return over - ANSWERS_TAKE if series.what == What.RESPONSE else over


def read_series(series: WatchedSeries, until: date) -> Reading:
    """The year of weeks up to the one that begins on ``until``. One question, however many weeks."""
    since = max(until - (WEEKS - 1) * WEEK, monday_of(series.begins_on) if series.begins_on else date.min)
    weeks = _begun(_weeks_of(series, since, until))
    charted = [week for week in weeks if _has_enough(series, week)]
    chart = _chart(series, charted) if len(charted) >= FEWEST_WEEKS else None
    if chart is None:
        return Reading(weeks, (), None)
    shown = 100.0 if series.what == What.RESPONSE else 1.0
    points = [
        Charted(week, point.value * shown, point.low * shown, min(point.high, 1e9) * shown, point.signals)
        for week, point in zip(charted, chart.points, strict=True)
    ]
    return Reading(weeks, points, chart.centre * shown, chart.extra_spread)


def _weeks_of(series: WatchedSeries, since: date, until: date) -> list[Week]:
    mondays = [since + number * WEEK for number in range((until - since) // WEEK + 1)]
    if series.what == What.SCORE:
        tallies = _scores(series, since, until + timedelta(days=6))
        return [Week(one, (t := tallies.get(one, NpsTally())).n, tally=t) for one in mondays]
    if series.what == What.RESPONSE:
        counts = _asked(series, since, until)
        return [Week(one, counts[one, True] + counts[one, False], hits=counts[one, True]) for one in mondays]
    found = _counted(series, since, until)
    return [Week(one, found[one]) for one in mondays]


def _begun(weeks: list[Week]) -> list[Week]:
    """Without the weeks before anything was counted at all: before the beginning is no silence."""
    first = next((place for place, week in enumerate(weeks) if week.n), len(weeks))
    return weeks[first:]


def _has_enough(series: WatchedSeries, week: Week) -> bool:
    least = {What.SCORE: FEWEST_ANSWERS, What.RESPONSE: FEWEST_ASKED}.get(series.what, 0)
    return week.n >= least


def _scores(series: WatchedSeries, since: date, until: date) -> dict[date, NpsTally]:
    asked = Slice(series.kind_of_score, touchpoint_id=series.touchpoint_id, since=since, until=until)
    asked = asked.within(series.unit) if series.unit else asked
    found: dict[date, NpsTally] = {}
    for (day,), counts in histograms_by(["day"], asked).items():
        monday = monday_of(day)
        found[monday] = found.get(monday, NpsTally()) + NpsTally.from_histogram(counts)
    return found


def _asked(series: WatchedSeries, since: date, until: date) -> Counter[tuple[date, bool]]:
    """First asks by week, and whether they were answered within a week."""
    answered = Q(signal__submitted_at__lte=F("invited_at") + ANSWERS_TAKE)
    rows = (
        _between(Invitation.objects.all(), "invited_at", since, until)
        .filter(version__survey=series.survey, purpose=Invitation.Purpose.FIRST_ASK)
        .annotate(day=TruncDate("invited_at"))
        .order_by()
        .values_list("day")
        .annotate(n=Count("pk"), answered=Count("pk", filter=answered))
    )
    counts: Counter[tuple[date, bool]] = Counter()
    for day, n, hits in rows:
        counts[monday_of(day), True] += hits
        counts[monday_of(day), False] += n - hits
    return counts


def _counted(series: WatchedSeries, since: date, until: date) -> Counter[date]:
    """How many complaints, or voices of any kind, customers sent in each week."""
    within = {"unit_id__in": subtree_ids(series.unit)} if series.unit else {}
    if series.what == What.COMPLAINTS:
        within = {f"signal__{name}": value for name, value in within.items()}
        found, field = Complaint.objects.filter(signal__superseded_by=None, **within), "signal__submitted_at"
    else:
        found, field = living_signals().filter(**within), "submitted_at"
    rows = _between(found, field, since, until).annotate(day=TruncDate(field)).order_by()
    counts: Counter[date] = Counter()
    for day, n in rows.values_list("day").annotate(n=Count("pk")):
        counts[monday_of(day)] += n
    return counts


def _between(rows: QuerySet, field: str, since: date, until: date) -> QuerySet:
    zone = timezone.get_default_timezone()
    ends = [datetime.combine(day, time(), zone) for day in (since, until + WEEK)]
    return rows.filter(**{f"{field}__gte": ends[0], f"{field}__lt": ends[1]})


def _chart(series: WatchedSeries, weeks: Sequence[Week]) -> ControlChart | None:
    """None where nothing ever differed: then there is no range of the usual."""
    wide = series.limits == WatchedSeries.Limits.WIDENED
    n = [week.n for week in weeks]
    chart: ControlChart | None
    if series.what == What.SCORE:
        tallies = [week.tally or NpsTally() for week in weeks]
        varies = sum(tallies, NpsTally()).variance
        chart = nps_chart(tallies, with_extra_spread=wide) if varies else None
    elif series.what == What.RESPONSE:
        hits = [week.hits or 0 for week in weeks]
        chart = p_chart(hits, n, with_extra_spread=wide) if 0 < sum(hits) < sum(n) else None
    else:
        chart = c_chart(n, with_extra_spread=wide) if sum(n) >= FEWEST_COUNTED * len(n) else None
    return chart and (_slowly(chart) if series.limits == WatchedSeries.Limits.SLOW else chart)


def _slowly(chart: ControlChart) -> ControlChart:
    """The same weeks as a moving mean that forgets."""
    return ewma_chart([point.value for point in chart.points], chart.centre, chart.errors)
