"""Rounds of counting as rows: written by a job, read by the pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from groundswell.science.money.ranking import Ranked, Why

from ..asking import issues_of
from ..estimates import Estimate
from ..evidence import OpportunityEvidence
from ..models import Opportunity, Overlap, Part, Place, Ranking
from .overlap import Pair, Whole

ESTIMATES = ("touched", "points_lower", "whole_score", "money", "money_each", "handling", "rise")
NUMBERS = (
    "voices", "customers", "n_with", "n_without", "left_over", "not_apart", "is_of_place", "handled", "is_by_cause", "money_known", "money_largest",
)  # fmt: skip
CHANGED, COUNTING = "", "is being counted"
"""What stands in the place of the state of the register: no round rests on it."""
RANKED = ("rank", "rank_low", "rank_high", "share_first", "share_among_first", "value")


@dataclass(frozen=True, slots=True)
class Standing:
    """An opportunity in the register. Without a rank ``evidence.reasons`` say what is missing.

    ``value`` is money a year that goes along with it, per person-day of effort.
    """

    opportunity: Opportunity
    evidence: OpportunityEvidence
    rank: int | None = None
    share_first: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    share_among_first: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    whys: tuple[Why, ...] = ()

    @property
    def firmness(self) -> str:
        """How firm the place is, in words."""
        if self.share_first is None:
            return "Too few to tell"
        if self.share_first < 0.005:
            return "Hardly ever first"
        if self.share_first > 0.995:
            return "First in nearly every draw"
        return f"First in {100 * self.share_first:.0f}% of draws"

    @property
    def span(self) -> str:
        """Between which places it stands in 90 of 100 draws."""
        if self.rank_low is None:
            return ""
        if self.rank_low == self.rank_high:
            return f"Place {self.rank_low} in 90% of draws"
        return f"Places {self.rank_low} to {self.rank_high} in 90% of draws"


def placed(opportunity: Opportunity, evidence: OpportunityEvidence, found: Ranked | None) -> Standing:
    """An opportunity with its evidence, and its place where it has one."""
    if found is None:
        return Standing(opportunity, evidence)
    return Standing(
        opportunity,
        evidence,
        rank=found.rank,
        share_first=found.share_first,
        value=found.value,
        low=found.low,
        high=found.high,
        share_among_first=found.share_among_first,
        rank_low=found.rank_low,
        rank_high=found.rank_high,
        whys=found.whys,
    )


@transaction.atomic
def keep_ranking(
    standings: Sequence[Standing], *, whole: Whole, pairs: Sequence[Pair], state: str, at: datetime
) -> Ranking:
    """Write one round; it takes the place of the one before. What changed while it was counted is for the next one."""
    evidence = standings[0].evidence if standings else None
    before = Ranking.objects.select_for_update().first()
    state = before.state if before and before.state == CHANGED else state
    Ranking.objects.all().delete()
    ranking = Ranking.objects.create(
        since=evidence.since if evidence else at.date(),
        until=evidence.until if evidence else at.date(),
        answering=evidence.answering if evidence else 0,
        customers=whole.customers,
        money=whole.money,
        customers_added=whole.added_customers,
        money_added=whole.added_money,
        state=state,
        at=at,
    )
    places = Place.objects.bulk_create([_row(ranking, one) for one in standings])
    Part.objects.bulk_create(
        Part(place=place, what=why.part, times=why.times, doubt=why.doubt)
        for place, one in zip(places, standings, strict=True)
        for why in one.whys
    )
    ordered = ((*sorted((pair.one, pair.other)), pair.both) for pair in pairs)
    Overlap.objects.bulk_create(
        Overlap(ranking=ranking, one_id=one, other_id=other, both=both) for one, other, both in ordered
    )
    return ranking


def count_again() -> None:
    """What the newest round rests on has changed beside the register: the job counts anew within minutes, and pages say so."""
    Ranking.objects.update(state=CHANGED)


def begin_counting() -> None:
    """From now on a change is one that the round that is counted may have missed."""
    Ranking.objects.update(state=COUNTING)


def newest_ranking() -> Ranking | None:
    """The last round of counting; None before the first."""
    return Ranking.objects.first()


def standings_in(ranking: Ranking, among: QuerySet[Opportunity]) -> list[Standing]:
    """Those opportunities in the order of the round; what came later or has no place stands last."""
    opportunities = {
        one.pk: one for one in among.select_related("theme", "touchpoint", "root_cause", "owner")
    }
    places = Place.objects.filter(ranking=ranking, opportunity__in=opportunities).prefetch_related("parts")
    found = [_standing(place, opportunities.pop(place.opportunity_id), ranking) for place in places]
    found.sort(key=lambda one: (one.rank is None, one.rank or 0, one.opportunity.pk))
    later = sorted(opportunities.values(), key=lambda one: one.pk)
    return found + [Standing(one, _not_counted(one, ranking)) for one in later]


def _row(ranking: Ranking, one: Standing) -> Place:
    evidence, ends = one.evidence, {}
    for name in ESTIMATES:
        estimate: Estimate | None = getattr(evidence, name)
        ends[name] = estimate and estimate.value
        ends[f"{name}_low"], ends[f"{name}_high"] = estimate and estimate.low, estimate and estimate.high
    return Place(
        ranking=ranking,
        opportunity=one.opportunity,
        **{name: getattr(one, name) for name in RANKED},
        value_low=one.low,
        value_high=one.high,
        **{name: getattr(evidence, name) for name in NUMBERS},
        **ends,
    )


def _standing(place: Place, opportunity: Opportunity, ranking: Ranking) -> Standing:
    evidence = OpportunityEvidence(
        since=ranking.since,
        until=ranking.until,
        answering=ranking.answering,
        **{name: getattr(place, name) for name in NUMBERS},
        **{name: _estimate(place, name) for name in ESTIMATES},
        **_judged(opportunity),
        asks_scores=bool(issues_of(opportunity)),
    )
    return Standing(
        opportunity,
        evidence,
        **{name: getattr(place, name) for name in RANKED},
        low=place.value_low,
        high=place.value_high,
        whys=tuple(Why(part.what, part.times, part.doubt) for part in place.parts.all()),
    )


def _estimate(place: Place, name: str) -> Estimate | None:
    value, low, high = (getattr(place, f"{name}{end}") for end in ("", "_low", "_high"))
    return None if value is None else Estimate(value, low, high)


def _judged(one: Opportunity) -> dict[str, tuple[int, int] | None]:
    """What its owner judged, as it stands now: a page does not say that nobody judged what somebody judged a minute ago."""
    return {
        "effort_judged": _pair(one.effort_days_low, one.effort_days_high),
        "solvable_judged": _pair(one.solvable_low, one.solvable_high),
    }


def _pair(low: int | None, high: int | None) -> tuple[int, int] | None:
    return None if low is None or high is None else (low, high)


def _not_counted(one: Opportunity, ranking: Ranking) -> OpportunityEvidence:
    nothing = dict.fromkeys(ESTIMATES)
    return OpportunityEvidence(
        since=ranking.since,
        until=ranking.until,
        answering=ranking.answering,
        voices=0,
        customers=0,
        n_with=0,
        n_without=0,
        handled=0,
        money_known=None,
        money_largest=None,
        **nothing,
        **_judged(one),
        is_of_place=issues_of(one) == [(None, one.touchpoint_id)],
        is_counted=False,
    )
