"""What a rule would have done: last month's questions judged anew."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from groundswell.foundation.customers.accounts import account_mates_of_all
from groundswell.foundation.customers.queries import merged_into
from groundswell.listen.surveys.models import Invitation, KindOfScore

from .models import Ask, Way
from .rules import Candidate, History, PastAsk, Rules, Suppressed, judge

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Preview:
    """Of so many questions sent in thirty days, how many these rules would have suppressed."""

    asked: int
    suppressed: int


def replay(rules: Rules, *, at: datetime) -> Preview:
    """Judge every question of the last thirty days by these rules, each with the history that it really had.

    Six queries. Records that are one person today count as one, and accounts as they are today. Consent and bans are left as they were: only amounts are tried. A question that would not have been
    sent still counts in the history of the next, so the number is an upper bound when questions follow closely.
    """
    invitations = Invitation.objects.filter(invited_at__gte=at - MONTH - rules.reach, invited_at__lte=at)
    rows = list(
        invitations.order_by("invited_at", "id").values_list(
            "customer_id",
            "customer__time_zone",
            "invited_at",
            "version__survey_id",
            "version__survey__kind_of_score",
            "purpose",
            "id",
        )
    )
    ways = dict(
        Ask.objects.filter(sending__at__gte=at - MONTH, step=0).values_list("sending__invitation", "way")
    )
    waits = _relationship_waits(at - MONTH)
    asked = suppressed = 0
    past: dict[int, list[PastAsk]] = defaultdict(list)
    person_of, mates = merged_into(), account_mates_of_all()
    for record_id, zone, moment, survey_id, kind, purpose, pk in rows:
        customer_id = person_of.get(record_id, record_id)
        way = ways.get(pk, Way.PLANNED)
        if purpose == Invitation.Purpose.FIRST_ASK and moment >= at - MONTH:
            who = Candidate(
                survey_id,
                kind == KindOfScore.RELATIONSHIP,
                zone or settings.TIME_ZONE,
                way=way,
                by_hand=way == Way.BY_HAND,
            )
            due = tuple(due for offered, due in waits[customer_id] if offered <= moment <= due)
            others = tuple(one.at for mate in mates.get(customer_id, ()) for one in past[mate])
            judgement = judge(who, History(tuple(past[customer_id]), others, due), rules, moment)
            asked, suppressed = asked + 1, suppressed + isinstance(judgement, Suppressed)
        past[customer_id].append(PastAsk(moment, survey_id, invitation_id=pk))
    return Preview(asked, suppressed)


def _relationship_waits(since: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    waits: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    asks = Ask.objects.filter(survey__kind_of_score=KindOfScore.RELATIONSHIP, step=0, due_at__gte=since)
    for customer_id, offered, due in asks.values_list("customer_id", "offered_at", "due_at"):
        waits[customer_id].append((offered, due))
    return waits
