"""Minutes and agendas: read from what is there, so nobody has to write them and nobody can forget a line."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from groundswell.act.opportunities.queries import ranked_opportunities
from groundswell.foundation.organisation.models import Person

from .models import (
    Attendance,
    Body,
    Closing,
    Condition,
    Correction,
    Decision,
    Entrusting,
    Fulfilment,
    KindNaming,
    Meeting,
    Placing,
    Proposal,
    Recusal,
    Remark,
    Review,
    Seat,
    Vote,
    Withdrawal,
)
from .queries import AgendaItem, argued, in_order, waiting_before
from .seats import seats_on


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a body has to do at a meeting, in the order in which it is done."""

    minutes: list[Meeting]
    proposals: list[AgendaItem]
    reviews: list[Decision]
    conditions: list[Condition]
    answers: list[Decision]

    @property
    def count(self) -> int:
        return sum(map(len, (self.minutes, self.proposals, self.reviews, self.conditions, self.answers)))


@dataclass(frozen=True, slots=True)
class Minutes:
    """What happened in a body from the end of one meeting to the end of the next."""

    meeting: Meeting
    since: datetime | None
    present: list[Attendance]
    absent: list[Seat]
    decisions: list[Decision]
    escalations: list[Proposal]
    withdrawn: list[Withdrawal]
    recusals: list[Recusal]
    namings: list[KindNaming]
    entrusted: list[Entrusting]
    settled: list[Fulfilment]
    reviews: list[Review]
    approved: list[Meeting]
    remarks: list[Remark]
    placings: list[Placing]
    corrections: list[Correction]
    came_back: list[Decision]

    @property
    def between_meetings(self) -> list[Decision]:
        """What was decided before the day of the meeting."""
        day = localdate(self.meeting.planned_at)
        return [decision for decision in self.decisions if localdate(decision.at) < day]


def agenda_of(body: Body, at: datetime, until: date, meeting: Meeting | None = None) -> Agenda:
    """What waits before a body: proposals by the ranking, or as was argued for a meeting; then what is due until a day."""
    waiting = list(waiting_before(body))
    ranked = ranked_opportunities(at) if waiting else []
    seats = list(seats_on(localdate(at)).filter(body=body).order_by("person__name"))
    items = [replace(one, still=_still_to_vote(one.proposal, seats)) for one in in_order(waiting, ranked)]
    return Agenda(
        minutes=list(unapproved_minutes(body)),
        proposals=argued(items, meeting.placings.select_related("by") if meeting else ()),
        reviews=list(reviews_due(until).filter(proposal__body=body)),
        conditions=list(open_conditions().filter(decision__proposal__body=body)),
        answers=list(answers_owed().filter(proposal__body=body)),
    )


def _still_to_vote(proposal: Proposal, seats: list[Seat]) -> tuple[Person, ...]:
    said = {vote.seat_id for vote in proposal.votes.all()} | {one.seat_id for one in proposal.recusals.all()}
    return tuple(seat.person for seat in seats if seat.pk not in said)


def unapproved_minutes(body: Body) -> QuerySet[Meeting]:
    """Meetings that are closed and whose minutes the body has not approved, the oldest first."""
    return body.meetings.filter(closing__isnull=False, approval=None).order_by("planned_at")


def reviews_due(until: date) -> QuerySet[Decision]:
    """Decisions that said that they are looked at again by then."""
    due = Decision.objects.filter(review_on__lte=until).order_by("review_on", "pk")
    return due.select_related("proposal__opportunity", "proposal__body", "by__person")


def open_conditions() -> QuerySet[Condition]:
    """What must still come true, the most urgent first; what has no day yet comes last."""
    waiting = Condition.objects.filter(fulfilment=None, decision__conclusion=None)
    found = waiting.select_related("decision__proposal__opportunity", "decision__proposal__body", "owner")
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def answers_owed() -> QuerySet[Decision]:
    """A no that those who raised it have not been answered, the most urgent first."""
    owed = Decision.objects.filter(approved=False, answer_due_on__isnull=False, answer=None)
    return owed.select_related("proposal__opportunity", "proposal__body", "by__person").order_by(
        "answer_due_on"
    )


