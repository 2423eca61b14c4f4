"""A weighted score with a margin that knows how the sample was drawn and weighted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around_by_t
from groundswell.science.weights.raking import design_effect

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightedScore:
    """In the unit of the values; ``n_effective`` answers of equal weight would be as certain by weights alone."""

    score: float
    standard_error: float
    degrees: int
    n: int
    n_effective: float

    def interval(self, confidence: float = USUAL_CONFIDENCE) -> Interval:
        """By Student's t with the degrees of freedom that clusters leave."""
        return around_by_t(self.score, self.standard_error, self.degrees, confidence)


def nps_values(scores: ArrayLike) -> Floats:
    """Answers from 0 to 10 as -100, 0 and 100, whose mean is the net promoter score."""
    given = np.asarray(scores, dtype=np.float64)
    return 100.0 * (given >= 9) - 100.0 * (given <= 6)


def weighted_score(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    margins: Sequence[Sequence[Hashable]] = (),
    strata: Sequence[Hashable] | None = None,
    population: Mapping[Hashable, float] | float | None = None,
    clusters: Sequence[Hashable] | None = None,
) -> WeightedScore:
    """The weighted mean with its linearised standard error (Sarndal, Swensson & Wretman 1992; Lumley 2010).

    ``margins`` are the groups that the weights were raked to: what they explain is no longer chance. ``strata`` were
    drawn apart; ``population`` (in all, or by stratum) narrows the error where a good part was asked. ``clusters``
    (customer, account, colleague) hold answers that belong together. Raises ValueError below two answers or clusters.
    """
    y = np.asarray(values, dtype=np.float64)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    if len(y) < 2:
        raise ValueError("One answer has no margin.")
    score = float(w @ y / w.sum())
    left = y - score if not margins else _left_by(margins, y, w)
    parts, stratum = w * left / w.sum(), _numbers(strata, len(y))
    if clusters is not None:
        parts, stratum = _by_cluster(parts, stratum, clusters)
    variance, degrees = _between(parts, stratum, _sampled(strata, population, len(y)))
    return WeightedScore(score, float(np.sqrt(variance)), degrees, len(y), len(y) / design_effect(w))


def _left_by(margins: Sequence[Sequence[Hashable]], y: Floats, w: Floats) -> Floats:
    """What the margins leave of each value, by weighted least squares on their groups."""
    columns = [np.ones(len(y))]
    for groups in margins:
        numbers = _numbers(groups, len(y))
        columns += [(numbers == number).astype(np.float64) for number in range(1, int(numbers.max()) + 1)]
    x, root = np.column_stack(columns), np.sqrt(w)
    slopes = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    return np.asarray(y - x @ slopes, dtype=np.float64)


def _numbers(labels: Sequence[Hashable] | None, n: int) -> NDArray[np.intp]:
    if labels is None:
        return np.zeros(n, dtype=np.intp)
    places = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return np.array([places[label] for label in labels], dtype=np.intp)


def _by_cluster(
    parts: Floats, stratum: NDArray[np.intp], clusters: Sequence[Hashable]
) -> tuple[Floats, NDArray[np.intp]]:
    numbers = _numbers(clusters, len(parts))
    of_cluster = np.zeros(int(numbers.max()) + 1, dtype=np.intp)
    of_cluster[numbers] = stratum
    return np.asarray(np.bincount(numbers, parts), dtype=np.float64), of_cluster


def _sampled(
    strata: Sequence[Hashable] | None, population: Mapping[Hashable, float] | float | None, n: int
) -> Floats:
    """The share of each stratum that answered; 0 where the population counts as endless."""
    if population is None:
        return np.zeros(1 if strata is None else len(dict.fromkeys(strata)))
    if strata is None or not isinstance(population, Mapping):
        people = sum(population.values()) if isinstance(population, Mapping) else population
        return np.full(1 if strata is None else len(dict.fromkeys(strata)), n / people)
    counted = dict.fromkeys(dict.fromkeys(strata), 0)
    for label in strata:
        counted[label] += 1
    return np.array([count / population[label] for label, count in counted.items()])


def _between(parts: Floats, stratum: NDArray[np.intp], sampled: Floats) -> tuple[float, int]:
    variance = 0.0
    strata = range(int(stratum.max()) + 1)
    for number in strata:
        own = parts[stratum == number]
        if len(own) < 2:
            raise ValueError(
                "A stratum with one answer or one cluster has no margin; join it to another one."
            )
        spread = float(((own - own.mean()) ** 2).sum())
        variance += (1 - float(sampled[number])) * len(own) / (len(own) - 1) * spread
    return variance, len(parts) - len(strata)
