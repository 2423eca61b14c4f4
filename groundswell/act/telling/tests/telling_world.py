"""What tests of telling share: cases, people and what they were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from groundswell.act.cases.escalation.climbing import climb
from groundswell.act.cases.models import Case, OpeningRule
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_people
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.models import Message
from tests.world import NOW, World, make_customer, make_signal

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def open_case(world: World, *, at: datetime = NOW, comment: str = "Late again", **more) -> Case:
    """A case of the lead of Leeds, by a low score about delivery."""
    if not OpeningRule.objects.exists():
        begin_inner_loop(by="tests", at=NOW - DAY)
    more.setdefault("customer", make_customer())
    signal = make_signal(2, comment, unit=world.leeds, touchpoint=world.delivery, at=at, **more)
    for rule in OpeningRule.objects.order_by("id"):
        open_cases_for(rule, at=at)
    return Case.objects.get(signal=signal)


def tell(at: datetime) -> None:
    """One round of the jobs."""
    climb(at=at)
    note_tidings(at=at, at_once=True)
    tell_people(at=at)


def letters_to(person: Person) -> list[Message]:
    """What was mailed to somebody, oldest first."""
    return list(Message.objects.filter(person=person, medium="email").order_by("id"))
