"""The words of a mail and of a chat message. A chat hears numbers and a link, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats

from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import TidingKind

from .kinds import every_kind
from .less import less_url
from .models import Tiding
from .readers import first_name

MOST_OF_A_KIND = 15
"""A mail names so many of a kind; the list has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a mail."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind in a mail."""

    heading: str
    lines: list[Line]
    more: int
    less: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready for the outbox."""

    subject: str
    body: str
    html: str


def letter_for(user: User, standing: list[Tiding], settled: int, zone: ZoneInfo) -> Letter:
    """The mail about everything that stands."""
    groups = [_group(kind, some, user, zone) for kind, some in grouped(standing)]
    context = {
        "first_name": first_name(user),
        "groups": groups,
        "settled": settled_words(settled),
        "list": settings.BASE_URL + reverse("telling:list"),
        "choices": settings.BASE_URL + reverse("telling:choices"),
    }
    return Letter(
        subject_of(standing),
        render_to_string("telling/letter.txt", context),
        render_to_string("telling/letter.html", context),
    )


def note_for(standing: list[Tiding], page: str) -> str:
    """The lines of a chat message: how many of what, and where to look."""
    return "\n".join([*counts_of(standing), settings.BASE_URL + page])


def subject_of(standing: list[Tiding]) -> str:
    """What is most, in short."""
    counts = counts_of(standing)
    return ", ".join(counts[:2]) + (
        f", and {len(counts) - 2} more kinds of news"
        if len(counts) > 3
        else ", " + counts[2]
        if len(counts) == 3
        else ""
    )


def counts_of(standing: list[Tiding]) -> list[str]:
    """Each kind in a sentence with its number. One thing that was told to several counts once."""
    return [kind.counted(len({one.subject_id for one in some})) for kind, some in grouped(standing)]


def grouped(tidings: Iterable[Tiding]) -> list[tuple[TidingKind, list[Tiding]]]:
    """By kind, in the order of the kinds; the soonest first."""
    tidings = sorted(tidings, key=lambda one: (one.moment or one.at, one.pk))
    found = ((kind, [one for one in tidings if one.kind == code]) for code, kind in every_kind().items())
    return [(kind, some) for kind, some in found if some]


def settled_words(number: int) -> str:
    """How much was left out because nobody waits for it any more."""
    if not number:
        return ""
    return "1 more was settled meanwhile." if number == 1 else f"{number} more were settled meanwhile."


def line_of(tiding: Tiding, kind: TidingKind, zone: ZoneInfo) -> str:
    """The words with their moment, on the reader's clock."""
    if tiding.moment is None:
        return tiding.words
    return f"{tiding.words}, {kind.moment_words.format(said(tiding.moment, zone))}"


def said(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it: Wed 11 March, 14:00. Midnight is a day without an hour."""
    local = moment.astimezone(zone)
    return formats.date_format(local, "D j F" if local.hour == local.minute == 0 else "D j F, H:i")


def _group(kind: TidingKind, some: list[Tiding], user: User, zone: ZoneInfo) -> Group:
    shown = some[:MOST_OF_A_KIND]
    lines = [
        Line(line_of(one, kind, zone), settings.BASE_URL + reverse("telling:open", args=[one.pk]))
        for one in shown
    ]
    return Group(kind.counted(len(some)), lines, len(some) - len(shown), less_url(user, kind.code))
