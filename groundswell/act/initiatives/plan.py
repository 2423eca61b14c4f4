"""From which day to which an effect is judged, and until when there is anybody to compare with."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from groundswell.foundation.customers.revenue import months_from
from groundswell.foundation.organisation.queries import places
from groundswell.science.effects.panel import ENOUGH_WITHOUT

from .cells import Ground, first_month_with
from .designs.registering import came_after_the_start
from .errors import NothingToMeasure
from .models import Design, Initiative
from .since import at_or_below, starts_planned

USUAL_DAYS = 365
FEWEST_SILENT, MOST_SILENT, SILENT_SHARE = 14, 28, 0.1
"""So many days, or this share of the time, may pass without an answer before later ones count as not here yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """From which day to which the effect is judged. What comes after the end is shown, and belongs to no verdict."""

    starts_on: date
    ends_on: date

    def reached(self, until: date, heard: date | None) -> date:
        """How far the time has come for the answers that are here: to ``until``, or to the newest one where that lies too far back.

        A file that comes late must not find a verdict that was passed without it.
        """
        silent = min(max(FEWEST_SILENT, SILENT_SHARE * (self.ends_on - self.starts_on).days), MOST_SILENT)
        return until if heard is None or (until - heard).days <= silent else heard

    def share_over(self, today: date) -> float:
        """Which share of the time is over, above 0 and at most 1."""
        length = max((self.ends_on - self.starts_on).days, 1)
        return min(max((today - self.starts_on).days, 1) / length, 1.0)


def must_have_begun_in_time(first_start: date, until: date) -> None:
    """Raises NothingToMeasure where it began too late."""
    if late := began_too_late(first_start, until):
        raise NothingToMeasure(late)


def began_too_late(first_start: date, until: date) -> str:
    """Where the time was over, or nobody was left to compare with, before anybody began: that, and what to do; else empty."""
    if until >= first_start:
        return ""
    return (
        f"It began on {date_format(first_start, 'j F Y')}, and by its design the comparison ended on {date_format(until, 'j F Y')}. Choose "
        "another design, and say why it takes the place of this one."
    )


def plan_of(design: Design | None, first_start: date, comparison_ends: date | None = None) -> Plan:
    """As chosen before the start, or until the day on which its last wave begins where nobody goes without it after that.

    Chosen later, or not at all: a year from the start, so that nobody picks the best end. A lot of customers is drawn with the
    record, so nobody has seen an effect of it whatever ran before, and it counts from its own first day.
    """
    if design is not None and design.is_of_customers:
        return Plan(max(design.starts_on, first_start), ends_on(design) - timedelta(days=1))
    if design is None or came_after_the_start(design):
        return Plan(first_start, first_start + timedelta(days=USUAL_DAYS))
    end = ends_on(design) - timedelta(days=1)
    is_dealt = comparison_ends is not None and design.allocations.filter(from_on=comparison_ends).exists()
    begins = max(design.starts_on, first_start)
    return Plan(begins, min(end, comparison_ends) if comparison_ends and is_dealt else end)


def ends_on(design: Design) -> date:
    """The first day on which it may be judged: after so many whole months, as scores are told month by month."""
    return months_from(first_month_with(design.starts_on), design.months)


def widened_on(design: Design | None, initiative: Initiative) -> date | None:
    """The first day on which a unit is rolled out that was dealt to go without: from then on nobody is left to compare with."""
    if design is None or came_after_the_start(design):
        return None
    without = design.allocations.filter(wave=None).values_list("unit", flat=True)
    days, ordered = starts_planned(initiative), places()
    return min((days[unit] for unit in at_or_below(set(without), ordered) if unit in days), default=None)


def comparison_ends(initiative: Initiative, ground: Ground, design: Design | None) -> date | None:
    """The day on which nobody is left to compare with: a unit begins that was dealt to go without, or the last units do where
    hardly any goes without it in the end."""
    if widened := widened_on(design, initiative):
        return widened
    days = starts_planned(initiative)
    first, last = ground.first_start, max((days[unit] for unit in ground.units if unit in days), default=None)
    if sum(unit not in days for unit in ground.units) >= ENOUGH_WITHOUT or first is None or last is None:
        return None
    return last if last > first else None
