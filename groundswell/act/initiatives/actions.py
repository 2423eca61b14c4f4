"""What people do with initiatives: start, roll out, reach milestones, spend."""

from datetime import date, datetime
from decimal import Decimal
from types import EllipsisType

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.act.council.models import Decision, Spend
from groundswell.act.council.spending import release_money, spend_money
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.look.numbers import whole_sum

from .designs.following import must_be_as_dealt
from .errors import AlreadyReached, MoreThanApproved, NotApproved, NotSpentYet, OwnsAndSponsors, StartStands
from .gates.actions import must_have_begun, plan_gates, usual_gates
from .models import Initiative, Milestone, Rollout
from .rules import must_be_at_work, must_be_running, must_hold_the_gate


@transaction.atomic
def start(
    decision: Decision,
    *,
    name: str,
    owner: Person,
    sponsor: Person,
    expected_points: Decimal,
    by: object,
    at: datetime,
    touchpoint: Touchpoint | EllipsisType | None = ...,
    release: Decimal | None = None,
) -> Initiative:
    """Begin the work that was approved. Where its effect is measured is chosen now, before anybody sees an effect.

    ``touchpoint``: where that is, that of the opportunity unless said otherwise; None: everywhere. ``release``: this sum may be spent from now on, and the rest waits until gates release it; never released by the owner. None:
    the usual gates are planned, and nothing may be spent before the first of them is passed.
    """
    if not decision.approved:
        raise NotApproved("This proposal was declined. Only an approved one starts work.")
    if decision.proposal.adds_to_id:
        raise NotApproved("This money adds to work that runs already. Release it there.")
    if release is not None and release > decision.proposal.amount:
        raise MoreThanApproved(
            f"{whole_sum(decision.proposal.amount)} was approved. Release that much at most."
        )
    Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if Initiative.objects.filter(decision=decision).exists():
        raise NotApproved("This decision started its initiative already.")
    if owner == sponsor:
        raise OwnsAndSponsors(
            f"{sponsor} would own the work and let it through its gates as well. Choose somebody else to sponsor it."
        )
    initiative = Initiative.objects.create(
        decision=decision,
        name=name,
        owner=owner,
        sponsor=sponsor,
        touchpoint=decision.proposal.opportunity.touchpoint if touchpoint is ... else touchpoint,
        expected_points=expected_points,
        started_at=at,
    )
    if release is None:
        plan_gates(initiative, usual_gates(decision.proposal.amount, at), by=by, at=at)
    elif release > 0:
        must_hold_the_gate(by, initiative)
        release_money(decision, release, what_for="The start of the work", by=by, at=at)
    record("started initiative", initiative, by=by, at=at, name=name, expected_points=expected_points)
    return initiative


@transaction.atomic
def roll_out(
    initiative: Initiative,
    unit: Unit,
    *,
    from_on: date,
    by: object,
    at: datetime,
    ends_comparison: bool = False,
) -> Rollout:
    """Say from which day a unit, and all below it, works with the change. A day that has not come may be moved.

    Raises GateClosed before the gate to the pilot is passed; StartStands once the unit has begun, or for a day before today:
    nobody picks the day that looks best; EndsTheComparison where nobody would be left to compare with before the planned end,
    and nobody said that this is wanted.
    """
    must_be_at_work(_held(initiative))
    must_have_begun(initiative)
    must_be_as_dealt(initiative, unit, from_on, ends_comparison=ends_comparison)
    rollout, is_new = Rollout.objects.get_or_create(
        initiative=initiative, unit=unit, defaults={"from_on": from_on}
    )
    if is_new or rollout.from_on != from_on:
        if not is_new:
            _move(rollout, from_on, localdate(at))
        record("rolled out", rollout, by=by, at=at, unit=unit.code, from_on=from_on)
    return rollout


def _move(rollout: Rollout, from_on: date, today: date) -> None:
    if rollout.from_on <= today:
        raise StartStands(
            f"{rollout.unit} works with it since {date_format(rollout.from_on, 'j F Y')}: that stands, so that nobody picks the day that "
            "looks best. If it began later or never, say so under “It went otherwise somewhere”: the effect is told as it was planned."
        )
    if from_on <= today:
        raise StartStands(f"{date_format(from_on, 'j F Y')} is past. Choose a day from tomorrow on.")
    rollout.from_on = from_on
    rollout.save(update_fields=["from_on"])


@transaction.atomic
def plan_milestone(initiative: Initiative, *, name: str, due_on: date, by: object, at: datetime) -> Milestone:
    """Add a step with a day."""
    must_be_running(_held(initiative))
    milestone = Milestone.objects.create(initiative=initiative, name=name, due_on=due_on)
    record("planned milestone", milestone, by=by, at=at, name=name, due_on=due_on)
    return milestone


@transaction.atomic
def reach_milestone(milestone: Milestone, *, by: object, at: datetime) -> Milestone:
    """Say that a step is done. The first time stands."""
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if milestone.reached_at is not None:
        raise AlreadyReached(f"{milestone} was reached before.")
    milestone.reached_at = at
    milestone.save(update_fields=["reached_at"])
    record("reached milestone", milestone, by=by, at=at)
    return milestone


@transaction.atomic
def spend(
    initiative: Initiative, amount: Decimal, *, what_for: str, on: date, by: object, at: datetime
) -> Spend:
    """Use money out of what is released, never more, up to today."""
    initiative = _held(initiative)
    must_be_at_work(initiative)
    if on > localdate(at):
        raise NotSpentYet(
            f"{date_format(on, 'j F Y')} has not come. Note money when it is spent; what comes is a step, or a gate."
        )
    return spend_money(initiative.decision, amount, what_for=what_for, on=on, by=by, at=at)


def _held(initiative: Initiative) -> Initiative:
    """The initiative as it is now, while nobody else changes it."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    return Initiative.objects.select_related("decision__proposal").get(pk=initiative.pk)
