"""Consent in the customer's own hands: the words they say yes to, the link that needs no sign-in, and every change."""

from dataclasses import dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction

from groundswell.foundation.history.actions import record

from .actions import give_consent, hold_person, refuse_again, withdraw_consent
from .consent_words import USUAL
from .models import Channel, ConsentText, Customer, Identity, Purpose
from .queries import living_customer, person_ids, words_of

USUALLY = "Groundswell"
EDITED_BY_CUSTOMERS = (Purpose.ASKING, Purpose.CONTACT)
Choice = tuple[str, str]
"""Purpose and channel."""

_SIGNER = Signer(salt="consents")


def consent_link_token(customer_id: int) -> str:
    """What a letter carries so that its reader, and nobody else, opens their own consents."""
    return _SIGNER.sign(str(customer_id)).replace(":", "~")


def customer_by_token(token: str) -> Customer | None:
    """The person behind such a link, under the record that lives on. None for anything that we did not sign."""
    try:
        number = _SIGNER.unsign(token.replace("~", ":"))
    except BadSignature:
        return None
    found = Customer.objects.filter(pk=int(number)).first()
    return living_customer(found) if found else None


def channels_of(customer: Customer) -> list[Channel]:
    """The channels by which this person can be reached at all."""
    kinds = set(
        Identity.objects.filter(customer_id__in=person_ids(customer))
        .values_list("kind", flat=True)
        .distinct()
    )
    found = [Channel.EMAIL] if customer.email else []
    return found + ([Channel.TEXT, Channel.PHONE] if Identity.Kind.PHONE in kinds else [])


def allowed_by(customer: Customer) -> set[Choice]:
    """What this person allows today."""
    return set(customer.consents.filter(withdrawn_at=None).values_list("purpose", "channel"))


def text_of(purpose: str, language: str, *, at: datetime) -> ConsentText:
    """The newest words for a purpose that somebody wrote here, in that language or else in English.

    Where nobody wrote any, the usual ones in that language become version 1. The two are never mixed.
    """
    base, usual = language.split("-")[0], USUAL[purpose]
    own = ConsentText.objects.filter(purpose=purpose).exclude(made_by=USUALLY).order_by("-number")
    for tried in (language, base, "en"):
        if found := own.filter(language=tried).first():
            return found
    spoken = base if base in usual and not own.exists() else "en"
    made = {"number": 1, "words": usual[spoken], "made_at": at}
    return ConsentText.objects.get_or_create(
        purpose=purpose, language=spoken, made_by=USUALLY, defaults=made
    )[0]


@transaction.atomic
def write_text(purpose: str, language: str, words: str, *, by: object, at: datetime) -> ConsentText:
    """The next version of the words. The same words again stay the same version; what was agreed to before keeps its own."""
    newest = ConsentText.objects.filter(purpose=purpose, language=language).order_by("-number").first()
    if newest and newest.words == words:
        return newest
    number = newest.number + 1 if newest else 1
    text = ConsentText.objects.create(
        purpose=purpose, language=language, number=number, words=words, made_by=str(by)[:200], made_at=at
    )
    record("wrote a consent text", text, by=by, at=at, purpose=purpose, language=language, number=number)
    return text


@transaction.atomic
def change_consents(
    customer: Customer,
    wanted: set[Choice],
    *,
    about: set[Choice],
    by: object,
    at: datetime,
    source: str,
    language: str = "en",
) -> int:
    """Of the choices that stood on a page (``about``) those wanted hold and the others do not; gives how many changed."""
    held = allowed_by(customer)
    given, ended = (wanted & about) - held, (about - wanted) & held
    for purpose, channel in sorted(given):
        text = text_of(purpose, language, at=at)
        give_consent(customer, purpose, channel=channel, text=text, source=source, by=by, at=at)
    for purpose, channel in sorted(ended):
        withdraw_consent(customer, purpose, channel=channel, source=source, by=by, at=at)
    return len(given) + len(ended)


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said elsewhere: they agree to this by that channel, or not, at that moment, and where they said so."""

    purpose: str
    channel: str
    agrees: bool
    said_at: datetime
    source: str


@transaction.atomic
def hear_word(customer: Customer, word: Word, *, by: object, at: datetime) -> bool:
    """Take a word that another system tells of; whether anything changed. The newest word holds, in whichever order they
    arrive, and of two of one moment the no. A no said again is kept, so that a yes between the two changes nothing.
    """
    person = hold_person(customer.pk)
    choice = {"purpose": word.purpose, "channel": word.channel}
    ledger = words_of(person_ids(person)).filter(**choice)
    moments = [moment for row in ledger.values_list("given_at", "withdrawn_at") for moment in row if moment]
    said_at, last = min(word.said_at, at), max(moments, default=None)
    allows = ledger.filter(customer=person, withdrawn_at=None).exists()
    if last and (said_at < last or (said_at == last and (word.agrees or not allows))):
        return False
    told = {"channel": word.channel, "source": word.source, "by": by, "at": at, "said_at": said_at}
    if word.agrees:
        give_consent(person, word.purpose, **told)
        return not allows
    has_refused = not allows and ledger.filter(customer=person).exists()
    withdraw_consent(person, word.purpose, **told)
    if has_refused:
        refuse_again(person, word.purpose, **told)
    return not has_refused
