"""Plan gates, meet what they ask for, and decide at them: money comes with the gate, never before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.council.money import money_of
from groundswell.act.council.spending import release_money
from groundswell.act.initiatives.designs.registering import standing_design
from groundswell.act.initiatives.errors import (
    AlreadyMet,
    AlreadyPassed,
    DesignMissing,
    GateClosed,
    MoreThanApproved,
    ReasonMissing,
)
from groundswell.act.initiatives.models import Criterion, Gate, GateDecision, Initiative
from groundswell.act.initiatives.rules import must_be_at_work, must_be_running, must_hold_the_gate
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.look.numbers import whole_sum

Stage = Gate.Stage
PENNY = Decimal("0.01")
USUAL_CRITERIA = {
    Stage.PILOT: (
        "How the effect will be measured is on record",
        "The owner, the sponsor and every function agree to the plan",
    ),
    Stage.WIDEN: ("The effect of the pilot is measured", "The costs of a wider roll-out are known"),
    Stage.KEEP: ("The effect holds where it was widened", "Somebody runs it in everyday work"),
}


@dataclass(frozen=True, slots=True)
class GatePlan:
    """A gate that somebody plans."""

    opens: str
    due_on: date
    releases: Decimal = Decimal(0)
    criteria: tuple[str, ...] = ()


@transaction.atomic
def plan_gates(initiative: Initiative, plans: Sequence[GatePlan], *, by: object, at: datetime) -> list[Gate]:
    """Set the gates that nobody has passed yet. Raises MoreThanApproved where together they release more than is left to release."""
    initiative = _held(initiative)
    kept = [gate for gate in initiative.gates.all() if gate.decisions.filter(passed=True).exists()]
    closed = {gate.opens for gate in kept}
    if again := [plan for plan in plans if plan.opens in closed]:
        raise AlreadyPassed(f"The gate to “{Stage(again[0].opens).label}” was passed before.")
    planned = {plan.opens for plan in plans} | closed
    others = [gate for gate in initiative.gates.all() if gate.opens not in planned]
    free = money_of(initiative.decision).to_release
    total = sum((one.releases for one in (*others, *plans)), Decimal(0))
    if total > free:
        raise MoreThanApproved(
            f"The gates together would release {whole_sum(total)}, and {whole_sum(free)} of what was approved is not "
            "released yet."
        )
    made = []
    for plan in plans:
        given = {"due_on": plan.due_on, "releases": plan.releases}
        gate, _ = Gate.objects.update_or_create(initiative=initiative, opens=plan.opens, defaults=given)
        texts = plan.criteria or USUAL_CRITERIA[Stage(plan.opens)]
        there = set(gate.criteria.values_list("text", flat=True))
        Criterion.objects.bulk_create(Criterion(gate=gate, text=text) for text in texts if text not in there)
        gate.criteria.filter(met_at=None).exclude(text__in=texts).delete()
        record("planned gate", gate, by=by, at=at, opens=plan.opens, criteria=list(texts), **given)
        made.append(gate)
    return made


def usual_gates(amount: Decimal, at: datetime) -> list[GatePlan]:
    """A fifth of the money for a pilot in six weeks, half to widen it after half a year, the rest to keep it after a year."""
    today, fifth, half = localdate(at), (amount / 5).quantize(PENNY), (amount / 2).quantize(PENNY)
    return [
        GatePlan(Stage.PILOT, today + timedelta(weeks=6), fifth),
        GatePlan(Stage.WIDEN, today + timedelta(weeks=26), half),
        GatePlan(Stage.KEEP, today + timedelta(weeks=52), amount - fifth - half),
    ]


@transaction.atomic
def meet_criterion(criterion: Criterion, *, shown_by: str, by: object, at: datetime) -> Criterion:
    """Say what shows that it is met. The first time stands."""
    criterion = Criterion.objects.select_for_update(of=("self",)).get(pk=criterion.pk)
    if criterion.met_at is not None:
        raise AlreadyMet(f"{criterion.met_by or 'Somebody'} noted this as met before you.")
    if not shown_by.strip():
        raise ReasonMissing("Say what shows that it is met: whoever decides at the gate reads it.")
    criterion.shown_by, criterion.met_by, criterion.met_at = shown_by.strip(), person_of(by), at
    criterion.save(update_fields=["shown_by", "met_by", "met_at"])
    record("met criterion", criterion, by=by, at=at, shown_by=criterion.shown_by)
    return criterion


@transaction.atomic
def decide_at_gate(
    gate: Gate,
    *,
    passed: bool,
    why: str,
    by: object,
    at: datetime,
    despite: str = "",
    due_on: date | None = None,
) -> GateDecision:
    """Let the work through, which releases the gate's money, or say why not yet and by when it comes again.

    Gates are passed in their order, by those who steer or the sponsor, never by the owner; the pilot needs a design on record.
    """
    initiative = _held(gate.initiative)
    gate = Gate.objects.get(pk=gate.pk)
    must_hold_the_gate(by, initiative)
    if passed:
        must_be_at_work(initiative)
    before = gate.decisions.filter(passed=True).select_related("by").first()
    if before:
        raise AlreadyPassed(f"{before.by or 'Somebody'} let it through before you.")
    if not why.strip():
        raise ReasonMissing("Give your reason: the team reads it.")
    if passed:
        _must_be_open(gate, despite)
    elif due_on is not None:
        gate.due_on = due_on
        gate.save(update_fields=["due_on"])
    released = None
    if passed and gate.releases > 0:
        released = release_money(
            initiative.decision, gate.releases, what_for=f"Gate: {gate.get_opens_display()}", by=by, at=at
        )
    decision = GateDecision.objects.create(
        gate=gate, passed=passed, why=why.strip(), despite=despite.strip() if passed else "", by=person_of(by),
        at=at, release=released,
    )  # fmt: skip
    record("passed gate" if passed else "held at gate", decision, by=by, at=at, why=why, despite=despite)
    return decision


def must_have_begun(initiative: Initiative) -> None:
    """Raises GateClosed where a gate to the pilot is planned and nobody let the work through: it decides whether units begin."""
    gate = initiative.gates.filter(opens=Stage.PILOT).exclude(decisions__passed=True).first()
    if gate is not None:
        raise GateClosed(
            f"The gate to “{gate.get_opens_display()}” comes first: {initiative.sponsor}, who sponsors it, or the advocacy office "
            "decides there whether units begin."
        )


def _must_be_open(gate: Gate, despite: str) -> None:
    order = list(Stage.values)
    earlier = [one for one in gate.initiative.gates.all() if order.index(one.opens) < order.index(gate.opens)]
    for one in earlier:
        if not one.decisions.filter(passed=True).exists():
            raise GateClosed(f"The gate to “{one.get_opens_display()}” comes first.")
    if gate.opens == Stage.PILOT and standing_design(gate.initiative) is None:
        raise DesignMissing(
            "Choose how the effect will be measured first: after the start nobody can choose without having seen."
        )
    if not despite.strip() and (still := gate.criteria.filter(met_at=None).count()):
        raise GateClosed(
            f"{still} of its criteria {'is' if still == 1 else 'are'} not met. Meet them, or say why it passes all the same."
        )


def _held(initiative: Initiative) -> Initiative:
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    found = Initiative.objects.select_related("decision__proposal").get(pk=initiative.pk)
    must_be_running(found)
    return found
