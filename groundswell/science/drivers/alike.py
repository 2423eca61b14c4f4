"""Answers made alike in what is no driver but must not pass for one: where they were given, what could be rated at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from groundswell.science.drivers.correlations import Floats


def made_alike(outcome: ArrayLike, ratings: ArrayLike, conditions: ArrayLike) -> tuple[Floats, Floats]:
    """What is left of n outcomes and n x p ratings once n x c conditions have said what they can.

    Slopes of the rest on the rest are those of a regression that holds the conditions (Frisch & Waugh 1933; Lovell
    1963, JASA 58:993). Shares are then of the variation within equal conditions.
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(ratings, dtype=np.float64)
    held = np.column_stack([np.ones(len(y)), np.asarray(conditions, dtype=np.float64)])
    both = np.column_stack([y, x])
    rest = both - held @ np.linalg.lstsq(held, both, rcond=None)[0]
    return rest[:, 0], rest[:, 1:]
