"""A thousand new answers taken into every cube, and how soon a figure knows an answer that was acknowledged.

``python -m benchmarks.merging`` prints the bars. The merge is CPU of one process: coding the answers, counting them into
each cube, the transaction, and a second reader that takes all of it in; writing the segment's file is a line of its own.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from rich.console import Console

from groundswell.engine.building import build_cubes
from groundswell.engine.histograms import Filter, tally
from groundswell.engine.store import EvidenceStore

from .answers import MONTHS, portion
from .bar import Bar
from .clients import BODY
from .servers import OURS, begin, free_port, home_in, serving
from .tallies import fill

ROWS, BATCH, TURNS, ANSWERS = 10_000_000, 1_000, 20, 10
MOST_CPU_MS, MOST_SECONDS = 5.0, 2.0


def bars(rows: int = ROWS) -> Iterator[Bar]:
    """The merge beside a store of so many answers, then the way of single answers through a running product."""
    with TemporaryDirectory() as place:
        writer, reader = (EvidenceStore(Path(place)) for _ in range(2))
        fill(writer, rows)
        build_cubes(writer)
        yield _merge(writer, reader)
        for store in (writer, reader):
            store.close()
    yield _until_it_counts()


def _merge(writer: EvidenceStore, reader: EvidenceStore) -> Bar:
    chance, added, files = np.random.default_rng(5), [], []
    n = len(reader.snapshot().cubes)
    for turn in range(TURNS):
        batch = portion(chance, MONTHS[-1], 10**9 + turn * BATCH, BATCH)
        files.append(_timed(lambda batch=batch: writer.write_segment("2026-12", [batch])))
        added.append(_timed(lambda batch=batch, turn=turn: writer.add(f"turn {turn}", batch)))
        added[-1] += _timed(reader.snapshot)
        assert _counted(reader) == _counted(writer)
    file = min(files)
    merge = min(added) - file
    return Bar(
        f"{BATCH:,} answers merged into {n} cubes and taken in by a reader, least CPU ms of {TURNS} (median {median(added) - median(files):.1f})",
        round(merge, 2),
        "writing and syncing their segment",
        round(file, 2),
        round(merge / file, 2),
        f"at most {MOST_CPU_MS:g} ms",
        merge <= MOST_CPU_MS,
    )


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def _counted(store: EvidenceStore) -> int:
    return int(tally(store, (), Filter("experience")).counts.sum())


def _until_it_counts() -> Bar:
    """Answers are posted one by one, and a reader of the evidence asks until each is in the figure."""
    with TemporaryDirectory() as place, ExitStack() as servers:
        home, port = home_in(place), free_port()
        token = begin(home)
        servers.enter_context(serving([*OURS, "web", "--port", str(port)], home, port))
        worker = subprocess.Popen([*OURS, "worker"], env=home)
        try:
            store = EvidenceStore(Path(place) / "evidence")
            waits = [_wait(store, port, token, number) for number in range(-1, ANSWERS)][1:]
            store.close()
        finally:
            worker.terminate()
            worker.wait(30)
    return Bar(
        f"an answer from its acknowledgement to the figure, seconds, median of {ANSWERS} ({min(waits):.2f} to {max(waits):.2f})",
        round(median(waits), 2),
        "the promise",
        MOST_SECONDS,
        round(median(waits) / MOST_SECONDS, 2),
        f"all within {MOST_SECONDS:g} s",
        max(waits) <= MOST_SECONDS,
    )


def _wait(store: EvidenceStore, port: int, token: str, number: int) -> float:
    """Seconds from the acknowledgement until the answer counts; the first one also waits for the worker to start."""
    before, name = _counted(store), f"answer{number}"
    line = HTTPConnection("127.0.0.1", port)
    told = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": name}
    line.request("POST", "/api/v1/responses", BODY.format(name=name, score=9), told)
    assert line.getresponse().status == 201
    began = time.monotonic()
    while _counted(store) == before:
        assert time.monotonic() - began < 120, "the answer never came to count"
        time.sleep(0.01)
    waited = time.monotonic() - began
    line.close()
    time.sleep(0.37)
    return waited


def main() -> None:
    """The bars for people."""
    for bar in bars(int(sys.argv[1]) if sys.argv[1:] else ROWS):
        said = "holds" if bar.holds else "MISSED"
        Console(width=180).print(
            f"{bar.bench}: {bar.value:g} ({bar.against}: {bar.against_value:g}); {bar.bar}: {said}"
        )


if __name__ == "__main__":
    main()
