"""Which ids a file has brought so far, so that a second record with one id is found, in 24 bytes a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .rows import FeedbackRow

Marks = np.ndarray[Any, np.dtype[np.int64]]
"""One column a row: two hashes of its identity and a piece of its content's digest, sorted by the first."""

LONGEST_RUN = 1 << 20


class SeenIds:
    """Remembers marks in sorted runs. Runs of like length are joined, so that there are few to look into."""

    def __init__(self) -> None:
        self._runs: list[Marks] = []

    def refusals(self, rows: list[FeedbackRow]) -> list[tuple[FeedbackRow, str]]:
        """The rows whose identity came before, as ``duplicate`` or ``conflict``; the others are remembered."""
        if not rows:
            return []
        marks = _marks(rows)
        refused = []
        new = np.ones(len(rows), bool)
        first_here: dict[str, int] = {}
        for place in self._suspects(marks[0]):
            identity = rows[place].identity
            before = self._content_before(marks[:, place])
            if before is None and identity in first_here:
                before = int(marks[2, first_here[identity]])
            first_here.setdefault(identity, place)
            if before is not None:
                new[place] = False
                refused.append((rows[place], "duplicate" if before == marks[2, place] else "conflict"))
        self._remember(marks[:, new])
        return refused

    def _suspects(self, hashes: np.ndarray[Any, np.dtype[np.int64]]) -> Iterator[int]:
        """Places whose first hash came before or comes more than once here, in order."""
        _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
        suspect = counts[inverse] > 1
        for run in self._runs:
            places = np.minimum(np.searchsorted(run[0], hashes), run.shape[1] - 1)
            suspect |= run[0, places] == hashes
        return map(int, np.flatnonzero(suspect))

    def _content_before(self, mark: Marks) -> int | None:
        for run in self._runs:
            begin, end = np.searchsorted(run[0], mark[0]), np.searchsorted(run[0], mark[0], side="right")
            for place in range(int(begin), int(end)):
                if run[1, place] == mark[1]:
                    return int(run[2, place])
        return None

    def _remember(self, marks: Marks) -> None:
        run = marks[:, np.argsort(marks[0], kind="stable")]
        while self._runs and self._runs[-1].shape[1] <= run.shape[1] <= LONGEST_RUN:
            joined = np.concatenate([self._runs.pop(), run], axis=1)
            run = joined[:, np.argsort(joined[0], kind="stable")]
        if run.shape[1]:
            self._runs.append(run)


def _marks(rows: list[FeedbackRow]) -> Marks:
    """Python's own hashes are keyed anew in each process, so nobody can prepare a file in which they collide."""
    return np.array(
        [
            [hash(row.identity) for row in rows],
            [hash(row.identity + "\0") for row in rows],
            [int.from_bytes(row.content_digest[:8], "little", signed=True) for row in rows],
        ],
        np.int64,
    )
