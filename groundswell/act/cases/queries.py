"""Ask the inner loop. What a person may see, and how a case stands, is decided here once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to, within_sight
from groundswell.foundation.customers.models import Purpose
from groundswell.foundation.customers.queries import whole_persons
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import reach_of
from groundswell.listen.complaints.models import Complaint, ComplaintAnswer
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.withholding import not_withheld, waits_about, withheld_from
from groundswell.listen.surveys.models import Invitation

from .deserving import conditions_of, deserving
from .models import Case, Closure, FollowUp, OpeningRule, Pause, SecondAsk
from .opening_rule import ABOUT_ACCOUNTS

LATE = timedelta(days=1)
"""A signal is stored and read within moments of its arrival; a day is enough for what comes to it later."""

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


def rules_about_voices(at: datetime) -> QuerySet[OpeningRule]:
    """Those that judge what was said."""
    return active_rules(at).exclude(opens_for__in=ABOUT_ACCOUNTS)


def rules_about_accounts(at: datetime) -> QuerySet[OpeningRule]:
    """Those that look for what was not said."""
    return active_rules(at).filter(opens_for__in=ABOUT_ACCOUNTS)


def mark_of(rule: OpeningRule, at: datetime) -> datetime:
    """What came before was judged by this rule."""
    mark = min(rule.judged_through, at - LATE) if rule.judged_through else rule.active_from
    return max(mark, rule.active_from)


def signals_without_case(rule: OpeningRule, at: datetime) -> QuerySet[Signal]:
    """Signals that deserve a case by this rule and have none at this moment, oldest first.

    What came before the rule's mark was judged and is not looked at again; a clock that was set back moves it back. Somebody may say of any voice that it is a
    complaint: those are looked at by the register, however old.
    """
    is_complaint = rule.opens_for == OpeningRule.Opens.COMPLAINT
    since = rule.active_from if is_complaint else mark_of(rule, at)
    waiting = deserving(conditions_of(rule), since, at).filter(case=None)
    if is_complaint:
        entered = Complaint.objects.filter(is_history=False, signal__case=None)
        waiting = waiting.filter(pk__in=entered.values("signal"))
    if rule.retired_at:
        waiting = waiting.filter(received_at__lt=rule.retired_at)
    return waiting.order_by("received_at", "id")


def with_state(cases: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """The same with ``is_open`` and ``is_late`` at this moment, from how the cases stand."""
    return cases.annotate(
        is_open=ExpressionWrapper(Q(closed_at=None), output_field=BooleanField()),
        is_late=ExpressionWrapper(Q(late_from__isnull=False, late_from__lt=at), output_field=BooleanField()),
    )


def pauses_to_end(at: datetime) -> list[Any]:
    """Pauses in which the customer spoke again (``spoke_at``), or whose time is over."""
    said = Signal.objects.filter(
        customer=OuterRef("case__customer"), received_at__gt=OuterRef("at"), received_at__lte=at
    )
    running = Pause.objects.filter(ended_at=None).annotate(
        spoke_at=Subquery(said.order_by("received_at").values("received_at")[:1])
    )
    over = running.filter(Q(until__lte=at) | Q(spoke_at__isnull=False))
    return list(over.select_related("case__unit").order_by("id"))


def open_cases() -> QuerySet[Case]:
    """Cases that nobody has closed, and that go on in no other one."""
    return standing_cases().filter(closed_at=None)


def standing_cases() -> QuerySet[Case]:
    """Every case but those that go on in another one: what is listed and counted."""
    return Case.objects.filter(merged_into=None)


def cases_visible_to(user: User) -> QuerySet[Case]:
    """What this person may see: cases of the units within sight, and any case of their own."""
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return Case.objects.none()
    seen = _shown_to(user)
    return seen if user.sees_everything else seen.filter(within_sight(user) | _own(user))


def _shown_to(user: User) -> QuerySet[Case]:
    """Without those about a voice that somebody else reads first. Whose case it is reads it, unless it is about themselves: the
    customer waits. Hardly anybody has one, and asking costs less than looking for it in every case."""
    if user.person_id is None or not withheld_from(user).exists():
        return standing_cases()
    has_it = Q(owner=user.person_id) & ~Q(signal__in=waits_about(user.person_id))
    return standing_cases().filter(not_withheld(user, "signal") | has_it)


def cases_to_open(user: User) -> QuerySet[Case]:
    """Whose card this person may open: what they see, and where they promised something that is not ended."""
    promised = FollowUp.objects.filter(person=user.person_id, end=None) if user.is_authenticated else None
    if not promised or not user.is_active or user.role == User.Role.PARTNER:
        return cases_visible_to(user)
    return cases_visible_to(user) | _shown_to(user).filter(pk__in=promised.values("case"))


def _own(user: User) -> Q:
    return Q(owner=user.person) if user.person else Q(pk__in=[])


def counts_of(user: User, wanted: Mapping[str, Q], among: Q | None = None) -> dict[str, int]:
    """How many of the cases that this person may see fit each condition.

    Each is a walk along an index that holds all it asks. Whoever sees everything has one for each condition, or one for all
    where only some are looked at; others one look at the cases of their units and one at those of their own elsewhere.
    """
    counts = {f"n_{name}": Count("pk", filter=one) for name, one in wanted.items()}
    if user.sees_everything:
        every = cases_visible_to(user).order_by()
        if among is None:
            return {name: every.filter(one).count() for name, one in wanted.items()}
        counted = every.filter(among).aggregate(**counts)
        return {name: counted[f"n_{name}"] for name in wanted}
    near = within_sight(user)
    elsewhere = _own(user) & (Q(unit=None) | ~near)
    seen = _shown_to(user).order_by().filter(among or Q())
    if user.role == User.Role.PARTNER or not user.is_active:
        seen = seen.none()
    parts = [seen.filter(part).aggregate(**counts) for part in (near, elsewhere)]
    return {name: sum(part[f"n_{name}"] for part in parts) for name in wanted}


def cases_of(person: Person) -> QuerySet[Case]:
    """The open cases that one person owns, the most urgent first, but for what their coach sees first."""
    return open_cases().exclude(signal__in=waits_about(person.pk)).filter(owner=person)


def with_places(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The same, with everything a row shows, in one query."""
    return cases.select_related(
        "owner", "unit", "rule", "closure__root_cause", "customer", "quiet__account", "signal__customer", "signal__touchpoint",
        "signal__unit", "signal__employee", "signal__invitation",
    )  # fmt: skip


