"""Is an effect found where there is one, and not claimed where there is none? 60 organisations with known truth.

``python -m benchmarks.effects`` draws them, reads each month by month as an organisation would, and writes the table into
``docs/effects.md``. A folder with another ``simulate.py`` in GROUNDSWELL_SIMULATOR is asked as well, seed by seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev

import numpy as np

from groundswell.science.effects.by_design import PERMUTATIONS, Way, effect_by
from groundswell.science.effects.difference_in_differences import points_of
from groundswell.science.effects.effect import Contrast, Effect, Verdict
from groundswell.science.effects.panel import Cell
from groundswell.science.effects.selective_response import Asked, at_most, response_of
from groundswell.science.effects.who_was_asked import (
    Counts,
    Reweighted,
    by_what_is_known,
    by_what_was_known_alone,
    reweighted,
)

from .worlds import MONTHS, World, world_elsewhere, world_of

SEEDS = range(1, 31)
MATTERS = 5.0
FIRST_LOOK = MONTHS // 2 + 2
"""Looked at every month from two months after the first start."""
ALL_FROM = 20
"""In the organisations where nobody goes without it in the end, the month in which the others begin."""
PAGE = Path(__file__).parent.parent / "docs" / "effects.md"
BEGIN, END = "<!-- begin: python -m benchmarks.effects -->", "<!-- end -->"


@dataclass(frozen=True)
class Told:
    """One way to tell in one organisation: the truth, what was found in the end, and whether any look ever claimed that it worked."""

    truth: float
    found: Effect
    ever_claimed: bool

    @property
    def widened_once(self) -> tuple[float, float]:
        """The range of one look, widened by what a change in who answers could be."""
        once = self.found.once or Contrast(0.0)
        if once.low is None or once.high is None:
            raise ValueError("Every organisation here has units enough for a range.")
        return once.low - self.found.could_be[0], once.high + self.found.could_be[1]


@dataclass(frozen=True)
class Read:
    """One organisation: told from the answers as they came, told as on the page, and three figures beside it."""

    plain: Told
    weighted: Told
    usual_weights: float
    true_weights: float
    naive: float


def read(world: World) -> Read:
    """As the nightly job does: each look uses only what was there by then, and the word of each look counts.

    Once a look has said that it worked, only the last one is taken still: what those between say changes nothing here.
    """
    end = world.ends - 1
    counted = by_what_is_known(world.then(end).asked_until(end))
    claimed, told = [False, False], []
    for month in range(FIRST_LOOK, world.ends):
        told = _look(world.then(month), month, counted, [not one or month == end for one in claimed])
        claimed = [
            was or (one is not None and one.verdict is Verdict.WORKED)
            for was, one in zip(claimed, told, strict=True)
        ]
    plain, weighted = (Told(world.truth, one, was) for one, was in zip(told, claimed, strict=True) if one)
    usual = points_of(by_what_was_known_alone(_cells(world, end), counted), _starts(world)) or 0.0
    true = points_of(_cells_truly_weighted(world, end), _starts(world)) or 0.0
    return Read(plain, weighted, usual, true, _naive(world) if world.ends == MONTHS else 0.0)


def _starts(world: World) -> dict[str, int | None]:
    return {str(branch): start for branch, start in world.starts.items()}


def _cells(world: World, last: int) -> list[Cell]:
    return [
        Cell(str(branch), month, 100 * (p - d) / (p + n + d), p + n + d)
        for (branch, month), (p, n, d) in world.kinds.items()
        if p + n + d and month <= last
    ]


def _cells_truly_weighted(world: World, last: int) -> list[Cell]:
    """What the asked would have said, had everybody answered, as nearly as their answers can tell."""
    found = []
    for (branch, month), said in world.silent_for_each().items():
        if month <= last:
            points = sum(weight * (100 * (answer >= 9) - 100 * (answer <= 6)) for answer, weight in said)
            found.append(Cell(str(branch), month, points / sum(weight for _, weight in said), len(said)))
    return found


def _look(world: World, last: int, counted: Counts, wanted: list[bool]) -> list[Effect | None]:
    """As answered, and weighted to everybody asked; None where nobody wants it."""
    starts = _starts(world)
    kept = {place: kinds for place, kinds in world.kinds.items() if place[1] <= last}
    cells = _cells(world, last)
    asked = {True: [Asked(0, 0), Asked(0, 0)], False: [Asked(0, 0), Asked(0, 0)]}
    counts = [dict.fromkeys((100.0, 0.0, -100.0), 0) for _ in range(2)]
    first = min(world.starts.values())
    for (branch, month), one in world.asked.items():
        if month <= last:
            is_with = branch in world.starts
            is_after = month >= world.starts.get(branch, first)
            asked[is_with][is_after] += Asked(*one)
            if is_with:
                for value, n in zip((100.0, 0.0, -100.0), kept.get((branch, month), (0, 0, 0)), strict=True):
                    counts[is_after][value] += n
    response = response_of(*asked[True], *asked[False])
    could_be = at_most(response, counts[True], counts[False]) if response else (0.0, 0.0)
    over = (last + 1 - first) / (world.ends - first)

    def told(weights: Reweighted | None, deals: int) -> Effect:
        rng = np.random.default_rng(1994)
        return effect_by(Way.STAGGERED, cells, starts, rng, MATTERS, could_be, over, weights, deals)

    def judged(weights: Reweighted | None) -> Effect:
        """Dealt anew only where that could still take the word "worked" back."""
        first = told(weights, 0)
        return told(weights, PERMUTATIONS) if first.low is not None and first.low > 0 else first

    plain = judged(None) if wanted[0] else None
    if not wanted[1]:
        return [plain, None]
    return [plain, judged(reweighted(cells, {key: row for key, row in counted.items() if key[0][1] <= last}))]


def _naive(world: World) -> float:
    """What a look at those with it beside those without it would say in the end."""
    sides = {True: [0, 0], False: [0, 0]}
    for (branch, month), (p, n, d) in world.kinds.items():
        if month >= FIRST_LOOK + 1:
            side = sides[branch in world.starts]
            side[0], side[1] = side[0] + p - d, side[1] + p + n + d
    return 100 * (sides[True][0] / sides[True][1] - sides[False][0] / sides[False][1])


Sides = tuple[list[Read], ...]


def rows(sides: Sides) -> Iterator[tuple[str, ...]]:
    """What is promised beside what came out, one column a side: the answers as they came, then as told on the page."""

    def every(measure: Callable[[list[Read]], str]) -> tuple[str, ...]:
        return tuple(measure(side) for side in sides)

    yield "True effect, mean", *every(lambda side: f"{mean(one.plain.truth for one in side):+.1f}")
    yield "What a naive difference says, mean", *every(lambda side: f"{mean(o.naive for o in side):+.1f}")
    yield "**As answered**", *("" for _ in sides)
    yield from _rows_of([[one.plain for one in side] for side in sides])
    yield "**Weighted by what was known of those asked**", *("" for _ in sides)
    yield (
        "Our estimate less the truth, mean",
        *every(lambda side: f"{mean(one.usual_weights - one.plain.truth for one in side):+.1f}"),
    )
    yield "**Weighted by how ready each truly was, which nobody outside knows**", *("" for _ in sides)
    yield (
        "What no weights can take away: the estimate less the truth, mean",
        *every(lambda side: f"{mean(one.true_weights - one.plain.truth for one in side):+.1f}"),
    )
    yield "**Weighted by today's answer as well: the page**", *("" for _ in sides)
    yield from _rows_of([[one.weighted for one in side] for side in sides])


def _rows_of(sides: list[list[Told]]) -> Iterator[tuple[str, ...]]:
    def every(measure: Callable[[list[Told]], str]) -> tuple[str, ...]:
        return tuple(measure(side) for side in sides)

    def errors(side: list[Told]) -> list[float]:
        return [one.found.estimate - one.truth for one in side if one.found.estimate is not None]

    yield "Our estimate less the truth, mean", *every(lambda side: f"{mean(errors(side)):+.1f}")
    yield "… and how it varies (standard deviation)", *every(lambda side: f"{stdev(errors(side)):.1f}")
    for words, ends in (
        ("95% range of one look holds the truth", _of_one_look),
        ("… widened by who answers (promised: at least 90%)", lambda one: one.widened_once),
        ("The range true at every look holds it", lambda one: (one.found.low, one.found.high)),
    ):
        yield words, *every(lambda side, ends=ends: f"{100 * mean(_holds(one, ends) for one in side):.0f}%")
    half = "Half its width, mean"
    yield half, *every(lambda side: f"{mean((o.found.high - o.found.low) / 2 for o in side):.1f}")
    ended = "Said to have worked in the end"
    yield ended, *every(lambda s: f"{sum(o.found.verdict is Verdict.WORKED for o in s)} of {len(s)}")
    ever = "Said so at any of the monthly looks (promised: at most 2 of 30 where it does nothing)"
    yield ever, *every(lambda side: f"{sum(one.ever_claimed for one in side)} of {len(side)}")


def _of_one_look(one: Told) -> tuple[float | None, float | None]:
    return (one.found.once.low, one.found.once.high) if one.found.once else (None, None)


def _holds(one: Told, ends: Callable[[Told], tuple[float | None, float | None]]) -> bool:
    low, high = ends(one)
    return low is not None and high is not None and low <= one.truth <= high


def table(make: Callable[[int, bool], World], seeds: Iterable[int]) -> str:
    """Where it works beside where it does nothing, each also without the two branches that polish their figures."""
    works, nulls = ([make(seed, kind) for seed in seeds] for kind in (True, False))
    sides = tuple(
        [read(world.without_gamed() if honest else world) for world in drawn]
        for honest in (False, True)
        for drawn in (works, nulls)
    )
    heads = (
        f"{len(works)} organisations each",
        "It works",
        "It does nothing",
        "It works, honest figures",
        "It does nothing, honest figures",
    )
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows(sides))])


def waves(seeds: Iterable[int]) -> str:
    """Everybody has it from month 20 on: told from what came before that, against those who waited longest."""
    drawn = [
        [world_of(seed, works=kind, for_all_from=ALL_FROM).without_gamed() for seed in seeds]
        for kind in (True, False)
    ]
    sides = [[read(world).weighted for world in side] for side in drawn]
    truth = "True effect until then, mean", *(f"{mean(one.truth for one in side):+.1f}" for side in sides)
    lines = [f"| {len(drawn[0])} organisations each | It works | It does nothing |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in (truth, *_rows_of(sides)))])


def main() -> None:
    """Draw, read, and write the page."""
    parts = [
        "## Our own simulated organisations",
        "",
        table(lambda seed, on: world_of(seed, works=on), SEEDS),
    ]
    print("\n".join(parts), flush=True)
    if folder := os.environ.get("GROUNDSWELL_SIMULATOR"):
        other = table(lambda seed, on: world_elsewhere(Path(folder), seed, works=on), SEEDS)
        parts += ["", "## Organisations simulated by somebody else's program", "", other]
    parts += ["", "## Everybody has it in the end, in three waves", "", waves(SEEDS)]
    text = "\n".join(parts)
    print(text, flush=True)
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
