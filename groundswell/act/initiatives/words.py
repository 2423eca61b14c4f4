"""What stands above the board, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from groundswell.look.numbers import plain, signed
from groundswell.science.effects.calibration import ENOUGH, Calibration, Expected

from .models import EffectReading


def tally_in_words(readings: Sequence[EffectReading | None]) -> str:
    """Such as: Of 3 initiatives, 1 worked, 1 did not, 1 cannot be told yet. What is not measured counts as open."""
    found = Counter(reading.verdict if reading else EffectReading.Verdict.CANNOT_TELL for reading in readings)
    worked, did_not = found[EffectReading.Verdict.WORKED], found[EffectReading.Verdict.DID_NOT]
    open_still = found[EffectReading.Verdict.CANNOT_TELL]
    parts = [f"{worked} worked"]
    if did_not:
        parts.append(f"{did_not} did not")
    if open_still:
        parts.append(f"{open_still} cannot be told yet")
    listed = ", ".join(parts)
    return f"Of {len(readings)} initiative{'' if len(readings) == 1 else 's'}, {listed}"


def calibration_in_words(found: Calibration | None) -> str:
    """Such as: We promise 1.8 times what we reach."""
    if found is None:
        return "Nobody can tell yet how our promises hold: no initiative has a measured range"
    after = f"{found.n} initiative{'' if found.n == 1 else 's'} measured"
    if found.interval is None:
        return f"Nobody can tell yet how our promises hold: {after}, it takes {ENOUGH}"
    if found.times is None:
        return f"Nothing of what we promised was reached so far ({after})"
    span = found.interval
    sure = f"of each promised point {plain(span.low, 1)} to {plain(span.high, 1)} are reached"
    if span.low <= 0 and span.high >= 1:
        return f"Nobody can tell yet how our promises hold: {sure} ({after})"
    if span.low <= 1 <= span.high:
        return (
            f"Our promises may be right: we reach {found.share:.1f} of each promised point ({after}; {sure})"
        )
    if found.times >= 1:
        return f"We promise {found.times:.1f} times what we reach ({after}; {sure})"
    return f"We reach {found.share:.1f} times what we promise ({after}; {sure})"


def outlook_in_words(expected: Expected | None) -> str:
    """Such as: those before let one expect +5 points, between -2 and +12."""
    if expected is None:
        return f"What those before let one expect cannot be told yet: it takes {ENOUGH} measured initiatives."
    ends = f"{signed(expected.interval.low)} and {signed(expected.interval.high)}"
    return f"What was measured before lets one expect {signed(expected.points)} points of this one, between {ends}."


def worse_in_words(guards: Iterable[Mapping[str, Any]]) -> str:
    """What was not to get worse and surely did, by how much; empty where nothing did."""
    return " ".join(
        f"“{one['words']}” got worse by {-one['estimate']:.0f} points ({-one['high']:.0f} to {-one['low']:.0f}): at most "
        f"{one['worst']:g} were agreed."
        for one in guards
        if one["state"] == "broken"
    )
