"""Ask the register: what is open, what stands behind it, what comes first. Who sees what is decided here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.science.money import ranking
from groundswell.science.money.ranges import REACH_OF_90, Range
from groundswell.science.statistics.intervals import normal_quantile

from .evidence import Estimate, OpportunityEvidence, evidence_of_each
from .models import Opportunity, Settlement
from .rules import reads_the_whole_outer_loop

YEAR = timedelta(days=364)
SEED = 2006
NARROWER = REACH_OF_90 / normal_quantile(0.95)
"""From a 95% range to the 90% range that the ranking draws from."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An opportunity in the register. Without a rank ``evidence.reasons`` say what is missing."""

    opportunity: Opportunity
    evidence: OpportunityEvidence
    rank: int | None = None
    share_first: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None

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


def opportunities_visible_to(user: User) -> QuerySet[Opportunity]:
    """Everything for those who steer or hold a seat; else what the own part of the organisation raised."""
    if reads_the_whole_outer_loop(user):
        return Opportunity.objects.all()
    return Opportunity.objects.filter(joinings__elevation__unit__in=units_visible_to(user)).distinct()


def elevations_visible_to(user: User) -> QuerySet[Elevation]:
    """The elevations of the units within sight, and those that the person raised."""
    if reads_the_whole_outer_loop(user):
        return Elevation.objects.all()
    if not user.is_authenticated or user.role == User.Role.PARTNER:
        return Elevation.objects.none()
    return Elevation.objects.filter(
        Q(unit__in=units_visible_to(user)) | Q(raised_by=user.person_id)
    ).distinct()


def elevations_to_triage() -> QuerySet[Elevation]:
    """Elevations that nobody has answered yet, the oldest first."""
    waiting = Elevation.objects.filter(joining=None, setting_aside=None)
    return waiting.select_related("unit", "raised_by", "theme").order_by("raised_at", "pk")


def open_opportunities() -> QuerySet[Opportunity]:
    """What still waits for its turn."""
    return Opportunity.objects.filter(settlement=None)


def joinable_opportunities() -> QuerySet[Opportunity]:
    """What an elevation may be joined to: everything that waits or is being worked on."""
    return Opportunity.objects.exclude(settlement__outcome=Settlement.Outcome.NOT_PURSUED).order_by(
        "title", "pk"
    )


def evidence_of(opportunity: Opportunity, since: date, until: date) -> OpportunityEvidence:
    """The evidence of one opportunity in one period, both days included."""
    return evidence_of_each([opportunity], since, until)[opportunity.pk]


def last_year(at: datetime) -> tuple[date, date]:
    """The period that the register looks at: the 52 weeks up to a moment."""
    until = localdate(at)
    return until - YEAR, until


def ranked_opportunities(at: datetime, among: QuerySet[Opportunity] | None = None) -> list[Standing]:
    """Customers touched x points lower x money each / effort by 10,000 draws; what cannot be ranked comes last.

    The same day gives the same order. The number of questions does not depend on the number of opportunities.
    """
    wanted = open_opportunities() if among is None else among
    opportunities = list(wanted.select_related("theme", "touchpoint", "owner").order_by("pk"))
    evidence = evidence_of_each(opportunities, *last_year(at))
    by_code = {str(opportunity.pk): opportunity for opportunity in opportunities}
    given = [
        _weighed(opportunity, evidence[opportunity.pk])
        for opportunity in opportunities
        if evidence[opportunity.pk].may_be_ranked
    ]
    placed = [
        Standing(
            by_code[one.code],
            evidence[int(one.code)],
            one.rank,
            one.share_first,
            one.value,
            one.low,
            one.high,
        )
        for one in ranking.ranked(given, np.random.default_rng(SEED))
    ]
    unplaced = [
        Standing(opportunity, evidence[opportunity.pk])
        for opportunity in opportunities
        if not evidence[opportunity.pk].may_be_ranked
    ]
    return placed + unplaced


def standing_of(opportunity: Opportunity, at: datetime) -> Standing:
    """One opportunity among all that are open, itself included even when it has left the ranking."""
    among = Opportunity.objects.filter(Q(settlement=None) | Q(pk=opportunity.pk))
    return next(one for one in ranked_opportunities(at, among) if one.opportunity.pk == opportunity.pk)


def ranking_visible_to(user: User, at: datetime) -> list[Standing]:
    """The part of the ranking that a person may see; places stay those among all."""
    seen = set(opportunities_visible_to(user).values_list("pk", flat=True))
    return (
        [standing for standing in ranked_opportunities(at) if standing.opportunity.pk in seen] if seen else []
    )


def settled_visible_to(user: User) -> QuerySet[Opportunity]:
    """What has left the ranking, the latest first."""
    settled = opportunities_visible_to(user).filter(settlement__isnull=False)
    return settled.select_related("settlement", "theme", "touchpoint").order_by("-settlement__at")


def _weighed(opportunity: Opportunity, evidence: OpportunityEvidence) -> ranking.Opportunity:
    each = evidence.money_each
    return ranking.Opportunity(
        code=str(opportunity.pk),
        customers_touched=_ninety(evidence.touched),
        points_lost=_ninety(evidence.points_lower),
        money_at_risk=_ninety(each) if each is not None else Range(1.0, 1.0),
        effort=Range(*map(float, evidence.effort)),
    )


def _ninety(estimate: Estimate | None) -> Range:
    assert estimate is not None  # noqa: S101 only what may be ranked comes here
    below, above = (estimate.value - estimate.low) * NARROWER, (estimate.high - estimate.value) * NARROWER
    return Range(estimate.value - below, estimate.value + above)
