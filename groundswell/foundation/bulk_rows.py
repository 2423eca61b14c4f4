"""Thousands of rows in and out by single statements, without an object for a row. Constraints stay the database's.

Rows are tuples of plain values in the order of ``columns``; moments go through ``as_stored`` first.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

ARRAYS = {
    "BigAutoField": "bigint",
    "BigIntegerField": "bigint",
    "BooleanField": "boolean",
    "FloatField": "double precision",
    "DateTimeField": "timestamptz",
    "JSONField": "jsonb",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
}
"""What PostgreSQL has to know of a column that comes as an array; all others are text."""


ROOM = ("cache_size = -131072", "wal_autocheckpoint = 16384")
USUAL = ("cache_size = -2000", "wal_autocheckpoint = 1000")


@contextmanager
def room_for_many() -> Iterator[None]:
    """While many rows come, SQLite keeps more pages (128 MiB) in memory and tidies its log more rarely; nothing is less durable.

    Nor are the rows searched for garbage again and again while they are made, a fifth of the work: call ``tidy`` in between.
    """
    was_searching = gc.isenabled()
    try:
        gc.disable()
        _set(ROOM)
        yield
    finally:
        _set(USUAL)
        if was_searching:
            gc.enable()


def tidy() -> None:
    """Search what was made since the last time for garbage, when the rows of a portion are gone."""
    gc.collect(1)


def count_anew(*tables: type[models.Model]) -> None:
    """After many rows at once PostgreSQL counts these tables now. It plans by what it counted last, and of tables that it
    believes to be empty it walks through all rows for each row: minutes instead of a moment."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables)
            cursor.execute(f"ANALYZE {names}")


def _set(pragmas: Iterable[str]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], held: Sequence[str]
) -> int:
    """Insert the rows in their order, leaving out those whose columns ``held`` are there already. Returns how many were new."""
    if not rows:
        return 0
    names = ", ".join(f'"{name}"' for name in columns)
    on_conflict = f"ON CONFLICT ({', '.join(held)}) DO NOTHING" if held else "ON CONFLICT DO NOTHING"
    into = f'INSERT INTO "{model._meta.db_table}" ({names})'
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"{into} VALUES ({places}) {on_conflict}", rows)
        else:
            arrays = ", ".join(f"%s::{_kind(model, name)}[]" for name in columns)
            values = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) {on_conflict}", values)  # noqa: S608 our own names
        return int(cursor.rowcount)


def fill_rows(model: type[models.Model], column: str, values: dict[int, str]) -> None:
    """Write the values (by primary key) where the column is still empty."""
    if not values:
        return
    is_empty = f"""(t."{column}" IS NULL OR t."{column}" = '')"""
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = f'UPDATE {table} AS t SET "{column}" = %s WHERE t.id = %s AND {is_empty}'  # noqa: S608 our own names
            cursor.executemany(sql, [(value, pk) for pk, value in values.items()])
        else:
            given = "unnest(%s::bigint[], %s::text[]) AS given (id, value)"
            sql = f'UPDATE {table} AS t SET "{column}" = given.value FROM {given} WHERE t.id = given.id AND {is_empty}'  # noqa: S608 as above
            cursor.execute(sql, [list(values), list(values.values())])


def rows_with(
    model: type[models.Model],
    columns: Sequence[str],
    key: str,
    keys: Iterable[Any],
    also: dict[str, Any] | None = None,
) -> list[tuple[Any, ...]]:
    """These columns of every row whose ``key`` is among the keys (and whose other columns equal ``also``)."""
    names = ", ".join(f'"{name}"' for name in columns)
    conditions = [f'"{name}" = %s' for name in also or {}]
    values = list((also or {}).values())
    if connection.vendor == "sqlite":
        conditions.append(f'"{key}" IN (SELECT value FROM json_each(%s))')  # noqa: S608 as above
        values.append(json.dumps(list(keys), ensure_ascii=False))
    else:
        conditions.append(f'"{key}" = ANY(%s::{_kind(model, key)}[])')
        values.append(list(keys))
    sql = f'SELECT {names} FROM "{model._meta.db_table}" WHERE {" AND ".join(conditions)}'  # noqa: S608 our own names
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def as_stored(moment: datetime | None) -> Any:
    """A moment as the database takes it in a plain row."""
    if moment is None or connection.vendor != "sqlite":
        return moment
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def all_as_stored(moments: Iterable[datetime]) -> list[Any]:
    """The same for a column of moments."""
    if connection.vendor != "sqlite":
        return list(moments)
    return [str(moment)[:-6] if moment.tzinfo is UTC else as_stored(moment) for moment in moments]


def _kind(model: type[models.Model], column: str) -> str:
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    target: Any = field.target_field if field.is_relation else field
    return ARRAYS.get(target.get_internal_type(), "text")
