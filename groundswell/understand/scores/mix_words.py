"""Why two scores differ, in words: other answers, or another mix of those who answered."""

from __future__ import annotations

from groundswell.look.numbers import between, signed
from groundswell.science.statistics.mix import Decomposition, Part


def mix_words(found: Decomposition, plural: str, first: str) -> str:
    """One or two sentences that neither let a different mix pass for better answers nor hide them."""
    words = (
        f"Of the {signed(found.change.points)} points between the two sides, {_part(found.rate)} come from other answers "
        f"at the same {plural} and {_part(found.mix)} from another mix of {plural}."
    )
    if found.rate.is_real and found.mix.is_real and found.rate.points * found.mix.points < 0:
        way = "higher" if found.rate.points > 0 else "lower"
        return f"{words} The two pull apart: like for like, {first} stands {way}."
    if found.mix.is_real and not found.rate.is_real:
        return f"{words} Like for like, nothing differs that we can tell from chance."
    return words


def _part(part: Part) -> str:
    interval = between(part.interval.low, part.interval.high)
    return f"{signed(part.points)} ({interval})"
