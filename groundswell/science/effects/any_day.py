"""A range that may be read on any day up to a planned end: looking often does not make chance look like success."""

from __future__ import annotations

from math import sqrt
from typing import Final

from scipy import special

from groundswell.science.effects.effect import Contrast

USUAL_REACH: Final = float(special.ndtri(0.975))
AT_THE_END: Final = 0.975
"""The confidence of one look whose range is as wide as that of the last look here: what a plan must reckon with."""


def at_any_look(once: Contrast, share: float, confidence: float = 0.95) -> Contrast:
    """The same estimate with a range that holds at every look together, and a p value that does.

    ``share`` of the time from the start to the planned end is over, at most 1: what comes after the end belongs to no look.
    Wide in the beginning, and in the end hardly wider than the range of one look: what is known moves like a Brownian path,
    which leaves a constant bound before the end in 5 of 100 worlds without an effect (reflection principle; the bound of
    O'Brien & Fleming 1979, Biometrics 35:549, watched all the time). What is known grows at least as fast as the time
    passes, so the range is never too narrow. Few units: stretched as Student's t stretches the usual range.
    """
    if once.standard_error is None or once.high is None:
        return once
    if not 0 < share <= 1:
        raise ValueError(f"The share of the time that is over lies above 0 and up to 1, not at {share}.")
    bound = float(special.ndtri(1 - (1 - confidence) / 4))
    error = (once.high - once.estimate) / USUAL_REACH
    reach = bound / sqrt(share) * error
    p_value = min(1.0, float(4 * special.ndtr(-abs(once.estimate) / error * sqrt(share))))
    return Contrast(once.estimate, once.standard_error, once.estimate - reach, once.estimate + reach, p_value)
