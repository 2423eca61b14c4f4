"""Parquet out, one row group after the other; memory does not grow with the number of rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice

from .rows import FIELDS, FeedbackRow

ROWS_PER_GROUP = 20_000


def parquet_chunks(rows: Iterable[FeedbackRow]) -> Iterator[bytes]:
    """Feedback rows as a Parquet file in pieces: times in UTC, the score as a small number, the rest as text."""
    import pyarrow
    import pyarrow.parquet

    kinds = {"submitted_at": pyarrow.timestamp("us", tz="UTC"), "score": pyarrow.int8()}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in FIELDS])
    held, waiting = io.BytesIO(), iter(rows)
    leaving = pyarrow.PythonFile(_Passing(held), mode="w")
    with pyarrow.parquet.ParquetWriter(leaving, schema, compression="zstd") as writer:
        while block := list(islice(waiting, ROWS_PER_GROUP)):
            columns = {name: [getattr(row, name) for row in block] for name in FIELDS}
            writer.write_table(pyarrow.table(columns, schema=schema))
            yield _emptied(held)
    yield _emptied(held)


class _Passing(io.RawIOBase):
    """Counts what has passed, because the buffer behind it is emptied again and again."""

    def __init__(self, held: io.BytesIO) -> None:
        self._held, self._passed = held, 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._passed += len(content)
        return self._held.write(content)

    def tell(self) -> int:
        return self._passed


def _emptied(held: io.BytesIO) -> bytes:
    content = held.getvalue()
    held.seek(0)
    held.truncate()
    return content
