"""What an address may say in a question, word by word; anything else is refused with what could be said instead."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from groundswell.foundation.customers.models import Customer
from groundswell.listen.surveys.editions import Edition, editions
from groundswell.understand.evidence.models import AttributeValue

from .periods import read_period


class UnreadableQuestion(ValueError):
    """An address asks for something that does not exist; says what could be asked instead."""


def one_of(name: str, value: str, allowed: Any) -> str:
    """One of the values that there are."""
    if value not in allowed:
        raise UnreadableQuestion(
            f"“{value[:40]}” is no {name}. Use one of: {', '.join(filter(None, allowed))}."
        )
    return value


def row_of(name: str, rows: QuerySet[Any], value: str) -> Any:
    """The row with this number, within what is given."""
    if not value:
        return None
    found = (
        rows.filter(pk=int(value)).first()
        if value.isascii() and value.isdecimal() and len(value) < 18
        else None
    )
    if found is None:
        raise UnreadableQuestion(f"There is no {name} “{value[:40]}” within your sight.")
    return found


def segment_of(value: str) -> str:
    """A segment that some customer belongs to."""
    if value and not Customer.objects.filter(segment=value).exists():
        raise UnreadableQuestion(f"No customer belongs to a segment “{value[:40]}”.")
    return value


def attribute_of(value: str) -> AttributeValue | None:
    """A value that is written as name:value."""
    if not value:
        return None
    name, _, words = value.partition(":")
    known = AttributeValue.objects.select_related("attribute")
    found = known.filter(attribute__name=name, words=words).first()
    if found is None:
        raise UnreadableQuestion(f"Nobody is known by “{value[:60]}”. Write it as name:value.")
    return found


def edition_of(kind: str, value: str) -> Edition | None:
    """A wording of this kind of score."""
    if not value:
        return None
    found = next((one for one in editions(kind) if str(one.id) == value), None)
    if found is None:
        raise UnreadableQuestion(f"There is no wording “{value[:40]}” of this kind of score.")
    return found


def period_of(value: str, today: date) -> str:
    """The code of a period."""
    try:
        return read_period(value, today).code
    except ValueError as wrong:
        raise UnreadableQuestion(str(wrong)) from wrong


def month_of(value: str) -> date | None:
    """The first day of a month."""
    if not value:
        return None
    try:
        return read_period(date.fromisoformat(f"{value}-01").strftime("%Y-%m"), date.min).since
    except ValueError as wrong:
        raise UnreadableQuestion(f"“{value[:40]}” is no month. Write it as 2026-03.") from wrong
