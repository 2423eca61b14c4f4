"""How long customers with a contract stay, and for how long they will pay: not all are equally likely to leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray
from scipy import special

from groundswell.science.money.repeat_purchases import CannotBeFitted

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contracts:
    """Shifted beta-geometric (Fader & Hardie 2007): each customer's chance to leave at a renewal is drawn from a beta."""

    alpha: float
    beta: float

    def survivors(self, renewals: ArrayLike) -> Floats:
        """The share still there after so many renewals, 1 at none."""
        t = np.asarray(renewals, dtype=np.float64)
        return np.asarray(
            np.exp(special.betaln(self.alpha, self.beta + t) - special.betaln(self.alpha, self.beta)),
            dtype=np.float64,
        )

    def retention(self, renewal: int) -> float:
        """Of those still there before the renewal (1, 2, ...), the share that renews: it rises, as the fickle go first."""
        return (self.beta + renewal - 1) / (self.alpha + self.beta + renewal - 1)

    def expected_renewals(self, period: int, discount: float) -> float:
        """Renewals still to come, discounted to the next one, from a customer in the ``period``-th period (1, 2, ...).

        ``discount`` per period, such as 0.1 (Fader & Hardie 2010, Marketing Science 29:85). A constant rate of leaving would
        understate those who stayed.
        """
        series = special.hyp2f1(1, self.beta + period, self.alpha + self.beta + period, 1 / (1 + discount))
        return self.retention(period) * float(series)


def fit_contracts(still_there: Sequence[float]) -> Contracts:
    """From how many were customers at the start and after each renewal (counts or shares). Raises CannotBeFitted."""
    counts = np.asarray(still_there, dtype=np.float64)
    lost = -np.diff(counts)
    if len(counts) < 3 or (lost < 0).any() or lost.sum() == 0:
        raise CannotBeFitted("It takes two renewals at which some left and nobody came.")

    def loss(logs: Floats) -> float:
        model = Contracts(*np.exp(logs).tolist())
        expected = model.survivors(np.arange(len(counts)))
        return -float(lost @ np.log(-np.diff(expected)) + counts[-1] * np.log(expected[-1]))

    best = scipy.optimize.minimize(
        loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 5_000}
    )
    if not best.success or np.abs(best.x).max() > 12:
        raise CannotBeFitted("The customers are too much alike for likeliest parameters to be named.")
    return Contracts(*(float(value) for value in np.exp(best.x)))
