"""Who answers may have changed with the initiative: how much, and what that could at most have made of the effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from scipy import special

from groundswell.science.effects.effect import Contrast

ENOUGH_INVITED: Final = 30
ANYWHERE: Final = 200.0
"""Points from everybody unhappy to everybody happy: no score can be further from what it would be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many were invited and how many of them answered."""

    invited: int
    answered: int

    def __add__(self, other: Asked) -> Asked:
        return Asked(self.invited + other.invited, self.answered + other.answered)

    @property
    def rate(self) -> float:
        """Share of the invited who answered."""
        return self.answered / self.invited


@dataclass(frozen=True, slots=True)
class Response:
    """The change of the share who answer where it runs, less the change elsewhere; and what that share would be without it."""

    shift: Contrast
    rate_after: float

    @property
    def excess(self) -> float:
        """Of the answers on the fuller side, the share that the other side has nothing to set against; 0 to 1."""
        fuller = max(self.rate_after, self.rate_after - self.shift.estimate)
        return min(1.0, abs(self.shift.estimate) / fuller) if fuller > 0 else 0.0


def response_of(
    with_before: Asked, with_after: Asked, without_before: Asked, without_after: Asked
) -> Response | None:
    """Difference in differences of the response rate; None where fewer than 30 were invited on any of the four sides."""
    sides = (with_after, with_before, without_after, without_before)
    if min(side.invited for side in sides) < ENOUGH_INVITED:
        return None
    estimate = (with_after.rate - with_before.rate) - (without_after.rate - without_before.rate)
    error = sqrt(sum(side.rate * (1 - side.rate) / side.invited for side in sides))
    if error == 0:
        return Response(Contrast(estimate), with_after.rate)
    reach = float(special.ndtri(0.975)) * error
    p_value = float(2 * special.ndtr(-abs(estimate) / error))
    return Response(Contrast(estimate, error, estimate - reach, estimate + reach, p_value), with_after.rate)


def at_most(
    response: Response, after: Mapping[float, int], before: Mapping[float, int]
) -> tuple[float, float]:
    """By how much the effect could be lower and higher than it looks, both at least 0, in the unit of the outcome.

    Trimming bounds of Lee 2009 (Review of Economic Studies 76:1071): where it runs, ``excess`` of the answers after the
    start (where fewer answer: of those before it) are there only for the change, and may all be the best or all the worst
    ones. ``after`` and ``before`` count the answers where it runs by their value, such as {100: 40, 0: 30, -100: 20}. ``ANYWHERE``
    both ways where no answers would be left.
    """
    trimmed = after if response.shift.estimate > 0 else before
    if not sum(trimmed.values()) or response.excess >= 1:
        return ANYWHERE, ANYWHERE
    whole = _mean(trimmed, 0.0, from_top=True)
    without_best = whole - _mean(trimmed, response.excess, from_top=True)
    without_worst = _mean(trimmed, response.excess, from_top=False) - whole
    return (without_best, without_worst) if trimmed is after else (without_worst, without_best)


def _mean(counts: Mapping[float, int], share: float, *, from_top: bool) -> float:
    """The mean once ``share`` of the answers is taken away from one end."""
    whole = sum(counts.values())
    gone, total = whole * share, 0.0
    for value in sorted(counts, reverse=from_top):
        taken = min(gone, counts[value])
        gone -= taken
        total += value * (counts[value] - taken)
    return total / (whole * (1 - share))
