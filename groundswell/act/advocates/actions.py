"""What people do with promoters and advocates: thank, ask, settle; and what customers do: join, leave, bring a friend."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from groundswell.foundation.customers.actions import give_consent, withdraw_consent
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal

from . import errors, letters
from .models import Advocate, Ask, Referral, Thanks

CUSTOMER = "The customer"
ADVOCATES_ROOM = "The advocates desk"


@transaction.atomic
def thank(signal: Signal, *, words: str, by: Person | None, at: datetime) -> Thanks:
    """Thank a promoter by e-mail, and ask once whether they would speak for us. The first thank-you stands."""
    if not signal.is_promoter:
        raise errors.NotAPromoter
    try:
        with transaction.atomic():
            thanks = Thanks.objects.create(signal=signal, words=words, by=by, at=at)
    except IntegrityError:
        raise errors.AlreadyThanked(Thanks.objects.get(signal=signal).by) from None
    invites = not Advocate.objects.filter(customer=signal.customer, left_at=None).exists()
    written = letters.thank_you(thanks, by=by, invites=invites)
    thanks.message = _write(f"thanks-{signal.pk}", signal.customer, written, at)
    thanks.save(update_fields=["message"])
    record("thanked a promoter", thanks, by=by or ADVOCATES_ROOM, at=at, signal=signal.pk)
    return thanks


@transaction.atomic
def join(thanks: Thanks, *, at: datetime) -> Advocate:
    """A customer says yes to speaking for us; saying it twice changes nothing."""
    customer = thanks.signal.customer
    advocate, made = Advocate.objects.select_for_update().get_or_create(
        customer=customer, defaults={"first_signal": thanks.signal, "joined_at": at}
    )
    if not made and advocate.left_at is None:
        return advocate
    advocate.left_at = None
    advocate.save(update_fields=["left_at"])
    give_consent(customer, Consent.Purpose.ADVOCACY, by=CUSTOMER, at=at)
    record("became an advocate", advocate, by=CUSTOMER, at=at)
    return advocate


@transaction.atomic
def leave(advocate: Advocate, *, at: datetime) -> None:
    """A customer takes the yes back: nothing is asked of them, and their link ends."""
    if Advocate.objects.filter(pk=advocate.pk, left_at=None).update(left_at=at):
        withdraw_consent(advocate.customer, Consent.Purpose.ADVOCACY, by=CUSTOMER, at=at)
        record("no longer speaks for us", advocate, by=CUSTOMER, at=at)


@transaction.atomic
def ask(advocate: Advocate, *, kind: str, by: Person | None, at: datetime) -> Ask:
    """Ask an advocate for one thing. One thing at a time: the next waits until this one is settled."""
    if Advocate.objects.filter(pk=advocate.pk, left_at__isnull=False).exists():
        raise errors.AdvocateHasLeft
    try:
        with transaction.atomic():
            made = Ask.objects.create(advocate=advocate, kind=kind, asked_at=at, by=by)
    except IntegrityError:
        still = Ask.objects.get(advocate=advocate, done_at=None, declined_at=None)
        raise errors.AskStillOpen(still.get_kind_display()) from None
    _write(f"ask-{made.pk}", advocate.customer, letters.request(made, by=by), at)
    record("asked an advocate", made, by=by or ADVOCATES_ROOM, at=at, kind=kind)
    return made


def mark_done(ask: Ask, *, by: object, at: datetime) -> Ask:
    """The advocate did it."""
    return _settle(ask, "done_at", by=by, at=at)


def mark_declined(ask: Ask, *, by: object, at: datetime) -> Ask:
    """The advocate would rather not."""
    return _settle(ask, "declined_at", by=by, at=at)


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
    referral = Referral.objects.create(advocate=advocate, customer=friend, at=at)
    record("came by a recommendation", referral, by=CUSTOMER, at=at, advocate=advocate.pk)
    asked = Ask.objects.filter(
        advocate=advocate, kind=Ask.Kind.REFERRAL, done_at=None, declined_at=None
    ).first()
    if asked:
        mark_done(asked, by=CUSTOMER, at=at)
    return referral


def _write(key: str, customer: Customer | None, words: dict[str, str], at: datetime) -> Message:
    message = write_message(key=key, customer=customer, at=at, **words) if customer else None
    if message is None:
        raise errors.CustomerMayNotBeWritten
    return message


@transaction.atomic
def _settle(ask: Ask, field: str, *, by: object, at: datetime) -> Ask:
    """The first settlement stands, also when two people settle at once."""
    changed = Ask.objects.filter(pk=ask.pk, done_at=None, declined_at=None).update(**{field: at})
    ask.refresh_from_db()
    if not changed:
        raise errors.AskAlreadySettled("done" if ask.done_at else "declined")
    record("settled an ask", ask, by=by, at=at, how=field.removesuffix("_at"))
    return ask
