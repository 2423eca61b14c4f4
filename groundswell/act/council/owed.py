"""What is owed after decisions and meetings, by whom and by when: answers, second looks, comparisons, conditions, minutes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import look_back_on, to_look_at, unowned, who_answers_for
from groundswell.act.decisions.queries import owed as assessments_owed
from groundswell.act.decisions.rules import keeps_the_register, limits_through_time
from groundswell.act.opportunities.rules import person_of, reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Absence, Person

from .minutes import answers_owed, open_conditions, reviews_due
from .models import Body, Condition, Decision, Meeting, Seat
from .queries import decisions_taken
from .seats import away_on, spoken_for_by, stand_in_of, those_seated

COMPARE = "Say what came of it for customers"
WITH = ("proposal__opportunity", "proposal__body", "by__person")


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that has to follow: by which day, or since when it stands open, and who owes it.

    ``and_who`` answers for it, too, once its day is over. Minutes follow a meeting and no decision; what was registered
    outside a council has no body.
    """

    words: str
    about: str
    address: str
    body: Body | None
    by: date | None
    since: date
    who: Person | None
    is_late: bool
    decision: Decision | None = None
    and_who: Person | None = None
    meanwhile: Person | None = None
    """Who speaks for the seat of an absent member who owes it."""

    def is_owed_by(self, person: Person | None) -> bool:
        return person is not None and person in (self.who, self.and_who, self.meanwhile)


def owed_after(decisions: QuerySet[Decision], at: datetime) -> list[Owed]:
    """All that is owed after these decisions: what has a day first, the most urgent first."""
    today, found = localdate(at), list[Owed]()
    seated, among = those_seated(today), decisions.order_by().values("pk")
    for one in answers_owed().filter(pk__in=among):
        found.append(
            _owed(one, "Answer those who raised it", one.answer_due_on, today, who=owes(one, seated))
        )
    for one in reviews_due(today).filter(pk__in=among):
        found.append(_owed(one, "Look at it again", one.review_on, today, who=owes(one, seated)))
    rules = limits_through_time()
    registered = to_look_at(RegisteredDecision.objects.all(), today).filter(proposals__decision__in=among)
    for told in registered.select_related("owner", "filed_by").distinct():
        for one in Decision.objects.filter(pk__in=among, proposal__registered=told).select_related(*WITH):
            due, who = look_back_on(told, rules), who_answers_for(told) or owes(one, seated)
            found.append(
                _owed(
                    one, COMPARE, due, today, who=who, address=reverse("decisions:decision", args=[told.pk])
                )
            )
    for condition in open_conditions().filter(decision__in=among).select_related("decision__by__person"):
        found.append(_condition(condition, seated, today))
    away = away_on(today)
    return sorted((_while_away(one, seated, away) for one in found), key=_urgency)


def _while_away(one: Owed, seated: dict[int, list[Seat]], away: dict[int, Absence]) -> Owed:
    seats = seated.get(one.body.pk, ()) if one.body and one.words != COMPARE else ()
    seat = next((seat for seat in seats if seat.person == one.who), None)
    return replace(one, meanwhile=stand_in_of(seat, away)) if seat else one


def owed_by(user: User, at: datetime) -> list[Owed]:
    """What this person owes after decisions and meetings, the most urgent first."""
    person = person_of(user)
    if person is None or user.role == User.Role.PARTNER:
        return []
    seen = decisions_taken(user)
    if not reads_the_whole_outer_loop(user):
        seen = seen.filter(conditions__owner=person)
    after = [one for one in owed_after(seen, at) if one.is_owed_by(person)]
    queue = _unowned(person, at) if keeps_the_register(user) else ()
    return sorted([*after, *minutes_owed(person, at), *registered_owed(person, at), *queue], key=_urgency)


def registered_owed(person: Person, at: datetime) -> list[Owed]:
    """What this person answers for on the register, outside a council: an assessment that is obligatory, what came of it."""
    today, rules = localdate(at), limits_through_time()
    own = RegisteredDecision.objects.filter(Q(owner=person) | Q(filed_by=person), proposals=None)
    asked = [(one, "Say what it does to customers", one.takes_effect_on) for one in assessments_owed(own)]
    asked += [(one, COMPARE, look_back_on(one, rules)) for one in to_look_at(own, today)]
    found = []
    for one, words, due in asked:
        if who_answers_for(one) != person:
            continue
        address = reverse("decisions:assess" if words != COMPARE else "decisions:decision", args=[one.pk])
        is_late = due is not None and due < today
        found.append(Owed(words, str(one), address, None, due, localdate(one.filed_at), person, is_late))
    return found


