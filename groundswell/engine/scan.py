"""Questions asked of the rows themselves, where no cube holds the answer: DuckDB over the segments that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from .cells import SCORES, Cells, added_up
from .coding import key_numbers
from .question import Filter, question
from .schema import EVIDENCE
from .snapshot import Segment, Snapshot

_COLUMNS = ", ".join(EVIDENCE.names)


def counted(
    snapshot: Snapshot,
    segments: Sequence[Segment],
    dimensions: Sequence[str],
    wanted: Filter,
    weighted: bool = False,
) -> Cells:
    """Cells by these dimensions, counted row by row."""
    if not segments:
        return Cells.none(len(dimensions))
    text, values = question(dimensions, wanted, weighted)
    with engine().cursor() as cursor:
        return cells_from(_over(cursor, segments, text, values), dimensions, snapshot.words)


def asked_of_rows(segments: Sequence[Segment], text: str, values: list[Any]) -> pa.Table:
    """The answer to a question over the rows of these segments that count; at least one segment."""
    with engine().cursor() as cursor:
        return _over(cursor, segments, text, values)


def cells_from(found: pa.Table, dimensions: Sequence[str], words: Mapping[str, int]) -> Cells:
    """The answer of an engine to :func:`groundswell.engine.question.question`, as cells."""
    keys = [key_numbers(found[f"k{place}"], name, words) for place, name in enumerate(dimensions)]
    counts = np.zeros((found.num_rows, SCORES), np.int64)
    counts[np.arange(found.num_rows), found["score"].to_numpy()] = found["n"].to_numpy()
    weighed = None
    if "w" in found.column_names:
        weighed, place = np.zeros((found.num_rows, 2 * SCORES), np.int64), found["score"].to_numpy()
        for name, first in (("w", 0), ("ww", SCORES)):
            weighed[np.arange(found.num_rows), place + first] = found[name].to_numpy()
    stacked = np.stack(keys).astype(np.int32) if keys else np.empty((0, found.num_rows), np.int32)
    return added_up(Cells(stacked, counts, weighed))


def rows_of(segments: Sequence[Segment], signal_ids: Sequence[int]) -> pa.Table:
    """The rows of these signals that count, each with the path of its ``file``."""
    if not segments:
        return EVIDENCE.empty_table().append_column("file", pa.array([], pa.string()))
    text = "SELECT * FROM evidence WHERE signal_id IN (SELECT unnest(?::BIGINT[]))"
    with engine().cursor() as cursor:
        found = _over(cursor, segments, text, [list(signal_ids)])
    return found.cast(pa.schema([*EVIDENCE, pa.field("file", pa.string())]))


def show_evidence(connection: duckdb.DuckDBPyConnection, segments: Sequence[Segment]) -> None:
    """Give a connection the table ``evidence``: the rows of these segments that count."""
    if not segments:
        connection.register("nothing_yet", EVIDENCE.empty_table())
        connection.execute("CREATE OR REPLACE TEMP VIEW evidence AS FROM nothing_yet")
        return
    text, paths = _evidence(connection, segments)
    first, *others = text.split("?")
    quoted = [", ".join("'" + path.replace("'", "''") + "'" for path in part) for part in paths]
    text = first + "".join(f"[{named}]{rest}" for named, rest in zip(quoted, others, strict=True))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW evidence AS SELECT {_COLUMNS} FROM ({text})")  # noqa: S608 our own paths


def _over(
    cursor: duckdb.DuckDBPyConnection, segments: Sequence[Segment], text: str, values: list[Any]
) -> pa.Table:
    evidence, paths = _evidence(cursor, segments)
    return cursor.sql(f"WITH evidence AS ({evidence}) {text}", params=[*paths, *values]).to_arrow_table()


def _evidence(
    connection: duckdb.DuckDBPyConnection, segments: Sequence[Segment]
) -> tuple[str, list[list[str]]]:
    """The rows that the manifest names, without those that are gone, and the paths for the question marks."""
    whole = [one.path for one in segments if not one.gone]
    torn = [one for one in segments if one.gone]
    read = f"SELECT {_COLUMNS}, filename AS file FROM read_parquet(?, filename=true)"  # noqa: S608 names of our schema
    parts, paths = ([read], [whole]) if whole else ([], [])
    if torn:
        graves = pa.table(
            {
                "grave": pa.array([one.path for one in torn for _ in one.gone], pa.string()),
                "buried": pa.array([signal_id for one in torn for signal_id in one.gone], pa.int64()),
            }
        )
        connection.register("graves", graves)
        parts.append(f"{read} WHERE NOT EXISTS (FROM graves WHERE grave = filename AND buried = signal_id)")
        paths.append([one.path for one in torn])
    return " UNION ALL ".join(parts), paths


@cache
def engine() -> duckdb.DuckDBPyConnection:
    """One in-memory engine per process."""
    return new_engine()


def new_engine() -> duckdb.DuckDBPyConnection:
    """An in-memory engine that reads Parquet and fetches nothing from outside."""
    quiet: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "2",
    }
    return duckdb.connect(config=quiet)
