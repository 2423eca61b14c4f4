"""The same questions on a Spark cluster: it reads the same segments and sends back tallies only, never a voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from .cells import SCORES, Cells, added_up
from .coding import key_numbers
from .cubes import Cube
from .dialects import in_dialect
from .question import Filter, cube_question, question
from .scan import cells_from
from .snapshot import Segment, Snapshot

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class Cluster:
    """A session on a cluster whose workers see the store's folder under the same path."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._shown: tuple[Segment, ...] = ()

    def count_cubes(
        self, segments: Sequence[Segment], cubes: Sequence[Cube], words: dict[str, int]
    ) -> dict[str, Cells]:
        """Those cubes that are worth it, counted by the cluster: the ``count`` of :func:`groundswell.engine.building.build_cubes`."""
        found: dict[str, Cells] = {}
        if segments:
            self._show(segments)
            weighted = self._session.table("evidence").filter("weight IS NOT NULL").limit(1).count() > 0
            for cube in cubes:
                counted = self._session.sql(in_dialect(cube_question(cube.columns, weighted), [], "spark"))
                cells = _cells(counted.limit(cube.most_cells + 1).toArrow(), cube.columns, words)
                if cube.is_worth_it(int(cells.counts.sum()), cells.number):
                    found[cube.name] = cells
        return found

    def counted(
        self, snapshot: Snapshot, dimensions: Sequence[str], wanted: Filter, weighted: bool = False
    ) -> Cells:
        """Cells by these dimensions, counted row by row on the cluster."""
        if not snapshot.segments:
            return Cells.none(len(dimensions))
        self._show(snapshot.segments)
        text, values = question(dimensions, wanted, weighted)
        found = self._session.sql(in_dialect(text, values, "spark")).toArrow()
        return cells_from(found, dimensions, snapshot.words)

    def _show(self, segments: Sequence[Segment]) -> None:
        """The rows that the manifest names, without those that are gone, under the name that questions use."""
        if self._shown == tuple(segments):
            return
        whole = [one.path for one in segments if not one.gone]
        parts: list[DataFrame] = [self._session.read.parquet(*whole)] if whole else []
        for one in segments:
            if one.gone:
                rows = self._session.read.parquet(one.path)
                parts.append(rows.filter(~rows["signal_id"].isin(list(one.gone))))
        evidence = parts[0]
        for part in parts[1:]:
            evidence = evidence.unionByName(part)
        evidence.createOrReplaceTempView("evidence")
        self._shown = tuple(segments)


@contextmanager
def cluster_at(url: str, **settings: str) -> Iterator[Cluster]:
    """A session at a master (``spark://host:port``, or ``local[2]``), ended with the block."""
    builder: Any = SparkSession.builder.master(url).appName("Groundswell")
    for name, value in (SETTINGS | settings).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield Cluster(session)
    finally:
        session.stop()


def _cells(found: pa.Table, columns: Sequence[str], words: dict[str, int]) -> Cells:
    keys = np.stack([key_numbers(found[name], name, words) for name in columns]).astype(np.int32)
    counts, *sums = (
        np.stack([found[f"{name}{score}"].to_numpy() for score in range(SCORES)], axis=1)
        for name in ("c", "w", "ww")
        if f"{name}0" in found.column_names
    )
    return added_up(Cells(keys, counts, np.concatenate(sums, axis=1) if sums else None))
