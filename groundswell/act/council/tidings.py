"""What the seats of a body are told: something waits for their vote or their decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .answer_tidings import answered, answers_coming_due, not_answered
from .condition_tidings import conditions_seen_by, conditions_told, not_met_yet
from .day_tidings import days_seen_by, meetings_moved, meetings_seen_by, meetings_soon
from .models import (
    Agreement,
    Circulation,
    Decision,
    Input,
    Part,
    Proposal,
    Proposals,
    Recusal,
    Seat,
    Vote,
)
from .owed import owes
from .queries import proposals_visible_to
from .seats import decider_of, seats_on, seats_that_may_vote, those_seated, told_for

DAY = timedelta(days=1)
HEARD = {Part.Name.AGREES.value: "agree", Part.Name.INPUT.value: "input"}
ASKED = {
    Part.Name.AGREES.value: "A proposal before {body} wants your word: you must agree",
    Part.Name.INPUT.value: "A proposal before {body} wants your input",
}


def proposed(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """New proposals, to every seat of the body before which they are."""
    waiting = Proposal.objects.waiting().filter(proposed_at__gt=since, proposed_at__lte=until)
    today = timezone.localdate(until)
    for proposal in waiting.select_related("body"):
        seats = list(seats_on(today).filter(body=proposal.body))
        chairs = told_for([seat for seat in seats if seat.is_chair], today)
        for person_id in told_for(seats, today):
            decides, votes = (
                "A proposal before {body} wants your decision",
                "A proposal before {body} wants your vote",
            )
            yield NewTiding(
                person_id=person_id,
                subject_id=proposal.pk,
                key=f"{proposal.pk}",
                at=proposal.proposed_at,
                words=say(decides if person_id in chairs else votes, body=proposal.body),
                link=reverse("council:proposal", args=[proposal.pk]),
            )


def agreement_wanted(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """New proposals of a kind to which somebody must agree, or on which they are heard, to them."""
    new = Q(proposed_at__gt=since, proposed_at__lte=until) | Q(namings__at__gt=since, namings__at__lte=until)
    fresh = Proposal.objects.waiting().filter(new).distinct()
    for part in (
        Part.objects.filter(name__in=HEARD, kind__proposals__in=fresh).select_related("kind").distinct()
    ):
        for proposal in fresh.filter(kind_of_decision=part.kind).select_related("body"):
            yield NewTiding(
                person_id=part.person_id,
                subject_id=proposal.pk,
                key=f"{proposal.pk}-{HEARD[part.name]}",
                at=proposal.proposed_at,
                words=say(ASKED[part.name], body=proposal.body),
                link=reverse("council:proposal", args=[proposal.pk]),
            )


def not_agreed(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Somebody who must agree does not: to who recommends it and to who would decide it, with the reason on its page."""
    said = Agreement.objects.filter(at__gt=since, at__lte=until, agrees=False)
    open_ones = said.filter(proposal__in=Proposal.objects.waiting())
    for one in open_ones.select_related("proposal__body", "proposal__kind_of_decision__decided_by"):
        decider = decider_of(one.proposal, timezone.localdate(until))
        told = {one.proposal.recommended_by_id, decider.person_id if decider else one.person_id}
        for person_id in sorted(told - {one.person_id}):
            yield NewTiding(
                person_id=person_id,
                subject_id=one.proposal_id,
                key=f"{one.pk}-{one.at:%Y%m%d%H%M%S}",
                at=one.at,
                words=say("Who must agree with a proposal before {body} does not", body=one.proposal.body),
                link=reverse("council:proposal", args=[one.proposal_id]),
            )


def still_refused(proposals: Proposals, user: User) -> QuerySet[Proposal]:
    part = "proposal__kind_of_decision__parts__"
    must = {f"{part}name": Part.Name.AGREES, f"{part}person": F("person")}
    refused = Agreement.objects.filter(proposal=OuterRef("pk"), agrees=False, **must)
    return proposals.waiting().filter(Exists(refused))


