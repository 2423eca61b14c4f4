"""What people do: choose what they hear and when, connect a chat, read what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.actions import choose_language
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.tidings import Pace
from groundswell.listen.channels.connections.secrets import keep_secret, secret_path
from groundswell.listen.channels.outbox.errors import NotDelivered

from .chat import note_trouble, secret_name, send, trial_note
from .kinds import every_kind, kinds_for
from .less import DIGEST
from .models import ChatAddress, Habits, Tiding, Wanted
from .readers import rows_of, speaker_of
from .standing import Sorted, hide_and_show
from .team import newest_tiding
from .wanting import paces_of, slower


@transaction.atomic
def choose_paces(user: User, paces: Mapping[str, str], *, by: object, at: datetime) -> None:
    """How soon this person hears of each kind. What is usual for their role is no row, so that it follows the role."""
    before, changed = paces_of(user), {}
    for kind in kinds_for(user):
        pace = paces.get(kind.code, before[kind.code])
        if pace == before[kind.code] or pace not in kind.paces():
            continue
        changed[kind.code] = str(pace)
        mine = Wanted.objects.filter(**rows_of(user), kind=kind.code)
        if pace == kind.usual_for(user.role):
            mine.delete()
        else:
            Wanted.objects.update_or_create(**rows_of(user), kind=kind.code, defaults={"pace": pace})
    if changed:
        record("chose what they hear", user.person or user, by=by, at=at, paces=changed)


@transaction.atomic
def set_habits(user: User, values: Mapping[str, Any], *, by: object, at: datetime) -> Habits:
    """When, how and in which language somebody is told."""
    wanted = dict(values)
    language = wanted.pop("language", None)
    speaker = speaker_of(user)
    if language is not None and speaker:
        choose_language(speaker, language, by=by, at=at)
    habits, _ = Habits.objects.update_or_create(**rows_of(user), defaults=wanted)
    record("chose when they hear", user.person or user, by=by, at=at)
    return habits


@transaction.atomic
def hear_less(user: User, what: str, *, at: datetime) -> list[str]:
    """One step less of a kind, or nothing in the digest that one can do without. Returns the titles of what changed."""
    paces, kinds = paces_of(user), every_kind()
    digest = {code for code, pace in paces.items() if pace in {Pace.DAILY, Pace.WEEKLY}}
    wanted = digest if what == DIGEST else {what} & set(kinds)
    new = {code: slower(kinds[code], Pace.WEEKLY if what == DIGEST else paces[code]) for code in wanted}
    choose_paces(user, new, by=user, at=at)
    return [kinds[code].title for code, pace in new.items() if pace != paces[code]]


@transaction.atomic
def connect_chat(
    name: str,
    form: str,
    address: str,
    *,
    unit: Unit | None = None,
    person: Person | None = None,
    language: str = "",
    by: object,
    at: datetime,
) -> ChatAddress:
    """Tell a team, or one person, in this chat from now on. A person's new chat takes the place of the one before."""
    for old in ChatAddress.objects.filter(person=person, ended_at=None) if person else ():
        end_chat(old, by=by, at=at)
    chat = ChatAddress.objects.create(
        name=name,
        format=form,
        unit=unit,
        person=person,
        language=language,
        told_through=newest_tiding(),
        made_at=at,
    )
    keep_secret(secret_name(chat), address)
    record("connected a chat", chat, by=by, at=at, form=form)
    return chat


@transaction.atomic
def end_chat(chat: ChatAddress, *, by: object, at: datetime) -> None:
    """Nothing is told there any more, and its address is gone."""
    if ChatAddress.objects.filter(pk=chat.pk, ended_at=None).update(ended_at=at):
        secret_path(secret_name(chat)).unlink(missing_ok=True)
        record("ended a chat", chat, by=by, at=at)


def try_chat(chat: ChatAddress, *, by: object, at: datetime) -> str:
    """Send a test now. Returns what went wrong, or nothing."""
    record("tried a chat", chat, by=by, at=at)
    try:
        send(chat, trial_note(chat))
    except NotDelivered as problem:
        note_trouble(chat, str(problem), at=at)
        return str(problem)
    note_trouble(chat, "", at=at)
    return ""


def tidy_list(found: Sorted, *, at: datetime) -> None:
    """Somebody looks at these: what is settled is no news after this, and what they may not see any more does not count."""
    hide_and_show(found)
    settled = [one.pk for one in found.settled if one.read_at is None]
    if settled:
        Tiding.objects.filter(pk__in=settled).update(read_at=at)


def read_tidings(tidings: Any, *, at: datetime) -> int:
    """They are not new any more."""
    return int(tidings.filter(read_at=None).update(read_at=at))
