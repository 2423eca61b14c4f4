"""Response rates as the American Association for Public Opinion Research defines them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What became of everybody in the sample. Counts add up, so plans roll up to the whole.

    ``unknown_eligible`` and ``unknown_other`` are those of whom nobody knows whether they belong (AAPOR's UH and UO).
    """

    complete: int = 0
    partial: int = 0
    refused: int = 0
    not_reached: int = 0
    other: int = 0
    unknown_eligible: int = 0
    unknown_other: int = 0

    def __add__(self, more: Dispositions) -> Dispositions:
        return Dispositions(*(getattr(self, name) + getattr(more, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """Shares between 0 and 1; None where nobody was in the sample."""

    rr1: float | None
    rr2: float | None
    rr3: float | None
    rr4: float | None
    rr5: float | None
    rr6: float | None


def response_rates(counts: Dispositions, eligible_share: float = 1.0) -> ResponseRates:
    """RR1 to RR6 (AAPOR, Standard Definitions). ``eligible_share`` (e): how many of the unknown belong, by your estimate.

    RR1 and RR2 count all unknown as belonging, RR3 and RR4 the share e, RR5 and RR6 none. Even numbers count partial answers.
    """
    if not 0 <= eligible_share <= 1:
        raise ValueError("The share of the unknown that belongs lies between 0 and 1.")
    if min(getattr(counts, name) for name in counts.__slots__) < 0:
        raise ValueError("Counts are not negative.")
    known = counts.complete + counts.partial + counts.refused + counts.not_reached + counts.other
    unknown = counts.unknown_eligible + counts.unknown_other
    answered = (counts.complete, counts.complete + counts.partial)
    wholes = (known + unknown, known + eligible_share * unknown, known)
    return ResponseRates(*(part / whole if whole else None for whole in wholes for part in answered))
