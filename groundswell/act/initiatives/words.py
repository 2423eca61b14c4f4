"""What stands above the board, in words."""

from collections import Counter
from collections.abc import Sequence

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
