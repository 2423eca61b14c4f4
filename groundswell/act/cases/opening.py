"""How cases come to be: the rules an organisation starts with, and a case for every signal that deserves one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import Deed, record, record_all
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import calendar_of, hours_of, owner_of
from groundswell.foundation.organisation.working_time import Hours
from groundswell.listen.complaints.joining import enter_waiting_complaints
from groundswell.listen.complaints.models import Complaint

from .clock import due_by
from .models import Case, OpeningRule, RootCause
from .queries import signals_without_case

JOB = "The inner loop"
FIRST_CAUSES = ("Product", "Delivery", "Service", "Price", "Information", "Our rules", "Technology")


@transaction.atomic
def begin_inner_loop(*, by: object, at: datetime) -> list[OpeningRule]:
    """The rules and root causes an organisation starts with. What is there already stays as it is."""
    wanted = {
        "A complaint": {"opens_for": OpeningRule.Opens.COMPLAINT, "within_hours": 4},
        "A score from 0 to 6": {
            "opens_for": OpeningRule.Opens.LOW_SCORE,
            "highest_score": 6,
            "within_hours": 8,
        },
        "A satisfaction of 1 or 2 of 5": {
            "opens_for": OpeningRule.Opens.LOW_SATISFACTION,
            "highest_score": 2,
            "within_hours": 8,
        },
        "An effort of 1 to 3 of 7, where 7 is easy": {
            "opens_for": OpeningRule.Opens.LOW_EASE,
            "highest_score": 3,
            "within_hours": 8,
        },
    }
    for name, fields in wanted.items():
        if not OpeningRule.objects.filter(name=name).exists():
            rule = OpeningRule.objects.create(name=name, active_from=at, **fields)
            record("set an opening rule", rule, by=by, at=at, within_hours=rule.within_hours)
    for name in FIRST_CAUSES:
        name_root_cause(name, by=by, at=at)
    return list(OpeningRule.objects.filter(name__in=wanted))


@transaction.atomic
def name_root_cause(name: str, *, by: object, at: datetime, parent: RootCause | None = None) -> RootCause:
    """The root cause of this name, made where it was missing."""
    cause, made = RootCause.objects.get_or_create(name=name.strip(), defaults={"parent": parent})
    if made:
        record("named a root cause", cause, by=by, at=at)
    return cause


@transaction.atomic
def open_cases_for(rule: OpeningRule, *, at: datetime) -> list[Case]:
    """Open a case for every signal received until now that deserves one by this rule.

    The clock starts when we received the signal, not when this ran: a slow worker never lengthens a promise.
    """
    if rule.opens_for == OpeningRule.Opens.COMPLAINT:
        enter_waiting_complaints(at=at)
    # Whoever opens cases holds all rules, so two workers never open the same case and each knows what it opened.
    list(OpeningRule.objects.select_for_update().order_by("id").values_list("id"))
    waiting = list(signals_without_case(rule, at).values_list("id", "unit_id", "received_at"))
    places = _places_of({unit_id for _, unit_id, _ in waiting})
    held = dict(
        Complaint.objects.filter(signal__in=[signal_id for signal_id, _, _ in waiting]).values_list(
            "signal_id", "owner_id"
        )
        if rule.opens_for == OpeningRule.Opens.COMPLAINT
        else []
    )
    cases = []
    for signal_id, unit_id, received_at in waiting:
        owner_id, hours = places[unit_id]
        due = due_by(received_at, rule.within_hours, hours)
        cases.append(
            Case(
                signal_id=signal_id,
                rule=rule,
                unit_id=unit_id,
                owner_id=held.get(signal_id) or owner_id,
                opened_at=received_at,
                due_at=due,
            )
        )
    opened = Case.objects.bulk_create(cases, batch_size=500)
    record_all([Deed("opened a case", case, JOB, at, {"rule": rule.name}) for case in opened])
    return opened


def _places_of(unit_ids: Iterable[int | None]) -> dict[int | None, tuple[int | None, Hours | None]]:
    units: dict[int | None, Unit | None] = {
        unit.pk: unit for unit in Unit.objects.filter(id__in=[*filter(None, unit_ids)])
    }
    units[None] = None
    found = {}
    for unit_id, unit in units.items():
        owner = owner_of(unit)
        found[unit_id] = (owner.pk if owner else None, hours_of(calendar_of(unit)))
    return found
