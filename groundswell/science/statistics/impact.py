"""What a theme goes along with in the score: associated, not proven to cause."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, around_by_t
from groundswell.science.statistics.least_squares import Fit, NotEstimable, fit

MINIMUM_MENTIONS: Final = 30

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ThemeImpact:
    """Points the score would stand higher without the theme, if the association were the whole story.

    Above 0: a pain. Below 0: a strength. Without figures the reason says why.
    """

    code: str
    mentions: int
    share: float
    impact: float | None
    low: float | None
    high: float | None
    p_value: float | None
    reason: str | None

    @property
    def is_distinguishable(self) -> bool:
        """Whether the range leaves out 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def theme_impacts(
    scores: Sequence[int],
    themes: Mapping[str, Sequence[bool]],
    controls: ArrayLike | None = None,
    respondents: Sequence[Hashable] | None = None,
    confidence: float = USUAL_CONFIDENCE,
) -> tuple[ThemeImpact, ...]:
    """Impact of every theme on the net promoter score of those who wrote, all themes in one regression.

    Scores are 0..10; each theme says per comment whether it is mentioned; controls are rows x columns
    (segments, for example). Least squares of -100, 0, 100 with robust errors (HC1, or by respondent),
    impact = -share x coefficient, interval by the delta method. Below 30 mentions a theme gets a reason.
    """
    outcome = np.array([100 * (score >= 9) - 100 * (score <= 6) for score in scores], dtype=np.float64)
    people = len(scores) if respondents is None else len(set(respondents))
    mentioned = {code: np.asarray(flags, dtype=np.float64) for code, flags in themes.items()}
    usual = [code for code, flags in mentioned.items() if _is_usual(flags)]
    columns = [np.ones_like(outcome), *(mentioned[code] for code in usual), *_columns(controls)]
    try:
        fitted = fit(outcome, np.column_stack(columns), respondents)
    except NotEstimable:
        return tuple(
            _without(code, flags, "Cannot be told apart from other themes")
            for code, flags in mentioned.items()
        )
    return tuple(
        _impact(code, flags, people, fitted, 1 + usual.index(code), confidence)
        if code in usual
        else _without(code, flags, _why_unusual(flags))
        for code, flags in mentioned.items()
    )


def _is_usual(flags: Floats) -> bool:
    return bool(MINIMUM_MENTIONS <= flags.sum() <= len(flags) - MINIMUM_MENTIONS)


def _columns(controls: ArrayLike | None) -> list[Floats]:
    return [] if controls is None else list(np.atleast_2d(np.asarray(controls, dtype=np.float64).T))


def _impact(
    code: str,
    flags: Floats,
    people: int,
    fitted: Fit,
    column: int,
    confidence: float,
) -> ThemeImpact:
    share = float(flags.mean())
    coefficient = float(fitted.coefficients[column])
    impact = -share * coefficient
    # The share is itself counted from these people, so its own sampling error belongs in the range.
    error = sqrt((share * fitted.standard_error(column)) ** 2 + coefficient**2 * share * (1 - share) / people)
    interval = around_by_t(impact, error, fitted.degrees, confidence)
    p_value = float(2 * special.stdtr(fitted.degrees, -abs(impact / error))) if error else 1.0
    return ThemeImpact(code, int(flags.sum()), share, impact, interval.low, interval.high, p_value, None)


def _without(code: str, flags: Floats, reason: str) -> ThemeImpact:
    share = float(flags.mean()) if len(flags) else 0.0
    return ThemeImpact(code, int(flags.sum()), share, None, None, None, None, reason)


def _why_unusual(flags: Floats) -> str:
    mentions = int(flags.sum())
    if mentions < MINIMUM_MENTIONS:
        return f"Too few mentions to tell: {mentions} of at least {MINIMUM_MENTIONS}"
    return "Nearly every comment mentions it, so there is nothing to compare with"
