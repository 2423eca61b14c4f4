"""Which share of what a customer spends in a category comes to us, from how they rank the brands they use."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around_by_t


@dataclass(frozen=True, slots=True)
class WalletShare:
    """A brand's mean share over its customers, 0 to 1; no interval below two customers or where all give the same."""

    brand: Hashable
    customers: int
    share: float
    interval: Interval | None


def allocation(rank: float, brands: int) -> float:
    """(1 - rank / (N + 1)) x 2 / N (Keiningham, Aksoy, Buoye & Cooil, HBR Oct 2011). Brands alike share the mean rank."""
    if brands < 1 or not 1 <= rank <= brands:
        raise ValueError(f"Rank {rank} among {brands} brands is none.")
    return (1 - rank / (brands + 1)) * 2 / brands


def allocations(ratings: Mapping[Hashable, float]) -> dict[Hashable, float]:
    """One customer's wallet over the brands used, from any rating of each; the shares add up to 1."""
    return {
        brand: allocation(
            sum(other > own for other in ratings.values())
            + (sum(other == own for other in ratings.values()) + 1) / 2,
            len(ratings),
        )
        for brand, own in ratings.items()
    }


def wallet_shares(
    customers: Iterable[Mapping[Hashable, float]], confidence: float = USUAL_CONFIDENCE
) -> tuple[WalletShare, ...]:
    """Every brand's score over those who use it, the largest first; only for categories of several brands."""
    given: dict[Hashable, list[float]] = {}
    for ratings in customers:
        for brand, share in allocations(ratings).items():
            given.setdefault(brand, []).append(share)
    found = [_share(brand, shares, confidence) for brand, shares in given.items()]
    return tuple(sorted(found, key=lambda one: (-one.share, str(one.brand))))


def _share(brand: Hashable, shares: list[float], confidence: float) -> WalletShare:
    n, mean = len(shares), sum(shares) / len(shares)
    spread = sum((share - mean) ** 2 for share in shares)
    if n < 2 or spread == 0:
        return WalletShare(brand, n, mean, None)
    interval = around_by_t(mean, sqrt(spread / (n - 1) / n), n - 1, confidence).clipped(0, 1)
    return WalletShare(brand, n, mean, interval)
