"""A poor voice may wait until the coach has seen it, or be kept from the leads until its person had time to read it: the rule
is applied where signals are stored, so there is no moment in which somebody sees it too early."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.organisation.working_time import due_after

from .models import PoorVoicePolicy, Signal, Withholding

BEST_POOR = 8
POOR_UNLESS_SAID = 6
THE_CLOCK = "The clock"


def is_poor(score: int | None, kind: str, poor_to: int = POOR_UNLESS_SAID) -> bool:
    """A score up to the threshold, or a complaint."""
    return kind == Signal.Kind.COMPLAINT or (score is not None and score <= poor_to)


def policies_in_force() -> QuerySet[PoorVoicePolicy]:
    """What units say today."""
    return PoorVoicePolicy.objects.filter(ended_at=None).select_related("unit")


def policies_by_unit() -> dict[int, PoorVoicePolicy]:
    """For every unit the policy of the nearest unit at or above it that says something; no entry where none does."""
    said = {policy.unit_id: policy for policy in policies_in_force()}
    if not said:
        return {}
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    return {unit: policy for unit in parents if (policy := _nearest(unit, parents, said))}


def _nearest(
    unit: int | None, parents: dict[int, int | None], said: dict[int, PoorVoicePolicy]
) -> PoorVoicePolicy | None:
    while unit is not None:
        if unit in said:
            return said[unit]
        unit = parents[unit]
    return None


def withhold_new(places: Iterable[tuple[str, str]]) -> None:
    """Withhold what is poor among the signals that were just stored at these places, where somebody comes first."""
    by_source: dict[str, list[str]] = {}
    for source, key in places:
        by_source.setdefault(source, []).append(key)
    policies = policies_by_unit() if by_source else {}
    if all(policy.order == PoorVoicePolicy.Order.TOGETHER for policy in policies.values()):
        return
    for source, keys in by_source.items():
        for start in range(0, len(keys), 500):
            withhold(Signal.objects.filter(source=source, key__in=keys[start : start + 500]), policies)


def withhold(
    signals: Iterable[Signal], policies: dict[int, PoorVoicePolicy], at: datetime | None = None
) -> None:
    """Write down from whom, and until when, each is kept: so many working hours of its unit from its arrival (or from ``at``)."""
    rows, above = [], _leads_above(policies)
    for signal in signals:
        policy = policies.get(signal.unit_id or 0)
        if policy is None or policy.order == PoorVoicePolicy.Order.TOGETHER or signal.employee_id is None:
            continue
        if is_poor(signal.score, signal.kind, policy.poor_to):
            since = at or signal.received_at
            until = working_hours_after(since, policy.hours, signal.unit)
            is_coach_first = policy.order == PoorVoicePolicy.Order.COACH_FIRST
            later = (
                {signal.employee_id} if is_coach_first else above[signal.unit_id or 0] - {signal.employee_id}
            )
            rows += [
                Withholding(signal=signal, person_id=one, since=since, until=until) for one in sorted(later)
            ]
    Withholding.objects.bulk_create(rows, ignore_conflicts=True)


def _leads_above(policies: dict[int, PoorVoicePolicy]) -> dict[int, set[int]]:
    """For every unit the leads of it and of those above it; nobody is asked where the person comes first nowhere."""
    found: dict[int, set[int]] = defaultdict(set)
    if not any(policy.order == PoorVoicePolicy.Order.PERSON_FIRST for policy in policies.values()):
        return found
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    leads: dict[int, set[int]] = defaultdict(set)
    people = User.objects.filter(role=User.Role.LEAD, is_active=True, person__left_on=None)
    for person, unit in people.filter(person__isnull=False).values_list("person_id", "person__unit_id"):
        leads[unit].add(person)
    for unit in policies:
        here: int | None = unit
        while here is not None:
            found[unit] |= leads[here]
            here = parents[here]
    return found


def working_hours_after(start: datetime, hours: int, unit: Unit | None) -> datetime:
    """When so many working hours of a unit have passed; plain hours where it has no calendar."""
    week = hours_of(calendar_of(unit))
    return due_after(start, 60 * hours, week) if week else start + timedelta(hours=hours)


def withheld_from(reader: User | Person) -> QuerySet[Any]:
    """The ids of the signals that this reader does not see yet. Every query that shows a signal to a person leaves them out."""
    person = reader.pk if isinstance(reader, Person) else getattr(reader, "person_id", None)
    waiting = Withholding.objects.filter(released_at=None, person=person)
    return waiting.order_by().values("signal") if person else waiting.none().values("signal")


def withheld_from_anybody() -> QuerySet[Any]:
    """The ids of the signals that somebody does not see yet: what is read out before a team leaves them out."""
    return Withholding.objects.filter(released_at=None).order_by().values("signal")


def waits_about(person_id: int | None) -> QuerySet[Any]:
    """The ids of the voices about this person that wait for them: nothing they own or promised shows these either."""
    waiting = Withholding.objects.filter(released_at=None, person=person_id, signal__employee=person_id)
    return waiting.order_by().values("signal") if person_id else waiting.none().values("signal")


def not_withheld(reader: User | Person, field: str = "pk") -> Q:
    """A filter for signals, or for anything that belongs to one by ``field``."""
    return ~Q(**{f"{field}__in": withheld_from(reader)})


@transaction.atomic
def show_to(person: Person, signals: QuerySet[Signal], *, by: object, at: datetime) -> int:
    """Whom the voice is about sees it from now on. Returns how many waited until now."""
    waiting = Withholding.objects.filter(person=person, released_at=None, signal__in=signals.order_by())
    shown = list(waiting.values_list("pk", flat=True))
    Withholding.objects.filter(pk__in=shown, released_at=None).update(released_at=at, released_by=str(by))
    for one in Withholding.objects.filter(pk__in=shown):
        record("showed a voice to its person", one, by=by, at=at, signal=one.signal_id)
    return len(shown)


def show_what_waited(*, at: datetime) -> int:
    """The coach had the time: everybody sees what is about them."""
    due = Withholding.objects.filter(released_at=None, until__lte=at)
    return due.update(released_at=at, released_by=THE_CLOCK)


@transaction.atomic
def set_policy(
    unit: Unit, *, order: str, hours: int, poor_to: int, by: object, at: datetime
) -> PoorVoicePolicy:
    """Say who sees a poor voice first from now on, here and below. What waits already keeps its time."""
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    PoorVoicePolicy.objects.filter(unit=unit, ended_at=None).update(ended_at=at)
    policy = PoorVoicePolicy.objects.create(
        unit=unit, order=order, hours=hours, poor_to=poor_to, set_by=str(by), set_at=at
    )
    record("said who sees a poor voice first", policy, by=by, at=at, unit=unit.code, order=order, hours=hours)
    return policy
