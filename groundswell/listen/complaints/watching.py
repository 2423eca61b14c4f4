"""Nobody waits unnoticed: owners hear before a promise breaks, then their lead, then the office; each once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import owner_of
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import write_message

from .answering import hand_over_complaint
from .models import Complaint
from .queries import first_owner, open_at, second_pair_of_eyes, with_promise

SOON = timedelta(days=3)
STEPS = ((timedelta(0), 0), (timedelta(days=1), 1), (timedelta(days=3), 2))
"""How long after the promised moment who hears of it: the owner, whoever stands above, the office."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that one colleague hears once. The key holds the promised moment: a new promise is a new alarm."""

    key: str
    to: Person
    subject: str
    body: str


def tell_of_clocks(*, at: datetime) -> int:
    """Write every alarm that is due and was not written before. Returns how many were new."""
    waiting = with_promise(Complaint.objects.filter(open_at(at))).filter(is_paused=False)
    near = waiting.filter(promised_at__lte=at + SOON) | waiting.filter(acknowledged_at=None)
    near = near.select_related("owner", "signal__unit")
    alarms = {alarm.key: alarm for complaint in near for alarm in _alarms(complaint, at)}
    written = set(Message.objects.filter(key__in=alarms).values_list("key", flat=True))
    fresh = [alarm for key, alarm in alarms.items() if key not in written]
    for alarm in fresh:
        write_message(key=alarm.key, person=alarm.to, subject=alarm.subject, body=alarm.body, at=at)
    return len(fresh)


def _alarms(complaint: Complaint, at: datetime) -> Iterator[Alarm]:
    above = _chain(complaint)
    if not above:
        return
    promised, reference = complaint.promised_at, complaint.reference
    day = f"{timezone.localtime(promised):%d %B %Y, %H:%M}"
    if (
        complaint.acknowledged_at is None
        and complaint.acknowledge_due_at
        and complaint.acknowledge_due_at <= at
    ):
        words = f"{reference}: nobody told the customer yet that we have it"
        yield _alarm(complaint, "untold", above[0], words, complaint.acknowledge_due_at)
    if at < promised <= at + SOON and promised - complaint.received_at > SOON:
        yield _alarm(complaint, "soon", above[0], f"{reference}: the answer is due {day}", promised)
    for late, step in STEPS:
        if promised + late <= at and step < len(above):
            yield _alarm(
                complaint, f"late{step}", above[step], f"{reference} waits longer than promised", promised
            )


def _alarm(complaint: Complaint, kind: str, to: Person, subject: str, moment: datetime) -> Alarm:
    address = settings.BASE_URL + reverse("complaints:entry", args=[complaint.pk])
    body = f"{subject}.\n{complaint.owner or 'Nobody'} has this complaint. Promised to the customer: "
    body += f"{timezone.localtime(complaint.promised_at):%d %B %Y, %H:%M}.\n\n{address}\n"
    return Alarm(f"complaint-{kind}-{complaint.pk}-{moment:%Y%m%d%H%M}", to, subject, body)


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
