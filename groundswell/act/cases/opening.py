"""How cases come to be: the rules an organisation starts with, and a case for every signal that deserves one."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.history.actions import Deed, record, record_all
from groundswell.listen.complaints.joining import enter_waiting_complaints
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal

from .clock import due_by
from .escalation.changing import begin_ladder
from .finding import keep_words
from .late_themes import note_mentions, signals_found_late
from .models import Case, OpeningRule, RootCause
from .queries import LATE, mark_of, signals_without_case
from .quiet.opening import cases_of_quiet_accounts
from .routing.chart import Chart
from .routing.choosing import Choice
from .routing.wishes import wish_for
from .standing import write_standing

JOB = "The inner loop"
STEP = timedelta(hours=1)
"""The mark of a rule moves so far at a time."""
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
    begin_ladder(by=by, at=at)
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
    """Open a case for every signal received until now, or for every account quiet now, that deserves one by this rule.

    The clock starts when we received the signal, not when this ran: a slow worker never lengthens a promise.
    """
    if rule.opens_for == OpeningRule.Opens.COMPLAINT:
        enter_waiting_complaints(at=at)
    # Whoever opens cases holds all rules, so two workers never open the same case and each knows what it opened.
    list(OpeningRule.objects.select_for_update().order_by("id").values_list("id"))
    opened = Case.objects.bulk_create(_deserved(rule, at), batch_size=500)
    write_standing([case.pk for case in opened])
    keep_words([case.pk for case in opened])
    record_all([Deed("opened a case", case, JOB, at, {"rule": rule.name}) for case in opened])
    _mark(rule, at)
    return opened


def _deserved(rule: OpeningRule, at: datetime) -> list[Case]:
    if rule.is_about_accounts:
        return list(cases_of_quiet_accounts(rule, at))
    columns = ("unit_id", "customer_id", "received_at", "metadata")
    waiting = list(signals_without_case(rule, at).only(*columns))
    late = list(signals_found_late(rule, mark_of(rule, at), at).only(*columns)) if not rule.retired_at else []
    if not waiting and not late:
        return []
    known = {signal.pk for signal in waiting}
    return list(_cases(rule, [*waiting, *(one for one in late if one.pk not in known)], at))


def _mark(rule: OpeningRule, at: datetime) -> None:
    """What came long enough ago is not looked at again. The mark moves in steps, not at every run."""
    note_mentions(rule)
    mark = at - LATE
    if mark > rule.active_from and (rule.judged_through is None or mark - rule.judged_through > STEP):
        rule.judged_through = mark
        rule.save(update_fields=["judged_through"])


def _cases(rule: OpeningRule, waiting: Sequence[Signal], at: datetime) -> Iterator[Case]:
    """A case for each, with whom it comes to and why. A complaint stays with whoever has it in the register."""
    chart = Chart(timezone.localdate(at))
    complaints = {
        signal_id: (owner, language)
        for signal_id, owner, language in Complaint.objects.filter(signal__in=waiting).values_list(
            "signal_id", "owner", "language"
        )
    }
    mark = mark_of(rule, at)
    for signal in waiting:
        has_it, language = complaints.get(signal.pk, (None, ""))
        choice = (
            Choice(has_it, "Comes to whoever has the complaint.")
            if has_it
            else chart.owner_for(
                signal.unit_id, wish_for(rule, signal.metadata, language), goes_to=rule.goes_to
            )
        )
        hours = chart.hours_for(choice.person_id, signal.unit_id)
        yield Case(
            signal=signal,
            customer_id=signal.customer_id,
            rule=rule,
            unit_id=signal.unit_id,
            owner_id=choice.person_id,
            why_owner=choice.why[:300],
            opened_at=(start := _start(rule, signal, mark, at)),
            due_at=due_by(start, rule.within_hours, hours),
        )


def _start(rule: OpeningRule, signal: Signal, mark: datetime, at: datetime) -> datetime:
    """Where a theme was found late, we knew of the matter only then. A complaint never waits for that."""
    was_late = signal.received_at < mark and rule.opens_for != OpeningRule.Opens.COMPLAINT
    return at if was_late else signal.received_at