def votes_asked_for(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Votes between meetings, to every seat that has not voted: when they are asked for, and on the day before the last."""
    first, last = timezone.localdate(since), timezone.localdate(until)
    new = Q(at__gt=since, at__lte=until)
    near = Q(until_on__gt=first + DAY, until_on__lte=last + DAY)
    asked = Circulation.objects.filter(new | near, objection=None, proposal__in=Proposal.objects.waiting())
    for one in asked.select_related("proposal__body"):
        still = seats_that_may_vote(one.proposal, last).exclude(pk__in=one.proposal.votes.values("seat"))
        for person_id in told_for(still, last):
            yield NewTiding(
                person_id=person_id,
                subject_id=one.proposal_id,
                key=f"{one.proposal_id}-{one.until_on}-{'new' if one.at > since else 'near'}",
                at=until,
                words=say("{body} asks for votes by {day:day}", body=one.proposal.body, day=one.until_on),
                link=reverse("council:proposal", args=[one.proposal_id]),
            )


def wanted(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Every proposal that wants somebody's vote, decision or word."""
    yield from proposed(since, until)
    yield from agreement_wanted(since, until)
    yield from votes_asked_for(since, until)


def decided(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """To who recommended it, and to the seats of the bodies that passed it on."""
    taken = Decision.objects.filter(at__gt=since, at__lte=until).select_related("proposal__body", "by")
    for decision in taken:
        proposal, told = decision.proposal, {decision.proposal.recommended_by_id}
        below = proposal.escalates
        while below is not None:
            told |= set(
                seats_on(timezone.localdate(until)).filter(body=below.body).values_list("person", flat=True)
            )
            below = below.escalates
        words = (
            "{body} approved a proposal of yours"
            if decision.approved
            else "{body} declined a proposal of yours"
        )
        for person_id in sorted(told - {decision.stand_in_id or decision.by.person_id}):
            yield NewTiding(
                person_id=person_id,
                subject_id=decision.pk,
                key=f"{decision.pk}-decided",
                at=decision.at,
                words=say(words, body=proposal.body),
                link=reverse("council:proposal", args=[proposal.pk]),
            )


def reviews_coming_due(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Decisions that are looked at again today, to who decided, or who answers for it since they left their seat."""
    first, last = timezone.localdate(since), timezone.localdate(until)
    seated = those_seated(last)
    due = Decision.objects.filter(review_on__gt=first, review_on__lte=last)
    for decision in due.select_related("by", "proposal"):
        who = owes(decision, seated)
        if who is None:
            continue
        yield NewTiding(
            person_id=who.pk,
            subject_id=decision.pk,
            key=f"{decision.pk}-{decision.review_on}",
            at=until,
            words="You said that you look at a decision again today",
            link=reverse("council:proposal", args=[decision.proposal_id]),
        )


def decisions_seen_by(user: User) -> QuerySet[Decision]:
    return Decision.objects.filter(proposal__in=proposals_visible_to(user))


def still_to_review(decisions: QuerySet[Decision], user: User) -> QuerySet[Decision]:
    return decisions.filter(review_on__isnull=False)


def wants_me(proposals: Proposals, user: User) -> Proposals:
    """It waits, and this person neither voted nor gave their word; the chair decides also after voting."""
    waiting = proposals.waiting()
    me = user.person_id or 0
    voted = Vote.objects.filter(Q(seat__person=me) | Q(by=me), proposal=OuterRef("pk"))
    kept_out = Recusal.objects.filter(proposal=OuterRef("pk"), seat__person=me)
    chairs = Seat.objects.filter(person=me, is_chair=True)
    agreed = Agreement.objects.filter(proposal=OuterRef("pk"), person=me)
    sits = Seat.objects.filter(person=me).values("body")
    heard = Input.objects.filter(proposal=OuterRef("pk"), person=me)
    waiting = waiting.filter(~Exists(agreed) & ~Exists(heard) | Q(body__in=sits))
    return waiting.filter(~Exists(voted) | Q(body__in=chairs.values("body"))).filter(~Exists(kept_out))


TIDINGS = (
    TidingKind(
        "decision.wanted", "A decision is wanted from me", "1 decision is wanted", "{n} decisions are wanted", "council:council",
        wanted, proposals_visible_to, wants_me, Pace.DAILY,
    ),
    TidingKind(
        "council.refused", "Who must agree with a proposal of mine does not", "1 proposal lacks an agreement",
        "{n} proposals lack an agreement", "council:council", not_agreed, proposals_visible_to, still_refused, Pace.NOW,
    ),
    TidingKind(
        "council.answer_owed", "A no waits for my answer", "1 no waits for an answer", "{n} noes wait for an answer", "council:council",
        answers_coming_due, decisions_seen_by, not_answered, Pace.DAILY,
    ),
    TidingKind(
        "council.answered", "What I raised was declined, with the reasons", "1 answer from the council", "{n} answers from the council", "council:council",
        answered, decisions_seen_by, usual=Pace.NOW,
    ),
    TidingKind(
        "council.meeting", "A body of mine meets", "1 meeting is near", "{n} meetings are near", "council:council",
        meetings_soon, meetings_seen_by, usual=Pace.DAILY,
    ),
    TidingKind(
        "council.decided", "What I recommended or passed on is decided", "1 proposal is decided", "{n} proposals are decided", "council:council",
        decided, decisions_seen_by, usual=Pace.DAILY,
    ),
    TidingKind(
        "council.moved", "A meeting of a body of mine moves or is called off", "1 meeting changed", "{n} meetings changed", "council:council",
        meetings_moved, days_seen_by, usual=Pace.NOW,
    ),
    TidingKind(
        "council.review", "A decision of mine is looked at again", "1 decision is looked at again", "{n} decisions are looked at again", "council:log",
        reviews_coming_due, decisions_seen_by, still_to_review, Pace.DAILY,
    ),
    TidingKind(
        "council.condition", "A condition is mine, or is not met by its day", "1 condition waits", "{n} conditions wait", "council:council",
        conditions_told, conditions_seen_by, not_met_yet, Pace.DAILY,
    ),
)  # fmt: skip
