"""CSV out: streaming, and harmless in a spreadsheet program.

A cell that a spreadsheet would take for a formula gets an apostrophe in front. A cell that already looks like that
gets one more, so that reading our own export always gives the original back (after the practice of OWASP's page on
CSV injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

LIKE_A_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
NEUTRALISED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
BYTE_ORDER_MARK = "\ufeff"
ROWS_PER_CHUNK = 1000


def neutralise(cell: str) -> str:
    """The cell as it may stand in a CSV file that somebody opens in a spreadsheet program."""
    return "'" + cell if LIKE_A_FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """The cell as it was before ``neutralise``."""
    return cell[1:] if NEUTRALISED.match(cell) else cell


def csv_chunks(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A CSV file (UTF-8 with byte order mark, CRLF) in pieces; memory does not grow with the number of rows."""
    buffer = io.StringIO(newline="")
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer)
    writer.writerow([_written(name) for name in names])
    for count, row in enumerate(rows, 1):
        writer.writerow([_written(cell) for cell in row])
        if count % ROWS_PER_CHUNK == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return neutralise(cell) if isinstance(cell, str) else str(cell)


def _emptied(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk
