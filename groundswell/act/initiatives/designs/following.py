"""Roll out as it was dealt, and refuse what would spoil the comparison while it is measured."""

from datetime import date, datetime

from django.db import transaction

from groundswell.act.initiatives.cells import FIRST_DAYS
from groundswell.act.initiatives.errors import DealtOtherwise, DesignMissing
from groundswell.act.initiatives.models import Allocation, Design, Gate, Initiative, Rollout
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .history import months_before
from .registering import standing_design


def must_be_as_dealt(initiative: Initiative, unit: Unit, from_on: date) -> None:
    """Raises DealtOtherwise where a unit, or one below it, is the comparison, or would begin before its day."""
    design = standing_design(initiative)
    if design is None or not is_measured_on(design, from_on):
        return
    below = subtree_ids(unit)
    for dealt in design.allocations.filter(unit__in=below).select_related("unit"):
        if dealt.wave is None:
            raise DealtOtherwise(
                f"{dealt.unit} is the comparison until {ends_on(design):%-d %B %Y}. Open the gate to “Widen”, or put another "
                "design in its place and say why. If it works with it all the same, note that as a risk: the effect then looks smaller "
                "than it is."
            )
        if dealt.from_on and from_on < dealt.from_on:
            raise DealtOtherwise(
                f"{dealt.unit} is in wave {dealt.wave} and begins on {dealt.from_on:%-d %B %Y}: until then others are compared with it."
            )


def ends_on(design: Design) -> date:
    """The first day on which it may be judged."""
    first = months_before(design.starts_on.replace(day=1), -design.months)
    return first if design.starts_on.day <= FIRST_DAYS else months_before(first, -1)


def is_measured_on(design: Design, day: date) -> bool:
    """Whether the comparison must be kept: until its months are over or the gate to “Widen” is passed."""
    widened = design.initiative.gates.filter(opens=Gate.Stage.WIDEN, decisions__passed=True).exists()
    return day < ends_on(design) and not widened


@transaction.atomic
def roll_out_as_dealt(initiative: Initiative, *, by: object, at: datetime) -> list[Rollout]:
    """Every unit that got the change begins on its day; those that began before stay as they are."""
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    design = standing_design(initiative)
    if design is None:
        raise DesignMissing("Nothing was dealt: choose how the effect will be measured first.")
    there = set(initiative.rollouts.values_list("unit", flat=True))
    begin = design.allocations.filter(wave__isnull=False).exclude(unit__in=there).select_related("unit")
    made = [Rollout.objects.create(initiative=initiative, unit=one.unit, from_on=_day(one)) for one in begin]
    record_all(
        [Deed("rolled out", one, by, at, {"unit": one.unit.code, "from_on": one.from_on}) for one in made]
    )
    return made


def _day(dealt: Allocation) -> date:
    if dealt.from_on is None:
        raise DealtOtherwise(f"{dealt.unit} goes without.")
    return dealt.from_on
