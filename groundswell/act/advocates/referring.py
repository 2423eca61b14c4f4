"""Somebody comes by an advocate: their link, the code at the first purchase. Each person counts once, for the first."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from groundswell.foundation.customers.accounts import account_mates
from groundswell.foundation.customers.actions import give_consent
from groundswell.foundation.customers.models import Consent, Customer, Revenue
from groundswell.foundation.customers.queries import canonical_email, living_ids, whole_persons
from groundswell.foundation.customers.revenue import month_of
from groundswell.foundation.history.actions import record

from .actions import CUSTOMER
from .asking import note_brought
from .models import Advocate, LinkVisits, Referral, RefusedReferral

NEW_FOR = timedelta(days=31)
"""Who joined earlier than this before the purchase at which the code was named was a customer already."""
Why = RefusedReferral.Why


@transaction.atomic
def count_visit(advocate: Advocate, *, at: datetime) -> None:
    """The link was opened once more on this day. Nothing of whoever opened it is kept."""
    visits, _ = LinkVisits.objects.get_or_create(advocate=advocate, day=timezone.localdate(at))
    LinkVisits.objects.filter(pk=visits.pk).update(count=F("count") + 1)


@transaction.atomic
def bring_friend(
    advocate: Advocate, *, name: str, email: str, may_write: bool, at: datetime
) -> Referral | None:
    """Somebody comes by an advocate's link. None for a customer we knew already: only a new customer was referred."""
    folded = canonical_email(email)
    joined_on = timezone.localdate(at)
    fields = {"name": name.strip(), "came_by": Customer.CameBy.REFERRAL, "joined_on": joined_on}
    friend, is_new = Customer.objects.get_or_create(email=folded, defaults=fields)
    if not is_new:
        return None
    if may_write:
        give_consent(friend, Consent.Purpose.CONTACT, by=CUSTOMER, at=at)
    return _count(advocate, friend, Referral.Via.LINK, None, by=CUSTOMER, at=at)


@transaction.atomic
def claim_code(
    code: str, customer: Customer, *, bought_on: date, by: object, at: datetime
) -> Referral | RefusedReferral:
    """A customer named an advocate's code at the first purchase. What is not counted is kept with its reason.

    What the customer said themselves about why they came stands; only where nobody knew is it a recommendation now, so
    that the same money is never earned twice.
    """
    advocate = Advocate.objects.filter(referral_code=code.strip().casefold()).first()
    kept = Customer.objects.select_for_update().get(pk=living_ids([customer.pk])[customer.pk])
    known = Referral.objects.filter(customer_id__in=whole_persons([kept.pk]).records).first()
    if known and advocate and known.advocate_id == advocate.pk:
        return _bought(known, bought_on, by=by, at=at)
    why = Why.BROUGHT if known and advocate else why_not(advocate, kept, bought_on)
    if advocate is None or why:
        refused = RefusedReferral.objects.create(
            code=code.strip()[:20],
            advocate=advocate,
            customer=kept,
            why=why or Why.NO_CODE,
            by=str(by)[:200],
            at=at,
        )
        record("refused a code", refused, by=by, at=at, why=refused.why)
        return refused
    if kept.came_by == Customer.CameBy.UNKNOWN:
        kept.came_by = Customer.CameBy.REFERRAL
    kept.joined_on = kept.joined_on or bought_on
    kept.save(update_fields=["came_by", "joined_on"])
    return _count(advocate, kept, Referral.Via.CODE, bought_on, by=by, at=at)


def why_not(advocate: Advocate | None, customer: Customer, bought_on: date) -> RefusedReferral.Why | None:
    """Why a code is not counted for this customer; None when it is."""
    if advocate is None:
        return Why.NO_CODE
    persons = whole_persons([advocate.customer_id, customer.pk])
    theirs = persons.person_of[advocate.customer_id]
    person = persons.person_of[customer.pk]
    if theirs == person:
        return Why.SELF
    if not persons.records_of[theirs].isdisjoint(account_mates(persons).get(person, ())):
        return Why.HOUSEHOLD
    if person in _brought_by(advocate):
        return Why.CIRCLE
    if _was_customer(persons.records_of[person], bought_on):
        return Why.KNOWN
    return Why.LEFT if advocate.left_at else None


def _brought_by(advocate: Advocate) -> set[int]:
    """Everybody by whose word, directly or through others, this advocate came."""
    found: set[int] = set()
    asked = set(whole_persons([advocate.customer_id]).records)
    while asked:
        came = Referral.objects.filter(customer_id__in=asked).values_list("advocate__customer_id", flat=True)
        people = set(living_ids(list(came)).values()) - found
        found |= people
        asked = set(whole_persons(people).records) if people else set()
    return found


def _was_customer(records: frozenset[int], bought_on: date) -> bool:
    earlier = Revenue.objects.filter(customer_id__in=records, month__lt=month_of(bought_on), amount__gt=0)
    joined = Customer.objects.filter(pk__in=records, joined_on__lt=bought_on - NEW_FOR)
    return earlier.exists() or joined.exists()


def _count(
    advocate: Advocate, friend: Customer, via: str, bought_on: date | None, *, by: object, at: datetime
) -> Referral:
    try:
        with transaction.atomic():
            made = Referral.objects.create(
                advocate=advocate, customer=friend, via=via, bought_on=bought_on, at=at
            )
    except IntegrityError:
        return Referral.objects.get(customer=friend)
    record("came by a recommendation", made, by=by, at=at, advocate=advocate.pk, via=via)
    note_brought(advocate, at=at)
    return made


def _bought(referral: Referral, bought_on: date, *, by: object, at: datetime) -> Referral:
    """Whoever came by the link buys for the first time; told twice, the first day stands."""
    if Referral.objects.filter(pk=referral.pk, bought_on=None).update(bought_on=bought_on):
        record("bought for the first time", referral, by=by, at=at)
    referral.refresh_from_db()
    return referral
