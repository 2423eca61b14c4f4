"""What is told of answers to a no: who owes one, who has one, who still waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import NewTiding

from .answering import is_late
from .minutes import answers_owed
from .models import Answer, Decision
from .owed import owes
from .seats import those_seated

AHEAD = timedelta(days=3)
LATE = "What you raised was declined. The answer comes later than promised, and here is why"
WAITS = "What you raised was declined, and the answer that you were promised is late"


def answers_coming_due(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """A no that those who raised it were not answered: to who decided it, three days before the promised day and after it;
    and after it to the chair as well."""
    first, last = timezone.localdate(since), timezone.localdate(until)
    seated = those_seated(last)
    near = Q(answer_due_on__gt=first + AHEAD, answer_due_on__lte=last + AHEAD)
    late = Q(answer_due_on__gte=first, answer_due_on__lt=last)
    for decision in answers_owed().filter(near | late):
        is_late = decision.answer_due_on < last
        seats = seated.get(decision.proposal.body_id, ())
        chairs = [seat.person_id for seat in seats if seat.is_chair and is_late]
        who = owes(decision, seated)
        for person_id in sorted({*chairs, *([who.pk] if who else [])}):
            yield NewTiding(
                person_id=person_id,
                subject_id=decision.pk,
                key=f"{decision.pk}-{'late' if is_late else 'near'}",
                at=until,
                words="A no is not answered, and its day is over"
                if is_late
                else "A no waits for your answer",
                link=reverse("council:proposal", args=[decision.proposal_id]),
            )


def answered(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """To those who raised what was declined: there is an answer, in time or late; or its promised day is over without one."""
    first, last = timezone.localdate(since), timezone.localdate(until)
    given = Answer.objects.filter(at__gt=since, at__lte=until).select_related("decision__proposal")
    for answer in given:
        words = LATE if is_late(answer.decision, last) else "What you raised was declined, and here is why"
        yield from _to_authors(answer.decision, f"{answer.pk}", words, answer.at)
    for decision in answers_owed().filter(answer_due_on__gte=first, answer_due_on__lt=last):
        yield from _to_authors(decision, f"{decision.pk}-waits", WAITS, until)


def _to_authors(decision: Decision, key: str, words: str, at: datetime) -> Iterator[NewTiding]:
    joinings = decision.proposal.opportunity.joinings.select_related("elevation")
    for person_id in sorted({joining.elevation.raised_by_id for joining in joinings}):
        yield NewTiding(
            person_id=person_id,
            subject_id=decision.pk,
            key=key,
            at=at,
            words=words,
            link=reverse("council:proposal", args=[decision.proposal_id]),
        )


def not_answered(decisions: QuerySet[Decision], user: User) -> QuerySet[Decision]:
    return decisions.filter(answer=None)
