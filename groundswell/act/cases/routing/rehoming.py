"""Nobody's case lies with somebody who is not there."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import absences_on, present_or_stand_in

from ..actions import hand_over
from ..errors import CaseRefusal
from ..models import Case
from ..queries import cases_visible_to, open_cases
from .chart import Chart
from .wishes import wish_of


def keep_owners(*, at: datetime) -> int:
    """Cases of who is away go to who stands in; cases of who left, and nobody's, to whom a new one would go.

    Where nobody stands in they stay, and are shown to the lead. Returns how many went.
    """
    day, chart, went = timezone.localdate(at), None, 0
    for case in (
        _without_anybody(open_cases(), at).select_related("owner", "rule", "unit", "signal").order_by("pk")
    ):
        if case.owner and not case.owner.left_on:
            to, why = present_or_stand_in(case.owner, day), f"{case.owner} is away"
        else:
            chart = chart or Chart(day)
            choice = chart.owner_for(case.unit_id, wish_of(case.rule, case.signal), goes_to=case.rule.goes_to)
            to = Person.objects.filter(pk=choice.person_id).first()
            why = f"{case.owner} has left. {choice.why}" if case.owner else choice.why
        went += _went(case, to, why, at)
    return went


def _went(case: Case, to: Person | None, why: str, at: datetime) -> bool:
    if to is None or to == case.owner:
        return False
    try:
        hand_over(case, to=to, why=why[:300], by=None, at=at)
    except CaseRefusal:
        return False
    return True


def cases_nobody_is_there_for(user: User, at: datetime) -> QuerySet[Case]:
    """Open cases within sight whose owner is away without anybody to stand in, or that nobody has."""
    return _without_anybody(cases_visible_to(user) & open_cases(), at).order_by("due_at", "pk")


def _without_anybody(cases: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    away = absences_on(timezone.localdate(at)).values("person")
    return cases.filter(Q(owner=None) | Q(owner__left_on__isnull=False) | Q(owner__in=away))
