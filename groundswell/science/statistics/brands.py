"""Where we stand against others: scores of brands that the same people rated, their difference as pairs, wins and losses."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from scipy import special

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around_by_t, wilson

Brand = Hashable
Answers = Mapping[Brand, int]
"""What one respondent gave to each brand used, 0 to 10."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Our score minus that of another brand, in points, from one study of the whole market.

    ``wins`` and ``losses`` are shares (0 to 1) of the ``n_both`` who rated both and gave us more, or less.
    """

    brand: Brand
    other: Brand
    points: float
    standard_error: float
    interval: Interval
    p_value: float
    n_both: int
    wins: float | None
    wins_range: Interval | None
    losses: float | None


def tallies_of_brands(respondents: Sequence[Answers]) -> dict[Brand, NpsTally]:
    """Every brand's answers. Raises AnswerOffTheScale."""
    found: dict[Brand, list[int]] = {}
    for answers in respondents:
        for brand, answer in answers.items():
            found.setdefault(brand, []).append(answer)
    return {brand: NpsTally.from_scores(given) for brand, given in found.items()}


def relative_score(
    respondents: Sequence[Answers], brand: Brand, other: Brand, confidence: float = USUAL_CONFIDENCE
) -> Relative | None:
    """All who rated either count; who rated both count as a pair, so that their common mood drops out.

    Error from each respondent's influence on the difference (Sarndal, Swensson & Wretman 1992). None below two answers to either,
    or where nobody differs. Never between a panel and a list of one's own customers.
    """
    sides = [[_value(answers[name]) for answers in respondents if name in answers] for name in (brand, other)]
    if min(map(len, sides)) < 2:
        return None
    means = [sum(side) / len(side) for side in sides]
    pulls = [
        sum(
            sign * (_value(answers[name]) - mean) / len(side)
            for sign, name, mean, side in zip((1, -1), (brand, other), means, sides, strict=True)
            if name in answers
        )
        for answers in respondents
        if brand in answers or other in answers
    ]
    n = len(pulls)
    error = 100 * sqrt(sum(pull * pull for pull in pulls) * n / (n - 1))
    both = [(a[brand], a[other]) for a in respondents if brand in a and other in a]
    won, lost = sum(a > b for a, b in both), sum(a < b for a, b in both)
    points = 100 * (means[0] - means[1])
    if error == 0:
        return None
    return Relative(
        brand,
        other,
        points,
        error,
        around_by_t(points, error, n - 1, confidence).clipped(-200, 200),
        float(2 * special.stdtr(n - 1, -abs(points / error))),
        len(both),
        won / len(both) if both else None,
        wilson(won, len(both), confidence),
        lost / len(both) if both else None,
    )


def against_the_leader(
    respondents: Sequence[Answers], brand: Brand, confidence: float = USUAL_CONFIDENCE
) -> Relative | None:
    """Ourselves beside the best of the others; None where nobody rated another brand."""
    scores = {
        name: tally.score
        for name, tally in tallies_of_brands(respondents).items()
        if name != brand and tally.score is not None and tally.n > 1
    }
    if not scores:
        return None
    return relative_score(
        respondents, brand, max(scores, key=lambda name: (scores[name], str(name))), confidence
    )


def _value(answer: int) -> int:
    """1 for a promoter, 0 for a passive, -1 for a detractor."""
    return (answer >= 9) - (answer <= 6)
