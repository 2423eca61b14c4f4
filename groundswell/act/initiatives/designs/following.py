"""Roll out as it was dealt, and refuse what would spoil the comparison while it is measured."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format

from groundswell.act.initiatives.errors import DealtOtherwise, DesignMissing, EndsTheComparison
from groundswell.act.initiatives.gates.actions import must_have_begun
from groundswell.act.initiatives.models import Allocation, Design, Gate, Initiative, Rollout
from groundswell.act.initiatives.plan import ends_on, widened_on
from groundswell.act.initiatives.rules import must_be_at_work
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .registering import standing_design


def must_be_as_dealt(initiative: Initiative, unit: Unit, from_on: date, *, ends_comparison: bool) -> None:
    """Raises DealtOtherwise where a unit, or one below it, is the comparison, or would begin before its day.

    Once the gate to “Widen” is passed it may begin: EndsTheComparison, unless somebody says that this is wanted.
    """
    design = standing_design(initiative)
    if design is None or from_on >= ends_on(design):
        return
    if is_widened(initiative):
        without = (
            design.allocations.filter(wave=None, unit__in=subtree_ids(unit)).select_related("unit").first()
        )
        if without is not None and not ends_comparison and widened_on(design, initiative) is None:
            raise EndsTheComparison(cost_of_widening(design, without.unit, from_on))
        return
    below = subtree_ids(unit)
    for dealt in design.allocations.filter(unit__in=below).select_related("unit"):
        if dealt.wave is None:
            raise DealtOtherwise(
                f"{dealt.unit} is the comparison until {ends_on(design):%-d %B %Y}. Open the gate to “Widen”, or put another "
                "design in its place and say why. If it works with it all the same, say so under “It went otherwise somewhere”."
            )
        if dealt.from_on and from_on < dealt.from_on:
            raise DealtOtherwise(
                f"{dealt.unit} is in wave {dealt.wave} and begins on {dealt.from_on:%-d %B %Y}: until then others are compared with it."
            )


def is_widened(initiative: Initiative) -> bool:
    """Whether the gate to “Widen” is passed: then the comparison need not be kept any more."""
    return initiative.gates.filter(opens=Gate.Stage.WIDEN, decisions__passed=True).exists()


def may_widen(initiative: Initiative, today: date) -> bool:
    """Whether a roll-out could end the comparison before its planned end, so that somebody must say that this is wanted."""
    design = standing_design(initiative)
    return (
        design is not None
        and today < ends_on(design)
        and is_widened(initiative)
        and design.allocations.filter(wave=None).exists()
        and widened_on(design, initiative) is None
    )


def cost_of_widening(design: Design, unit: Unit, from_on: date) -> str:
    """What it costs to let a unit begin before the planned end that was to go without."""
    day, end = date_format(from_on, "j F Y"), date_format(ends_on(design), "j F Y")
    return (
        f"{unit} goes without it, for comparison, until {end}. Rolled out there on {day}, nobody is left to compare with: the reading "
        f"ends on that day with the answers there are, its range stays as wide as it is then, and nothing can be told later. Wait until "
        f"{end}, or say below that you want it all the same."
    )


@transaction.atomic
def roll_out_as_dealt(initiative: Initiative, *, by: object, at: datetime) -> list[Rollout]:
    """Every unit that got the change begins on its day; those that began before stay as they are."""
    must_be_at_work(Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk))
    must_have_begun(initiative)
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
