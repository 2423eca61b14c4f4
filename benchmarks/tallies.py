"""Five questions over 1, 10 and 100 million answers: from the cubes, by hand in DuckDB, in polars and in pandas, each counted equal.

``python -m benchmarks.tallies [rows ...]`` prints a table. All read the same Parquet segments; what a peer needs to ask is
within its time, as ours is. CPU seconds of this process, the least of some runs; a peer that is not installed is left out.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
from rich.console import Console
from rich.table import Table

from groundswell.engine.building import build_cubes
from groundswell.engine.histograms import Filter, tally
from groundswell.engine.store import REBUILT, EvidenceStore
from groundswell.engine.tidying import sweep
from groundswell.engine.trees import subtree_sums
from groundswell.science.scores.cells import nps_of_cells

from .answers import MONTHS, UNITS, answers
from .bar import Bar, at_least, at_most, cpu_seconds, for_scale

SIZES = (1_000_000, 10_000_000, 100_000_000)
MOST_FOR_PANDAS = 10_000_000
COUNTS = "count(*) FILTER (score >= 9) AS p, count(*) FILTER (score BETWEEN 7 AND 8) AS n, count(*) FILTER (score <= 6) AS d"
BRANCHES = 10
LAST = np.minimum(
    [UNITS - 1 if place == 0 else place + (499 if place % 500 == 1 else 0) for place in range(UNITS)],
    UNITS - 1,
)
"""A root, ten regions and the rest below them, in preorder: unit n stands at place n - 1."""

Asked = dict[tuple[Any, ...], tuple[int, int, int]]


@dataclass(frozen=True)
class Question:
    """A question to the cubes and the same by hand."""

    name: str
    dimensions: tuple[str, ...]
    wanted: Filter
    where: str = "kind_of_score = 'experience'"
    least: float = 1.0
    """How many times less CPU than by hand is promised; below 1 for a question that no cube holds."""


QUESTIONS = (
    Question(
        "trend of 40 touchpoints, filtered by channel and segment",
        ("month", "touchpoint_id"),
        Filter("experience", channel="email", segment="firm"),
        "kind_of_score = 'experience' AND channel = 'email' AND segment = 'firm'",
        1000,
    ),
    Question("touchpoint x month", ("touchpoint_id", "month"), Filter("experience")),
    Question("5,000 units x 24 months", ("unit_id", "month"), Filter("experience"), least=100),
    Question("themes", ("theme",), Filter("experience")),
    Question(
        "months, filtered by theme, channel and segment: no cube holds it",
        ("month",),
        Filter("experience", theme_id=7, channel="web", segment="home"),
        "kind_of_score = 'experience' AND channel = 'web' AND segment = 'home' AND list_contains(themes, 7)",
        1 / 1.2,
    ),
)


def fill(store: EvidenceStore, rows: int) -> None:
    """All answers, named together; the cubes are built apart."""
    store.replace_all([REBUILT], answers(rows))


def bars(sizes: tuple[int, ...] = SIZES[:2]) -> Iterator[Bar]:
    """The bars of every size, and how ours grow from the smallest size to each larger one."""
    with ExitStack() as kept:
        smallest: EvidenceStore | None = None
        for rows in sizes:
            store = EvidenceStore(Path(kept.enter_context(TemporaryDirectory())))
            kept.callback(store.close)
            fill(store, rows)
            yield from _of_one_size(store, rows)
            if smallest is not None:
                yield from _beside(smallest, store, rows)
            smallest = smallest or store


def _beside(smallest: EvidenceStore, store: EvidenceStore, rows: int) -> Iterator[Bar]:
    """The questions that the same cube holds at both sizes, asked in turns, so that the machine's moods meet both alike."""
    for one in QUESTIONS[:2]:
        times: dict[int, float] = {}
        for _ in range(10):
            for place, asked in enumerate((smallest, store)):
                spent = cpu_seconds(lambda one=one, asked=asked: [_ours(asked, one) for _ in range(20)], 1)
                times[place] = min(times.get(place, spent), spent)
        what = f"{one.name}: CPU ms at {rows:,}"
        yield at_most(what, times[1] * 50, f"at {smallest.rows():,}", times[0] * 50, 1.2)


