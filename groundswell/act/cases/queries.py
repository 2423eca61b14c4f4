"""Ask the inner loop. What a person may see, and how a case stands, is decided here once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to, within_sight
from groundswell.foundation.customers.models import Purpose
from groundswell.foundation.customers.queries import whole_persons
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import reach_of
from groundswell.listen.complaints.models import ComplaintAnswer
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation

from .deserving import conditions_of, deserving
from .models import Case, Closure, ContactAttempt, OpeningRule, Pause, SecondAsk

ASK_AGAIN_WITHIN = timedelta(days=14)
"""After two weeks a second question is about something the customer has forgotten: it is not sent any more."""

RECOVERED_FROM = 7
"""A customer who gives at least this in the second answer is no longer a detractor."""


def active_rules(at: datetime) -> QuerySet[OpeningRule]:
    """The rules in force, the first before the usual and then the shortest promise, so that a complaint with a low score
    gets the shorter clock."""
    alive = Q(retired_at=None) | Q(retired_at__gt=at)
    rules = OpeningRule.objects.filter(alive, active_from__lte=at).prefetch_related("themes")
    return rules.order_by("priority", "within_hours", "id")


def signals_without_case(rule: OpeningRule, at: datetime) -> QuerySet[Signal]:
    """Signals that deserve a case by this rule and have none at this moment, oldest first."""
    waiting = (
        deserving(conditions_of(rule), rule.active_from, at).filter(case=None).order_by("received_at", "id")
    )
    return waiting.filter(received_at__lt=rule.retired_at) if rule.retired_at else waiting


def with_state(cases: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """The same with ``contacted_at``, ``closed_at``, ``is_open``, ``waits_until`` and ``is_late``, read from what people did.

    Late means: open, a customer not reached, the promised moment gone, and not waiting for the customer since before
    it. Where nobody is known, nobody waits.
    """
    reached = ContactAttempt.objects.filter(case=OuterRef("pk"), reached=True).order_by("at").values("at")[:1]
    pause = Pause.objects.filter(case=OuterRef("pk"), ended_at=None)
    read = cases.annotate(
        contacted_at=Subquery(reached),
        closed_at=F("closure__at"),
        waits_until=Subquery(pause.values("until")[:1]),
    )
    late = Q(closed_at=None, contacted_at=None, due_at__lt=at, signal__customer__isnull=False)
    late &= Q(waits_until=None) | Exists(pause.filter(at__gte=OuterRef("due_at")))
    return read.annotate(
        is_open=ExpressionWrapper(Q(closed_at=None), output_field=BooleanField()),
        is_late=ExpressionWrapper(late, output_field=BooleanField()),
    )


def pauses_to_end(at: datetime) -> list[Any]:
    """Pauses in which the customer spoke again (``spoke_at``), or whose time is over."""
    said = Signal.objects.filter(
        customer=OuterRef("case__signal__customer"), received_at__gt=OuterRef("at"), received_at__lte=at
    )
    running = Pause.objects.filter(ended_at=None).annotate(
        spoke_at=Subquery(said.order_by("received_at").values("received_at")[:1])
    )
    over = running.filter(Q(until__lte=at) | Q(spoke_at__isnull=False))
    return list(over.select_related("case__unit").order_by("id"))


def open_cases() -> QuerySet[Case]:
    """Cases that nobody has closed."""
    return Case.objects.filter(closure=None)


def cases_visible_to(user: User) -> QuerySet[Case]:
    """What this person may see: cases of the units within sight, and any case of their own."""
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return Case.objects.none()
    own = Q(owner=user.person) if user.person else Q(pk__in=[])
    return Case.objects.filter(within_sight(user) | own) if not user.sees_everything else Case.objects.all()


def cases_of(person: Person) -> QuerySet[Case]:
    """The open cases that one person owns, the most urgent first."""
    return open_cases().filter(owner=person)


def with_places(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same, with everything a row shows, in one query."""
    return cases.select_related(
        "owner", "unit", "rule", "closure", "signal__customer", "signal__touchpoint", "signal__unit",
        "signal__employee", "signal__invitation",
    )  # fmt: skip


def people_to_hand_to(user: User, case: Case) -> QuerySet[Person]:
    """Whom a case may be given to: everybody within sight who still works here, and who answers for the units above."""
    above = case.unit.ancestors(include_self=True).values_list("owner_id", flat=True) if case.unit else []
    owners = [owner for owner in above if owner]
    near = Q(unit__in=units_visible_to(user)) | Q(pk__in=owners)
    return Person.objects.filter(near, left_on=None).exclude(pk=case.owner_id).order_by("name")