def came_back(body: Body) -> QuerySet[Decision]:
    """What was decided above, of all that this body passed on, the latest first."""
    above = Proposal.objects.filter(escalates__body=body)
    further = Proposal.objects.filter(escalates__in=above)
    taken = Decision.objects.filter(Q(proposal__in=above) | Q(proposal__in=further))
    return taken.select_related("proposal__opportunity", "proposal__body", "by__person", "stand_in").order_by(
        "-at"
    )


def minutes_of(meeting: Meeting, at: datetime) -> Minutes:
    """What happened since the end of the meeting before, until the end of this one, or until now."""
    body = meeting.body
    days = body.meetings.filter(called_off_at=None, planned_at__lt=meeting.planned_at)
    before = days.order_by("planned_at").last()
    since, until = _end_of(before, at) if before else None, _end_of(meeting, at)
    present = list(meeting.attendances.select_related("seat__person", "person"))
    seats = seats_on(localdate(meeting.planned_at)).filter(body=body)
    in_time = Q(at__lte=until) & (Q(at__gt=since) if since else Q())
    votes = Prefetch(
        "proposal__votes", Vote.objects.select_related("seat__person", "by").order_by("in_favour", "at")
    )
    decisions = Decision.objects.filter(in_time, proposal__body=body).order_by("at")
    escalated = Q(proposed_at__lte=until) & (Q(proposed_at__gt=since) if since else Q())
    about = {"condition__decision__proposal__body": body}
    opportunity = "condition__decision__proposal__opportunity"
    return Minutes(
        meeting=meeting,
        since=since,
        present=present,
        absent=list(seats.exclude(pk__in=[one.seat_id for one in present])),
        decisions=list(
            decisions.select_related("proposal__opportunity", "by__person", "stand_in").prefetch_related(
                votes, "conditions__owner", "proposal__inputs__person"
            )
        ),
        escalations=list(
            Proposal.objects.filter(escalated, escalates__body=body).select_related("opportunity", "body")
        ),
        withdrawn=list(
            Withdrawal.objects.filter(in_time, proposal__body=body).select_related(
                "proposal__opportunity", "by"
            )
        ),
        recusals=list(
            Recusal.objects.filter(in_time, seat__body=body).select_related(
                "seat__person", "proposal__opportunity"
            )
        ),
        namings=list(
            KindNaming.objects.filter(in_time, proposal__body=body).select_related(
                "proposal__opportunity", "kind", "by"
            )
        ),
        entrusted=list(
            Entrusting.objects.filter(in_time, **about).select_related(opportunity, "condition__owner")
        ),
        settled=list(Fulfilment.objects.filter(in_time, **about).select_related(opportunity, "by")),
        reviews=list(
            Review.objects.filter(in_time, decision__proposal__body=body).select_related(
                "decision__proposal__opportunity", "by__person", "stand_in"
            )
        ),
        approved=list(
            Meeting.objects.filter(
                body=body, approval__at__lte=until, **({"approval__at__gt": since} if since else {})
            )
        ),
        remarks=list(meeting.remarks.select_related("by")),
        placings=list(meeting.placings.select_related("proposal__opportunity").order_by("place")),
        corrections=list(
            Correction.objects.filter(in_time, meeting__body=body).select_related(
                "meeting", "by__person", "stand_in"
            )
        ),
        came_back=list(came_back(body).filter(in_time).order_by("at")),
    )


def _end_of(meeting: Meeting, at: datetime) -> datetime:
    """When it was closed, or now. One that is closed late, after the next one began, ended with its own day."""
    closing = Closing.objects.filter(meeting=meeting).first()
    end = closing.at if closing else at
    days = meeting.body.meetings.filter(called_off_at=None, planned_at__gt=meeting.planned_at)
    following = days.order_by("planned_at").first()
    if following is None or following.planned_at > end:
        return end
    midnight = make_aware(datetime.combine(localdate(meeting.planned_at) + timedelta(days=1), time.min))
    return min(midnight, following.planned_at)
