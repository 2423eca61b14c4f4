"""How often an issue comes up, month by month: of the answers of each month, how many low ones mention it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from groundswell.science.statistics.intervals import wilson
from groundswell.understand.scores.queries import Slice, histograms_by

from .counted import LOW, Counts, months_to
from .estimates import Estimate

LATELY = 3
MINIMUM = 30


@dataclass(frozen=True, slots=True)
class MonthOfIssue:
    """One month: so many low answers that mention it, of so many answers, and that share of 100 with its range."""

    month: date
    hits: int
    n: int

    @property
    def rate(self) -> Estimate | None:
        """Of 100 answers; None where too few answered."""
        share = wilson(self.hits, self.n)
        if share is None or self.n < MINIMUM:
            return None
        return Estimate(100 * self.hits / self.n, 100 * share.low, 100 * share.high)


@dataclass(frozen=True, slots=True)
class Courses:
    """The months of every theme and touchpoint, from two questions to the cubes."""

    until: date
    hits: dict[tuple[int | None, int | None], dict[date, int]]
    low: dict[int | None, dict[date, int]]
    answers: dict[int | None, dict[date, int]]

    def of(self, theme: int | None, place: int | None) -> Sequence[MonthOfIssue]:
        """The last twelve months of one issue. Empty where it has neither theme nor touchpoint."""
        if not theme and not place:
            return ()
        hits = self.hits.get((theme, place), {}) if theme else self.low.get(place, {})
        answers = self.answers.get(place, {})
        return [
            MonthOfIssue(month, hits.get(month, 0), answers.get(month, 0)) for month in months_to(self.until)
        ]

    def rise(self, theme: int | None, place: int | None) -> Estimate | None:
        """Of 100 answers, how many more in the last three months than in the nine before (two proportions)."""
        return change(self.of(theme, place))


def courses(until: date) -> Courses:
    """The twelve months up to and with that of a day."""
    first = date(until.year - 1, until.month, 1)
    period = Slice(since=_next(first), until=until)
    hits: dict[tuple[int | None, int | None], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for (theme, place, month), counts in histograms_by(["theme", "touchpoint", "month"], period).items():
        for key in {(theme, place), (theme, None)} if theme else ():
            hits[key][month] += sum(counts[LOW])
    low: dict[int | None, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    answers: dict[int | None, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for (place, month), counts in histograms_by(["touchpoint", "month"], period).items():
        for key in {place, None}:
            low[key][month] += sum(counts[LOW])
            answers[key][month] += sum(counts)
    return Courses(until, hits, low, answers)


def months_of(about: Counts, where: Counts, until: date) -> Sequence[MonthOfIssue]:
    """The twelve months of one issue, from low answers about it and all answers where it may come up."""
    nothing = (0, 0)
    return [
        MonthOfIssue(month, about.get(month, nothing)[0], where.get(month, nothing)[1])
        for month in months_to(until)
    ]


def change(months: Sequence[MonthOfIssue]) -> Estimate | None:
    """The last three months against those before; None while either are too few."""
    (now, n_now), (before, n_before) = (
        (sum(one.hits for one in part), sum(one.n for one in part))
        for part in (months[-LATELY:], months[:-LATELY])
    )
    if min(n_now, n_before) < MINIMUM:
        return None
    return share_change(now, n_now, before, n_before)


def share_change(now: int, n_now: int, before: int, n_before: int) -> Estimate:
    """By how many of 100 a share changed, with the range of two independent ones (Agresti and Caffo 2000)."""
    p, q = (now + 1) / (n_now + 2), (before + 1) / (n_before + 2)
    reach = 196 * sqrt(p * (1 - p) / (n_now + 2) + q * (1 - q) / (n_before + 2))
    middle = 100 * (p - q)
    return Estimate(100 * (now / n_now - before / n_before), middle - reach, middle + reach)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