def _of_one_size(store: EvidenceStore, rows: int) -> Iterator[Bar]:
    paths = [one.path for one in store.snapshot().segments]
    hand = duckdb.connect(config={"threads": 2})
    raws, builds = [], []
    for _ in range(3):
        raws.append(cpu_seconds(lambda: _by_hand(hand, paths, QUESTIONS[1]), 1))
        builds.append(cpu_seconds(lambda: build_cubes(store), 1))
    raw, built = min(raws), min(builds)
    cells = {name: view.base.number for name, view in store.snapshot().cubes.items()}
    sweep(store, older_than_seconds=-1)
    size = sum(file.stat().st_size for file in store.cube_folder.iterdir()) / 2**20
    said = f"{rows:,} answers: "
    kept = f"{len(cells)} cubes, {sum(cells.values()):,} cells, {size:.0f} MiB"
    yield at_most(f"{said}all cubes built ({kept}), CPU s", built, "one raw query by hand", raw, 6)
    for one in QUESTIONS:
        runs = 20 if one.least >= 1 else 3
        ours = cpu_seconds(lambda one=one, runs=runs: [_ours(store, one) for _ in range(runs)], 3) / runs
        by_hand = cpu_seconds(lambda one=one: _by_hand(hand, paths, one), 3)
        _same(one, _counted(store, one), _by_hand(hand, paths, one))
        what = f"{said}{one.name}, CPU s"
        if one.least >= 1:
            yield (at_least if rows >= SIZES[2] else _for_scale)(
                what, ours, "by hand in DuckDB", by_hand, one.least
            )
        else:
            yield at_most(what, ours, "by hand in DuckDB", by_hand, 1.2)
        for name, peer in _peers(rows).items():
            theirs = cpu_seconds(lambda one=one, peer=peer: peer(paths, one), 1)
            _same(one, _counted(store, one), peer(paths, one))
            yield for_scale(what, ours, name, theirs)


def _for_scale(bench: str, ours: float, against: str, theirs: float, _least: float) -> Bar:
    return for_scale(bench, ours, against, theirs)


def _ours(store: EvidenceStore, one: Question) -> None:
    """The answer with its intervals, as a page would have it."""
    found = tally(store, one.dimensions, one.wanted)
    counts = found.counts
    if one.dimensions[0] == "unit_id":
        grid = np.zeros((UNITS, len(MONTHS), 11), np.int64)
        place = np.searchsorted(np.unique(found.keys[1]), found.keys[1])
        grid[found.keys[0] - 1, place] = counts
        counts = subtree_sums(grid, LAST).reshape(-1, 11)
    nps_of_cells(counts)


def _counted(store: EvidenceStore, one: Question) -> Asked:
    found = tally(store, one.dimensions, one.wanted)
    keys = zip(*(found.values(name) for name in one.dimensions), strict=True)
    groups = (found.counts[:, 9:].sum(1), found.counts[:, 7:9].sum(1), found.counts[:, :7].sum(1))
    return dict(zip(keys, zip(*(group.tolist() for group in groups), strict=True), strict=True))


def _by_hand(hand: duckdb.DuckDBPyConnection, paths: list[str], one: Question) -> Asked:
    names = [name if name != "theme" else "unnest(themes)" for name in one.dimensions]
    keys = len(names)
    asked = ", ".join(f"{name} AS k{place}" for place, name in enumerate(names))
    groups = ", ".join(f"k{place}" for place in range(keys))
    inner = f"SELECT {asked}, score FROM read_parquet(?) WHERE score IS NOT NULL AND {one.where}"  # noqa: S608 our own words
    found = hand.execute(f"SELECT {groups}, {COUNTS} FROM ({inner}) GROUP BY {groups}", [paths]).fetchall()  # noqa: S608 as above
    return {row[:keys]: row[keys:] for row in found}