def second_answer_to(case: Case) -> Signal | None:
    """What the customer said when asked again; None while they have not been asked or have not answered."""
    return Signal.objects.filter(invitation__second_ask__case=case).first()


def cases_to_ask_again(at: datetime) -> list[Case]:
    """Closed lately, the customer reached, to be written to by e-mail or by text, and not asked again so far.

    A case that came from a second answer is not asked about once more: nobody is asked a third time.
    """
    closed = Case.objects.filter(closure__at__lte=at, closure__at__gt=at - ASK_AGAIN_WITHIN, second_ask=None)
    reached = closed.exclude(closure__outcome__in=[Closure.Outcome.UNREACHABLE, Closure.Outcome.LEARNED])
    first = reached.exclude(signal__invitation__purpose=Invitation.Purpose.SECOND_ASK)
    known = first.filter(signal__customer__isnull=False)
    found = list(known.select_related("closure", "rule", "unit", "signal__customer"))
    reach = reach_of(whole_persons({case.signal.customer_id for case in found}), Purpose.ASKING)
    return [case for case in found if reach[case.signal.customer_id].medium(Medium.values)]


def case_rows(user: User | None, *, at: datetime) -> list[dict[str, Any]]:
    """Every case as plain values for a machine, the most urgent first; ``None`` asks for all of them."""
    seen = Case.objects.all() if user is None else cases_visible_to(user)
    return [_row(case) for case in with_places(with_state(seen, at))]


def _row(case: Any) -> dict[str, Any]:
    closure = case.closure if case.closed_at else None
    return {
        "case": case.pk,
        "signal": case.signal_id,
        "rule": case.rule.name,
        "unit": case.unit.name if case.unit else None,
        "owner": case.owner.name if case.owner else None,
        "score": case.signal.score,
        "opened_at": case.opened_at.isoformat(),
        "due_at": case.due_at.isoformat(),
        "contacted_at": case.contacted_at.isoformat() if case.contacted_at else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "is_late": case.is_late,
        "outcome": closure.outcome if closure else None,
    }


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a case, in words."""

    title: str
    icon: str
    at: datetime | None
    who: str = ""
    detail: str = ""
    url: str = ""
    state: str = "done"


def history_of(case: Case) -> list[Step]:
    """What happened in a case, oldest first: opened, handed over, tried, closed, asked again, answered."""
    steps = [Step("Opened", "case", case.opened_at, detail=f"By the rule: {case.rule.name}")]
    for handover in case.handovers.select_related("to", "by"):
        title = f"Handed over to {handover.to.name}"
        steps.append(Step(title, "person", handover.at, str(handover.by or ""), handover.why))
    for attempt in case.attempts.select_related("by"):
        title = "Customer reached" if attempt.reached else "Customer not reached"
        words = f"{attempt.get_channel_display()}. {attempt.note}".strip()
        steps.append(Step(title, "call", attempt.at, str(attempt.by or ""), words))
    for pause in case.pauses.select_related("by"):
        steps.append(Step("Waits for the customer", "clock", pause.at, str(pause.by or ""), pause.why))
        if pause.ended_at:
            steps.append(Step("Goes on", "clock", pause.ended_at, detail=f"Because {pause.ended_because}."))
    answer = ComplaintAnswer.objects.filter(complaint__signal=case.signal_id).select_related("by").first()
    if answer:
        words = f"{answer.get_channel_display()}. {answer.words}"
        steps.append(Step("Complaint answered", "reply", answer.at, str(answer.by or ""), words))
    closure = Closure.objects.filter(case=case).select_related("by", "root_cause").first()
    if closure:
        words = f"{closure.get_outcome_display()}. Root cause: {closure.root_cause}. {closure.note}".strip()
        steps.append(Step("Closed", "kept", closure.at, str(closure.by or ""), words))
    asked = SecondAsk.objects.filter(case=case).first()
    if asked:
        steps.append(Step("Asked again", "mail", asked.at))
    answer = second_answer_to(case)
    if answer:
        words = f"{moved(case.signal.score, answer.score)} {answer.comment}".strip()
        title = "Recovered" if is_recovery(answer) else "Answered again, not recovered"
        steps.append(Step(title, "voice", answer.submitted_at, detail=words))
    return sorted(steps, key=lambda step: step.at or case.opened_at)


def is_recovery(answer: Signal) -> bool:
    """Whether the second answer is that of a customer who is no longer a detractor."""
    return answer.score is not None and answer.score >= RECOVERED_FROM


def moved(before: int | None, after: int | None) -> str:
    """How the score moved between the two answers, in words."""
    if after is None:
        return "The second answer has no score."
    if before is None:
        return f"The second answer is {after} of 10; the first had no score."
    return f"The score moved from {before} to {after}."
