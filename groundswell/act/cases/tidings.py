"""What the owner of a case is told: it came, it came from somebody else, it is at risk, it is late, its customer spoke."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.presence import present_or_stand_in
from groundswell.foundation.saying import has_it, listed, say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals

from .models import Case, CaseReply, Escalation, FollowUp, Handover, Rung, SecondAsk
from .offers.news import offers_visible_to, waits_for_a_word, word_said, word_wanted
from .queries import cases_visible_to, open_cases

BY_NAME = "a customer waits for you by name."
PROMISED = "we promised the customer to get back in time."
STEERING = dict.fromkeys((User.Role.OFFICE, User.Role.EXECUTIVE, User.Role.ADMINISTRATOR), Pace.DAILY)


def opened(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Open cases that came to their owner by a rule."""
    handed = Handover.objects.filter(case=OuterRef("pk"))
    for case in _held(open_cases().filter(opened_at__gt=since, opened_at__lte=until).exclude(Exists(handed))):
        yield _tiding(case, f"{case.pk}", case.opened_at, moment=case.due_at)


def handed_over(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Open cases that somebody else gave to their owner."""
    given = Handover.objects.filter(at__gt=since, at__lte=until, to=F("case__owner"), case__closure=None)
    for handover in given.exclude(by=F("to")).select_related("case__signal__touchpoint", "case__unit"):
        yield _tiding(handover.case, f"{handover.pk}", handover.at, moment=handover.case.due_at)


def at_risk(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Whoever the ladder names before the promised moment."""
    yield from _told_by_the_ladder(since, until, Q(rung__hours__lt=0, promised_at__gt=until))


def late(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Whoever the ladder names from the promised moment on; who stands on several rungs hears once of a promise."""
    yield from _told_by_the_ladder(since, until, Q(rung__hours__gte=0))


def _told_by_the_ladder(since: datetime, until: datetime, which: Q) -> Iterator[NewTiding]:
    told = Escalation.objects.filter(
        which, at__gt=since, at__lte=until, to__isnull=False, promised_at=F("case__due_at")
    )
    for telling in told.select_related("case__signal__touchpoint", "case__unit", "case__owner"):
        key = f"{telling.case_id}-{telling.promised_at:%Y%m%d%H%M}"
        yield _tiding(telling.case, key, telling.at, to=telling.to_id, moment=telling.promised_at)


def answered(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Customers who answered our letter, answered after they were asked again, or spoke while their case is open."""
    for reply in _with_case(CaseReply.objects.filter(at__gt=since, at__lte=until)).select_related("signal"):
        yield from _spoke(reply.case, reply.signal, until)
    said = living_signals().filter(received_at__gt=since, received_at__lte=until)
    for second in _with_case(SecondAsk.objects.filter(invitation__in=said.order_by().values("invitation"))):
        for signal in said.filter(invitation=second.invitation_id):
            yield from _spoke(second.case, signal, until)
    speakers = said.filter(customer__isnull=False).order_by().values("customer")
    for case in _held(open_cases().filter(customer__in=speakers)):
        for signal in said.filter(customer=case.customer_id, received_at__gt=case.opened_at):
            yield from _spoke(case, signal, until)


def promised(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What a colleague counts on somebody for, in a case. What it is stands in the case: it may name a customer."""
    counted = FollowUp.objects.filter(at__gt=since, at__lte=until, end=None).exclude(by=F("person"))
    for one in counted.select_related("by", "case"):
        yield NewTiding(
            person_id=one.person_id,
            subject_id=one.pk,
            key=f"{one.pk}",
            at=one.at,
            words=say(
                "{who} counts on you in case {case} by {due:weekday}",
                who=one.by or say("Somebody"),
                case=f"{one.case_id}",
                due=one.due_on,
            ),
            link=reverse("cases:card", args=[one.case_id]),
            signal_id=one.case.signal_id,
        )


def _with_case(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("case__signal__touchpoint", "case__unit", "case__owner")


def still_mine(cases: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Open, and still with this person."""
    return cases.filter(closure=None, owner=user.person_id or 0)


def still_waits(cases: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Open, the customer not reached, and this person has it or stands above who does."""
    above = Escalation.objects.filter(case=OuterRef("pk"), to=user.person_id or 0).exclude(
        rung__tells=Rung.Tells.OWNER
    )
    waits = cases.filter(closure=None).exclude(attempts__reached=True)
    return waits.filter(Q(owner=user.person_id or 0) | Exists(above))


def follow_ups_visible_to(user: User) -> QuerySet[FollowUp]:
    """Promises in cases within sight, and one's own."""
    return FollowUp.objects.filter(Q(case__in=cases_visible_to(user)) | Q(person=user.person_id or 0))


def not_ended(promises: QuerySet[FollowUp], user: User) -> QuerySet[FollowUp]:
    """Nobody did it or said that it is not needed."""
    return promises.filter(end=None)


def _held(cases: QuerySet[Case]) -> QuerySet[Any]:
    return cases.filter(owner__isnull=False).select_related("signal__touchpoint", "unit")


def _spoke(case: Case, signal: Signal, at: datetime) -> Iterator[NewTiding]:
    """To the owner, or to who stands in for them today."""
    to = present_or_stand_in(case.owner, timezone.localdate(at)) or case.owner if case.owner else None
    if to:
        yield _tiding(case, f"{case.pk}-{signal.pk}", signal.received_at, to=to.pk, signal_id=signal.pk)


def _tiding(
    case: Case,
    key: str,
    at: datetime,
    *,
    to: int | None = None,
    moment: datetime | None = None,
    signal_id: int | None = None,
) -> NewTiding:
    about = [case.signal.touchpoint if case.signal else say("A key account fell quiet"), case.unit]
    if case.signal and case.signal.score is not None:
        about.append(say("{score} of 10", score=case.signal.score))
    if to and to != case.owner_id:
        about.append(has_it(case.owner))
    return NewTiding(
        person_id=to or case.owner_id or 0,
        subject_id=case.pk,
        key=key,
        at=at,
        words=listed(*about) if any(about) else say("Case {case}", case=f"{case.pk}"),
        link=reverse("cases:card", args=[case.pk]),
        moment=moment,
        signal_id=signal_id or case.signal_id,
    )


TIDINGS = (
    TidingKind(
        "case.late", "A customer waits longer than promised",
        "1 customer waits longer than promised", "{n} customers wait longer than promised", "cases:list",
        late, cases_visible_to, still_waits, Pace.NOW, at_least=PROMISED, is_for_teams=True, moment_words="promised by {}",
    ),
    TidingKind(
        "case.at_risk", "A customer is to hear from us soon",
        "1 customer is to hear from us soon", "{n} customers are to hear from us soon", "cases:list",
        at_risk, cases_visible_to, still_waits, Pace.NOW, is_for_teams=True,
    ),
    TidingKind(
        "case.handed", "A case is handed to me",
        "1 case was handed over", "{n} cases were handed over", "cases:list",
        handed_over, cases_visible_to, still_mine, Pace.NOW, at_least=BY_NAME,
    ),
    TidingKind(
        "case.opened", "A case of mine is opened",
        "1 new case waits", "{n} new cases wait", "cases:list",
        opened, cases_visible_to, still_mine, Pace.NOW, usual_of=STEERING, at_least=BY_NAME, is_for_teams=True,
    ),
    TidingKind(
        "case.answered", "A customer of mine answers",
        "1 customer answered", "{n} customers answered", "cases:list",
        answered, cases_visible_to, usual=Pace.NOW, usual_of=STEERING,
    ),
    TidingKind(
        "case.promised", "A colleague counts on me in a case",
        "1 colleague counts on you", "{n} times a colleague counts on you", "cases:list",
        promised, follow_ups_visible_to, not_ended, Pace.NOW, at_least="a colleague counts on you.",
    ),
    TidingKind(
        "case.word_wanted", "A colleague asks for my word on an offer",
        "1 offer waits for your word", "{n} offers wait for your word", "cases:list",
        word_wanted, offers_visible_to, waits_for_a_word, Pace.NOW, at_least="a customer waits for your word.",
    ),
    TidingKind(
        "case.word_said", "Somebody said yes or no to an offer of mine",
        "1 offer of yours has its word", "{n} offers of yours have their word", "cases:list",
        word_said, offers_visible_to, usual=Pace.NOW,
    ),
)  # fmt: skip
