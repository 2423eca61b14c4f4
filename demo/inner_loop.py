"""The inner loop of the last hundred days: cases opened by the rules, followed up by their owners, asked again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from demo.answered_complaints import answer_complaints
from demo.case_words import CAUSES, CHILDREN, CLOSING_NOTES, CONTACT_NOTES
from demo.case_work import work_in_cases
from demo.chance import stream
from demo.leaving import let_some_leave
from demo.organisation import BUILDER, DEMO_SHOP
from demo.quiet import listen_to_silence
from demo.second_asks import ask_again
from demo.signals import Ground
from groundswell.act.cases.actions import hand_over, note_attempt
from groundswell.act.cases.escalation.changing import begin_ladder
from groundswell.act.cases.models import Case, Closure, ContactAttempt, OpeningRule, RootCause
from groundswell.act.cases.opening import begin_inner_loop, name_root_cause, open_cases_for
from groundswell.act.cases.pausing import wait_for_customer
from groundswell.act.cases.queries import active_rules
from groundswell.act.cases.ruling import NewRule, switch_on
from groundswell.act.cases.standing import write_standing
from groundswell.foundation.customers.models import Consent
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.foundation.organisation.queries import calendar_of, hours_of

RULES_DAYS = 100
STEP = timedelta(days=7)
HOUR = timedelta(hours=1)
OUTCOMES = (
    Closure.Outcome.RECOVERED,
    Closure.Outcome.ANSWERED,
    Closure.Outcome.GOODWILL,
    Closure.Outcome.UNREACHABLE,
)
SHARES = (0.46, 0.29, 0.18, 0.07)
VALUED = NewRule(
    "A valued customer with a score from 0 to 6",
    OpeningRule.Opens.LOW_SCORE,
    within_hours=4,
    priority=OpeningRule.Priority.FIRST,
    highest_score=6,
    least_revenue=Decimal(800),
)
"""Switched on today: it opens cases for what comes next."""


@dataclass
class Work:
    """What people did with cases, gathered to be stored at once and in the order of time."""

    attempts: list[ContactAttempt] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)


def run_inner_loop(seed: int, ground: Ground, rules_from: datetime) -> int:
    """Open, contact, close and ask again, step by step through the days. Returns how many cases there are."""
    rng = stream(seed, "inner loop")
    begin_ladder(by=BUILDER, at=ground.months.at - timedelta(days=2))
    begin_inner_loop(by=BUILDER, at=rules_from)
    causes = _causes(rules_from)
    now, step = ground.months.at, rules_from
    opened, hours = 0, {unit.pk: hours_of(calendar_of(unit)) for unit in ground.organisation.units.values()}
    while step < now:
        step = min(step + STEP, now)
        cases = [case for rule in active_rules(step) for case in open_cases_for(rule, at=step)]
        opened += len(cases)
        work = _follow_up(rng, cases, causes, now)
        answer_complaints(seed, work.closures, now)
        _store(work)
        ask_again(rng, work.closures, hours, now)
    let_some_leave(stream(seed, "leaving"), ground, now)
    switch_on(VALUED, by=BUILDER, at=now)
    opened += len(listen_to_silence(ground, now))
    _wait_for_one(now)
    _give_to_frontline(ground)
    work_in_cases(ground)
    return opened


def _causes(at: datetime) -> dict[str, RootCause]:
    named = {cause.name: cause for cause in RootCause.objects.all()}
    made = {
        name: name_root_cause(name, by=BUILDER, at=at, parent=named[parent])
        for parent, names in CHILDREN.items()
        for name in names
    }
    return named | made


def _follow_up(
    rng: np.random.Generator, cases: Sequence[Case], causes: dict[str, RootCause], now: datetime
) -> Work:
    work = Work()
    willing = _answerable([case.pk for case in cases])
    full = Case.objects.filter(pk__in=[case.pk for case in cases]).select_related(
        "signal__touchpoint", "owner", "unit"
    )
    for case in full.order_by("opened_at", "pk"):
        _follow_one(rng, case, case.pk in willing, causes, now, work)
    return work


def _answerable(ids: list[int]) -> set[int]:
    willing = Consent.objects.filter(customer=OuterRef("customer"), purpose="contact", withdrawn_at=None)
    cases = Case.objects.filter(Exists(willing), pk__in=ids, customer__email__isnull=False)
    there = Q(customer__ended_on=None) | Q(customer__ended_on__gt=TruncDate("opened_at"))
    return set(cases.filter(there).values_list("pk", flat=True))


def _follow_one(
    rng: np.random.Generator,
    case: Case,
    answerable: bool,
    causes: dict[str, RootCause],
    now: datetime,
    work: Work,
) -> None:
    chance, late, twice, closes = rng.random(4)
    outcome = OUTCOMES[int(rng.choice(4, p=SHARES))] if answerable else Closure.Outcome.LEARNED
    contact = _contact_at(case, rng, is_late=late < 0.08)
    is_left_open = closes < (0.62 if contact > now - timedelta(hours=30) else 0.02)
    if contact > now - timedelta(minutes=20) or (is_left_open and chance < 0.6):
        return
    if answerable:
        if twice < 0.2 or outcome == Closure.Outcome.UNREACHABLE:
            first = max(case.opened_at + timedelta(minutes=5), contact - timedelta(hours=2))
            _attempt(rng, case, False, first, work)
        _attempt(rng, case, outcome != Closure.Outcome.UNREACHABLE, contact, work)
    closed = contact + timedelta(minutes=int(rng.integers(10, 600)))
    if is_left_open or closed > now - timedelta(minutes=5):
        return
    _close(rng, case, outcome, causes, closed, work)


def _contact_at(case: Case, rng: np.random.Generator, *, is_late: bool) -> datetime:
    """Most often shortly before the promised moment, which lies in working hours; now and then after it."""
    if is_late:
        return case.due_at + timedelta(minutes=int(rng.integers(30, 300)))
    room = min((case.due_at - case.opened_at).total_seconds() / 60, 170.0)
    return case.due_at - timedelta(minutes=int(rng.random() * room))


def _attempt(rng: np.random.Generator, case: Case, reached: bool, at: datetime, work: Work) -> None:
    channel = str(rng.choice(["phone", "phone", "email"]))
    note = str(rng.choice(CONTACT_NOTES[reached]))
    work.attempts.append(
        ContactAttempt(case=case, channel=channel, reached=reached, note=note, by=case.owner, at=at)
    )
    verb = "contacted a customer" if reached else "tried to contact a customer"
    work.deeds.append(Deed(verb, case, case.owner or BUILDER, at, {"channel": channel}))


def _close(
    rng: np.random.Generator, case: Case, outcome: str, causes: dict[str, RootCause], at: datetime, work: Work
) -> None:
    code = case.signal.touchpoint.code if case.signal.touchpoint else "brand"
    cause = causes[str(rng.choice(CAUSES[code]))]
    note = str(rng.choice(CLOSING_NOTES[outcome]))
    work.closures.append(
        Closure(case=case, outcome=outcome, root_cause=cause, note=note, by=case.owner, at=at)
    )
    detail = {"outcome": str(outcome), "root_cause": cause.name}
    work.deeds.append(Deed("closed a case", case, case.owner or BUILDER, at, detail))


def _store(work: Work) -> None:
    """The same rows and the same words in the history as the actions write, a hundred at a time."""
    ContactAttempt.objects.bulk_create(work.attempts, batch_size=400)
    Closure.objects.bulk_create(work.closures, batch_size=400)
    write_standing([closure.case_id for closure in work.closures] + [one.case_id for one in work.attempts])
    record_all(sorted(work.deeds, key=lambda deed: deed.at))


def _give_to_frontline(ground: Ground) -> None:
    """In the demonstration shop the lead gives two open cases to the colleague who signs in."""
    lead, colleague = ground.organisation.teams[DEMO_SHOP][:2]
    waiting = Case.objects.filter(owner=lead, closed_at=None).order_by("-opened_at")
    for case in list(waiting)[:2]:
        at = min(case.opened_at + timedelta(minutes=25), ground.months.at)
        hand_over(case, to=colleague, why="You served this customer: please ring them.", by=lead, at=at)


def _wait_for_one(now: datetime) -> None:
    """One customer was rung two hours ago and did not answer; the owner of the case waits for them."""
    running = Case.objects.filter(closed_at=None, attempts=None, owner__isnull=False, due_at__gt=now)
    case = running.filter(opened_at__lt=now - 2 * HOUR).order_by("-due_at", "pk").first()
    if case is not None:
        rung = "Rang, and left a message with my number."
        note_attempt(case, channel="phone", reached=False, note=rung, by=case.owner, at=now - 2 * HOUR)
        wait_for_customer(case, why="They ring back.", hours=16, by=case.owner, at=now - HOUR)
