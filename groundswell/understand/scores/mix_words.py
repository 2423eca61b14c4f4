"""Why two scores differ, in words: other answers, or another mix of those who answered."""

from __future__ import annotations

from groundswell.look.numbers import plain, signed
from groundswell.science.statistics.mix import Decomposition, Part


def mix_words(found: Decomposition, plural: str, where: str = "") -> str:
    """One or two sentences that neither let a different mix pass for better answers nor hide them.

    ``where`` says on which side, where the two are no periods.
    """
    rate, mix = found.rate, found.mix
    answered = f"within the same {plural} customers answered {_size(rate)} {_way(rate)} ({_range(rate)})"
    came = f"{'more' if mix.points > 0 else 'fewer'} answers came from {plural} where people answer well"
    adds = f"{signed(mix.points)} {_points(mix)}, {_range(mix)}"
    if rate.is_real and mix.is_real:
        if rate.points * mix.points < 0:
            return _sentence(where, f"two things pull apart: {answered}, but {came} ({adds}).")
        return _sentence(where, f"two things add up: {answered}, and {came} ({adds}).")
    if mix.is_real:
        return _sentence(
            where,
            f"{_way(mix)} because {came} ({adds}), not because anybody answered {_way(mix)}: within the same {plural} nothing "
            f"differs that we can tell from chance ({signed(rate.points)} {_points(rate)}, {_range(rate)}).",
        )
    if rate.is_real and found.change.is_real:
        return _sentence(
            where, f"{answered}. That other {plural} answered makes no difference that we can tell ({adds})."
        )
    return (
        f"Split by {plural}, neither other answers ({signed(rate.points)} {_points(rate)}, {_range(rate)}) nor another mix of "
        f"{plural} ({adds}) can be told from chance."
    )


def _sentence(where: str, words: str) -> str:
    whole = f"{where}, {words}" if where else words
    return whole[:1].upper() + whole[1:]


def _size(part: Part) -> str:
    return f"{plain(abs(part.points))} {_points(part)}"


def _points(part: Part) -> str:
    return "point" if round(abs(part.points)) == 1 else "points"


def _way(part: Part) -> str:
    return "better" if part.points > 0 else "worse"


def _range(part: Part) -> str:
    return f"{signed(part.interval.low)} to {signed(part.interval.high)}"
