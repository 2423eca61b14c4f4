"""Ask the register."""

from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to, within_sight
from groundswell.foundation.customers.models import Channel, Customer
from groundswell.foundation.customers.queries import person_ids, words_of
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import owner_of
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.signals.withholding import not_withheld, waits_about
from groundswell.listen.surveys.models import KindOfScore

from .models import Complaint, Pause, SpecialCare, StruckEntry

FRESH_FOR = timedelta(days=30)
"""What was said longer ago than this when it reached us is history: nobody waits for an answer any more."""


def complaints_visible_to(user: User) -> QuerySet[Complaint]:
    """The entries of units within sight and those one owns, the nearest deadline first, history last."""
    every = Complaint.objects.select_related(
        "owner",
        "answer__verdict",
        "review__last_word",
        "signal__customer",
        "signal__unit",
        "signal__touchpoint",
    ).order_by(F("answer_due_at").asc(nulls_last=True), "id")
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return every.none()
    own = Q(owner=user.person) if user.person else Q(pk__in=[])
    has_it = own & ~Q(signal__in=waits_about(user.person_id))
    seen = every.filter(not_withheld(user, "signal") | has_it)
    return seen if user.sees_everything else seen.filter(within_sight(user, "signal__unit") | own)


def struck_entries(user: User) -> QuerySet[StruckEntry]:
    """What the register keeps of those who were erased, for whoever sees all of it: they belong to no part any more."""
    return StruckEntry.objects.all() if user.sees_everything else StruckEntry.objects.none()


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
    found = Complaint.objects.select_related(
        "signal__customer", "signal__unit", "clock", "answer__verdict", "extension", "review__last_word"
    )
    return found.filter(token=token).first()


def signals_not_entered() -> QuerySet[Signal]:
    """Complaints that arrived by whatever channel, have no entry yet and belong to none, oldest first."""
    waiting = living_signals().filter(kind=Signal.Kind.COMPLAINT, complaint=None, complaint_addition=None)
    return waiting.order_by("id")


def may_become_complaint(signal: Signal) -> bool:
    """Whether somebody who reads it may enter it: a customer's words that are in the register in no way yet.

    Competitive answers are double-blind: nobody may follow them up.
    """
    if signal.kind != Signal.Kind.ANSWER or signal.kind_of_score == KindOfScore.COMPETITIVE:
        return False
    return (
        bool(signal.comment)
        and not hasattr(signal, "complaint")
        and not hasattr(signal, "complaint_addition")
    )


def refuses_texts(customer: Customer) -> bool:
    """Whether this person once allowed texts and does so no more."""
    texts = words_of(person_ids(customer)).filter(channel=Channel.TEXT)
    return texts.exists() and not texts.filter(withdrawn_at=None).exists()


def is_old(signal: Signal) -> bool:
    """Whether it was said too long before it reached us for anybody to wait."""
    return signal.submitted_at <= signal.received_at - FRESH_FOR


def first_owner(unit: Unit | None) -> Person | None:
    """Who has a complaint from its first minute: the owner of the place, else the advocacy office, else whoever leads.

    None only where nobody works here.
    """
    return owner_of(unit) or _office().first() or _whoever_leads()


def second_pair_of_eyes(complaint: Complaint, answered_by: Person | None) -> Person | None:
    """Who looks at it anew: the owner of the place, else the office, but not whoever answered."""
    others = [owner_of(complaint.signal.unit), *_office()]
    return next((one for one in others if one and one != answered_by), None)


def _office() -> QuerySet[Person]:
    """Those of the office; analysts, administrators and partners have its post, but answer no customer."""
    others = User.objects.exclude(role=User.Role.OFFICE).exclude(person=None).values("person")
    return Person.objects.filter(post=Person.Post.OFFICE, left_on=None).exclude(pk__in=others).order_by("id")


def _whoever_leads() -> Person | None:
    living = Person.objects.filter(left_on=None).order_by("id")
    posts = (Person.Post.EXECUTIVE, Person.Post.HEAD, Person.Post.LEAD)
    leading = (living.filter(post=post).first() for post in posts)
    return next((one for one in leading if one), None) or living.first()


WAITS_FOR_US = Q(answer=None) | Q(review__isnull=False, review__last_word=None)
"""No answer yet, or the customer was not content and our last word is not said."""
IS_PAUSED = Exists(Pause.objects.filter(complaint=OuterRef("pk"), ended_at=None))


def open_at(at: datetime) -> Q:
    """Running entries that wait for us."""
    return Q(is_history=False, received_at__lte=at) & WAITS_FOR_US


def with_promise(complaints: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """The same with ``promised_at``: when the customer must hear from us, the second look before the first answer."""
    return complaints.annotate(
        promised_at=Case(
            When(review__last_word=None, review__isnull=False, then=F("review__due_at")),
            default=F("answer_due_at"),
        ),
        is_paused=IS_PAUSED,
    )
