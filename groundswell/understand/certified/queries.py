"""Ask the figures on record. What a figure is today follows from the rows beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight

from .models import Certification, CertifiedFigure, Recount, Withdrawal

STATES = {
    "draft": "Draft",
    "certified": "Certified",
    "moved": "Certified, moved since",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
}


def with_state(figures: QuerySet[CertifiedFigure]) -> QuerySet[CertifiedFigure]:
    """Each with what decides its state, and everything a list shows, in one query."""
    follower = Certification.objects.filter(figure__supersedes=OuterRef("pk"))
    last = Recount.objects.filter(figure=OuterRef("pk")).order_by("-at", "-id").values("digest")[:1]
    return figures.select_related(
        "unit", "stage", "touchpoint", "certification", "withdrawal", "supersedes"
    ).annotate(is_followed=Exists(follower), last_digest=Subquery(last))


def state_of(figure: CertifiedFigure) -> str:
    """One of ``STATES``, for a figure that came by ``with_state``."""
    if hasattr(figure, "withdrawal"):
        return "withdrawn"
    if figure.is_followed:
        return "superseded"
    if not hasattr(figure, "certification"):
        return "draft"
    return "moved" if (figure.last_digest or figure.digest) != figure.digest else "certified"


def figures_visible_to(user: User) -> QuerySet[CertifiedFigure]:
    """Figures of the parts within sight; drafts only for those who see everything."""
    seen = CertifiedFigure.objects.filter(within_sight(user))
    return seen if user.is_authenticated and user.sees_everything else seen.exclude(certification=None)


def standing_figures() -> QuerySet[CertifiedFigure]:
    """Certified, not withdrawn, and no later one certified in their place."""
    followed = Certification.objects.filter(figure__supersedes=OuterRef("pk"))
    return CertifiedFigure.objects.filter(
        ~Exists(followed),
        Exists(Certification.objects.filter(figure=OuterRef("pk"))),
        ~Exists(Withdrawal.objects.filter(figure=OuterRef("pk"))),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What a figure is about: the key by which a scorecard looks for it."""

    kind_of_score: str
    unit_id: int | None
    touchpoint_id: int | None


def newest_certified(places: Collection[Place]) -> Mapping[Place, CertifiedFigure]:
    """For each place the standing figure that reaches furthest. One query, however many places."""
    wanted = Q(pk__in=[])
    for place in set(places):
        wanted |= Q(kind_of_score=place.kind_of_score, unit=place.unit_id, touchpoint=place.touchpoint_id)
    rows = with_state(standing_figures().filter(wanted, stage=None, channel="")).order_by("until", "id")
    return {Place(row.kind_of_score, row.unit_id, row.touchpoint_id): row for row in rows}
