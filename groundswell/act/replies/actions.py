"""You said, we did: tell everybody whose voice stood behind it, and those who raised it, as many a day as was chosen."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import latest_reading
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import language_of
from groundswell.foundation.saying import say
from groundswell.listen.asking.judging import quiet_of
from groundswell.listen.channels.outbox.models import Medium, Message
from groundswell.listen.channels.outbox.quiet import Quiet
from groundswell.listen.channels.outbox.writing import withdraw_messages, write_message, write_to_customers
from groundswell.listen.surveys.languages import is_spoken_here

from .arriving import letters_of
from .audience import OVERTAKEN, TAKEN_BACK, TOLD_ANEW, Audience, Recipient, audience_of, employees_behind
from .errors import NothingToTell
from .letters import customer_words, employee_words, language_for, text_words
from .models import Announcement, OtherWording, Reply
from .queries import is_told_anew, told_before
from .rules import is_overtaken
from .wording import outcome_in, words_in


@transaction.atomic
def announce(
    initiative: Initiative,
    *,
    you_said: str,
    we_did: str,
    by: object,
    at: datetime,
    language: str = "en",
    other: Mapping[str, tuple[str, str]] | None = None,
    per_day: int | None = None,
) -> Announcement:
    """Publish what was done and tell everybody behind it. What came of it is added from the measurement, not from us.

    ``language``: of these words; ``other``: the same in others. ``per_day``: so many letters leave each day; all at once without it.
    """
    if not you_said.strip() or not we_did.strip():
        raise NothingToTell("Say both what customers told you and what you did about it.")
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    reading = latest_reading(initiative)
    announcement = Announcement.objects.create(
        initiative=initiative,
        language=language,
        you_said=you_said.strip(),
        we_did=we_did.strip(),
        what_came_of_it=outcome_in(reading, language),
        effect_reading=reading,
        by=person_of(by),
        per_day=per_day,
        published_at=at,
    )
    for another, (said, did) in (other or {}).items():
        _word(announcement, another, said, did)
    record("announced", announcement, by=by, at=at, initiative=initiative.pk)
    older = Message.objects.filter(reply__announcement__in=told_before(announcement))
    withdraw_messages(older, "It was told anew before it could be sent.", at=at)
    tell_everybody(announcement, by=by, at=at)
    return announcement


@transaction.atomic
def tell_everybody(announcement: Announcement, *, by: object, at: datetime) -> int:
    """Write to those who were not told yet, up to the day's number; how many those were. Nobody is told the same twice."""
    Initiative.objects.select_for_update(of=("self",)).get(pk=announcement.initiative_id)
    waiting = Announcement.objects.select_for_update(of=("self",)).prefetch_related("wordings")
    held = waiting.get(pk=announcement.pk)
    if hasattr(held, "taking_back") or is_overtaken(held) or is_told_anew(held):
        return 0
    told = _tell_customers(held, at) + _tell_employees(held, at)
    if told:
        record("told", announcement, by=by, at=at, people=told)
    return told


def waiting_of(announcement: Announcement) -> tuple[Recipient, ...]:
    """Those behind it on the day of its publishing who are not told yet; nobody once it is taken back, overtaken or told anew."""
    return audience_now(announcement).recipients


def audience_now(announcement: Announcement) -> Audience:
    """Everybody behind it on the day of its publishing: told, waiting, or not to be told."""
    letters = letters_of(announcement)
    audience = audience_of(announcement.initiative, announcement.published_at, *letters)
    if hasattr(announcement, "taking_back"):
        return audience.without_letters(TAKEN_BACK)
    if is_told_anew(announcement):
        return audience.without_letters(TOLD_ANEW)
    return audience.without_letters(OVERTAKEN) if is_overtaken(announcement) else audience


def _word(announcement: Announcement, language: str, you_said: str, we_did: str) -> None:
    is_new = is_spoken_here(language) and language != announcement.language
    if not you_said.strip() or not we_did.strip() or not is_new:
        raise NothingToTell("Say both in that language too, or leave it out.")
    OtherWording.objects.create(
        announcement=announcement, language=language, you_said=you_said.strip(), we_did=we_did.strip()
    )


def _tell_customers(announcement: Announcement, at: datetime) -> int:
    now = waiting_of(announcement)
    if announcement.per_day is not None:
        today = announcement.replies.filter(customer__isnull=False, at__date=localdate(at)).count()
        now = now[: max(announcement.per_day - today, 0)]
    quiet = quiet_of(one.customer_id for one in now)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in now:
        groups[one.medium, language_for(announcement, one.language)].append(one.customer_id)
    messages = [
        message
        for (medium, language), customers in groups.items()
        for message in _written(announcement, medium, language, customers, quiet, at)
    ]
    replies = [
        Reply(announcement=announcement, customer_id=message.customer_id, message=message, at=at)
        for message in messages
    ]
    return len(Reply.objects.bulk_create(replies, batch_size=500))


def _written(
    announcement: Announcement,
    medium: str,
    language: str,
    customers: list[int],
    quiet: Callable[[int], Quiet],
    at: datetime,
) -> list[Message]:
    key, subject = f"reply-{announcement.pk}", words_in(language)["said_subject"]
    if medium == Medium.EMAIL:
        body = customer_words(announcement, language)
        return write_to_customers(customers, key=key, subject=subject, body=body, at=at, quiet_of=quiet)
    body = text_words(announcement, language)
    written = (
        write_message(
            key=f"{key}-{one.pk}",
            subject=subject,
            body=body,
            at=at,
            customer=one,
            medium=medium,
            quiet=quiet(one.pk),
        )
        for one in Customer.objects.filter(pk__in=customers).order_by("pk")
    )
    return [message for message in written if message]


def _tell_employees(announcement: Announcement, at: datetime) -> int:
    told = set(announcement.replies.filter(person__isnull=False).values_list("person", flat=True))
    waiting = employees_behind(announcement.initiative) - told
    for person in Person.objects.filter(pk__in=waiting).order_by("pk"):
        message = write_message(
            key=f"reply-{announcement.pk}-employee-{person.pk}",
            subject=say("What you raised: what became of it").in_language(language_of(person)),
            body=employee_words(announcement, person),
            at=at,
            person=person,
        )
        Reply.objects.create(announcement=announcement, person=person, message=message, at=at)
    return len(waiting)
