"""The words of a mail and of a chat message, in the language of its reader. A chat hears numbers and a link, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import FIRST, Said, colon_in, comma_in, frame_in, moment_in, say, words_in
from groundswell.foundation.tidings import TidingKind

from .kinds import every_kind
from .less import less_url
from .models import Tiding
from .readers import first_name, language_of_reader

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
    more: str
    less: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready for the outbox."""

    subject: str
    body: str
    html: str


def letter_for(user: User, standing: list[Tiding], settled: int, zone: ZoneInfo) -> Letter:
    """The mail about everything that stands."""
    language = language_of_reader(user)
    groups = [_group(kind, some, user, zone, language) for kind, some in grouped(standing)]
    context = {
        **frame_in(language),
        "colon": colon_in(language),
        "greeting": say("{name}, this is new for you.", name=first_name(user)).in_language(language),
        "groups": groups,
        "less_of_this": words_in("Less of this", language),
        "settled": settled_words(settled, language),
        "list": settings.BASE_URL + reverse("telling:list"),
        "all_that_is_new": words_in("All that is new", language),
        "choices": settings.BASE_URL + reverse("telling:choices"),
        "choose": words_in("Choose what you hear, and when", language),
    }
    return Letter(
        subject_of(standing, language),
        render_to_string("telling/letter.txt", context),
        render_to_string("telling/letter.html", context),
    )


def note_for(standing: list[Tiding], page: str, language: str) -> str:
    """The lines of a chat message: how many of what, and where to look."""
    return "\n".join([*counts_of(standing, language), settings.BASE_URL + page])


def subject_of(standing: list[Tiding], language: str) -> str:
    """What is most, in short."""
    counts = counts_of(standing, language)
    if len(counts) <= 3:
        return comma_in(language).join(counts)
    more = say(", and {n} more kinds of news", n=len(counts) - 2).in_language(language)
    return comma_in(language).join(counts[:2]) + more


def counts_of(standing: list[Tiding], language: str) -> list[str]:
    """Each kind in a sentence with its number. One thing that was told to several counts once."""
    return [kind.counted(len({one.subject_id for one in some}), language) for kind, some in grouped(standing)]


def grouped(tidings: Iterable[Tiding]) -> list[tuple[TidingKind, list[Tiding]]]:
    """By kind, in the order of the kinds; the soonest first."""
    tidings = sorted(tidings, key=lambda one: (one.moment or one.at, one.pk))
    found = ((kind, [one for one in tidings if one.kind == code]) for code, kind in every_kind().items())
    return [(kind, some) for kind, some in found if some]


def settled_words(number: int, language: str) -> str:
    """How much was left out because nobody waits for it any more."""
    return say("{n} more were settled meanwhile.", n=number).in_language(language) if number else ""


def line_of(tiding: Tiding, kind: TidingKind, zone: ZoneInfo, language: str = FIRST) -> str:
    """The words with their moment, on the reader's clock."""
    words = Said(**tiding.said).in_language(language) if tiding.said else tiding.words
    if tiding.moment is None:
        return words
    moment = words_in(kind.moment_words, language).format(moment_in(tiding.moment, zone, language))
    return comma_in(language).join([words, moment])


def _group(kind: TidingKind, some: list[Tiding], user: User, zone: ZoneInfo, language: str) -> Group:
    shown = some[:MOST_OF_A_KIND]
    lines = [
        Line(line_of(one, kind, zone, language), settings.BASE_URL + reverse("telling:open", args=[one.pk]))
        for one in shown
    ]
    rest = len(some) - len(shown)
    more = say("and {n} more in your list", n=rest).in_language(language) if rest else ""
    return Group(kind.counted(len(some), language), lines, more, less_url(user, kind.code))
