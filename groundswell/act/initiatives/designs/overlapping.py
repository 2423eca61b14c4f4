"""Whether another initiative begins in the same units in the same months: then nobody can tell which of them moved the score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.plan import plan_of
from groundswell.act.initiatives.since import starts_planned

from .registering import standing_design


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another initiative that begins in some of the same units and is measured in the same months."""

    other: Initiative
    units: frozenset[int]
    until: date
    is_same_place: bool
    is_alike: bool = False
    """It begins in all of them on one day: units that are compared with each other are moved alike."""

    def in_words(self, among: int) -> str:
        """What it does, and what to do about it; ``among``: how many units take part here."""
        until = date_format(self.until, "j F Y")
        there = f"“{self.other}” begins in {len(self.units)} of these {among} units too"
        if not self.is_same_place:
            place = self.other.touchpoint or "every touchpoint"
            return f"{there}. It is measured at {place} until {until}: what it moves here as well counts as effect of this one."
        return (
            f"{there}, and is measured at the same place until {until}: what moves there could be either. Begin after that day, "
            "measure at another touchpoint, or let other units take part. If it does no harm, say why under “Why this way”."
        )


def overlap_caveats(found: Sequence[Overlap], among: int) -> list[str]:
    """What a reader of an effect must know of them, in one sentence however many they are."""
    if not found:
        return []
    each = [
        f"“{one.other}” in {len(one.units)}{'' if one.is_same_place else f', measured at {one.other.touchpoint}'}"
        for one in found
    ]
    listed = each[0] if len(each) == 1 else f"{'; '.join(each[:-1])}; and {each[-1]}"
    what = "What it moved" if len(each) == 1 else "What they moved"
    count = "with this effect, or against it"
    return [
        f"In the same months others began too, in some of the {among} units that are compared here: {listed}. {what} here counts {count}."
    ]


def overlaps(
    initiative: Initiative, units: Iterable[int], touchpoint_id: int | None, begins: date, ends: date
) -> list[Overlap]:
    """Every other initiative that begins in one of the units and is measured between two days; the same place first."""
    wanted, found = set(units), []
    for other in Initiative.objects.exclude(pk=initiative.pk).select_related("touchpoint").order_by("pk"):
        here = {unit: day for unit, day in starts_planned(other).items() if unit in wanted}
        if not here:
            continue
        first = min(here.values())
        design = standing_design(other)
        until = plan_of(design, first).ends_on
        if first <= ends and until >= begins:
            place = design.touchpoint_id if design else other.touchpoint_id
            is_same = place == touchpoint_id or None in {place, touchpoint_id}
            is_alike = here.keys() == wanted and len(set(here.values())) == 1
            found.append(Overlap(other, frozenset(here), until, is_same, is_alike))
    return sorted(found, key=lambda one: not one.is_same_place)
