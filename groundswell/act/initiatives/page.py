"""Everything on the page of one initiative, asked for once."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.timezone import localdate

from groundswell.act.council.models import Spend
from groundswell.act.council.money import money_of
from groundswell.look.charts import Chart, WaterfallStep, waterfall
from groundswell.look.components import TraceStep

from .designs.departing import latest_departures
from .designs.registering import came_after_the_start, is_as_registered, standing_design
from .gates.queries import ORDER, in_order, next_gate, stage_of
from .health import last_look
from .models import Design, Ending, Gate, Initiative, TeamMember
from .plan import ends_on, widened_on
from .queries import health_in_words, latest_part, standing_parts

FULL = 100


def told(initiatives: QuerySet[Initiative], pk: int, at: datetime) -> dict[str, Any]:
    """The story of one initiative in the order in which it is read."""
    found = initiatives.prefetch_related(*standing_parts(), latest_part()).get(pk=pk)
    gates, today = in_order(found.gates.all()), localdate(at)
    money = money_of(found.decision)
    stage = "ended" if found.ended_at else stage_of(found, gates, bool(found.rollouts.all()))
    spends = list(found.decision.spends.select_related("by").prefetch_related("refunds__by").order_by("on"))
    return {
        "health": health_in_words(found, money, today),
        "stage": stage,
        "path": _path(gates, stage),
        "gates": gates,
        "gate": next_gate(gates),
        "money": money,
        "money_picture": _money_picture(found, spends),
        "spends": spends,
        "risks": [(risk, last_look(risk)) for risk in found.open_risks],
        "team": list(found.team.until(today).select_related("person")),
        "overbooked": _overbooked(found, today),
        "wants": list(found.wants.all()),
        "resting": next(iter(found.resting), None),
        "handovers": list(found.handovers.select_related("before", "to", "by")),
        "ending": Ending.objects.filter(initiative=found).select_related("by").first(),
        "design": told_design(found, today),
        "departures": latest_departures(found),
        "may_begin": all(gate.is_passed for gate in gates if gate.opens == Gate.Stage.PILOT),
        "today": today,
    }


def told_design(initiative: Initiative, today: date) -> dict[str, Any] | None:
    """The design that stands, who got what, and what it took the place of."""
    design = standing_design(initiative)
    if design is None:
        return None
    dealt = list(design.allocations.select_related("unit", "matched_to"))
    waves = sorted({one.wave for one in dealt if one.wave})
    return {
        "design": design,
        "ends_on": ends_on(design),
        "guards": list(design.guards.all()),
        "is_untouched": is_as_registered(design),
        "came_late": came_after_the_start(design),
        "waves": [(wave, [one for one in dealt if one.wave == wave]) for wave in waves],
        "is_rolled_out": {one.unit_id for one in dealt if one.wave}
        <= set(initiative.rollouts.values_list("unit", flat=True)),
        "comparison": [one for one in dealt if one.wave is None],
        "before": _line_of(design),
        "is_compared": today < ends_on(design) and any(one.wave is None for one in dealt),
        "widened_on": widened_on(design, initiative),
        "is_past": any(one.from_on and one.from_on < today for one in dealt),
    }


def _line_of(design: Design) -> list[Design]:
    """The designs that gave way, the latest first, each with the reason in the one after it."""
    found, one = [], design
    while one.supersedes_id:
        found.append(one)
        one = Design.objects.select_related("supersedes").get(pk=one.supersedes_id)
    return found


def _path(gates: list[Gate], stage: str) -> list[TraceStep]:
    """Prepare, pilot, widen, keep: done, now, and not yet with its day and money."""
    if not gates:
        return []
    there = {gate.opens: gate for gate in gates}
    stages = [one for one in ORDER if one == Gate.Stage.PREPARE or one in there]
    now = len(stages) if stage == "ended" else stages.index(stage) if stage in stages else 0
    steps = []
    for number, one in enumerate(stages):
        gate, state = there.get(one), "done" if number < now else "current" if number == now else "todo"
        passed = next((said for said in gate.decisions.all() if said.passed), None) if gate else None
        at = passed.at if passed else None
        due = f"Due {gate.due_on:%-d %B %Y}." if gate and not passed else ""
        detail = f"{due} {passed.why if passed else ''}".strip()
        who = str(passed.by or "") if passed else ""
        steps.append(
            TraceStep(Gate.Stage(one).label, state, "kept" if state == "done" else "current", who, at, detail)
        )
    return steps


def _money_picture(initiative: Initiative, spends: list[Spend]) -> Chart | None:
    """From what was approved through what each gate released and each spend took, to what is left."""
    money = money_of(initiative.decision)
    if not money.approved:
        return None
    used = [WaterfallStep(spend.what_for, -float(spend.still)) for spend in spends if spend.still]
    waits = [WaterfallStep("Not released yet", -float(money.to_release))] if money.to_release > 0 else []
    ending = Ending.objects.filter(initiative=initiative).first()
    back = (
        [WaterfallStep("Went back to the envelope", -float(ending.returned))]
        if ending and ending.returned
        else []
    )
    steps = [
        WaterfallStep("Approved", float(money.approved), is_total=True),
        *used,
        *waits,
        *back,
        WaterfallStep("Left to spend now", float(max(0, money.to_spend)), is_total=True),
    ]
    return waterfall(steps, title="Money: what was approved, what it went into, and what is left to spend")


def _overbooked(initiative: Initiative, today: date) -> list[tuple[str, int]]:
    """Members of the team who are promised to running initiatives for more than all of their time."""
    people = initiative.team.until(today).values("person")
    running = TeamMember.objects.until(today).filter(person__in=people, initiative__ended_at=None)
    sums = running.values_list("person__name").annotate(sum=Sum("share")).order_by("person__name")
    return [(name, share) for name, share in sums if share > FULL]
