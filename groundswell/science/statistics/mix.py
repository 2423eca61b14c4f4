"""Why a score moved: customers of the same kind answer otherwise, or other customers answer. Simpson's paradox, settled."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import sqrt
from operator import add

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.chance import in_how_many
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around, two_sided_p


@dataclass(frozen=True, slots=True)
class Part:
    """Points of a change, with their margin and how often chance alone would show as much."""

    points: float
    standard_error: float
    interval: Interval
    p_value: float

    @property
    def is_real(self) -> bool:
        """Whether the margin leaves out 0."""
        return self.interval.low > 0 or self.interval.high < 0


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group: its share of the answers (0 to 1) and its score before and after, and what it adds to each part."""

    group: Hashable
    share_before: float
    share_after: float
    score_before: float | None
    score_after: float | None
    rate_points: float
    mix_points: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """``change`` = ``rate`` + ``mix``: like customers answering otherwise, and a different mix of customers."""

    score_before: float
    score_after: float
    change: Part
    rate: Part
    mix: Part
    groups: tuple[GroupChange, ...]

    def in_words(self) -> str:
        """One or two sentences that do not let a different mix pass for improvement, nor hide one."""
        what = f"The score moved by {_signed(self.change.points)} points"
        rate = f"{_signed(self.rate.points)} ({_signed(self.rate.interval.low)} to {_signed(self.rate.interval.high)})"
        if not self.rate.is_real:
            chance = f"{in_how_many(self.rate.p_value)} such periods that would appear by chance"
            first = f"{what}; customers of the same kind answer {rate} points otherwise, and {chance}."
        else:
            word = "better" if self.rate.points > 0 else "worse"
            first = f"{what}; customers of the same kind answer {rate} points, {word} than before."
        if not self.mix.is_real:
            return first
        return f"{first} {_signed(self.mix.points)} points come from a different mix of customers, not from what you did."


def decompose(
    before: Mapping[Hashable, NpsTally],
    after: Mapping[Hashable, NpsTally],
    confidence: float = USUAL_CONFIDENCE,
) -> Decomposition | None:
    """Split the change of a score over groups (Kitagawa 1955, JASA 50:1168), errors by the delta method.

    rate = sum of mean share x change of score, mix = sum of mean score x change of share. A group that answered in one
    period only counts as mix. None where one period has no answers. Independent answers, two periods that share none.
    """
    n_0, n_1 = _answers(before), _answers(after)
    if n_0 == 0 or n_1 == 0:
        return None
    names = list(dict.fromkeys([*before, *after]))
    pairs = [(before.get(name, NpsTally()), after.get(name, NpsTally())) for name in names]
    groups = [_group(name, one, two, n_0, n_1) for name, (one, two) in zip(names, pairs, strict=True)]
    first, last = (reduce(add, side.values()).score or 0.0 for side in (before, after))
    rate = sum(group.rate_points for group in groups)
    sides = (([one for one, _ in pairs], n_0), ([two for _, two in pairs], n_1))

    def part(points: float, of: str) -> Part:
        variance = sum(_variance(groups, tallies, side, of) / n for side, (tallies, n) in enumerate(sides))
        return _part(points, sqrt(variance), confidence)

    return Decomposition(
        first,
        last,
        part(last - first, "change"),
        part(rate, "rate"),
        part(last - first - rate, "mix"),
        tuple(groups),
    )


def _answers(side: Mapping[Hashable, NpsTally]) -> int:
    return sum(tally.n for tally in side.values())


def _group(name: Hashable, one: NpsTally, two: NpsTally, n_0: int, n_1: int) -> GroupChange:
    share_0, share_1 = one.n / n_0, two.n / n_1
    score_0, score_1 = _scores(one, two)
    return GroupChange(
        name,
        share_0,
        share_1,
        one.score,
        two.score,
        (share_0 + share_1) / 2 * (score_1 - score_0),
        (score_0 + score_1) / 2 * (share_1 - share_0),
    )


def _scores(one: NpsTally, two: NpsTally) -> tuple[float, float]:
    """A group that was not there before scored, as far as anybody knows, as it does now."""
    first, second = one.score, two.score
    return (second or 0.0 if first is None else first, first or 0.0 if second is None else second)


def _variance(groups: list[GroupChange], tallies: list[NpsTally], side: int, of: str) -> float:
    """Of the influence of one answer: which group it falls into, and how it differs within its group."""
    pulls, within = [], 0.0
    for group, tally in zip(groups, tallies, strict=True):
        share = (group.share_before, group.share_after)[side]
        if tally.n == 0:
            continue
        here, gap, level = _influence(group, side)
        pull = {"rate": gap, "mix": level, "change": gap + level}[of]
        weight = {"rate": here, "mix": share - here, "change": share}[of]
        pulls.append((share, pull))
        within += weight**2 / share * tally.adjusted()[1] ** 2 * (tally.n + 3)
    mean = sum(share * pull for share, pull in pulls)
    return within + sum(share * (pull - mean) ** 2 for share, pull in pulls)


def _influence(group: GroupChange, side: int) -> tuple[float, float, float]:
    """How both parts move with this period's score of the group, and with its share: weight, rate, mix.

    The signs are those of the later period; for the earlier one all turn round, which no variance sees.
    """
    known = [score for score in (group.score_before, group.score_after) if score is not None]
    before = known[0] if group.score_before is None else group.score_before
    after = known[0] if group.score_after is None else group.score_after
    is_new = len(known) < 2
    here = 0.0 if is_new else (group.share_before + group.share_after) / 2
    gap = (after - before) / 2 * (1 if side else -1)
    return here, gap, (before + after) / 2


def _part(points: float, error: float, confidence: float) -> Part:
    p_value = two_sided_p(points / error) if error > 0 else float(points == 0)
    return Part(points, error, around(points, error, confidence), p_value)


def _signed(points: float) -> str:
    return f"{points:+.0f}".replace("-", "\N{MINUS SIGN}") if round(points) else "0"
