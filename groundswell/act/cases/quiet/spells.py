"""When an account was quiet, from when it spoke and when it was asked: pure, no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import QuietSpell

A_YEAR = timedelta(days=365)
ASKED_BEFORE, ASKED_SINCE = 2, 2
"""Answers can fall away only where they were there: of at least two asks in the year before, half were answered; and two
asks since then were not."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the account was asked, and whether they answered that."""

    at: datetime
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """Quiet from ``since`` on; ``until`` is None while it lasts. ``asked`` counts the asks since they were last heard."""

    since: datetime
    until: datetime | None
    last_heard_at: datetime | None
    asked: int


def spells_of(
    sign: str,
    days: int,
    *,
    heard: Sequence[datetime],
    asked: Sequence[Asked],
    known_since: datetime | None,
    until: datetime,
) -> list[Spell]:
    """Every time in which this sign held, oldest first. A voice ends a spell; nothing after ``until`` is looked at.

    Where nothing was ever heard, silence is counted from when the account is known; where nobody knows that, it is not.
    """
    spoke = sorted(moment for moment in heard if moment <= until)
    asks = sorted((one for one in asked if one.at <= until), key=lambda one: one.at)
    found = []
    for last, following in zip([None, *spoke], [*spoke, None], strict=True):
        within = [one for one in asks if _is_between(one.at, last, following)]
        start = _start(sign, last, within, asks, known_since)
        since = start + timedelta(days=days) if start else None
        if since and since <= until and (following is None or since < following):
            found.append(Spell(since, following, last, len(within)))
    return found


def _is_between(moment: datetime, last: datetime | None, following: datetime | None) -> bool:
    return (last is None or moment > last) and (following is None or moment < following)


def _start(
    sign: str,
    last: datetime | None,
    within: Sequence[Asked],
    asks: Sequence[Asked],
    known_since: datetime | None,
) -> datetime | None:
    """From where the days are counted; None where this sign cannot hold."""
    match sign:
        case QuietSpell.Sign.SILENT:
            return last or known_since
        case QuietSpell.Sign.UNANSWERED:
            return within[0].at if within else None
    if last is None or len(within) < ASKED_SINCE or not _used_to_answer(last, asks):
        return None
    return within[ASKED_SINCE - 1].at


def _used_to_answer(last: datetime, asks: Sequence[Asked]) -> bool:
    before = [one.is_answered for one in asks if last - A_YEAR < one.at <= last]
    return len(before) >= ASKED_BEFORE and 2 * sum(before) >= len(before)


def open_spell(spells: Iterator[Spell] | Sequence[Spell]) -> Spell | None:
    """The one that lasts."""
    return next((one for one in spells if one.until is None), None)
