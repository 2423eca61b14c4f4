"""What those who certify are told: a draft waits for their word, or a certified figure moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import CERTIFIES
from groundswell.foundation.saying import Said, listed, say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import CertifiedFigure, Recount
from .queries import figures_visible_to, standing_figures, with_state

DRAFT, MOVED = "A figure of {place} waits to be certified", "A figure of {place} moved since it was certified"


def waits_for_certifying(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """New drafts, and standing figures that another count moved, to everybody who certifies."""
    who = list(
        User.objects.filter(role__in=CERTIFIES, is_active=True, person__isnull=False).values_list(
            "person", flat=True
        )
    )
    drafts = CertifiedFigure.objects.filter(
        drafted_at__gt=since, drafted_at__lte=until, certification=None, withdrawal=None
    )
    for figure in drafts.select_related("unit", "stage", "touchpoint"):
        yield from _for_all(who, figure, f"draft-{figure.pk}", figure.drafted_at, DRAFT)
    moved = Recount.objects.filter(at__gt=since, at__lte=until, figure__in=standing_figures())
    moved = moved.exclude(digest=F("figure__digest"))
    for recount in moved.select_related("figure__unit", "figure__stage", "figure__touchpoint"):
        yield from _for_all(who, recount.figure, f"moved-{recount.pk}", recount.at, MOVED)


def still_due(figures: QuerySet[CertifiedFigure], user: User) -> QuerySet[CertifiedFigure]:
    """Drafts without a word, and standing figures whose last count gave something else."""
    living = with_state(figures).filter(withdrawal=None, is_followed=False)
    moved = Q(last_digest__isnull=False) & ~Q(last_digest=F("digest"))
    return living.filter(Q(certification=None) | moved)


def _for_all(
    who: list[int], figure: CertifiedFigure, key: str, at: datetime, words: str
) -> Iterator[NewTiding]:
    for person_id in who:
        yield NewTiding(
            person_id=person_id,
            subject_id=figure.pk,
            key=key,
            at=at,
            words=say(words, place=_place(figure)),
            link=reverse("certified:figure", args=[figure.pk]),
        )


def _place(figure: CertifiedFigure) -> Said:
    """What it is about, in the reader's words."""
    channel = say(figure.get_channel_display()) if figure.channel else ""
    return listed(figure.unit or say("The whole organisation"), figure.stage, figure.touchpoint, channel)


TIDINGS = (
    TidingKind(
        "figure.to_certify", "A figure waits to be certified", "1 figure waits to be certified",
        "{n} figures wait to be certified", "certified:list", waits_for_certifying, figures_visible_to, still_due,
        Pace.DAILY, roles=frozenset(CERTIFIES),
    ),
)  # fmt: skip
