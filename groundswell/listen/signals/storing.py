"""Signals into the database by the thousand: what is held already is looked up, the rest is inserted, both at once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from groundswell.foundation.bulk_rows import insert_rows, rows_with

from .models import Signal
from .withholding import BEST_POOR, is_poor, withhold_new

COLUMNS = tuple(field.column for field in Signal._meta.concrete_fields if not field.primary_key)
"""What a row holds, in this order, ``source`` and ``key`` first; moments as ``bulk_rows.as_stored`` gives them."""

Place = tuple[str, str]
"""Source and key: where a signal arrives once."""


class Stored(NamedTuple):
    """What became of rows: how many were new, and where a signal was held already, with its id and digest."""

    new: int
    held: dict[Place, tuple[int, str]]


def store_rows(rows: Sequence[tuple[Any, ...]]) -> Stored:
    """Store rows in their order, each with ``COLUMNS``; their places are unique among them."""
    while True:
        held = held_signals([row[:2] for row in rows])
        fresh = [row for row in rows if row[:2] not in held] if held else rows
        with transaction.atomic():
            if insert_rows(Signal, COLUMNS, fresh, ("source", "key")) == len(fresh):
                withhold_new(row[:2] for row in fresh if _may_be_poor(row))
                return Stored(len(fresh), held)
            # Somebody else stored one of them between the two statements: it is held now.
            transaction.set_rollback(True)


_EMPLOYEE, _SCORE, _KIND = (COLUMNS.index(name) for name in ("employee_id", "score", "kind"))


def _may_be_poor(row: tuple[Any, ...]) -> bool:
    return row[_EMPLOYEE] is not None and is_poor(row[_SCORE], row[_KIND], BEST_POOR)


def held_signals(places: Iterable[Place]) -> dict[Place, tuple[int, str]]:
    """Id and digest of the signals that are held at these places."""
    keys: dict[str, list[str]] = {}
    for source, key in places:
        keys.setdefault(source, []).append(key)
    held: dict[Place, tuple[int, str]] = {}
    for source, part in keys.items():
        for key, signal_id, digest in rows_with(
            Signal, ("key", "id", "digest"), "key", part, {"source": source}
        ):
            held[source, key] = (signal_id, digest)
    return held
