"""What a team does today: who has which customers to call, what was handed over, where help is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from groundswell.act.cases.models import Case, Handover
from groundswell.act.cases.queries import open_cases, with_places, with_state
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.withholding import withheld_from_anybody
from groundswell.science.text.redaction import redacted

from .models import Promise

SHOWN = 5


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a team speaks of it: the customer's words without personal data, whose it is, and its clock."""

    case: Case
    words: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """What one colleague has before them today: customers to call and promises due. The whole team is named, by name."""

    person: Person
    cases: list[Case]
    promises: list[Promise]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A case that went from one colleague to another since last time, and why."""

    handover: Handover
    why: str


def lines_of(cases: QuerySet[Case]) -> list[CaseLine]:
    """The first few cases as a team speaks of them."""
    return [
        CaseLine(case, redacted(case.ground).text, str(case.owner or "Nobody yet"), case.due_at)
        for case in with_places(cases)[:SHOWN]
    ]


def read_aloud() -> QuerySet[Case]:
    """Open cases but for those about a voice that somebody's coach sees before them."""
    return open_cases().exclude(signal__in=withheld_from_anybody())


def waiting_cases(unit_ids: Sequence[int], at: datetime) -> list[CaseLine]:
    """Customers who have waited longer than promised: where a colleague may need help."""
    return lines_of(with_state(read_aloud().filter(unit_id__in=unit_ids), at).filter(is_late=True))


def days_of(people: Sequence[Person], at: datetime) -> list[Day]:
    """Who has what today: open cases due before tomorrow whose customer was not reached, and promises due."""
    tomorrow = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    due = with_state(read_aloud().filter(owner__in=people), at).filter(contacted_at=None, due_at__lt=tomorrow)
    cases, promises = list(due.order_by("due_at")), list(_due_promises(people, at))
    return [
        Day(
            person,
            [case for case in cases if case.owner_id == person.pk],
            [promise for promise in promises if promise.person_id == person.pk],
        )
        for person in people
    ]


def _due_promises(people: Sequence[Person], at: datetime) -> QuerySet[Promise]:
    due = Promise.objects.filter(person__in=people, due_on__lte=timezone.localdate(at))
    return due.exclude(reviews__outcome__in=("kept", "let_go"))


def handed_over(unit_ids: Sequence[int], since: datetime, until: datetime) -> list[HandedOver]:
    """Open cases that changed hands since last time, the newest first."""
    found = Handover.objects.filter(
        case__unit_id__in=unit_ids, case__closure=None, at__gt=since, at__lte=until
    )
    found = found.filter(case__in=read_aloud().order_by())
    seen = found.select_related("to", "by", "case").order_by("-at", "-id")
    return [HandedOver(one, redacted(one.why).text) for one in seen[:SHOWN]]
