"""What is owed after decisions, by whom and by when: answers, second looks, comparisons, conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import look_back_on, to_look_at, who_answers_for
from groundswell.act.decisions.rules import limits
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

from .minutes import answers_owed, open_conditions, reviews_due
from .models import Decision, Seat
from .seats import those_seated

COMPARE = "Say what came of it for customers"
WITH = ("proposal__opportunity", "proposal__body", "by__person")


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that has to follow a decision: by which day, or since when it stands open, and who owes it."""

    decision: Decision
    words: str
    by: date | None
    since: date
    who: Person | None
    is_late: bool

    @property
    def address(self) -> str:
        """Where it is done."""
        if self.words == COMPARE and self.decision.proposal.registered_id:
            return reverse("decisions:decision", args=[self.decision.proposal.registered_id])
        return reverse("council:proposal", args=[self.decision.proposal_id])


def owed_after(decisions: QuerySet[Decision], at: datetime) -> list[Owed]:
    """All that is owed after these decisions: what has a day first, the most urgent first."""
    today, found = localdate(at), list[Owed]()
    seated, among = those_seated(today), decisions.order_by().values("pk")
    for one in answers_owed().filter(pk__in=among):
        found.append(_owed(one, "Answer those who raised it", one.answer_due_on, seated, today))
    for one in reviews_due(today).filter(pk__in=among):
        found.append(_owed(one, "Look at it again", one.review_on, seated, today))
    now = limits()
    registered = to_look_at(RegisteredDecision.objects.all(), today).filter(proposals__decision__in=among)
    for told in registered.select_related("owner", "filed_by").distinct():
        for one in Decision.objects.filter(pk__in=among, proposal__registered=told).select_related(*WITH):
            due, who = look_back_on(told, now), who_answers_for(told) or owes(one, seated)
            found.append(Owed(one, COMPARE, due, localdate(one.at), who, due is not None and due < today))
    for condition in open_conditions().filter(decision__in=among).select_related("decision__by__person"):
        one = condition.decision
        words = f"Tick, once it is so: “{condition.words}”"
        found.append(Owed(one, words, None, localdate(one.at), owes(one, seated), is_late=False))
    return sorted(found, key=lambda one: (one.by is None, one.by or one.since, one.decision.pk))


def owes(decision: Decision, seated: dict[int, list[Seat]]) -> Person | None:
    """Who decided, while they sit there; else the chair, else the deputy of the body. None: the office gives it to somebody."""
    seats = seated.get(decision.proposal.body_id, [])
    found = (
        next((seat for seat in seats if seat.pk == decision.by_id), None)
        or next((seat for seat in seats if seat.is_chair), None)
        or next((seat for seat in seats if seat.is_deputy), None)
    )
    return found.person if found else None


def mine_and_others(owed: Iterable[Owed], user: User) -> tuple[list[Owed], list[Owed]]:
    """What this person owes, and what others do."""
    owed = list(owed)
    mine = [one for one in owed if one.who is not None and one.who.pk == user.person_id]
    return mine, [one for one in owed if one not in mine]


def _owed(
    decision: Decision, words: str, by: date | None, seated: dict[int, list[Seat]], today: date
) -> Owed:
    return Owed(
        decision, words, by, localdate(decision.at), owes(decision, seated), by is not None and by < today
    )
