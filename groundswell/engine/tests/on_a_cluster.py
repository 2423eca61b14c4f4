"""What the test of the cluster does in a process of its own, since Spark's driver leaves sockets behind: compare every figure."""

import sys
from pathlib import Path

from groundswell.engine import cubes
from groundswell.engine.building import build_cubes
from groundswell.engine.cells import Cells, added_up
from groundswell.engine.cluster import cluster_at
from groundswell.engine.scan import counted
from groundswell.engine.store import EvidenceStore

from .samples import EVERY_QUESTION

SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.executor.memory": "512m",
}


def _as_lists(cells: Cells) -> list[object]:
    return [cells.keys.tolist(), cells.counts.tolist(), cells.sums.tolist()]


def main(url: str, home: str) -> None:
    """Ends with an error where a figure differs; says how many were compared."""
    store, asked, told = EvidenceStore(Path(home)), 0, 0
    cubes.FEWEST_ROWS_A_CELL = 1
    with cluster_at(url, **SETTINGS) as cluster:
        snapshot = store.snapshot()
        for dimensions, wanted in EVERY_QUESTION:
            here = counted(snapshot, snapshot.segments, dimensions, wanted, weighted=True)
            there = cluster.counted(snapshot, dimensions, wanted, weighted=True)
            assert _as_lists(there) == _as_lists(here), (dimensions, wanted)
            asked, told = asked + 1, told + bool(here.number)
        built = []
        for count in (None, cluster.count_cubes):
            build_cubes(store, count)
            views = store.snapshot().cubes
            built.append({name: _as_lists(added_up(view.base)) for name, view in views.items()})
    assert built[0] == built[1], "the cubes differ"
    store.close()
    sys.stdout.write(f"{asked} questions, {told} with an answer, {len(built[0])} cubes\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
