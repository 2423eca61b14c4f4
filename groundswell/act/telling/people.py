"""Tell people: what is due for one person becomes one message by each of their ways, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import words_in
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import withdraw_message, write_message, write_note

from .hours import Times, times_of
from .less import DIGEST, less_url
from .models import ChatAddress, Habits, Telling, Tiding
from .readers import address_of, language_of_reader, rows_of, user_of
from .standing import Sorted, hide_and_show, sort_out
from .wanting import paces_of
from .words import letter_for, note_for

UNSEEN_FOR = timedelta(days=30)
"""So long a tiding waits for its reader to be allowed to see it."""


def tell_people(*, at: datetime) -> int:
    """Tell everybody for whom something is due. Returns how many were told."""
    waiting = Tiding.objects.filter(is_pending=True).order_by("person", "partner")
    readers = waiting.values_list("person", "partner").distinct()
    return sum(tell_person(person, partner_id=partner, at=at) is not None for person, partner in readers)


@transaction.atomic
def tell_person(person_id: int | None, *, partner_id: int | None = None, at: datetime) -> Telling | None:
    """One message about all that is due now, to a colleague or to somebody of an agency. None where nothing is, or nothing stands any more.

    What was noted is held until the end, so two workers tell one after the other, and a killed one told nothing.
    """
    held = Tiding.objects.select_for_update(of=("self",)).filter(
        person=person_id, partner=partner_id, is_pending=True
    )
    pending = list(held.order_by("id"))
    user = user_of(person_id=person_id, partner_id=partner_id)
    if user is None:
        Tiding.objects.filter(pk__in=[one.pk for one in pending]).update(is_pending=False)
        return None
    hide_and_show(sort_out(user, [one for one in pending if one.is_hidden]))
    habits = Habits.objects.filter(**rows_of(user)).first()
    times, paces = times_of(user.person, habits), paces_of(user)
    due = _due(pending, paces, times, at)
    if not due:
        return None
    found = sort_out(user, due)
    _leave([one for one in found.unseen if one.noted_at <= at - UNSEEN_FOR])
    if not found.standing:
        _leave(found.settled, was_settled=True)
        return None
    return _tell(user, found, habits is None or habits.by_email, times, at)


def _due(pending: list[Tiding], paces: dict[str, Pace], times: Times, at: datetime) -> list[Tiding]:
    """What goes now. Where something at once is due, everything at once goes along; a digest takes all that waits."""
    moments = {one.pk: times.due(paces.get(one.kind, Pace.LIST), one.noted_at) for one in pending}
    _leave([one for one in pending if moments[one.pk] is None])
    ripe = {pk for pk, moment in moments.items() if moment is not None and moment <= at}
    at_once = [one for one in pending if paces.get(one.kind) == Pace.NOW]
    digest = [one for one in pending if one.pk in ripe and paces.get(one.kind) in {Pace.DAILY, Pace.WEEKLY}]
    goes_at_once = times.may_hear(at) and any(one.pk in ripe for one in at_once)
    goes_as_digest = bool(digest) and times.may_read_digest(at)
    return [*(at_once if goes_at_once or goes_as_digest else []), *(digest if goes_as_digest else [])]


def _leave(tidings: list[Tiding], *, was_settled: bool = False) -> None:
    """They are not told any more; who looks at the list finds them there."""
    Tiding.objects.filter(pk__in=[one.pk for one in tidings]).update(
        is_pending=False, was_settled=was_settled
    )


def _tell(user: User, found: Sorted, by_email: bool, times: Times, at: datetime) -> Telling:
    reader = rows_of(user)
    person = user.person if "person_id" in reader else None
    chat = ChatAddress.objects.filter(person=person, ended_at=None).first() if person else None
    telling = Telling.objects.create(
        **reader, chat=chat, told=len(found.standing), settled=len(found.settled), at=at
    )
    _leave(found.settled, was_settled=True)
    gone = [one.pk for one in (*found.standing, *found.settled)]
    Tiding.objects.filter(pk__in=gone).update(is_pending=False, telling=telling)
    if by_email:
        letter = letter_for(user, found.standing, telling.settled, times.zone)
        write_message(
            key=telling.letter_key,
            person=person,
            to=address_of(user),
            subject=letter.subject,
            body=letter.body,
            html=letter.html,
            stop_url=less_url(user, DIGEST),
            at=at,
        )
    if chat:
        language = language_of_reader(user)
        write_note(
            key=telling.note_key,
            to=str(chat),
            subject=words_in("What is new for you", language),
            body=note_for(found.standing, reverse("telling:list"), language),
            person=person,
            at=at,
        )
    return telling


def look_again_at_waiting(*, at: datetime) -> int:
    """Letters that could not go at first say what holds now, or do not go at all. Returns how many changed."""
    late = Message.objects.filter(
        key__startswith="tidings-", medium="email", due_at__isnull=False, deliveries__isnull=False
    ).distinct()
    return sum(_refresh(message, at) for message in late)


@transaction.atomic
def _refresh(message: Message, at: datetime) -> bool:
    telling = Telling.objects.filter(pk=int(message.key.split("-")[1])).first()
    user = telling and user_of(person_id=telling.person_id, partner_id=telling.partner_id)
    if telling and not user:
        return withdraw_message(message, "They sign in here no more.", at=at)
    if not telling or not user:
        return False
    found = sort_out(user, telling.tidings.filter(was_settled=False))
    if len(found.standing) == telling.told:
        return False
    if not found.standing:
        return withdraw_message(message, "All of it was settled before it could be sent.", at=at)
    habits = Habits.objects.filter(**rows_of(user)).first()
    settled = telling.settled + len(found.settled)
    letter = letter_for(user, found.standing, settled, times_of(user.person, habits).zone)
    Message.objects.filter(pk=message.pk).update(subject=letter.subject, body=letter.body, html=letter.html)
    Telling.objects.filter(pk=telling.pk).update(told=len(found.standing), settled=settled)
    _leave(found.settled, was_settled=True)
    return True


def note_of_person(user: User, telling: Telling) -> str:
    """What their own chat is told, asked anew; empty where nothing stands any more."""
    found = sort_out(user, telling.tidings.filter(was_settled=False))
    if not found.standing:
        return ""
    return note_for(found.standing, reverse("telling:list"), language_of_reader(user))
