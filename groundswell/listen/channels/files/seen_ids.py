"""Which ids a file has brought so far, so that a second record with one id is found."""

from __future__ import annotations

from .rows import FeedbackRow


class SeenIds:
    """Remembers one digest of 16 bytes for each identity of a file."""

    def __init__(self) -> None:
        self._digests: dict[str, bytes] = {}

    def refusals(self, rows: list[FeedbackRow]) -> list[tuple[FeedbackRow, str]]:
        """The rows whose identity came before, as ``duplicate`` or ``conflict``; the others are remembered."""
        first = self._digests.setdefault
        again = [row for row in rows if first(row.identity, row.content_digest) is not row.content_digest]
        return [(row, self._reason(row)) for row in again]

    def _reason(self, row: FeedbackRow) -> str:
        return "duplicate" if self._digests[row.identity] == row.content_digest else "conflict"
