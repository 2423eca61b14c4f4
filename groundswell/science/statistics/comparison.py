"""Is one score really higher than another? Differences with their margin, and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import SupportsIndex

from scipy import special

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.chance import in_how_many
from groundswell.science.statistics.intervals import (
    USUAL_CONFIDENCE,
    Interval,
    around,
    around_by_t,
    two_sided_p,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """First score minus second, in points. The interval belongs to the confidence it was asked with."""

    points: float
    standard_error: float
    interval: Interval
    p_value: float
    confidence: float
    n_first: int
    n_second: int

    @property
    def is_real(self) -> bool:
        """Whether chance alone is an unlikely explanation at the confidence asked for."""
        return self.p_value < 1 - self.confidence

    @property
    def size_words(self) -> str:
        """How far the first stands from the second: "6 points higher"."""
        size = round(abs(self.points))
        return f"{size} point{'' if size == 1 else 's'} {'higher' if self.points > 0 else 'lower'}"

    def in_words(self, occasions: str = "comparisons") -> str:
        """One sentence: what differs, by how much, and in how many such occasions (months) chance would show as much."""
        by_chance = (
            f"{in_how_many(self.p_value)} such {occasions} a difference this large would appear by chance"
        )
        if not self.is_real:
            return f"No difference that we can tell from chance: {by_chance}."
        low, high = sorted((abs(self.interval.low), abs(self.interval.high)))
        return f"{self.size_words} ({low:.0f} to {high:.0f}); {by_chance}."


def compare(first: NpsTally, second: NpsTally, confidence: float = USUAL_CONFIDENCE) -> Difference | None:
    """Two independent groups by adjusted Wald (Rocks 2016): the comparison we show. None if one is empty."""
    if first.score is None or second.score is None:
        return None
    (centre_1, error_1), (centre_2, error_2) = first.adjusted(), second.adjusted()
    error = hypot(error_1, error_2)
    return Difference(
        points=first.score - second.score,
        standard_error=error,
        interval=around(centre_1 - centre_2, error, confidence).clipped(-200, 200),
        p_value=two_sided_p((centre_1 - centre_2) / error),
        confidence=confidence,
        n_first=first.n,
        n_second=second.n,
    )


def compare_by_wald(
    first: NpsTally, second: NpsTally, confidence: float = USUAL_CONFIDENCE
) -> Difference | None:
    """Two independent groups by plain Wald, to check others' figures. None if empty or without any spread."""
    if first.score is None or second.score is None:
        return None
    error = hypot(first.standard_error or 0.0, second.standard_error or 0.0)
    if error == 0:
        return None
    points = first.score - second.score
    return Difference(
        points=points,
        standard_error=error,
        interval=around(points, error, confidence).clipped(-200, 200),
        p_value=two_sided_p(points / error),
        confidence=confidence,
        n_first=first.n,
        n_second=second.n,
    )


def compare_windows(
    first: NpsTally, second: NpsTally, shared: NpsTally, confidence: float = USUAL_CONFIDENCE
) -> Difference | None:
    """Two windows that overlap, such as the last twelve months now and a month ago: what came against what went.

    The answers in both are no news; as independent groups they would drown the change. None if nothing came or went.
    Raises ValueError where more is shared than a window holds.
    """
    return compare(_without(first, shared), _without(second, shared), confidence)


def _without(window: NpsTally, shared: NpsTally) -> NpsTally:
    return NpsTally(
        window.promoters - shared.promoters,
        window.passives - shared.passives,
        window.detractors - shared.detractors,
    )


def compare_paired(
    pairs: Sequence[tuple[SupportsIndex, SupportsIndex]], confidence: float = USUAL_CONFIDENCE
) -> Difference | None:
    """Two answers (0-10) of the same people, first minus second, by the paired t test.

    None below two people, or when everybody changed alike: then nothing shows how far people differ.
    """
    changes = [_kind(first) - _kind(second) for first, second in pairs]
    n = len(changes)
    if n < 2:
        return None
    mean = sum(changes) / n
    error = 100 * sqrt(sum((change - mean) ** 2 for change in changes) / (n - 1) / n)
    if error == 0:
        return None
    return Difference(
        points=100 * mean,
        standard_error=error,
        interval=around_by_t(100 * mean, error, n - 1, confidence).clipped(-200, 200),
        p_value=float(2 * special.stdtr(n - 1, -abs(100 * mean / error))),
        confidence=confidence,
        n_first=n,
        n_second=n,
    )


def _kind(answer: SupportsIndex) -> int:
    """1 for a promoter, 0 for a passive, -1 for a detractor."""
    tally = NpsTally.from_scores([answer])
    return tally.promoters - tally.detractors
