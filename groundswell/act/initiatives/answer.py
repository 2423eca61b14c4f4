"""The effect in five seconds: against what, how sure, what was expected, and what it takes to tell."""

from datetime import date

from django.utils.formats import date_format

from groundswell.look.numbers import signed
from groundswell.science.effects.effect import MINIMUM_RELEVANT
from groundswell.science.statistics.chance import in_how_many

from .hearing import named
from .models import EffectReading
from .words import worse_in_words

Said = tuple[str, str]


def answers_of(reading: EffectReading) -> list[Said]:
    """Short answers under the verdict, each to one question of somebody in a hurry."""
    detail = reading.detail
    said = [("Against what?", _against(detail)), ("How sure?", _how_sure(reading))]
    if worse := worse_in_words(detail.get("guards", ())):
        said.append(("What must not get worse", worse))
    if reading.verdict == EffectReading.Verdict.CANNOT_TELL:
        needs = detail.get("needs") or ["More answers, from more units."]
        return [*said, ("What it takes to tell", " ".join(map(str, needs))), ("When?", _when(detail))]
    if reading.verdict == EffectReading.Verdict.WORKED:
        said.append(("Is it as much as matters?", _as_much(reading)))
    expected = f"{signed(float(reading.initiative.expected_points))} points"
    return [*said, ("Expected when it was approved", expected), ("When?", _when(detail))]


def _against(detail: dict[str, object]) -> str:
    without = detail["units_without"]
    if detail.get("who") == "customers":
        return f"{without:,} customers who were dealt to go without, over the same months."
    if not without:
        return "Nobody: there is no unit without it."
    received = detail.get("received") or {}
    dealt = f" As dealt: {received['got']} of them had it all the same." if received.get("got") else ""
    return f"{without} unit{'' if without == 1 else 's'} without it, over the same months.{dealt}"


def _how_sure(reading: EffectReading) -> str:
    if reading.low is None or reading.high is None:
        return "The range is not known."
    any_day = ", on whatever day you look" if reading.detail.get("once") else ""
    span = f"{signed(reading.low)} to {signed(reading.high)} points{any_day}."
    if reading.verdict != EffectReading.Verdict.WORKED:
        return f"Anything from {span}"
    known = [p for p in (reading.detail.get("p_value"), reading.detail.get("permutation_p")) if p is not None]
    chance = f" Chance alone shows as much {in_how_many(max(known))} such comparisons." if known else ""
    return f"{span[0].upper()}{span[1:]}{chance}"


def _as_much(reading: EffectReading) -> str:
    matters = float(str(reading.detail.get("minimum_relevant", MINIMUM_RELEVANT)))
    if reading.low is not None and reading.low >= matters:
        return f"Yes: surely {matters:g} points and more."
    return f"Not told: it made a difference, but it may be less than the {matters:g} points that matter."


def _when(detail: dict[str, object]) -> str:
    judged_on = detail.get("judged_on")
    if not judged_on:
        return "Read every night."
    day = date_format(date.fromisoformat(str(judged_on)), "j F Y")
    if newest := newest_in_words(detail):
        return f"{newest}: it is judged once those up to {day} are here."
    if detail.get("is_final"):
        return f"Judged, with the answers up to {day}."
    if detail.get("is_compared_no_more"):
        return "Nobody is left to compare with: it stays as it is."
    return f"Read every night until {day}, then judged."


def newest_in_words(detail: dict[str, object]) -> str:
    """Up to which day answers are here, and whose are not; empty where none is lacking."""
    if not (heard := detail.get("heard_until")):
        return ""
    newest, silent = date_format(date.fromisoformat(str(heard)), "j F Y"), detail.get("silent") or []
    ground = detail.get("ground") or {}
    every = sum(len(ground["judged"][side]) for side in ("with", "without")) if "judged" in ground else 0
    if not silent or len(silent) == every:
        return f"The newest answer is of {newest}"
    return f"From {named(silent)} no answers after {newest} are here"
