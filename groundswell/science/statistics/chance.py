"""Probabilities as people say them: in about 1 of 3."""

from __future__ import annotations


def in_how_many(p_value: float) -> str:
    """A probability as a frequency that opens a sentence part, such as 'in about 1 of 3'."""
    if not 0 <= p_value <= 1:
        raise ValueError(f"A probability lies between 0 and 1, not at {p_value}.")
    if p_value < 0.001:
        return "in fewer than 1 of 1,000"
    if p_value <= 0.4:
        return f"in about 1 of {_rounded(1 / p_value):,}"
    if p_value < 0.6:
        return "in about 1 of 2"
    if p_value < 0.95:
        return f"in about {round(10 * p_value)} of 10" if p_value < 0.9 else "in about 9 of 10"
    return "in nearly all"


def _rounded(times: float) -> int:
    """To the next whole number, and to two digits from 20 on: a frequency is not a measurement."""
    whole = round(times)
    return whole if whole < 20 else int(float(f"{times:.2g}"))
