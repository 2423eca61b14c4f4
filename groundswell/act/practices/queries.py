"""Ask for practices: everybody inside may read them all, for they are there to spread."""

from django.db.models import Count, Q, QuerySet

from groundswell.act.huddles.rules import may_take_part
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS
from groundswell.foundation.looking_for import holds
from groundswell.foundation.organisation.models import Unit

from .models import Practice


def practices_visible_to(user: User) -> QuerySet[Practice]:
    """All of them for everybody inside."""
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return Practice.objects.none()
    return Practice.objects.select_related("unit", "by", "touchpoint", "withdrawal", "huddle")


def with_takers(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """The same with how many other teams do it, too."""
    return practices.annotate(takers=Count("adoptions", filter=Q(adoptions__given_up_at=None)))


def found_by(practices: QuerySet[Practice], words: str) -> QuerySet[Practice]:
    """Those in which every word stands somewhere, or whose team or colleague is called so."""
    fields = ("what", "why", "how", "unit__name", "by__name", "touchpoint__name")
    for word in words.split():
        anywhere = Q()
        for field in fields:
            anywhere |= holds(field, word)
        practices = practices.filter(anywhere)
    return practices


def teams_to_take_it_up(practice: Practice, user: User) -> QuerySet[Unit]:
    """The units for which this person may say that they do it, too."""
    if not may_take_part(user):
        return Unit.objects.none()
    having = practice.adoptions.filter(given_up_at=None).values("unit")
    return units_visible_to(user).exclude(pk=practice.unit_id).exclude(pk__in=having)


def teams_to_give_it_up(practice: Practice, user: User) -> QuerySet[Unit]:
    """The units for which this person may say that they do it no more."""
    if not may_take_part(user):
        return Unit.objects.none()
    return units_visible_to(user).filter(pk__in=practice.adoptions.filter(given_up_at=None).values("unit"))


def may_withdraw(practice: Practice, user: User) -> bool:
    """Its own team, who answers for it, and those who steer."""
    if hasattr(practice, "withdrawal") or not may_take_part(user):
        return False
    return user.role in STEERS or units_visible_to(user).filter(pk=practice.unit_id).exists()
