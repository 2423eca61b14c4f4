"""Questions to the evidence store beside hand-written SQL over the same Parquet."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa

from groundswell.engine.histograms import Filter, histograms
from groundswell.engine.schema import EVIDENCE
from groundswell.engine.store import EvidenceStore
from groundswell.science.scores.cells import nps_of_cells

from .bar import Bar, at_most, cpu_seconds

ROWS = 1_000_000
TRIALS = 20


def bars() -> Iterator[Bar]:
    """A filtered trend by month and touchpoint, ours and by hand, equal to the last answer."""
    with TemporaryDirectory() as place:
        store = EvidenceStore(Path(place))
        store.add("all", _answers())
        wanted = Filter("experience", channel="email")
        by_hand = duckdb.connect(config={"threads": 2})
        paths = [one.path for one in store.snapshot().segments]

        def asked() -> None:
            found = histograms(store, ["month", "touchpoint_id"], wanted)
            nps_of_cells(np.array(list(found.values())))

        def written() -> dict[tuple[object, ...], int]:
            rows = by_hand.execute(
                "SELECT month, touchpoint_id, count(*) FILTER (score >= 9), count(*) FILTER (score <= 6), count(*) "
                "FROM read_parquet(?) WHERE kind_of_score = 'experience' AND channel = 'email' AND score IS NOT NULL GROUP BY 1, 2",
                [paths],
            ).fetchall()
            return {(row[0], row[1]): row[4] for row in rows}

        ours = {
            key: sum(counts) for key, counts in histograms(store, ["month", "touchpoint_id"], wanted).items()
        }
        assert ours == written(), "both must count the same"
        yield at_most(
            f"trend by month and touchpoint over {ROWS:,} answers, CPU s",
            cpu_seconds(lambda: [asked() for _ in range(TRIALS)]) / TRIALS,
            "hand-written DuckDB SQL over the same Parquet",
            cpu_seconds(lambda: [written() for _ in range(TRIALS)]) / TRIALS,
            1.2,
        )


def _answers() -> pa.Table:
    chance = np.random.default_rng(1)
    months = [date(2025 + index // 12, index % 12 + 1, 1) for index in range(24)]
    month = chance.integers(0, 24, ROWS)
    columns = {
        "signal_id": np.arange(ROWS),
        "month": [months[index] for index in month],
        "day": [months[index] for index in month],
        "score": chance.integers(0, 11, ROWS),
        "kind_of_score": ["experience"] * ROWS,
        "channel": np.array(["email", "web", "shop"])[chance.integers(0, 3, ROWS)],
        "touchpoint_id": chance.integers(1, 13, ROWS),
        "unit_id": chance.integers(1, 40, ROWS),
        "themes": [[]] * ROWS,
        "attributes": [[]] * ROWS,
    }
    return pa.table(
        {f.name: pa.array(columns.get(f.name, [None] * ROWS), f.type) for f in EVIDENCE}, schema=EVIDENCE
    )