def _peers(rows: int) -> dict[str, Callable[[list[str], Question], Asked]]:
    found: dict[str, Callable[[list[str], Question], Asked]] = {}
    if importlib.util.find_spec("polars"):
        found["polars"] = _polars
    if importlib.util.find_spec("pandas") and rows <= MOST_FOR_PANDAS:
        found["pandas"] = _pandas
    return found


def _polars(paths: list[str], one: Question) -> Asked:
    import polars as pl

    asked = pl.scan_parquet(paths).filter(
        pl.col("score").is_not_null() & (pl.col("kind_of_score") == one.wanted.kind_of_score)
    )
    for name in ("channel", "segment"):
        if (value := getattr(one.wanted, name)) is not None:
            asked = asked.filter(pl.col(name) == value)
    if one.wanted.theme_id is not None:
        asked = asked.filter(pl.col("themes").list.contains(one.wanted.theme_id))
    if "theme" in one.dimensions:
        asked = asked.filter(pl.col("themes").list.len() > 0).explode("themes").rename({"themes": "theme"})
    score = pl.col("score")
    found = asked.group_by(list(one.dimensions)).agg(
        (score >= 9).sum(), score.is_between(7, 8).sum().alias("n"), (score <= 6).sum().alias("d")
    )
    rows = found.collect(engine="streaming").rows()
    return {row[:-3]: row[-3:] for row in rows}


def _pandas(paths: list[str], one: Question) -> Asked:
    import pandas as pd

    names = [name for name in one.dimensions if name != "theme"]
    read = {*names, "score", "kind_of_score"} | {n for n in ("channel", "segment") if getattr(one.wanted, n)}
    has_themes = "theme" in one.dimensions or one.wanted.theme_id is not None
    frame = pd.read_parquet(paths, columns=sorted(read | ({"themes"} if has_themes else set())))
    frame = frame[frame["score"].notna() & (frame["kind_of_score"] == one.wanted.kind_of_score)]
    for name in ("channel", "segment"):
        if (value := getattr(one.wanted, name)) is not None:
            frame = frame[frame[name] == value]
    if one.wanted.theme_id is not None:
        frame = frame[[one.wanted.theme_id in themes for themes in frame["themes"]]]
    if "theme" in one.dimensions:
        frame = frame[["score", "themes"]].explode("themes").dropna().rename(columns={"themes": "theme"})
    score = frame["score"]
    marks = pd.DataFrame({"p": score >= 9, "n": score.between(7, 8), "d": score <= 6})
    sums = marks.groupby([frame[name] for name in one.dimensions]).sum()
    keys = [key if isinstance(key, tuple) else (key,) for key in sums.index]
    return dict(zip(keys, map(tuple, sums.to_numpy().tolist()), strict=True))


def _same(one: Question, ours: Asked, theirs: Asked) -> None:
    """Every cell counted alike; the answers in all are in the sum."""
    assert ours == theirs, f"{one.name}: the counts differ"


def main() -> None:
    """The table for people."""
    sizes = tuple(int(word) for word in sys.argv[1:]) or SIZES
    table = Table("what", "ours", "against", "theirs", "ratio", "promise", "holds")
    for bar in bars(sizes):
        ratio = bar.against_value / bar.value if bar.bar != "at most 6 x" and bar.value else bar.ratio
        table.add_row(
            bar.bench,
            f"{bar.value:g}",
            bar.against,
            f"{bar.against_value:g}",
            f"{ratio:.4g}",
            bar.bar,
            "yes" if bar.holds else "NO",
        )
    Console(width=180).print(table)


if __name__ == "__main__":
    main()
