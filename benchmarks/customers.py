"""Customers dealt by lot: is an effect found where there is one, and not claimed where there is none? Worlds with known truth.

``python -m benchmarks.customers`` draws them, reads each month by month, and prints the table of ``docs/figures/effect.md``.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, stdev

import numpy as np
from numpy.typing import NDArray

from groundswell.science.effects.customers import Side, compared, dealt_effect, response_of_arms
from groundswell.science.effects.effect import Effect, Verdict
from groundswell.science.effects.experiments import Arm
from groundswell.science.effects.selective_response import Asked, at_most

Floats = NDArray[np.float64]
WORLDS, MONTHS, BEFORE = 400, 6, 12
MATTERS = 5.0


@dataclass(frozen=True)
class Kind:
    """So many customers, of whom a ``share`` gets it; ``lift`` moves how satisfied they are (standard deviations); ``readier``: by how
    much more readily the happy then answer, and the unhappy less; ``mood``: how far customers lie apart by themselves."""

    name: str
    customers: int = 6_000
    lift: float = 0.0
    share: float = 0.5
    readier: float = 0.0
    mood: float = 1.0


KINDS = (
    Kind("Nothing changes, 600 customers", 600),
    Kind("Nothing changes"),
    Kind("It works", lift=0.25),
    Kind("It works, three of ten get it", lift=0.25, share=0.3),
    Kind("It works, moods last longer", lift=0.35, mood=1.8),
    Kind("Nothing changes but who answers: the happy 10% more readily, the unhappy 10% less", readier=0.1),
)


def points(latent: Floats) -> Floats:
    return 100.0 * (latent > 0.6) - 100.0 * (latent < -0.3)


def truth(kind: Kind) -> float:
    """The effect on the mean of all customers, in points."""
    rng = np.random.default_rng(1994)
    latent = rng.normal(0, kind.mood, 2_000_000) + rng.normal(0, 0.8, 2_000_000)
    return float(points(latent + kind.lift).mean() - points(latent).mean())


def drawn(
    kind: Kind, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], Floats, Floats, list[tuple[Floats, Floats]]]:
    """Who gets it, answers and points of before, and those since the start after each month. Some join in between; some never answer."""
    n = kind.customers
    own, gets = rng.normal(0, kind.mood, n), rng.random(n) < kind.share
    ready = np.clip(0.06 * rng.lognormal(0, 0.7, n), 0, 0.9)
    joined = rng.integers(-2 * BEFORE, MONTHS, n)

    def month(at: int) -> tuple[Floats, Floats]:
        has = gets & (at >= 0)
        willing = ready * np.where(has, 1 + kind.readier * np.sign(own + 0.15), 1.0)
        said = (joined <= at) & (rng.random(n) < willing)
        return said.astype(float), said * points(own + rng.normal(0, 0.8, n) + kind.lift * has)

    earlier = [month(at) for at in range(-BEFORE, 0)]
    since, looks = [np.zeros(n), np.zeros(n)], []
    for at in range(MONTHS):
        since = [one + more for one, more in zip(since, month(at), strict=True)]
        looks.append((since[0], since[1]))
    return gets, sum(n for n, _ in earlier), sum(total for _, total in earlier), looks


def _arm(y: Floats, x: Floats | None = None) -> Arm:
    whole = len(y), float(y.sum()), float(y @ y)
    return Arm(*whole) if x is None else Arm(*whole, float(x.sum()), float(x @ x), float(x @ y))


@dataclass(frozen=True)
class Read:
    """One world: what the last look said, whether any look claimed, and whether every look's range held the truth."""

    found: Effect
    plain_error: float
    saved: float
    claimed: bool
    held_always: bool


def read(kind: Kind, seed: int, true: float) -> Read:
    """Month by month, as the nightly job reads it."""
    gets, n_before, before, looks = drawn(kind, np.random.default_rng(seed))
    known = n_before > 0
    x = np.divide(before, n_before, out=np.zeros_like(before), where=known)
    claimed, held = False, True
    for number, (n, total) in enumerate(looks, 1):
        y = np.divide(total, n, out=np.zeros_like(total), where=n > 0)
        whose = [(n > 0) & arm for arm in (gets, ~gets)]
        having, lacking = (Side(_arm(y[w & known], x[w & known]), _arm(y[w & ~known])) for w in whose)
        response = response_of_arms(Asked(int(gets.sum()), having.n), Asked(int((~gets).sum()), lacking.n))
        could_be = at_most(response, *(Counter(y[w].tolist()) for w in whose)) if response else (0.0, 0.0)
        found = dealt_effect(having, lacking, (0, 0), MATTERS, could_be, number / MONTHS)
        claimed = claimed or found.verdict is Verdict.WORKED
        held = held and (found.low is None or found.high is None or found.low <= true <= found.high)
    told = compared(having, lacking)
    if told is None:
        raise ValueError("Every world here has customers enough for a range.")
    return Read(found, told.plain.estimate - true, told.saved, claimed, held)


def rows(side: list[Read], true: float) -> Iterator[str]:
    """One column of the table."""
    once = [one.found.once for one in side if one.found.once]
    errors = [one.estimate - true for one in once]
    yield f"{true:+.1f}"
    yield f"{mean(errors):+.1f}"
    yield f"{stdev(errors):.1f}"
    yield f"{stdev(one.plain_error for one in side):.1f}"
    yield f"{100 * mean(one.saved for one in side):.0f}%"
    yield f"{100 * mean(o.low <= true <= o.high for o in once if o.low is not None and o.high is not None):.0f}%"
    yield f"{100 * mean(one.held_always for one in side):.1f}%"
    yield f"{mean((one.found.high - one.found.low) / 2 for one in side if one.found.low is not None and one.found.high is not None):.1f}"
    yield f"{100 * mean(one.found.verdict is Verdict.WORKED for one in side):.1f}%"
    yield f"{100 * mean(one.claimed for one in side):.1f}%"


HEADS = (
    "True effect",
    "Our estimate less the truth, mean",
    "… and how it varies (standard deviation)",
    "The same without what was said before",
    "Share of customers saved by it",
    "95% range of one look holds the truth",
    "The range true at every look holds it at every look",
    "Half its width in the end, mean",
    "Said to have worked in the end",
    "Said so at any of the six monthly looks",
)


def table(worlds: int) -> str:
    """Every kind of world as a column."""
    columns = []
    for kind in KINDS:
        true = truth(kind)
        columns.append(list(rows([read(kind, seed, true) for seed in range(worlds)], true)))
    head = (
        f"| {worlds} worlds each | {' | '.join(kind.name for kind in KINDS)} |\n|{'---|' * (len(KINDS) + 1)}"
    )
    body = [f"| {name} | {' | '.join(column[at] for column in columns)} |" for at, name in enumerate(HEADS)]
    return "\n".join([head, *body])


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS))