def _unowned(person: Person, at: datetime) -> list[Owed]:
    """What the office finds somebody for: decisions that a system filed, or whose people have left. One line for all."""
    waiting = list(unowned(RegisteredDecision.objects).order_by("filed_at", "pk"))
    if not waiting:
        return []
    first, n = waiting[0], len(waiting)
    one = reverse("decisions:decision", args=[first.pk])
    address = one if n == 1 else f"{reverse('decisions:list')}?show=nobody"
    due = min((each.takes_effect_on for each in waiting if each.takes_effect_on), default=None)
    is_late, about = due is not None and due < localdate(at), str(first) if n == 1 else f"{n} decisions"
    since = localdate(first.filed_at)
    return [Owed("Say who answers for it", about, address, None, due, since, person, is_late)]


def minutes_owed(person: Person, at: datetime) -> list[Owed]:
    """Meetings of this person's bodies that are over: to be closed, or their minutes to be approved, by the next one."""
    today = localdate(at)
    mine = spoken_for_by(person, those_seated(today), today)
    days = Meeting.objects.filter(body__in=mine, called_off_at=None)
    over = days.filter(planned_at__lt=at, approval=None)
    following = days.filter(body=OuterRef("body"), planned_at__gt=OuterRef("planned_at"))
    following = following.order_by("planned_at").values("planned_at")[:1]
    found = []
    for one in over.select_related("body", "closing").annotate(following=Subquery(following)):
        words = "Approve the minutes" if hasattr(one, "closing") else "Close the meeting"
        due, day = one.following and localdate(one.following), localdate(one.planned_at)
        if words == "Close the meeting" and day == today:
            continue
        found.append(
            Owed(
                words,
                str(one),
                reverse("council:meeting", args=[one.pk]),
                one.body,
                due,
                day,
                person,
                is_late=due is not None and due < today,
            )
        )
    return found


def owes(decision: Decision, seated: dict[int, list[Seat]]) -> Person | None:
    """Who decided, while they sit there; else the chair, else the deputy of the body. None: the office gives it to somebody."""
    seats = seated.get(decision.proposal.body_id, [])
    found = (
        next((seat for seat in seats if seat.pk == decision.by_id), None)
        or next((seat for seat in seats if seat.is_chair), None)
        or next((seat for seat in seats if seat.is_deputy), None)
    )
    return found.person if found else None


def sees_to(condition: Condition, seated: dict[int, list[Seat]], today: date) -> Person | None:
    """Who sees to a condition: who was named, while they work here; else who owes what follows the decision."""
    named = condition.owner
    here = named is not None and (named.left_on is None or named.left_on > today)
    return named if here else owes(condition.decision, seated)


def mine_and_others(owed: Iterable[Owed], user: User) -> tuple[list[Owed], list[Owed]]:
    """What this person owes, and what others do."""
    owed = list(owed)
    mine = [one for one in owed if one.is_owed_by(person_of(user))]
    return mine, [one for one in owed if one not in mine]


def _condition(condition: Condition, seated: dict[int, list[Seat]], today: date) -> Owed:
    decision, due = condition.decision, condition.due_on
    is_late = due is not None and due < today
    words = f"Say whether it is so: “{condition.words}”"
    who, body_owes = sees_to(condition, seated, today), owes(decision, seated)
    also = body_owes if is_late and body_owes != who else None
    return _owed(decision, words, due, today, who=who, and_who=also)


def _owed(
    decision: Decision,
    words: str,
    by: date | None,
    today: date,
    *,
    who: Person | None,
    and_who: Person | None = None,
    address: str = "",
) -> Owed:
    proposal = decision.proposal
    return Owed(
        words,
        str(proposal.opportunity),
        address or reverse("council:proposal", args=[proposal.pk]),
        proposal.body,
        by,
        localdate(decision.at),
        who,
        by is not None and by < today,
        decision,
        and_who,
    )


def _urgency(one: Owed) -> tuple[bool, date, int]:
    return one.by is None, one.by or one.since, one.decision.pk if one.decision else 0
