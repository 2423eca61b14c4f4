"""Customers dealt by lot: each counts once, and what the same customer said before is taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

from scipy import special

from groundswell.science.effects.any_day import USUAL_REACH, at_any_look
from groundswell.science.effects.effect import Contrast, Effect, Verdict, judge, reread, what_it_takes
from groundswell.science.effects.experiments import Arm, adjusted_difference, difference, slope_within
from groundswell.science.effects.selective_response import Asked, Response

FEWEST: Final = 10
"""Customers on a side below which no range is told, and below which nothing is taken out of those with a before."""
NOBODY: Final = Arm(0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the lot: customers who answered before as well, and those of whom nothing is known from before."""

    known: Arm = NOBODY
    unknown: Arm = NOBODY

    @property
    def whole(self) -> Arm:
        """All of them; what was known before is not to be read from it."""
        return self.known + self.unknown

    @property
    def n(self) -> int:
        """Customers who answered since the start."""
        return self.known.n + self.unknown.n


@dataclass(frozen=True, slots=True)
class Compared:
    """The difference with what was known before taken out, the same without that, and the share of customers saved by it."""

    contrast: Contrast
    plain: Contrast
    saved: float


def compared(having: Side, lacking: Side) -> Compared | None:
    """Customers with it less customers without it, for one look; None below ``FEWEST`` on a side.

    Those with a before are compared by CUPED (Deng et al. 2013), those without by themselves, and both are put together by their
    shares of all who answered on either side: which of the two a customer is was settled before the lot was drawn, so each part is
    a lot of its own (post-stratification; Miratrix, Sekhon & Yu 2013, JRSS B 75:369). With few in a part nothing is taken out.
    """
    if min(having.n, lacking.n) < FEWEST:
        return None
    plain = difference(having.whole, lacking.whole)
    if min(having.known.n, lacking.known.n) < FEWEST:
        return Compared(plain, plain, 0.0)
    slope = slope_within(having.known, lacking.known)
    adjusted = adjusted_difference(having.known, lacking.known, slope=slope)
    parts = [(having.known.n + lacking.known.n, adjusted.contrast)]
    strangers = having.unknown.n + lacking.unknown.n
    if min(having.unknown.n, lacking.unknown.n) >= FEWEST:
        parts.append((strangers, difference(having.unknown, lacking.unknown)))
    elif strangers:
        return Compared(plain, plain, 0.0)
    found = _together(parts)
    if found.standard_error is None or plain.standard_error is None:
        return Compared(plain, plain, 0.0)
    return Compared(found, plain, 1 - (found.standard_error / plain.standard_error) ** 2)


def _together(parts: list[tuple[int, Contrast]]) -> Contrast:
    """The parts by their number of customers; without a range where one of them has none."""
    everybody = sum(n for n, _ in parts)
    estimate = sum(n * one.estimate for n, one in parts) / everybody
    variance = reach = 0.0
    for n, one in parts:
        if one.standard_error is None or one.high is None:
            return Contrast(estimate)
        variance += (n / everybody * one.standard_error) ** 2
        reach += (n / everybody * (one.high - one.estimate)) ** 2
    reach = sqrt(reach)
    p_value = float(2 * special.ndtr(-abs(estimate) / (reach / USUAL_REACH)))
    return Contrast(estimate, sqrt(variance), estimate - reach, estimate + reach, p_value)


def response_of_arms(having: Asked, lacking: Asked) -> Response | None:
    """The share of the dealt who answered, with it less without it; None where nobody of a side could.

    Here a lot made both sides alike, so the difference needs no months before. Who is ``invited`` here was dealt.
    """
    if not having.invited or not lacking.invited:
        return None
    estimate = having.rate - lacking.rate
    error = sqrt(sum(side.rate * (1 - side.rate) / side.invited for side in (having, lacking)))
    if error == 0:
        return Response(Contrast(estimate), having.rate)
    reach = USUAL_REACH * error
    p_value = float(2 * special.ndtr(-abs(estimate) / error))
    return Response(Contrast(estimate, error, estimate - reach, estimate + reach, p_value), having.rate)


def dealt_effect(
    having: Side,
    lacking: Side,
    answers: tuple[int, int],
    minimum_relevant: float,
    could_be: tuple[float, float] = (0.0, 0.0),
    over: float = 1.0,
    *,
    is_late: bool = False,
    is_over: bool = False,
) -> Effect:
    """The effect in points, its range true at every look together and widened by what a change in who answers `could_be`.

    ``answers``: of those with it, before and after. ``over``, ``is_late`` and ``is_over`` as in `effect_by`.
    """
    found, counts = compared(having, lacking), (having.n, lacking.n)
    effect = Effect(
        None, None, None, None, *counts, *answers, None, Verdict.CANNOT_TELL, minimum_relevant=minimum_relevant, whom="customers",
    )  # fmt: skip
    if found is None:
        few = f"It takes {FEWEST} customers on each side who answered since the start: there are {counts[0]} and {counts[1]}."
        return replace(effect, needs=(few,))
    once = found.contrast
    effect = replace(
        effect, estimate=once.estimate, low=once.low, high=once.high, p_value=once.p_value, standard_error=once.standard_error,
        verdict=judge(once, None, None, minimum_relevant, True),
        needs=what_it_takes(once, None, None, minimum_relevant, counts, whom="customers"),
    )  # fmt: skip
    return reread(effect, at_any_look(once, over), could_be, None if is_late else 1.0 if is_over else over)
