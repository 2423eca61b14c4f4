"""Who may do what with the register: contributors raise, triagers keep it, the owner of an opportunity works on it."""

from django.db.models import Exists, Q
from django.utils.timezone import localdate

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import absences_on

from .models import Opportunity


def person_of(who: object) -> Person | None:
    """The person behind a user; None for a job or a sign-in without a person."""
    if isinstance(who, Person):
        return who
    return who.person if isinstance(who, User) else None


def may_triage(user: User) -> bool:
    """Who turns elevations and themes into opportunities."""
    return user.role in STEERS


def may_work_on(user: User, opportunity: Opportunity) -> bool:
    """Who finds its root cause, judges its effort and its countermeasures: its owner and those who triage."""
    return may_triage(user) or (user.person_id is not None and user.person_id == opportunity.owner_id)


def reads_the_whole_outer_loop(user: User) -> bool:
    """Those who see everything, and everybody within the term of a seat in a body that decides. Partners never."""
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return False
    return user.sees_everything or holds_a_seat(user)


def holds_a_seat(user: User) -> bool:
    """Whether somebody speaks for a seat of a body that decides, today: their own, or that of a member who is away.

    Who is away speaks for nobody else: a stand-in passes no seat on.
    """
    if user.person is None:
        return False
    today, me = localdate(), user.person
    away = absences_on(today)
    begun = Q(seats__since_on=None) | Q(seats__since_on__lte=today)
    lasting = Q(seats__until_on=None) | Q(seats__until_on__gte=today)
    here = Q(left_on=None) | Q(left_on__gt=today)
    absent = away.values("person")
    unnamed = (
        Q(seats__stand_in=None) | Q(seats__stand_in__in=absent) | Q(seats__stand_in__left_on__isnull=False)
    )
    stands_in = Q(seats__stand_in=me) | unnamed & Q(pk__in=away.filter(stand_in=me).values("person"))
    members = Q(pk=me.pk) | Q(pk__in=absent) & stands_in & ~Exists(away.filter(person=me))
    return Person.objects.filter(members, here, begun, lasting, seats__isnull=False).exists()
