"""Deal by lot, by a seed that anybody can repeat: units so that alike ones are apart, customers each by themselves."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np


@dataclass(frozen=True, slots=True)
class Entrant:
    """A unit that takes part: its answers a month and its score before."""

    code: str
    size: float
    level: float


@dataclass(frozen=True, slots=True)
class Lot:
    """What one unit got: the number of its arm from 0, and among which units it was dealt."""

    code: str
    arm: int
    stratum: str


def gets_it(seed: int, reference: str, share: int) -> bool:
    """Whether this customer is among the ``share`` of 100 that gets it: nobody else, and no order, has a part in that.

    The first eight bytes of HMAC-SHA256, the seed in decimal as key and the reference in UTF-8 as message, as a share of 2 ** 64.
    """
    drawn = hmac.digest(str(seed).encode(), reference.encode(), hashlib.sha256)
    return int.from_bytes(drawn[:8], "big") * 100 < share * 2**64


def dealt(entrants: Sequence[Entrant], arms: int, seed: int) -> list[Lot]:
    """Every unit into one of ``arms``, as evenly as can be within large and small units of high and low score.

    Blocked randomisation: within each stratum the units are shuffled and dealt round; the round goes on where the stratum
    before ended, so that arms differ by one unit at most. The same units and seed give the same lots, in whatever order they come.
    """
    if not 2 <= arms <= len(entrants):
        raise ValueError("It takes at least two arms, and a unit for each.")
    rng = np.random.default_rng(seed)
    order = [int(arm) for arm in rng.permutation(arms)]
    lots, place = [], 0
    for stratum, inside in _strata(entrants, arms).items():
        for which in rng.permutation(len(inside)):
            lots.append(Lot(inside[which].code, order[place % arms], stratum))
            place += 1
            if place % arms == 0:
                order = [int(arm) for arm in rng.permutation(arms)]
    return sorted(lots, key=lambda lot: lot.code)


def _strata(entrants: Sequence[Entrant], arms: int) -> dict[str, list[Entrant]]:
    """Halves by size and halves by score; one stratum only where four would leave less than a unit for each arm."""
    ordered = sorted(entrants, key=lambda one: one.code)
    if len(ordered) < 4 * arms:
        middle = median(one.level for one in ordered)
        halves: dict[str, list[Entrant]] = (
            {"lower scores": [], "higher scores": []} if len(ordered) >= 2 * arms else {"all": []}
        )
        for one in ordered:
            name = "all" if "all" in halves else "higher scores" if one.level > middle else "lower scores"
            halves[name].append(one)
        return halves
    large, high = median(one.size for one in ordered), median(one.level for one in ordered)
    found: dict[str, list[Entrant]] = {
        f"{size}, {level}": []
        for size in ("smaller", "larger")
        for level in ("lower scores", "higher scores")
    }
    for one in ordered:
        size = "larger" if one.size > large else "smaller"
        found[f"{size}, {'higher scores' if one.level > high else 'lower scores'}"].append(one)
    return found
