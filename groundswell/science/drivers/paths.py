"""Indices of satisfaction: what several questions have in common, and how one such index leads to the next (ACSI, ECSI)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from groundswell.science.drivers.correlations import Floats, TooLittleToTell

ROUNDS = 500
CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Paths:
    """Slopes between standardised indices by (from, to), the explained part of each index, and each question's weight."""

    slopes: dict[tuple[str, str], float]
    explained: dict[str, float]
    weights: dict[str, float]


def path_model(
    questions: Sequence[str],
    correlations: ArrayLike,
    blocks: Mapping[str, Sequence[str]],
    arrows: Sequence[tuple[str, str]],
) -> Paths:
    """Partial least squares with reflective blocks and path weighting (Wold 1982; Tenenhaus et al. 2005, CSDA 48:159).

    ``correlations`` is questions x questions; ``blocks`` names the questions of each index; ``arrows`` lead from index to index,
    never in a circle. An association, as every slope of answers on answers. Raises TooLittleToTell where it does not settle.
    """
    matrix, names = np.asarray(correlations, dtype=np.float64), list(blocks)
    inside = np.array([[float(question in blocks[name]) for name in names] for question in questions])
    leads = np.array([[float((one, other) in arrows) for other in names] for one in names])
    weights = _scaled(inside, matrix)
    for _ in range(ROUNDS):
        among = weights.T @ matrix @ weights
        following = _scaled(inside * (matrix @ weights @ _pull(among, leads)), matrix)
        gap, weights = float(np.abs(following - weights).max()), following
        if gap < CLOSE:
            return _read(weights, weights.T @ matrix @ weights, leads, questions, names)
    raise TooLittleToTell("The indices do not settle; look for a block whose questions do not go together.")


def _scaled(weights: Floats, matrix: Floats) -> Floats:
    """Each index with variance 1."""
    return np.asarray(weights / np.sqrt(np.einsum("ij,ik,kj->j", weights, matrix, weights)), dtype=np.float64)


def _pull(among: Floats, leads: Floats) -> Floats:
    """What draws each index: those that lead to it by their slopes, those it leads to by their correlations."""
    pull = among * leads.T
    for place in range(len(among)):
        before = np.flatnonzero(leads[:, place])
        pull[before, place] = _slopes(among, before, place)
    return np.asarray(pull, dtype=np.float64)


def _slopes(among: Floats, before: np.ndarray[tuple[int], np.dtype[np.intp]], place: int) -> Floats:
    return np.asarray(np.linalg.solve(among[np.ix_(before, before)], among[before, place]), dtype=np.float64)


def _read(weights: Floats, among: Floats, leads: Floats, questions: Sequence[str], names: list[str]) -> Paths:
    slopes: dict[tuple[str, str], float] = {}
    explained: dict[str, float] = {}
    for place, name in enumerate(names):
        before = np.flatnonzero(leads[:, place])
        if len(before):
            own = _slopes(among, before, place)
            slopes |= {(names[j], name): float(slope) for j, slope in zip(before, own, strict=True)}
            explained[name] = float(own @ among[before, place])
    by_question = dict(zip(questions, weights.sum(axis=1).tolist(), strict=True))
    return Paths(slopes, explained, by_question)
