"""Ask the register: what is open, what stands behind it, what comes first. Who sees what is decided here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to

from .evidence import OpportunityEvidence, evidence_of_each
from .models import Joining, Merger, Opportunity, Settlement
from .rules import reads_the_whole_outer_loop
from .similar import likeness, telling_words
from .standing.counting import count_standings, last_year
from .standing.kept import Standing, newest_ranking, standings_in

__all__ = [
    "Standing", "elevations_to_triage", "elevations_visible_to", "evidence_of", "joinable_opportunities", "last_year",
    "open_opportunities", "opportunities_visible_to", "ranked_opportunities", "ranking_visible_to",
    "similar_opportunities", "standing_of", "with_answers",
]  # fmt: skip


def opportunities_visible_to(user: User) -> QuerySet[Opportunity]:
    """Everything for those who steer or hold a seat; else what the own part of the organisation raised, what one
    raised oneself or owns, what became work that one owns or sponsors, and what is one with that."""
    if reads_the_whole_outer_loop(user):
        return Opportunity.objects.all()
    if not user.is_authenticated or user.role == User.Role.PARTNER:
        return Opportunity.objects.none()
    of_whom = Q(elevation__unit__in=units_visible_to(user)) | Q(elevation__raised_by=user.person_id)
    raised = Joining.objects.filter(of_whom).values("opportunity")
    own = (
        Q(owner=user.person_id) | Q(pk__in=_became_work_of(user.person_id))
        if user.person_id
        else Q(pk__in=())
    )
    near = Opportunity.objects.filter(Q(pk__in=raised) | own).values("pk")
    with_them = Merger.objects.filter(opportunity__in=near).values("into")
    in_them = Merger.objects.filter(into__in=near).values("opportunity")
    return Opportunity.objects.filter(Q(pk__in=near) | Q(pk__in=with_them) | Q(pk__in=in_them))


def _became_work_of(person: int) -> QuerySet[Any]:
    work = "proposals__decision__initiative"
    return Opportunity.objects.filter(
        Q(**{f"{work}__owner": person}) | Q(**{f"{work}__sponsor": person})
    ).values("pk")


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


def with_answers(elevations: QuerySet[Elevation]) -> QuerySet[Elevation]:
    """The same with ``answered_at``: when its author first heard what becomes of it. None while nobody said."""
    return elevations.annotate(answered_at=Coalesce("joining__at", "setting_aside__at"))


def open_opportunities() -> QuerySet[Opportunity]:
    """What still waits for its turn; what is one with another waits as that."""
    return Opportunity.objects.filter(settlement=None, merger=None)


def joinable_opportunities() -> QuerySet[Opportunity]:
    """What an elevation may be joined to: everything that waits or is being worked on."""
    standing = Opportunity.objects.filter(merger=None)
    return standing.exclude(settlement__outcome=Settlement.Outcome.NOT_PURSUED).order_by("title", "pk")


def evidence_of(opportunity: Opportunity, since: date, until: date) -> OpportunityEvidence:
    """The evidence of one opportunity in one period, both days included."""
    return evidence_of_each([opportunity], since, until)[opportunity.pk]


def ranked_opportunities(at: datetime, among: QuerySet[Opportunity] | None = None) -> list[Standing]:
    """What is open as the newest round ranked it; before the first round it is counted on the spot.

    What cannot be ranked comes last. The number of questions does not depend on the number of opportunities.
    """
    wanted = open_opportunities() if among is None else among
    newest = newest_ranking()
    return standings_in(newest, wanted) if newest else count_standings(wanted, at)


def standing_of(opportunity: Opportunity, at: datetime) -> Standing:
    """One opportunity among all that are open, itself included even when it has left the ranking."""
    newest = newest_ranking()
    if newest:
        return standings_in(newest, Opportunity.objects.filter(pk=opportunity.pk))[0]
    among = Opportunity.objects.filter(Q(settlement=None, merger=None) | Q(pk=opportunity.pk))
    return next(one for one in count_standings(among, at) if one.opportunity.pk == opportunity.pk)


def ranking_visible_to(user: User, at: datetime) -> list[Standing]:
    """The part of the ranking that a person may see; places stay those among all."""
    seen = set(opportunities_visible_to(user).values_list("pk", flat=True))
    return (
        [standing for standing in ranked_opportunities(at) if standing.opportunity.pk in seen] if seen else []
    )


def similar_opportunities(opportunity: Opportunity) -> Sequence[Opportunity]:
    """Others that were taken up and are like it, the likest first: the same theme, touchpoint or root cause, or shared words."""
    own = telling_words(opportunity.title, opportunity.problem)
    taken = Opportunity.objects.filter(settlement__outcome=Settlement.Outcome.TAKEN_UP).exclude(
        pk=opportunity.pk
    )
    alike = []
    for other in taken.select_related("theme", "touchpoint", "settlement"):
        shared = sum(
            value is not None and value == getattr(other, name)
            for name in ("theme_id", "touchpoint_id", "root_cause_id")
            if (value := getattr(opportunity, name)) is not None
        )
        words = likeness(own, telling_words(other.title, other.problem))
        if shared or words >= 0.2:
            alike.append((-shared, -words, other.pk, other))
    return [other for *_, other in sorted(alike, key=lambda row: row[:3])]
