"""What has to follow a decision: it is looked at again, a no is answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record

from .errors import AlreadySettled
from .models import Answer, Decision, Review
from .rules import must_say
from .seats import said_for, seat_of


@transaction.atomic
def review_decision(
    decision: Decision, *, outcome: str, words: str, by: object, at: datetime, next_on: date | None = None
) -> Review:
    """Look at a decision again, as it said. A next day may be named; without one it is not looked at again."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    seat = seat_of(by, decision.proposal.body, localdate(at))
    given = Review.objects.create(
        decision=decision,
        outcome=outcome,
        words=must_say(words, "Say what you saw: the next ones read it."),
        next_on=next_on,
        **said_for(seat, by),
        at=at,
    )
    decision.review_on = next_on
    decision.save(update_fields=["review_on"])
    record("reviewed", given, by=by, at=at, outcome=outcome, words=words, next_on=next_on)
    return given


@transaction.atomic
def answer_authors(decision: Decision, *, words: str, by: object, at: datetime) -> Answer:
    """Tell those who raised it why it was declined. The first answer stands."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.approved:
        raise AlreadySettled("This was approved: those who raised it hear of the work itself.")
    told = Answer.objects.filter(decision=decision).select_related("by").first()
    if told:
        raise AlreadySettled(f"{told.by or 'A job'} answered a moment ago.")
    words = must_say(words, "Say it in your own words: they gave theirs.")
    given = Answer.objects.create(decision=decision, words=words, by=person_of(by), at=at)
    record("answered a no", given, by=by, at=at, words=words)
    return given
