"""Nobody waits unnoticed: owners hear before a promise breaks, then their lead, then the office; each once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import owner_of
from groundswell.foundation.saying import Said, has_it, listed, say

from .answering import hand_over_complaint
from .models import Complaint
from .queries import first_owner, open_at, second_pair_of_eyes, with_promise

SOON = timedelta(days=3)
TOLD_FOR = timedelta(days=60)
STEPS = ((timedelta(0), 0), (timedelta(days=1), 1), (timedelta(days=3), 2))
"""How long after the promised moment who hears of it: the owner, whoever stands above, the office."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that one colleague hears once. The key holds the promised moment: a new promise is a new alarm."""

    key: str
    complaint: Any
    to: Person
    words: Said

    @property
    def link(self) -> str:
        """Where to act."""
        return reverse("complaints:entry", args=[self.complaint.pk])


def alarms_at(at: datetime) -> list[Alarm]:
    """Every alarm that holds now. What was told is known by its key; what is two months late was told long ago."""
    waiting = with_promise(Complaint.objects.filter(open_at(at))).filter(is_paused=False)
    near = waiting.filter(promised_at__lte=at + SOON) | waiting.filter(acknowledged_at=None)
    near = near.filter(promised_at__gt=at - TOLD_FOR).select_related("owner", "signal__unit")
    signs_in = set(User.objects.filter(is_active=True).values_list("person", flat=True))
    return [alarm for complaint in near for alarm in _alarms(complaint, signs_in, at)]


def _alarms(complaint: Any, signs_in: set[int | None], at: datetime) -> Iterator[Alarm]:
    above = [person for person in _chain(complaint) if person.pk in signs_in]
    if not above:
        return
    promised, reference = complaint.promised_at, complaint.reference
    if (
        complaint.acknowledged_at is None
        and complaint.acknowledge_due_at
        and complaint.acknowledge_due_at <= at
    ):
        words = say("{reference}: nobody told the customer yet that we have it", reference=reference)
        yield _alarm(complaint, "untold", above[0], words, complaint.acknowledge_due_at)
    if at < promised <= at + SOON and promised - complaint.received_at > SOON:
        words = say("{reference}: the answer is due", reference=reference)
        yield _alarm(complaint, "soon", above[0], words, promised)
    for late, step in STEPS:
        if promised + late <= at and step < len(above):
            words = say("{reference} waits longer than promised", reference=reference)
            yield _alarm(complaint, f"late{step}", above[step], words, promised)


def _alarm(complaint: Any, kind: str, to: Person, words: Said, moment: datetime) -> Alarm:
    key = f"{kind}-{complaint.pk}-{moment:%Y%m%d%H%M}"
    return Alarm(key, complaint, to, listed(words, has_it(complaint.owner)))


def _chain(complaint: Complaint) -> list[Person]:
    """The owner, whoever answers for the place, the office; each person once."""
    owner = complaint.owner if complaint.owner and not complaint.owner.left_on else None
    chain = [owner, owner_of(complaint.signal.unit), second_pair_of_eyes(complaint, owner), first_owner(None)]
    return list(dict.fromkeys(person for person in chain if person))


@transaction.atomic
def rehome_complaints(*, at: datetime) -> int:
    """What somebody had who left goes to whoever answers for the place now. Returns how many."""
    left = Complaint.objects.filter(open_at(at), owner__left_on__lte=at.date()).select_related(
        "owner", "signal__unit"
    )
    nobodys = Complaint.objects.filter(open_at(at), owner=None).select_related("owner", "signal__unit")
    moved = 0
    for complaint in [*left, *nobodys]:
        to = first_owner(complaint.signal.unit)
        if to:
            why = f"{complaint.owner} has left" if complaint.owner else "Nobody had it"
            hand_over_complaint(complaint, to=to, why=why, by=None, at=at)
            moved += 1
    return moved
