"""Ask a study: where each brand stands, how far we are from it, and who is preferred by those who know both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference
from groundswell.science.statistics.intervals import Interval, wilson
from groundswell.science.statistics.partly_paired import compare_partly_paired

from .models import Brand, Growth, Rating, Study

ENOUGH = 200
"""From so many answers on a brand's score is known to about 12 points either way."""
Given = dict[int, int]


@dataclass(frozen=True, slots=True)
class HeadToHead:
    """Among those who rated both: who gave us more, the same, less. ``share`` is of those who decided."""

    won: int
    even: int
    lost: int
    share: float | None
    margin: Interval | None

    @property
    def n(self) -> int:
        return self.won + self.even + self.lost


@dataclass(frozen=True, slots=True)
class BrandStanding:
    """One brand: its score, how far we are from it (we less them), and how we do among those who know both."""

    brand: Brand
    figure: Figure
    gap: Difference | None
    duel: HeadToHead | None
    growth: Growth | None

    @property
    def is_short(self) -> bool:
        """Whether it has fewer answers than advised."""
        return self.figure.n < ENOUGH


@dataclass(frozen=True, slots=True)
class Standing:
    """All brands of a study, the highest first.

    The leader is the highest of the others that have as many answers as advised, or of all where none has.
    """

    study: Study
    brands: Sequence[BrandStanding]
    market_growth: Growth | None

    @property
    def own(self) -> BrandStanding:
        return next(one for one in self.brands if one.brand.is_own)

    @property
    def leader(self) -> BrandStanding | None:
        others = [one for one in self.brands if not one.brand.is_own and one.figure.is_known]
        return next((one for one in others if not one.is_short), others[0] if others else None)

    @property
    def in_words(self) -> str:
        """One sentence that claims no more than the answers allow."""
        leader = self.leader
        if leader is None or leader.gap is None or not self.own.figure.is_known:
            return "Too few answers to say where we stand"
        gap, name = leader.gap, leader.brand.name
        low, high = sorted((abs(gap.interval.low), abs(gap.interval.high)))
        if not gap.is_real:
            return f"We and {name} cannot be told apart"
        side = "ahead of" if gap.points > 0 else "behind"
        return f"We stand {abs(gap.points):.0f} points {side} {name} ({low:.0f} to {high:.0f})"


def studies_visible_to(user: User) -> QuerySet[Study]:
    """Studies are about everybody, for those who see everything."""
    return Study.objects.all() if user.is_authenticated and user.sees_everything else Study.objects.none()


def newest_standing(user: User) -> Standing | None:
    """Where we stand in the newest study, for those who may read it."""
    newest = studies_visible_to(user).first()
    return standing_of(newest) if newest else None


def standing_of(study: Study) -> Standing:
    """Where we stand in one study."""
    return standings_of([study])[0]


def standings_of(studies: Sequence[Study]) -> list[Standing]:
    """Three queries, whatever the number of studies, brands and ratings."""
    brands: dict[int, list[Brand]] = {study.pk: [] for study in studies}
    given: dict[int, Given] = {}
    for brand in Brand.objects.filter(study__in=studies):
        brands[brand.study_id].append(brand)
        given[brand.pk] = {}
    rows = Rating.objects.filter(brand__study__in=studies).values_list("brand_id", "respondent", "score")
    for brand_id, respondent, score in rows:
        given[brand_id][respondent] = score
    growths = {(one.study_id, one.brand_id): one for one in Growth.objects.filter(study__in=studies)}
    return [_standing_in(study, brands[study.pk], given, growths) for study in studies]


def _standing_in(
    study: Study,
    brands: Sequence[Brand],
    given: dict[int, Given],
    growths: dict[tuple[int, int | None], Growth],
) -> Standing:
    own = next(brand for brand in brands if brand.is_own)
    found = [
        _standing(brand, given[brand.pk], given[own.pk], growths.get((study.pk, brand.pk)))
        for brand in brands
    ]
    found.sort(key=lambda one: (not one.figure.is_known, -(one.figure.score or 0), one.brand.name))
    return Standing(study, found, growths.get((study.pk, None)))


def _standing(brand: Brand, theirs: Given, ours: Given, growth: Growth | None) -> BrandStanding:
    shown = figure(NpsTally.from_scores(theirs.values()))
    if brand.is_own:
        return BrandStanding(brand, shown, None, None, growth)
    both = sorted(ours.keys() & theirs.keys())
    pairs = [(ours[one], theirs[one]) for one in both]
    gap = compare_partly_paired(
        pairs,
        [score for one, score in ours.items() if one not in theirs],
        [score for one, score in theirs.items() if one not in ours],
    )
    return BrandStanding(brand, shown, gap if shown.is_known else None, _duel(pairs), growth)


def _duel(pairs: Sequence[tuple[int, int]]) -> HeadToHead:
    won = sum(one > other for one, other in pairs)
    lost = sum(one < other for one, other in pairs)
    decided = won + lost
    share = won / decided if decided else None
    return HeadToHead(won, len(pairs) - decided, lost, share, wilson(won, decided))
