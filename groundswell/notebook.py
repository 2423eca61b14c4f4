"""Evidence in a notebook: relations to question freely, and the scores that the pages show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from groundswell.engine.histograms import Filter, tally
from groundswell.engine.scan import new_engine, show_evidence
from groundswell.engine.store import EvidenceStore
from groundswell.science.scores.cells import weighted_nps_of_cells


class Evidence:
    """The evidence of one installation as it counts now: ids and pseudonyms, never a name or a word of a customer."""

    def __init__(self, home: Path) -> None:
        self._store = EvidenceStore(home)
        self._engine = new_engine()

    def rows(self) -> duckdb.DuckDBPyRelation:
        """One row for each voice, as a relation: ``.arrow()``, ``.pl()`` and ``.df()`` take it further."""
        return self.sql("SELECT * FROM evidence")

    def sql(self, text: str) -> duckdb.DuckDBPyRelation:
        """Any question in DuckDB's SQL to the table ``evidence``."""
        show_evidence(self._engine, self._store.snapshot().segments)
        return self._engine.sql(text)

    def scores(self, by: Sequence[str] = (), *, weighted: bool = False, **wanted: Any) -> pa.Table:
        """NPS with count and 95 % adjusted-Wald margin by some columns, as the pages show it; from the cubes where they hold it.

        ``weighted`` counts each answer for as many as it stands for, with the linearised margin and the design effect
        (Kish 1965): by how much unequal weights widen the variance.
        ``wanted`` is what :class:`groundswell.engine.question.Filter` takes; the kind of score is ``experience`` where none is
        named. Nothing is hidden here because it is small: who reads this folder sees everything.
        """
        found = tally(self._store, by, Filter(**({"kind_of_score": "experience"} | wanted)), weighted)
        cells = weighted_nps_of_cells(found.weights, found.squared_weights)
        columns = {name: found.values(name) for name in by} | {"n": found.counts.sum(axis=1)}
        columns |= {"score": cells.score, "low": cells.low, "high": cells.high}
        if weighted:
            w, ww = found.weights.sum(axis=1), found.squared_weights.sum(axis=1)
            columns["design_effect"] = columns["n"] * ww / w**2
        return pa.table(columns)

    def close(self) -> None:
        """Let the files go."""
        self._engine.close()
        self._store.close()

    def __enter__(self) -> Evidence:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def connect(home: str | Path = "var") -> Evidence:
    """The evidence of the installation in ``home``, the folder that GROUNDSWELL_HOME names. Raises FileNotFoundError."""
    place = Path(home) / "evidence"
    if not (place / "manifest.sqlite3").exists():
        raise FileNotFoundError(
            f"There is no evidence in {place}. Name the folder that GROUNDSWELL_HOME names."
        )
    return Evidence(place)
