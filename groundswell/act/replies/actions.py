"""You said, we did: tell everybody whose voice stood behind it, and those who raised it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import latest_reading
from groundswell.act.opportunities.rules import person_of
from groundswell.act.opportunities.voices import voices_behind
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.writing import write_message, write_to_customers

from .errors import NothingToTell
from .models import Announcement, Reply
from .rules import what_may_be_claimed

SUBJECT = "You said, we did"


@transaction.atomic
def announce(initiative: Initiative, *, you_said: str, we_did: str, by: object, at: datetime) -> Announcement:
    """Publish what was done and tell everybody behind it. What came of it is added from the measurement, not from us."""
    if not you_said.strip() or not we_did.strip():
        raise NothingToTell("Say both what customers told you and what you did about it.")
    reading = latest_reading(initiative)
    announcement = Announcement.objects.create(
        initiative=initiative,
        you_said=you_said.strip(),
        we_did=we_did.strip(),
        what_came_of_it=what_may_be_claimed(reading),
        effect_reading=reading,
        by=person_of(by),
        published_at=at,
    )
    record("announced", announcement, by=by, at=at, initiative=initiative.pk)
    tell_everybody(announcement, by=by, at=at)
    return announcement


@transaction.atomic
def tell_everybody(announcement: Announcement, *, by: object, at: datetime) -> int:
    """Write to all who were not told yet; how many those were. May run twice: nobody is told the same twice."""
    told = _tell_customers(announcement, at) + _tell_employees(announcement, at)
    if told:
        record("told", announcement, by=by, at=at, people=told)
    return told


def customers_behind(initiative: Initiative, at: datetime) -> set[int]:
    """The known customers whose voices stood behind an initiative by then."""
    voices = voices_behind(initiative.decision.proposal.opportunity).filter(submitted_at__lte=at)
    return set(voices.filter(customer__isnull=False).order_by().values_list("customer", flat=True).distinct())


def employees_behind(initiative: Initiative) -> set[int]:
    """Those who raised it and still work here."""
    raised = Elevation.objects.filter(joining__opportunity=initiative.decision.proposal.opportunity)
    return set(raised.filter(raised_by__left_on=None).order_by().values_list("raised_by", flat=True))


def _tell_customers(announcement: Announcement, at: datetime) -> int:
    told = set(announcement.replies.filter(customer__isnull=False).values_list("customer", flat=True))
    waiting = customers_behind(announcement.initiative, announcement.published_at) - told
    messages = write_to_customers(
        waiting, key=f"reply-{announcement.pk}", subject=SUBJECT, body=customer_words(announcement), at=at
    )
    replies = [
        Reply(announcement=announcement, customer_id=message.customer_id, message=message, at=at)
        for message in messages
    ]
    return len(Reply.objects.bulk_create(replies, batch_size=500))


def _tell_employees(announcement: Announcement, at: datetime) -> int:
    told = set(announcement.replies.filter(person__isnull=False).values_list("person", flat=True))
    waiting = employees_behind(announcement.initiative) - told
    for person in Person.objects.filter(pk__in=waiting).order_by("pk"):
        message = write_message(
            key=f"reply-{announcement.pk}-employee-{person.pk}",
            subject="What you raised: what became of it",
            body=employee_words(announcement, person),
            at=at,
            person=person,
        )
        Reply.objects.create(announcement=announcement, person=person, message=message, at=at)
    return len(waiting)


def customer_words(announcement: Announcement) -> str:
    """The message to a customer, without anything about any other customer."""
    return (
        f"You told us:\n{announcement.you_said}\n\n"
        f"What we did:\n{announcement.we_did}\n\n"
        f"What came of it:\n{announcement.what_came_of_it}\n\n"
        "You get this message once, because something that you told us stood behind it. Thank you.\n"
        f"Everything that customers started: {settings.BASE_URL}{reverse('replies:public')}\n"
    )


def employee_words(announcement: Announcement, person: Person) -> str:
    """The message to whoever raised it."""
    address = reverse("initiatives:initiative", args=[announcement.initiative_id])
    return (
        f"{person.first_name}, you raised something that your team could not settle alone. This is what became of it.\n\n"
        f"What customers said:\n{announcement.you_said}\n\n"
        f"What was done:\n{announcement.we_did}\n\n"
        f"What came of it:\n{announcement.what_came_of_it}\n\n"
        f"The whole story, with its evidence: {settings.BASE_URL}{address}\n"
    )