def people_to_hand_to(user: User, case: Case) -> QuerySet[Person]:
    """Whom a case may be given to: everybody within sight who still works here, and who answers for the units above."""
    above = case.unit.ancestors(include_self=True).values_list("owner_id", flat=True) if case.unit else []
    owners = [owner for owner in above if owner]
    near = Q(unit__in=units_visible_to(user)) | Q(pk__in=owners)
    return Person.objects.filter(near, left_on=None).exclude(pk=case.owner_id).order_by("name")


def second_answer_to(case: Case, reader: User | None = None) -> Signal | None:
    """What the customer said when asked again; None while they have not been asked or have not answered, or while this
    reader does not see it yet."""
    said = Signal.objects.filter(invitation__second_ask__case=case)
    return (said.filter(not_withheld(reader)) if reader else said).first()


def cases_to_ask_again(at: datetime) -> list[Case]:
    """Closed lately, the customer reached, to be written to by e-mail or by text, and not asked again so far.

    Where nothing was said there is nothing to ask again. A case that came from a second answer is not asked about once more: nobody is asked a third time.
    """
    closed = Case.objects.filter(
        closure__at__lte=at, closure__at__gt=at - ASK_AGAIN_WITHIN, second_ask=None, quiet=None
    )
    reached = closed.exclude(closure__outcome__in=[Closure.Outcome.UNREACHABLE, Closure.Outcome.LEARNED])
    first = reached.exclude(signal__invitation__purpose=Invitation.Purpose.SECOND_ASK)
    known = first.filter(customer__isnull=False)
    found = list(known.select_related("closure", "rule", "unit"))
    reach = reach_of(whole_persons({case.customer_id for case in found}), Purpose.ASKING)
    return [case for case in found if reach[case.customer_id].medium(Medium.values)]


def case_rows(user: User | None, *, at: datetime) -> list[dict[str, Any]]:
    """Every case as plain values for a machine, the most urgent first; ``None`` asks for all of them."""
    seen = standing_cases() if user is None else cases_visible_to(user)
    return [_row(case) for case in with_places(with_state(seen, at))]


def _row(case: Any) -> dict[str, Any]:
    closure = case.closure if case.closed_at else None
    return {
        "case": case.pk,
        "signal": case.signal_id,
        "rule": case.rule.name,
        "unit": case.unit.name if case.unit else None,
        "owner": case.owner.name if case.owner else None,
        "quiet_account": case.quiet.account_id if case.quiet else None,
        "score": case.signal.score if case.signal else None,
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


def history_of(case: Case, reader: User | None = None) -> list[Step]:
    """What happened in a case, oldest first: opened, handed over, tried, closed, asked again, answered."""
    because = f"{case.quiet}. " if case.quiet else ""
    opened = f"{because}By the rule: {case.rule.name}. {case.why_owner}".strip()
    steps = [Step("Opened", "case", case.opened_at, detail=opened)]
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
    for told in case.escalations.select_related("to", "rung"):
        steps.append(Step(f"{told.to} was told", "up", told.at, detail=f"{told.rung.when.capitalize()}."))
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
    answer = second_answer_to(case, reader)
    if answer:
        words = f"{moved(case.signal and case.signal.score, answer.score)} {answer.comment}".strip()
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
