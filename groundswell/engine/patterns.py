"""What is mentioned together: how often each score was given, by touchpoint and by all the themes of an answer at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from .cells import SCORES, Integers
from .question import Filter, pattern_question
from .scan import asked_of_rows
from .store import EvidenceStore


@dataclass(frozen=True, slots=True)
class Patterns:
    """One row for each touchpoint and set of themes that an answer with words had: ``counts`` (rows x 11)."""

    places: tuple[int | None, ...]
    themes: tuple[frozenset[int], ...]
    counts: Integers

    def __iter__(self) -> Iterator[tuple[int | None, frozenset[int], Integers]]:
        return iter(zip(self.places, self.themes, self.counts, strict=True))


def patterns(store: EvidenceStore, wanted: Filter) -> Patterns:
    """Of answers with words, each once. No cube holds sets of themes, so the rows of the days asked for are walked through."""
    segments = store.snapshot().segments
    if not segments:
        return Patterns((), (), np.zeros((0, SCORES), np.int64))
    return _patterns(asked_of_rows(segments, *pattern_question(wanted)))


def _patterns(found: pa.Table) -> Patterns:
    rows: dict[tuple[int | None, frozenset[int]], Integers] = {}
    columns = (found[name].to_pylist() for name in ("touchpoint_id", "themes", "score", "n"))
    for place, themes, score, n in zip(*columns, strict=True):
        counts = rows.setdefault((place, frozenset(themes or ())), np.zeros(SCORES, np.int64))
        counts[score] += n
    return Patterns(
        tuple(place for place, _ in rows),
        tuple(themes for _, themes in rows),
        np.stack(list(rows.values())) if rows else np.zeros((0, SCORES), np.int64),
    )
