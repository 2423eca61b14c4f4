"""What waits inside cases for one person: a word about an offer, promises, cases that nobody is there for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from groundswell.act.cases.follow_ups.keeping import follow_ups_of, overdue_follow_ups
from groundswell.act.cases.models import Case, FollowUp, Offer
from groundswell.act.cases.offers.offering import offers_waiting_for
from groundswell.act.cases.queries import with_places
from groundswell.act.cases.routing.rehoming import cases_nobody_is_there_for
from groundswell.foundation.access.models import User

SHOWN = 5


@dataclass(frozen=True, slots=True)
class CaseWork:
    """At most five of each, the most urgent first."""

    offers: list[Offer]
    promises: list[FollowUp]
    nobody_there: list[Case]

    def __bool__(self) -> bool:
        return bool(self.offers or self.promises or self.nobody_there)


def case_work(user: User, at: datetime) -> CaseWork:
    """Their own promises; for leads also the overdue ones of the team, and what nobody is there for."""
    if user.person is None:
        return CaseWork([], [], [])
    promises = list(follow_ups_of(user.person).order_by("due_on", "pk")[:SHOWN])
    nobody: list[Case] = []
    if user.role == User.Role.LEAD:
        others = overdue_follow_ups(user, timezone.localdate(at)).exclude(person=user.person)
        promises += others.order_by("due_on", "pk")[:SHOWN]
        nobody = list(with_places(cases_nobody_is_there_for(user, at))[:SHOWN])
    return CaseWork(list(offers_waiting_for(user)[:SHOWN]), promises, nobody)
