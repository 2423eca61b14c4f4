"""What is the same for every opportunity of a period: tallies from the cubes, who answered, and what a customer brings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from math import hypot, sqrt
from operator import add
from typing import Any

from django.db.models import Q

from groundswell.act.cases.models import Case
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import merged_records
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.queries import living_signals
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.held_fixed import NotApart
from groundswell.science.statistics.intervals import around
from groundswell.understand.journeys_read.costs import CONTACTS, rates_that_hold
from groundswell.understand.journeys_read.models import Work
from groundswell.understand.scores.queries import Slice, cells_by, histograms_by, patterns_of

from .estimates import Estimate
from .persons import count_persons, revenue_of_year
from .together import Issue, Together
from .touchpoints import WAYS, Touchpoints
from .voices import moments

MINIMUM_ANSWERS = 30
LEAST_SHARE_OF_OTHERS = 0.1
Tallies = dict[tuple[Any, ...], NpsTally]


@dataclass(frozen=True, slots=True)
class Beside:
    """Those who mention an issue and those whom they are compared with.

    ``left_over``: how many at the same place do not mention it, where these are too few beside the others to be compared with.
    """

    with_it: NpsTally
    without_it: NpsTally
    left_over: int | None = None
    held_fixed: Difference | NotApart | None = None
    """By how much they score below the others with the other themes of the same answers held fixed."""
    is_of_place: bool = False
    """All who answered at a touchpoint beside all who answered at others, customers of the same segment in the same month."""

    @property
    def _is_enough(self) -> bool:
        enough = min(self.with_it.n, self.without_it.n) >= MINIMUM_ANSWERS
        return enough and is_comparable(self.with_it, self.without_it)

    @property
    def difference(self) -> Difference | None:
        """By how much those with it score below the others; None while either are too few, nobody comparable is left, or
        too few answers tell it from another theme."""
        if not self._is_enough or self.not_apart:
            return None
        return self.held_fixed if isinstance(self.held_fixed, Difference) else self.plain

    @property
    def plain(self) -> Difference | None:
        """The same with nothing held fixed."""
        return compare(self.without_it, self.with_it) if self._is_enough else None

    @property
    def not_apart(self) -> NotApart | None:
        """The theme that it cannot be told from, where it is that which stands in the way."""
        return self.held_fixed if self._is_enough and isinstance(self.held_fixed, NotApart) else None


@dataclass(frozen=True, slots=True)
class Words:
    """What was said in the period, by theme and touchpoint: three sets of cells that add up."""

    by_theme: Tallies
    by_place: dict[int | None, NpsTally]
    by_place_in_words: dict[int | None, NpsTally]
    together: Together | None = None
    touchpoints: Touchpoints | None = None

    @property
    def answers(self) -> int:
        """All answers of the period, with words and without."""
        return sum(tally.n for tally in self.by_place.values())

    def groups(self, issues: Iterable[Issue]) -> Beside:
        """Those who mention one of the issues, each answer once, beside comparable others.

        Others are those who wrote at the same touchpoints. Where these are too few, or a touchpoint itself is the issue, they
        are those of other touchpoints.
        """
        asked = list(issues)
        kept, own = of_which_points(asked), {theme for theme, _ in asked if theme}
        pairs = [self._at_its_place(*issue) for issue in kept]
        is_of_themes = all(theme for theme, _ in kept)
        if is_of_themes and len(kept) > 1 and self.together:
            with_it, rest = self.together.sides(kept)
        else:
            with_it, rest = total(one for one, _ in pairs), total(other for _, other in pairs)
        if is_of_themes and all(is_comparable(*pair) for pair in [*pairs, (with_it, rest)]):
            return Beside(with_it, rest, held_fixed=self._held_fixed(kept, own))
        places = {place for _, place in kept}
        if None in places or not kept:
            return Beside(with_it, rest, rest.n)
        where = self.by_place_in_words if is_of_themes else self.by_place
        elsewhere = total(tally for place, tally in where.items() if place not in places)
        if is_of_themes:
            return Beside(with_it, elsewhere, rest.n, self._held_fixed(kept, own, elsewhere=True))
        left_over = None if is_comparable(with_it, elsewhere) else elsewhere.n
        held = self.touchpoints.difference(places) if self.touchpoints else None
        return Beside(with_it, elsewhere, left_over, held, is_of_place=True)

    def _held_fixed(
        self, issues: Sequence[Issue], own: Collection[int], *, elsewhere: bool = False
    ) -> Difference | NotApart | None:
        return self.together.difference(issues, own, elsewhere=elsewhere) if self.together else None

    def _at_its_place(self, theme: int | None, place: int | None) -> tuple[NpsTally, NpsTally]:
        """Those who mention it and the others who wrote there; of a touchpoint itself all who answered there."""
        if theme and place:
            with_it, universe = self.by_theme.get((theme, place)), self.by_place_in_words.get(place)
        elif theme:
            with_it = total(tally for key, tally in self.by_theme.items() if key[0] == theme)
            universe = total(self.by_place_in_words.values())
        else:
            return self.by_place.get(place, NpsTally()), NpsTally()
        return with_it or NpsTally(), _less(universe or NpsTally(), with_it or NpsTally())


@dataclass(frozen=True, slots=True)
class Rate:
    """What one contact, complaint or case costs, and which signals were one."""

    amount: float
    signals: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that the evidence of an opportunity is measured against."""

    since: date
    until: date
    answering: int
    customers: int
    revenue: dict[int, float]
    words: Words
    rates: Sequence[Rate]


