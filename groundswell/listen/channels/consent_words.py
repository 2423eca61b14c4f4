"""What other systems tell of consent, read in one place: over HTTP and from files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.consenting import Word, hear_word
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Channel, Consent, Customer, Identity, Purpose

from .api.posted import moment_of

WHO = {"email": Identity.Kind.EMAIL, "phone": Identity.Kind.PHONE, "external_id": Identity.Kind.EXTERNAL}
SAID = ("purpose", "channel", "agrees", "said_at", "source")
CHOICES = {"purpose": Purpose.values, "channel": Channel.values}
LONGEST_SOURCE = 60
YES_OR_NO = dict.fromkeys(
    ("true", "yes", "y", "1", "ja", "j", "oui", "sí", "si", "sì"), True
) | dict.fromkeys(("false", "no", "n", "0", "nein", "non", "nee"), False)
"""As people write it in files, in the languages that we write to customers in."""
NO_MOMENT = "This is no moment. Write it like 2026-03-11T10:00:00Z."
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


class WordUnusable(Exception):
    """One field of a word cannot be used; the text says why and what to write."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Told:
    """A word and whose it is."""

    kind: str
    value: str
    word: Word


def read_told(told: Mapping[str, Any], *, now: datetime, is_file: bool = False) -> Told:
    """Read one word. In a file yes and no may be written in the usual ways. Raises WordUnusable."""
    for name, value in told.items():
        if name not in WHO and name not in SAID:
            raise WordUnusable(
                str(name)[:60], f"This field is not known. The fields are {', '.join([*WHO, *SAID])}."
            )
        if isinstance(value, str) and not _is_plain(value):
            raise WordUnusable(name, "This holds a character that cannot be kept. Take it out.")
    named = [name for name in WHO if told.get(name) not in (None, "")]
    if len(named) != 1:
        raise WordUnusable("email", "Name the customer by exactly one of email, phone and external_id.")
    for name in SAID:
        if told.get(name) in (None, ""):
            raise WordUnusable(name, "This is needed.")
    for name in (named[0], *SAID):
        if name != "agrees" and not isinstance(told[name], str):
            raise WordUnusable(name, "This must be a text.")
    return Told(WHO[named[0]], told[named[0]].strip(), _word(told, now, is_file))


def _is_plain(text: str) -> bool:
    return all(char.isprintable() for char in text)


def _word(told: Mapping[str, Any], now: datetime, is_file: bool) -> Word:
    for name, known in CHOICES.items():
        if told[name] not in known:
            raise WordUnusable(name, f"“{told[name][:40]}” is none of {', '.join(known)}.")
    agrees = YES_OR_NO.get(str(told["agrees"]).strip().casefold()) if is_file else told["agrees"]
    if not isinstance(agrees, bool):
        stands = f"“{str(told['agrees'])[:40]}” is neither yes nor no. " if is_file else ""
        words = ("yes", "no") if is_file else ("true", "false")
        raise WordUnusable(
            "agrees", f"{stands}Write {words[0]} where the customer agrees, {words[1]} where not."
        )
    if len(told["source"]) > LONGEST_SOURCE:
        raise WordUnusable("source", f"At most {LONGEST_SOURCE} characters. Nothing is cut.")
    return Word(
        told["purpose"], told["channel"], agrees, _said_at(told["said_at"], now, is_file), told["source"]
    )


def _said_at(text: str, now: datetime, is_file: bool) -> datetime:
    dotted = DOTTED.fullmatch(text.strip()) if is_file else None
    if dotted:
        day, month, year = dotted.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        found = moment_of(text.strip(), now)
    except ValueError as trouble:
        said = f"“{text[:30]}” is no day. Write it as 2026-03-11 or 11.03.2026." if is_file else NO_MOMENT
        raise WordUnusable("said_at", said) from trouble
    if found is None:
        raise WordUnusable("said_at", "This lies more than ten years back, or in the future.")
    return found


def take_told(told: Told, *, by: object, at: datetime) -> tuple[bool, bool]:
    """Hear the word of that customer, met where we did not know them; what holds now, and whether anything changed."""
    try:
        customer = find_or_make_customer({told.kind: told.value})
    except IdentityRefused as refused:
        field = next(name for name, kind in WHO.items() if kind == told.kind)
        raise WordUnusable(field, str(refused)) from refused
    if customer is None:
        raise WordUnusable("email", "Name the customer by exactly one of email, phone and external_id.")
    changed = hear_word(customer, told.word, by=by, at=at)
    return _allows(customer, told.word), changed


def _allows(customer: Customer, word: Word) -> bool:
    choice = {"purpose": word.purpose, "channel": word.channel, "withdrawn_at": None}
    return Consent.objects.filter(customer=customer, **choice).exists()
