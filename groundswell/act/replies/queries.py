"""Ask about replies: what was announced, to how many, and what became of a voice or an elevation."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.foundation.access.models import User
from groundswell.understand.themes.models import Theme

from .arriving import lost_replies, waiting_replies
from .models import Announcement
from .trace import Step, trace_of_signal_outer, what_became_of

__all__ = [
    "Step",
    "announcements_visible_to",
    "overtaken_announcements",
    "published_announcements",
    "to_be_told",
    "trace_of_signal_outer",
    "untold_initiatives",
    "what_became_of",
]

WORKED = EffectReading.Verdict.WORKED


def published_announcements() -> QuerySet[Announcement]:
    """What the public may read, the latest first: no person, no customer, no figure of ours."""
    return standing_announcements().defer("by").order_by("-published_at", "-pk")


def standing_announcements() -> QuerySet[Announcement]:
    """What was not taken back."""
    return Announcement.objects.filter(taking_back=None)


def told_before(announcement: Announcement) -> QuerySet[Announcement]:
    """What stands about the same initiative, said earlier: nobody else is told it."""
    return standing_announcements().filter(initiative=announcement.initiative_id, pk__lt=announcement.pk)


def is_told_anew(announcement: Announcement) -> bool:
    """Whether something later stands about the same initiative."""
    later = standing_announcements().filter(initiative=announcement.initiative_id)
    return later.filter(pk__gt=announcement.pk).exists()


def public_themes() -> QuerySet[Theme]:
    """The themes about which something is published, by name."""
    return _themes_of(standing_announcements())


def was_published(code: str) -> bool:
    """Whether something was published about this theme once."""
    return _themes_of(Announcement.objects.all()).filter(code=code).exists()


def _themes_of(announcements: QuerySet[Announcement]) -> QuerySet[Theme]:
    told_of = announcements.order_by().values("initiative__decision__proposal__opportunity__theme")
    return Theme.objects.filter(pk__in=told_of).order_by("name")


def announcements_visible_to(user: User) -> QuerySet[Announcement]:
    """Announcements of the initiatives within sight, with how many were told, how many letters reached nobody, and how many wait."""
    to_customers = Q(replies__customer__isnull=False)
    counted = Announcement.objects.annotate(
        customers_lost=Count("replies", filter=to_customers & Q(replies__in=lost_replies())),
        customers_waiting=Count("replies", filter=to_customers & Q(replies__in=waiting_replies())),
        customers_told=Count("replies", filter=to_customers) - F("customers_lost") - F("customers_waiting"),
        letters_waiting=Count("replies", filter=Q(replies__in=waiting_replies())),
        employees_told=Count("replies", filter=Q(replies__person__isnull=False))
        - F("letters_waiting")
        + F("customers_waiting"),
    )
    within = counted.filter(initiative__in=initiatives_visible_to(user))
    return within.select_related("initiative", "by", "effect_reading", "taking_back__by").order_by(
        "-published_at"
    )


def overtaken_announcements() -> QuerySet[Announcement]:
    """The last words about an initiative where they say that it helped and the last reading no longer does."""
    last = standing_announcements().filter(initiative=OuterRef("initiative"))
    readings = EffectReading.objects.filter(initiative=OuterRef("initiative"))
    newest = readings.order_by("-measured_at", "-pk").values("verdict")[:1]
    claims = standing_announcements().filter(
        pk=Subquery(last.order_by("-published_at", "-pk").values("pk")[:1]), effect_reading__verdict=WORKED
    )
    unproven = claims.alias(newest=Subquery(newest)).exclude(newest=WORKED)
    return unproven.select_related("initiative").order_by("initiative")


def to_be_told(user: User) -> QuerySet[Initiative]:
    """What is over, or can be told from its measurement, and nobody has announced."""
    known = EffectReading.objects.exclude(verdict=EffectReading.Verdict.CANNOT_TELL).values("initiative")
    return untold_initiatives(user).filter(Q(ended_at__isnull=False) | Q(pk__in=known))


def untold_initiatives(user: User) -> QuerySet[Initiative]:
    """Initiatives with something to tell that nobody has announced: rolled out, measured or ended."""
    measured = Q(pk__in=EffectReading.objects.values("initiative"))
    done = Q(ended_at__isnull=False) | Q(rollouts__isnull=False) | measured
    untold = initiatives_visible_to(user).exclude(pk__in=standing_announcements().values("initiative"))
    return untold.filter(done).distinct().order_by("name")
