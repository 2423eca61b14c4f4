"""Which part of the organisation somebody may see. Every list, page, export and job asks here."""

from datetime import datetime

from django.db.models import Q, QuerySet

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .models import ApiToken, User


def units_visible_to(user: User) -> QuerySet[Unit]:
    """The units whose evidence a person may see: everything, the own subtree, or nothing."""
    if not user.is_authenticated or not user.is_active:
        return Unit.objects.none()
    if user.sees_everything:
        return Unit.objects.all()
    if user.role == User.Role.PARTNER or user.person is None:
        return Unit.objects.none()
    return Unit.objects.filter(id__in=subtree_ids(user.person.unit))


def within_sight(user: User, field: str = "unit") -> Q:
    """A filter for anything that belongs to a unit. Rows without a unit belong to those who see everything."""
    if user.is_authenticated and user.is_active and user.sees_everything:
        return Q()
    return Q(**{f"{field}__in": units_visible_to(user)})


def colleagues() -> QuerySet[Person]:
    """Who works here now, with a sign-in or without. People of agencies sign in, too, and are none."""
    return Person.objects.filter(left_on=None).exclude(user__role=User.Role.PARTNER)


def living_tokens(at: datetime) -> QuerySet[ApiToken]:
    """Tokens that open something: not expired, not withdrawn, and their owner still signs in, as a colleague."""
    living = ApiToken.objects.filter(withdrawn_at=None, expires_at__gt=at, owner__is_active=True)
    return living.exclude(owner__role=User.Role.PARTNER)
