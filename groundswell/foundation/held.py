"""What a room holds of a person, and how it lets it go: the words in which ``about_a_person.py`` of every room speaks.

A room lists kinds in ``HELD``, those that lead to others first, in ``WORDS`` where colleagues may have written of somebody,
in ``COUNT_AGAIN`` what has to be counted anew when somebody is gone, and in ``LEFT_TO_DECIDE`` what writes down for an erasure
where they stand that may hold more than them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BinaryField, ForeignKey, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

ERASED = "[erased]"
NEVER_SHOWN = frozenset({"token", "digest", "stored_as", "referral_code"})
"""What opens a door, or says nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person over all their records: their signals, and the words in which others may have named or quoted them."""

    records: frozenset[int]
    signals: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether these words name this person."""
        folded = text.casefold()
        return any(name.casefold() in folded for name in self.names)

    def taken_out_of(self, text: str) -> str:
        """The same words without names and quotations of this person."""
        for words in self._longest_first():
            text = re.sub(re.escape(words), ERASED, text, flags=re.IGNORECASE)
        return text

    def _longest_first(self) -> list[str]:
        return sorted({*self.names, *self.quotes}, key=len, reverse=True)


Find = Callable[[Somebody], "QuerySet[Any]"]
Rows = Iterable[dict[str, Any]]


def _delete(rows: QuerySet[Any], of: Somebody) -> None:
    rows.delete()


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of record. It belongs to a person by ``customer`` (paths to their records), by ``signal`` (paths to what they
    said), or as ``find`` says; ``erase`` does what is not simply deleting, and ``becomes`` says what stays. What does not
    ``go`` by itself is left for somebody to decide on."""

    kind: str
    model: type[Model]
    customer: Sequence[str] = ()
    signal: Sequence[str] = ()
    find: Find | None = None
    erase: Callable[[QuerySet[Any], Somebody], None] = _delete
    becomes: str = ""
    goes: bool = True
    hide: frozenset[str] = field(default=frozenset())

    def of(self, somebody: Somebody) -> QuerySet[Any]:
        """The rows of this person."""
        if self.find is not None:
            return self.find(somebody)
        ways = [Q(**{f"{path}__in": somebody.records}) for path in self.customer]
        ways += [Q(**{f"{path}__in": somebody.signals}) for path in self.signal]
        wanted = self.model._base_manager.filter(reduce(or_, ways))
        return self.model._base_manager.filter(pk__in=wanted.values("pk"))

    def shown(self, somebody: Somebody) -> Rows:
        """The rows as the person themselves may read them: plain values, without what opens a door."""
        fields = [
            one
            for one in self.model._meta.concrete_fields
            if one.name not in NEVER_SHOWN | self.hide and not isinstance(one, BinaryField)
        ]
        for row in self.of(somebody).order_by("pk"):
            yield {one.name: _plain(row, one) for one in fields}


def _plain(row: Model, one: Any) -> Any:
    value = getattr(row, one.attname)
    if isinstance(one, ForeignKey):
        return value
    return value.isoformat() if isinstance(value, datetime) else value


def naming(model: type[Model], fields: Iterable[str], words: Sequence[str]) -> QuerySet[Any]:
    """Rows in one of whose fields any of these words stand, also as JSON writes them."""
    rows, wanted = model._base_manager.all(), Q(pk__in=[])
    for name in fields:
        rows = rows.annotate(**{f"{name}_text": Cast(name, TextField())})
        for one in {*words, *(json.dumps(word)[1:-1] for word in words)}:
            wanted |= Q(**{f"{name}_text__icontains": one})
    return rows.filter(wanted) if words else rows.none()


def take_out(model: type[Model], fields: Sequence[str], somebody: Somebody) -> int:
    """Take a person out of what others wrote. Returns in how many rows they stood."""
    found = naming(model, fields, (*somebody.names, *somebody.quotes))
    for row in found.order_by("pk"):
        changes = {name: _without(row, name, somebody) for name in fields}
        model._base_manager.filter(pk=row.pk).update(**changes)
    return len(found)


def _without(row: Model, name: str, somebody: Somebody) -> Any:
    value = getattr(row, name)
    if not isinstance(value, str):
        return _each(value, somebody)
    longest = getattr(row._meta.get_field(name), "max_length", None)
    return somebody.taken_out_of(value)[:longest]


def _each(value: Any, somebody: Somebody) -> Any:
    if isinstance(value, str):
        return somebody.taken_out_of(value)
    if isinstance(value, list):
        return [_each(one, somebody) for one in value]
    if isinstance(value, dict):
        return {_each(name, somebody): _each(one, somebody) for name, one in value.items()}
    return value


@dataclass(frozen=True, slots=True)
class Outside:
    """What a room keeps outside the database. ``plan`` says before the erasing what of it is the person's, in numbers and
    names of files; ``at_once`` makes figures right; ``remove`` gives back what it could not remove yet, and may run again."""

    plan: Callable[[Somebody], dict[str, Any]]
    remove: Callable[[dict[str, Any]], dict[str, Any]]
    at_once: Callable[[dict[str, Any]], None] | None = None
