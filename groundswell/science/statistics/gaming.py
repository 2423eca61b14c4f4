"""Where to look for begged scores. A finding says 'look here'; it never says that anybody cheated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from groundswell.science.statistics.many import benjamini_hochberg

MINIMUM_PEERS: Final = 5
MINIMUM_ANSWERS: Final = 20
"""Answers from 7 to 9, or customers served, below which a unit is not looked at."""

NORMAL_CONSISTENT: Final = 1.4826
"""Makes the median absolute deviation a standard deviation when values are normal."""

Kind = Literal["nines", "invitations"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """One unit: how often each of 0..10 was given, and whom of the customers served it invited."""

    code: str
    counts: tuple[int, ...]
    invited: int | None = None
    served: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A unit that stands out among its peers, with the figures that make it stand out."""

    code: str
    kind: Kind
    share: float
    peers: float
    robust_z: float
    p_adjusted: float

    @property
    def in_words(self) -> str:
        """One sentence to start a conversation with, not a verdict."""
        what = {
            "nines": "of the answers from 7 to 9 are a 9",
            "invitations": "of the customers served were invited",
        }[self.kind]
        return (
            f"{100 * self.share:.0f}% {what}, where the middle unit has {100 * self.peers:.0f}%. "
            "There may be a good reason, and false alarms happen: ask before you judge."
        )


def signs_of_begging(units: Sequence[UnitAnswers], rate: float = 0.05) -> tuple[Finding, ...]:
    """Units with unusually many 9s beside 7s and 8s, or with unusually few invitations.

    Robust z against the median of the peers (median absolute deviation), never less than the unit's own
    sampling error; one-sided p values, Benjamini-Hochberg at `rate` across units and both signs together.
    Needs five peers.
    """
    looks = [*_looks(units, "nines", _nines, 1.0), *_looks(units, "invitations", _invited, -1.0)]
    adjusted = benjamini_hochberg([look.p_adjusted for look in looks])
    return tuple(replace(look, p_adjusted=p) for look, p in zip(looks, adjusted, strict=True) if p < rate)


def _nines(unit: UnitAnswers) -> tuple[int, int] | None:
    return unit.counts[9], sum(unit.counts[7:10])


def _invited(unit: UnitAnswers) -> tuple[int, int] | None:
    return None if unit.invited is None or unit.served is None else (unit.invited, unit.served)


def _looks(
    units: Sequence[UnitAnswers],
    kind: Kind,
    counted: Callable[[UnitAnswers], tuple[int, int] | None],
    direction: float,
) -> list[Finding]:
    """Every unit with enough to look at, its p value not yet adjusted for how many are looked at."""
    looked_at = [
        (unit.code, pair) for unit in units if (pair := counted(unit)) and pair[1] >= MINIMUM_ANSWERS
    ]
    if len(looked_at) <= MINIMUM_PEERS:
        return []
    hits, totals = np.array([pair for _, pair in looked_at], dtype=np.float64).T
    shares = hits / totals
    middle = float(np.median(shares))
    z = (shares - middle) / _scale(shares, totals, middle)
    p_values = special.ndtr(-direction * z)
    return [
        Finding(code, kind, float(shares[i]), middle, float(z[i]), float(p_values[i]))
        for i, (code, _) in enumerate(looked_at)
    ]


def _scale(shares: Floats, totals: Floats, middle: float) -> Floats:
    """Spread of the peers, or the unit's own sampling error where that is larger (never 0)."""
    among_peers = NORMAL_CONSISTENT * float(np.median(np.abs(shares - middle)))
    by_chance = np.sqrt(np.maximum(middle * (1 - middle), 0.01) / totals)
    return np.asarray(np.maximum(among_peers, by_chance), dtype=np.float64)
