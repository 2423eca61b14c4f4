"""Answers weighted to everybody who was asked: who answers may depend on the answer itself.

The usual weights (share of the asked who answer, by what was known of them) leave most of the error, because happy and unhappy
customers answer more than others whatever is known of them. Generalised calibration (Kott & Chang 2010, J. American
Statistical Association 105:1265) lets readiness depend on today's answer too. It is told by earlier answers of the same
customers, which are known of all who were asked: were readiness the same, the asked who praised us last time would answer as often.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.science.effects.panel import Cell
from groundswell.science.statistics.intervals import Interval

Floats = NDArray[np.float64]
Place = tuple[str, int]
VALUES: Final = np.array([100.0, 0.0, -100.0])
HAPPY, NEITHER, UNHAPPY = 0, 1, 2
LATELY_DAYS: Final = 91
MOST_LATELY: Final = 3
FIRST_GUESS: Final = 1.0
"""Before the data speak: how far the log odds of answering may lie apart by the answer; 1 is up to seven times as ready."""
ENOUGH_WITH_HISTORY: Final = 200
"""Asked customers with an earlier answer, below which nothing can be told."""
STEP: Final = 0.05
ROUNDS: Final = 100
REWEIGHED: Final = (0, 4, 8)


@dataclass(frozen=True, slots=True)
class Ask:
    """One customer asked once. ``kind`` is what they answered (0 happy, 1 neither, 2 unhappy), None for silence.

    ``place`` is where and in which period it counts, None for what is history only; ``side`` is with or without, before or after.
    """

    customer: Hashable
    day: int
    place: Place | None
    side: int
    segment: str
    kind: int | None


class Known(NamedTuple):
    """What is known of a customer when they are asked, whether they answer or not."""

    side: int
    segment: str
    lately: int
    last: int | None
    before_last: int | None


Counts = Mapping[tuple[Place, Known], Sequence[int]]
"""How many of the asked were happy, neither, unhappy, and silent."""


def by_what_is_known(asks: Iterable[Ask]) -> dict[tuple[Place, Known], list[int]]:
    """Every ask put where it belongs with what was known of the customer by then. Those of one customer come in their order."""
    answers: dict[Hashable, tuple[int | None, int | None]] = {}
    days: dict[Hashable, deque[int]] = defaultdict(lambda: deque(maxlen=MOST_LATELY))
    found: dict[tuple[Place, Known], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for ask in asks:
        last, before_last = answers.get(ask.customer, (None, None))
        lately = sum(ask.day - day <= LATELY_DAYS for day in days[ask.customer])
        if ask.place is not None:
            known = Known(ask.side, ask.segment, lately, last, before_last)
            found[ask.place, known][3 if ask.kind is None else ask.kind] += 1
        days[ask.customer].append(ask.day)
        if ask.kind is not None:
            answers[ask.customer] = ask.kind, last
    return dict(found)


@dataclass(frozen=True, slots=True)
class Reweighted:
    """The cells weighted to everybody asked, the same were the happy (then the unhappy) a step readier, and how sure that is."""

    cells: tuple[Cell, ...]
    a_step_on: tuple[tuple[Cell, ...], tuple[Cell, ...]]
    covariance: Floats
    log_odds: tuple[float, float]
    asked: int
    answered: int

    def each(self, move: Callable[[tuple[Cell, ...]], Iterable[Cell]]) -> Reweighted:
        """The same weights over cells that are moved."""
        happier, unhappier = (tuple(move(step)) for step in self.a_step_on)
        return replace(self, cells=tuple(move(self.cells)), a_step_on=(happier, unhappier))

    def error_of(self, moves: tuple[float, float]) -> float:
        """The standard error that unsure weights add, from how far the effect moved with each step."""
        slope = np.array(moves) / STEP
        return sqrt(max(0.0, float(slope @ self.covariance @ slope)))

    def readiness(self, kind: int) -> tuple[float, Interval]:
        """How many times as readily somebody happy, or unhappy, answers than somebody who is neither: odds and their range."""
        place = 0 if kind == HAPPY else 1
        middle, reach = self.log_odds[place], 1.96 * sqrt(float(self.covariance[place, place]))
        return exp(middle), Interval(exp(middle - reach), exp(middle + reach))


def reweighted(cells: Sequence[Cell], counts: Counts) -> Reweighted | None:
    """None where the asked are not known well enough: fewer than 200 of them with an earlier answer, or hardly any that differ.

    A cell moves by what the weights do to its answers of the asked, times their share among all its answers.
    """
    groups = sorted({known for _, known in counts}, key=str)
    answers = _answers(counts, {group: row for row, group in enumerate(groups)})
    n = np.zeros((len(groups), 4))
    np.add.at(n, answers.group, answers.kinds)
    has_history = np.array([group.last is not None for group in groups], dtype=np.bool_)
    if not groups or n[has_history].sum() < ENOUGH_WITH_HISTORY or not n[:, :3].sum(axis=0).all():
        return None
    base, instruments = _base(groups), _instruments(groups)
    fitted = _fit(base, instruments, n)
    if fitted is None:
        return None
    found, covariance = fitted
    versions = [
        answers.moved(cells, _weights(base, found + step))
        for step in (np.zeros_like(found), _unit(found, -2), _unit(found, -1))
    ]
    return Reweighted(
        versions[0], (versions[1], versions[2]), covariance[-2:, -2:], (float(found[-2]), float(found[-1])),
        int(n.sum()), int(n[:, :3].sum()),
    )  # fmt: skip


def by_what_was_known_alone(cells: Sequence[Cell], counts: Counts) -> tuple[Cell, ...]:
    """The usual weights, for comparison: one over the share of the asked who answer, of all of whom the same is known.

    A group with few asked borrows from the whole as if ten more had been asked there.
    """
    asked: Counter[Known] = Counter()
    answered: Counter[Known] = Counter()
    for (_, known), row in counts.items():
        asked[known] += sum(row)
        answered[known] += sum(row[:3])
    usual = sum(answered.values()) / sum(asked.values())
    order = list(asked)
    shares = np.array([(answered[one] + 10 * usual) / (asked[one] + 10) for one in order])
    weights = np.repeat(1 / shares[:, None], 3, axis=1)
    return _answers(counts, {one: row for row, one in enumerate(order)}).moved(cells, weights)


def _base(groups: Sequence[Known]) -> Floats:
    """What readiness may depend on beside the answer: side, segment, how often asked lately, and whether they answered before."""
    columns = [np.ones(len(groups))]
    for values in (
        [group.side for group in groups],
        [group.segment for group in groups],
        [group.lately for group in groups],
        [(group.last is not None) + (group.before_last is not None) for group in groups],
    ):
        columns += [
            np.array([value == one for value in values], dtype=np.float64) for one in _but_one(values)
        ]
    return np.column_stack(columns)


def _but_one(values: Sequence[Hashable]) -> list[Hashable]:
    return sorted(set(values), key=str)[1:]


def _instruments(groups: Sequence[Known]) -> Floats:
    """What was answered last and before: known of everybody asked, and no reason of its own to answer today."""
    return np.array(
        [
            [
                group.last == HAPPY,
                group.last == UNHAPPY,
                group.before_last == HAPPY,
                group.before_last == UNHAPPY,
            ]
            for group in groups
        ],
        dtype=np.float64,
    )


def _design(base: Floats) -> Floats:
    """Groups x kinds x parameters: the base, and one log odds each for the happy and the unhappy."""
    kinds = np.zeros((len(base), 3, 2))
    kinds[:, HAPPY, 0] = kinds[:, UNHAPPY, 1] = 1.0
    return np.concatenate([np.repeat(base[:, None, :], 3, axis=1), kinds], axis=2)


def _weights(base: Floats, found: Floats) -> Floats:
    """One over the readiness of each group and kind."""
    weights: Floats = 1 + np.exp(np.clip(-_design(base) @ found, -20, 20))
    return weights


def _fit(base: Floats, instruments: Floats, n: Floats) -> tuple[Floats, Floats] | None:
    """Weighted totals of the answered equal those of the asked, as nearly as their chance allows (two-step GMM, Gauss-Newton)."""
    columns, design = np.column_stack([base, instruments]), _design(base)
    totals, answered = n.sum(axis=1) @ columns, n[:, :3]
    found, covering = np.zeros(design.shape[2]), np.zeros((columns.shape[1],) * 2)
    found[0] = np.log(answered.sum() / max(n[:, 3].sum(), 1.0))
    guess = np.zeros((len(found), len(found)))
    guess[-2:, -2:] = np.eye(2) / FIRST_GUESS**2
    for turn in range(ROUNDS):
        odds = np.exp(np.clip(-design @ found, -20, 20))
        gaps = ((answered * (1 + odds)).sum(axis=1)) @ columns - totals
        if turn in REWEIGHED:
            spread = (answered * odds * (1 + odds)).sum(axis=1)
            covering = np.linalg.pinv((columns * spread[:, None]).T @ columns, hermitian=True)
        slopes = -columns.T @ (design * (answered * odds)[:, :, None]).sum(axis=1)
        curve = slopes.T @ covering @ slopes + guess
        step = np.clip(
            np.linalg.pinv(curve, hermitian=True) @ (slopes.T @ covering @ gaps + guess @ found), -1, 1
        )
        found = found - step
        if turn > REWEIGHED[-1] and float(np.abs(step).max()) < 1e-7:
            return found, np.linalg.pinv(curve, hermitian=True)
    return None


def _unit(found: Floats, place: int) -> Floats:
    step = np.zeros_like(found)
    step[place] = STEP
    return step


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """What the asked answered, and their silence: one row a place and what was known, with the number of each."""

    places: Mapping[Place, int]
    place: NDArray[np.int_]
    group: NDArray[np.int_]
    kinds: Floats

    def moved(self, cells: Sequence[Cell], weights: Floats) -> tuple[Cell, ...]:
        """Each cell by what the weights do to its answers of the asked, times their share among all its answers."""
        answered = self.kinds[:, :3]
        heavy = answered * weights[self.group]
        sums = np.column_stack(
            [
                np.bincount(self.place, column, len(self.places))
                for column in (answered.sum(axis=1), answered @ VALUES, heavy.sum(axis=1), heavy @ VALUES)
            ]
        )
        found = []
        for cell in cells:
            row = self.places.get((cell.unit, cell.period))
            n, total, weight, weighted = (0.0,) * 4 if row is None else (float(value) for value in sums[row])
            shift = (weighted / weight - total / n) * min(1.0, n / cell.n) if n else 0.0
            found.append(Cell(cell.unit, cell.period, cell.mean + shift, cell.n))
        return tuple(found)


def _answers(counts: Counts, place_of: Mapping[Known, int]) -> _Answers:
    places = {place: row for row, place in enumerate(dict.fromkeys(place for place, _ in counts))}
    return _Answers(
        places,
        np.array([places[place] for place, _ in counts], dtype=np.int_),
        np.array([place_of[known] for _, known in counts], dtype=np.int_),
        np.array(list(counts.values()), dtype=np.float64).reshape(-1, 4),
    )
