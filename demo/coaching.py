"""What praise and coaching look like in the demonstration shop: cards, a one-to-one held and one to come, an appeal that waits."""

from datetime import datetime, timedelta

from django.utils import timezone

from demo.organisation import Organisation
from groundswell.act.coaching.actions import add_note, agree, hold, plan_conversation
from groundswell.act.coaching.appealing import appeal
from groundswell.act.praise.actions import find_praise, thank
from groundswell.act.praise.queries import one_to_thank
from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal, SignalQuerySet
from groundswell.listen.signals.withholding import set_policy

FIRST_TALK, NEXT_TALK = timedelta(days=20), timedelta(days=1)
AGREED = "I say what I am doing while I look for a size, so that nobody stands there waiting in silence."
NOTE = "It was the Saturday with two of us ill. I would like to learn the stock system properly."
APPEAL = "I was not in that day, the rota says so. I think it was the desk upstairs."
TO_A_COLLEAGUE = "You took my queue on Saturday without a word. I noticed, and so did the customer."
TO_THE_TEAM = "Your shop found the dress that we could not. The customer rang us to say so."
YORK = "york"


def coach_the_shop(organisation: Organisation, users: dict[str, User], at: datetime) -> None:
    """All of it, between the lead and the frontline colleague who sign in."""
    find_praise(at=at)
    lead, colleague, office = (
        users[role] for role in (User.Role.LEAD, User.Role.FRONTLINE, User.Role.OFFICE)
    )
    _cards(organisation, lead, colleague, at)
    _talks(lead, colleague, at)
    unhappy = _voices(colleague, at).filter(score__lte=6, submitted_at__lt=at - timedelta(days=4))
    if signal := unhappy.first():
        appeal(signal, reason="person", words=APPEAL, by=colleague, at=at - timedelta(days=1))
    set_policy(organisation.units[YORK], order="coach_first", hours=4, poor_to=6, by=office, at=at)


def _voices(colleague: User, at: datetime) -> SignalQuerySet:
    about = Signal.objects.filter(employee=colleague.person, submitted_at__lt=at).exclude(comment="")
    return about.order_by("-submitted_at")


def _cards(organisation: Organisation, lead: User, colleague: User, at: datetime) -> None:
    thank(colleague.person, words=TO_A_COLLEAGUE, by=lead, at=at - timedelta(days=2))
    thank(colleague.person.unit, words=TO_THE_TEAM, by=_from(organisation), at=at - timedelta(days=5))
    praise = one_to_thank(lead.person, at)
    if praise and praise.person_id != colleague.person_id:
        thank(
            praise.person,
            words="Read this one twice.",
            by=lead,
            at=at - timedelta(days=1),
            signal=praise.signal,
        )


def _from(organisation: Organisation) -> User:
    """A colleague elsewhere who has no sign-in in the demonstration."""
    return User(person=organisation.lead(YORK), role=User.Role.LEAD)


def _talks(lead: User, colleague: User, at: datetime) -> None:
    then = at - FIRST_TALK
    before = _voices(colleague, then)
    voices = [*before.filter(score__gte=9)[:2], *before.filter(score__lte=6)[:1]]
    two = (lead.person, colleague.person)
    talk = hold(plan_conversation(*two, planned_at=then, voices=voices, by=lead, at=then), by=lead, at=then)
    due_on = timezone.localdate(at) + timedelta(days=1)
    agree(talk, person=colleague.person, text=AGREED, due_on=due_on, by=lead, at=then)
    add_note(talk, text=NOTE, by=colleague, at=then + timedelta(hours=2))
    tomorrow = timezone.localtime(at + NEXT_TALK).replace(hour=15, minute=30, second=0, microsecond=0)
    plan_conversation(*two, planned_at=tomorrow, voices=_voices(colleague, at)[:2], by=lead, at=at)
