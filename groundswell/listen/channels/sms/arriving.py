"""Texts that arrive: STOP and START, answers to an invitation, and whose number it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F

from groundswell.foundation.customers.actions import find_or_make_customer, give_consent, stop_channel
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Channel, Customer, Identity, Purpose
from groundswell.foundation.customers.queries import person_ids, words_of
from groundswell.listen.signals.models import Signal

from ..connections.channel import Heard
from ..outbox.models import Medium, Message
from ..web.answers import Answer, receive_invited
from .words import consent_word, is_complaint, said

ANSWERS_WITHIN = timedelta(days=14)
BY = "text message"


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left to be received as it is, and how many were answers of ours, known, or words about consent."""

    heard: list[Heard]
    answers: int = 0
    known: int = 0
    consents: int = 0


def settle_texts(heard: list[Heard], *, at: datetime) -> Settled:
    """Take out what is more than a voice; what stays carries the customer whose number it is."""
    left, answers, known, consents = [], 0, 0, 0
    for one in heard:
        customer = _whose_number(one.phone) if one.phone else None
        if customer is None:
            left.append(one)
        elif (allows := consent_word(one.comment)) is not None:
            _change_consent(customer, allows, at=at)
            consents += 1
        elif (is_new := _answers_invitation(one, customer, at=at)) is not None:
            answers, known = answers + is_new, known + (not is_new)
        else:
            kind = Signal.Kind.COMPLAINT if is_complaint(_whole(one)) else one.kind
            left.append(replace(one, customer=customer.pk, kind=kind))
    return Settled(left, answers, known, consents)


def e164(sender: str) -> str:
    """Gateways write the international form without its plus as often as with it."""
    plain = sender.strip()
    return f"+{plain}" if plain[:1] in "123456789" and plain.isdecimal() else plain


def _whose_number(phone: str) -> Customer | None:
    try:
        return find_or_make_customer({Identity.Kind.PHONE: e164(phone)})
    except IdentityRefused:
        return None


def _change_consent(customer: Customer, allows: bool, *, at: datetime) -> None:
    """STOP ends everything that goes by text; START gives it back, and lets us ask where nothing went before."""
    if not allows:
        stop_channel(customer, Channel.TEXT, by=BY, at=at, source="STOP")
        return
    by_text = words_of(person_ids(customer)).filter(channel=Channel.TEXT)
    before = by_text.exclude(withdrawn_at=F("given_at"), withdrawn_source=F("source")).values_list(
        "purpose", flat=True
    )  # mere refusals never lived
    for purpose in sorted(set(before)) or [Purpose.ASKING]:
        give_consent(customer, purpose, channel=Channel.TEXT, by=BY, at=at, source="START")


def _answers_invitation(one: Heard, customer: Customer, *, at: datetime) -> bool | None:
    """Whether it is the answer to an invitation by text, new (True) or the same again (False); None when it is neither."""
    if Signal.objects.filter(customer=customer, metadata__text_id=one.key).exists():
        return False
    number, words = said(_whole(one), asks=True)
    if number is None:
        return None
    sent = Message.objects.filter(
        medium=Medium.TEXT,
        address=e164(one.phone),
        invitation__signal=None,
        invitation__isnull=False,
        written_at__gte=at - ANSWERS_WITHIN,
    )
    asked = sent.select_related("invitation__version__survey").order_by("-written_at", "-id").first()
    if asked is None or asked.invitation is None:
        return None
    if number not in asked.invitation.version.wording.core.numbers:
        return None
    answer = Answer(number, words.strip(), {"text_id": one.key})
    return receive_invited(asked.invitation, answer, at=at).is_new


def _whole(one: Heard) -> str:
    """The text as it was typed, whether or not the connection took a number off its front."""
    return one.comment if one.score is None else f"{one.score} {one.comment}"
