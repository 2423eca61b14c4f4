"""Ask the register."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to, within_sight
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import owner_of
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals

from .models import Complaint, SpecialCare

FRESH_FOR = timedelta(days=30)
"""What was said longer ago than this when it reached us is history: nobody waits for an answer any more."""


def complaints_visible_to(user: User) -> QuerySet[Complaint]:
    """The entries of units within sight and those one owns, the nearest deadline first, history last."""
    every = Complaint.objects.select_related(
        "owner", "answer__verdict", "signal__customer", "signal__unit", "signal__touchpoint"
    ).order_by(F("answer_due_at").asc(nulls_last=True), "id")
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return every.none()
    own = Q(owner=user.person) if user.person else Q(pk__in=[])
    return every if user.sees_everything else every.filter(within_sight(user, "signal__unit") | own)


def complaints_to_act_on(user: User) -> QuerySet[Complaint]:
    """Those on which this person acts: all for the office, the own part for a lead, the own ones for everybody."""
    seen = complaints_visible_to(user)
    if user.person is None:
        return seen.none()
    if user.role == User.Role.OFFICE:
        return seen
    own = Q(owner=user.person)
    leads = Q(signal__unit__in=units_visible_to(user)) if user.role == User.Role.LEAD else Q(pk__in=[])
    return seen.filter(own | leads)


def with_special_care(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """The same with ``needs_care``. Ask it of complaints to act on only."""
    return complaints.annotate(needs_care=Exists(SpecialCare.objects.filter(complaint=OuterRef("pk"))))


def complaint_by(token: str) -> Complaint | None:
    """The complaint that a status link belongs to."""
    found = Complaint.objects.select_related("signal", "clock", "answer__verdict", "extension")
    return found.filter(token=token).first()


def signals_not_entered() -> QuerySet[Signal]:
    """Complaints that arrived by whatever channel and are not in the register yet, oldest first."""
    return living_signals().filter(kind=Signal.Kind.COMPLAINT, complaint=None).order_by("id")


def is_old(signal: Signal) -> bool:
    """Whether it was said too long before it reached us for anybody to wait."""
    return signal.submitted_at <= signal.received_at - FRESH_FOR


def first_owner(unit: Unit | None) -> Person | None:
    """Who has a complaint from its first minute: the owner of the place, else the advocacy office."""
    office = Person.objects.filter(post=Person.Post.OFFICE, left_on=None).order_by("id")
    return owner_of(unit) or office.first()


def open_at(at: datetime) -> Q:
    """Running entries without our answer."""
    return Q(is_history=False, answer=None, received_at__lte=at)