def survey(since: date, until: date) -> Ground:
    """Look at a period once: two questions to the engine, and to the database one for each thing counted."""
    first, after = moments(since, until)
    answers = living_signals().filter(submitted_at__gte=first, submitted_at__lt=after, customer__isnull=False)
    ours = Q(joined_on=None) | Q(joined_on__lte=until), Q(ended_on=None) | Q(ended_on__gte=since)
    return Ground(
        since=since,
        until=until,
        answering=count_persons(answers),
        customers=Customer.objects.filter(*ours).exclude(pk__in=merged_records()).count(),
        revenue=revenue_of_year(until),
        words=words_of(Slice(since=since, until=until)),
        rates=[Rate(amount, signals) for _, amount, signals in work_with_a_rate(since, until)],
    )


def of_which_points(issues: Iterable[Issue]) -> list[Issue]:
    """The issues that points are counted of together: all themes, or all touchpoints; of both kinds those of the first one.

    A theme and a touchpoint itself are compared with different others: only where the touchpoint holds the theme, it takes its place.
    """
    asked = widest(issue for issue in issues if issue != (None, None))
    return [one for one in asked if (one[0] is None) == (asked[0][0] is None)]


def widest(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues, each once, without those that a wider one holds."""
    found = list(dict.fromkeys(issues))
    return tuple(one for one in found if not any(other != one and _holds(other, one) for other in found))


def _holds(wide: Issue, narrow: Issue) -> bool:
    return all(one is None or one == other for one, other in zip(wide, narrow, strict=True))


def words_of(period: Slice) -> Words:
    """The tallies of a slice by theme and by touchpoint, and which themes were mentioned together."""
    by_mood = _tallies(["touchpoint", "sentiment"], period)
    return Words(
        by_theme=_tallies(["theme", "touchpoint"], period),
        by_place=_summed(by_mood, only_in_words=False),
        by_place_in_words=_summed(by_mood, only_in_words=True),
        together=Together.of(patterns_of(period)),
        touchpoints=Touchpoints.of(cells_by(WAYS, period)),
    )


def is_comparable(with_it: NpsTally, without_it: NpsTally) -> bool:
    """Whether the others are no mere remainder: a tenth of both, the rule for limited overlap (Crump et al. 2009, Biometrika 96)."""
    return without_it.n >= LEAST_SHARE_OF_OTHERS * (with_it.n + without_it.n)


def whole_score(difference: Difference, with_it: NpsTally, n: int) -> Estimate:
    """Share of all ``n`` answers x difference, range by the delta method: an association, not proven to be the cause."""
    share = with_it.n / n
    error = hypot(share * difference.standard_error, difference.points * sqrt(share * (1 - share) / n))
    middle = share * difference.points
    found = around(middle, error)
    return Estimate(middle, found.low, found.high)


def total(tallies: Iterable[NpsTally]) -> NpsTally:
    """All of them together."""
    return reduce(add, tallies, NpsTally())


def _tallies(dimensions: list[str], period: Slice) -> Tallies:
    return {key: NpsTally.from_histogram(counts) for key, counts in histograms_by(dimensions, period).items()}


def _summed(by_mood: Tallies, *, only_in_words: bool) -> dict[int | None, NpsTally]:
    found: dict[int | None, NpsTally] = {}
    for (place, mood), tally in by_mood.items():
        if mood is not None or not only_in_words:
            found[place] = found.get(place, NpsTally()) + tally
    return found


def _less(all_of_them: NpsTally, some: NpsTally) -> NpsTally:
    return NpsTally(
        max(all_of_them.promoters - some.promoters, 0),
        max(all_of_them.passives - some.passives, 0),
        max(all_of_them.detractors - some.detractors, 0),
    )


def work_with_a_rate(since: date, until: date) -> list[tuple[Work, float, frozenset[int]]]:
    """Contacts, complaints and cases of the period that have a stated rate: the kind, what one costs, and which signals were one."""
    first, after = moments(since, until)
    signals = living_signals().filter(submitted_at__gte=first, submitted_at__lt=after).order_by()
    of_work = {
        Work.CONTACT: signals.filter(channel__in=CONTACTS).values_list("pk", flat=True),
        Work.COMPLAINT: Complaint.objects.filter(signal__in=signals).values_list("signal", flat=True),
        Work.CASE: Case.objects.filter(signal__in=signals).values_list("signal", flat=True),
    }
    return [
        (Work(rate.what), float(rate.amount), frozenset(of_work[Work(rate.what)]))
        for rate in rates_that_hold()
        if rate.amount and Work(rate.what) in of_work
    ]
