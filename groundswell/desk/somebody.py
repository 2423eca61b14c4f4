"""Who a person is over all their records, what they said, and the words in which others may have named or quoted them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

import phonenumbers

from groundswell.foundation.customers.meeting import Place, Who
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.foundation.customers.queries import canonical_email, person_ids
from groundswell.foundation.held import Somebody
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Answer, Signal

SHORTEST_NAME, SHORTEST_QUOTE = 5, 20
"""What is shorter stands in the words of others by chance."""


def somebody_behind(customer: Customer) -> Somebody:
    """All records that are read as this person, and all that they said."""
    records = frozenset(person_ids(customer))
    signals = _signals_of(records)
    return Somebody(records, signals, tuple(sorted(_names(records))), tuple(sorted(_quotes(signals))))


def places_of(somebody: Somebody) -> set[Place]:
    """Every identity of theirs in its canonical form, from identities and from records that have none."""
    found = set(Identity.objects.filter(customer__in=somebody.records).values_list("kind", "value"))
    for email, number in Customer.objects.filter(pk__in=somebody.records).values_list("email", "external_id"):
        found |= set(Who(email=canonical_email(email) or "", number=number or "").places())
    return found


def _signals_of(records: frozenset[int]) -> frozenset[int]:
    """Theirs, what these corrected, and what was added to their complaints."""
    theirs = Signal.objects.filter(customer__in=records)
    found = set(theirs.values_list("pk", flat=True))
    found |= set(Signal.objects.filter(invitation__customer__in=records).values_list("pk", flat=True))
    asked = found
    while asked:
        corrected = Signal.objects.filter(superseded_by__in=asked).values_list("pk", flat=True)
        added = Signal.objects.filter(complaint_addition__complaint__signal__in=asked)
        asked = {*corrected, *added.values_list("pk", flat=True)} - found
        found |= asked
    return frozenset(found)


def _names(records: frozenset[int]) -> set[str]:
    """Addresses, numbers however they are written, and whole names that no colleague has."""
    found: set[str] = set()
    for kind, value in Identity.objects.filter(customer__in=records).values_list("kind", "value"):
        found |= set(_phones(value)) if kind == Identity.Kind.PHONE else {value}
    named = Customer.objects.filter(pk__in=records).values_list("email", "external_id", "name")
    for email, number, name in named:
        found |= {email or "", number or ""}
        if " " in name.strip() and not Person.objects.filter(name__iexact=name.strip()).exists():
            found.add(name.strip())
    return _as_written(one for one in found if len(one) >= SHORTEST_NAME)


def _quotes(signals: frozenset[int]) -> set[str]:
    """Their words, whole and sentence by sentence, where they are long enough to be theirs."""
    said = list(Signal.objects.filter(pk__in=signals).values_list("comment", flat=True))
    said += Answer.objects.filter(signal__in=signals).values_list("words", flat=True)
    pieces = {piece.strip() for words in said for piece in (words, *re.split(r"[.!?\n]+", words))}
    return _as_written(piece for piece in pieces if len(piece) >= SHORTEST_QUOTE)


def _as_written(texts: Iterable[str]) -> set[str]:
    """Plain, and as a web page writes it."""
    return {written for text in texts for written in (text, html.escape(text))}


def _phones(number: str) -> Iterator[str]:
    yield number
    try:
        read = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return
    for form in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
        written = phonenumbers.format_number(read, form)
        yield written
        yield re.sub(r"\D", "", written)
