"""Tell teams in their chats: how many things wait for the people of a part, and a link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import language_of, language_of_unit, subtree_ids
from groundswell.foundation.saying import say
from groundswell.listen.channels.outbox.writing import write_note

from .hours import Times, hours_of_unit
from .kinds import every_kind
from .models import ChatAddress, Telling, Tiding
from .standing import sort_out
from .words import grouped, note_for

GATHERED_FOR = timedelta(minutes=15)
"""A team is many people: their chat hears less often."""


def tell_teams(*, at: datetime) -> int:
    """Tell every team's chat for which something waits. Returns how many were told."""
    chats = ChatAddress.objects.filter(unit__isnull=False, ended_at=None).order_by("id")
    return sum(tell_team(pk, at=at) is not None for pk in chats.values_list("pk", flat=True))


@transaction.atomic
def tell_team(chat_id: int, *, at: datetime) -> Telling | None:
    """One message about what became new since the last one. The chat is held, so two workers tell one after the other."""
    chat = ChatAddress.objects.select_for_update(of=("self",)).select_related("unit").get(pk=chat_id)
    news = tidings_of_team(chat.unit, after=chat.told_through)
    first = news.order_by("noted_at").values_list("noted_at", flat=True).first()
    if first is None or first + GATHERED_FOR > at or not _times(chat.unit).may_hear(at):
        return None
    rows = list(news)
    told_before, last = chat.told_through, max(row.pk for row in rows)
    ChatAddress.objects.filter(pk=chat.pk).update(told_through=last)
    standing, settled = _sorted(rows)
    if not standing:
        return None
    telling = Telling.objects.create(
        chat=chat,
        first=told_before + 1,
        last=last,
        told=len({(row.kind, row.subject_id) for row in standing}),
        settled=settled,
        at=at,
    )
    language = language_of_chat(chat)
    subject = say("What is new for {unit}", unit=chat.unit).in_language(language)
    note = note_for(standing, _page(standing), language)
    write_note(key=telling.note_key, to=str(chat), subject=subject, body=note, at=at)
    return telling


def note_of_team(telling: Telling) -> str:
    """What a team's chat is told, asked anew; empty where nothing stands any more."""
    chat = telling.chat
    rows = tidings_of_team(chat.unit, after=telling.first - 1).filter(pk__lte=telling.last)
    standing, _ = _sorted(rows)
    return note_for(standing, _page(standing), language_of_chat(chat)) if standing else ""


def language_of_chat(chat: ChatAddress) -> str:
    """In which language a chat is told: the one chosen for it, else that of its person or its team."""
    return chat.language or (language_of(chat.person) if chat.person else language_of_unit(chat.unit))


def tidings_of_team(unit: Unit, *, after: int):
    """What is new for the people of a part and below it, of the kinds that a team may hear."""
    kinds = [code for code, kind in every_kind().items() if kind.is_for_teams]
    return Tiding.objects.filter(pk__gt=after, kind__in=kinds, person__unit__in=subtree_ids(unit)).order_by(
        "id"
    )


def newest_tiding() -> int:
    """What came before a chat was connected is not told there."""
    return Tiding.objects.aggregate(last=Max("pk"))["last"] or 0


def _sorted(rows: Iterable[Tiding]) -> tuple[list[Tiding], int]:
    """What stands, each judged with the eyes of the person for whom it is new; and how many are settled."""
    rows = list(rows)
    standing, settled = [], 0
    people = {row.person_id for row in rows}
    for user in User.objects.filter(person__in=people, is_active=True, person__left_on=None).select_related(
        "person"
    ):
        found = sort_out(user, [row for row in rows if row.person_id == user.person_id])
        standing += found.standing
        settled += len(found.settled)
    return standing, settled


def _page(standing: list[Tiding]) -> str:
    """Where the team finds them: the list of the first kind."""
    return reverse(grouped(standing)[0][0].page)


def _times(unit: Unit) -> Times:
    hours = hours_of_unit(unit)
    return Times(hours, hours.opens_at, 0)
