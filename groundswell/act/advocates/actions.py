"""What people do with promoters: thank them; and what customers do: join, leave."""

from datetime import datetime

from django.db import IntegrityError, transaction

from groundswell.foundation.customers.actions import give_consent, withdraw_consent
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.outbox.quiet import NEVER, Quiet
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal

from . import errors, letters
from .models import Advocate, Ask, Thanks

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
    thanks.message = write_to(signal.customer, f"thanks-{signal.pk}", written, at)
    thanks.save(update_fields=["message"])
    record("thanked a promoter", thanks, by=by or ADVOCATES_ROOM, at=at, signal=signal.pk)
    return thanks


@transaction.atomic
def join(thanks: Thanks, *, at: datetime, language: str = "en") -> Advocate:
    """A customer says yes to speaking for us; saying it twice changes nothing."""
    customer = thanks.signal.customer
    first = {"first_signal": thanks.signal, "joined_at": at, "language": language}
    advocate, made = Advocate.objects.select_for_update(of=("self",)).get_or_create(
        customer=customer, defaults=first
    )
    if not made and advocate.left_at is None:
        return advocate
    advocate.left_at, advocate.left_because, advocate.language = None, "", language
    advocate.save(update_fields=["left_at", "left_because", "language"])
    give_consent(customer, Consent.Purpose.ADVOCACY, by=CUSTOMER, at=at)
    record("became an advocate", advocate, by=CUSTOMER, at=at)
    return advocate


@transaction.atomic
def leave(advocate: Advocate, *, at: datetime, why: str = "") -> None:
    """A customer takes the yes back: what waits for an answer ends, so does their link, no words of theirs are shown."""
    because = Advocate.Why(why).value if why in Advocate.Why.values else ""
    if Advocate.objects.filter(pk=advocate.pk, left_at=None).update(left_at=at, left_because=because):
        ended = {"answer": Ask.Answer.TAKEN_BACK, "answered_at": at, "answered_by": CUSTOMER}
        Ask.objects.filter(advocate=advocate, answer="").update(**ended)
        withdraw_consent(advocate.customer, Consent.Purpose.ADVOCACY, by=CUSTOMER, at=at)
        record("no longer speaks for us", advocate, by=CUSTOMER, at=at, why=because)


def write_to(
    customer: Customer | None, key: str, words: dict[str, str], at: datetime, *, quiet: Quiet = NEVER
) -> Message:
    """One letter by the outbox. Raises CustomerMayNotBeWritten."""
    message = write_message(key=key, customer=customer, at=at, quiet=quiet, **words) if customer else None
    if message is None:
        raise errors.CustomerMayNotBeWritten
    return message
