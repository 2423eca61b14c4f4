"""What is new for somebody who works here: the words in which ``tidings.py`` of every room speaks.

A room lists kinds in ``TIDINGS``. ``act/telling`` finds them by itself, asks each what is new, and tells each thing once:
grouped, in the person's hours, and only what they may see and what still waits at that moment. What a rule keeps from
somebody for a while (a poor voice that their coach reads first) is invisible to them until then, and told afterwards.

A tiding repeats nothing that anybody wrote: no name, address or number of a customer, no words of customers or colleagues.
What was mailed cannot be taken back, so whoever wants more follows the link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, TextChoices

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import EVERYBODY_INSIDE
from groundswell.foundation.saying import FIRST, Said, words_in


class Pace(TextChoices):
    """How soon somebody wants to hear of a kind of thing."""

    NOW = "now", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    LIST = "list", "Only in the list"


@dataclass(frozen=True, slots=True)
class NewTiding:
    """One thing that is new for one person. The same ``key`` of a kind comes to a person once, ever.

    ``words`` stand in mails and lists, in the language of the person; a sentence without
    parts may be given as it stands. ``moment`` is said behind them in their time zone. Somebody of an agency is no person
    of ours: they are named by their sign-in, in ``partner_id``.
    """

    person_id: int | None
    subject_id: int
    key: str
    at: datetime
    words: Said | str
    link: str
    moment: datetime | None = None
    signal_id: int | None = None
    """The voice that it is about: it goes when that is erased."""
    partner_id: int | None = None


Find = Callable[[datetime, datetime], Iterable[NewTiding]]
"""What became new after the first moment, until the second; asked again for the same time, it may say the same again."""


def all_of(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """News that nothing settles."""
    return rows


@dataclass(frozen=True, slots=True)
class TidingKind:
    """A kind of thing that people are told.

    ``visible_to`` and ``unsettled`` are asked of its subjects at the moment of sending. ``one`` and ``many`` are all that a
    chat message says. ``at_least`` says why somebody cannot do without it; then its slowest pace is once a week.
    """

    code: str
    title: str
    one: str
    many: str
    page: str
    find: Find
    visible_to: Callable[[User], QuerySet[Any]]
    unsettled: Callable[[QuerySet[Any], User], QuerySet[Any]] = all_of
    usual: Pace = Pace.DAILY
    usual_of: Mapping[str, Pace] = field(default_factory=dict)
    at_least: str = ""
    roles: frozenset[str] = EVERYBODY_INSIDE
    is_for_teams: bool = False
    moment_words: str = "by {}"
    every: timedelta = timedelta(minutes=1)

    def paces(self) -> list[Pace]:
        """What may be chosen."""
        return [pace for pace in Pace if pace != Pace.LIST or not self.at_least]

    def usual_for(self, role: str) -> Pace:
        """What somebody of this role gets who never chose."""
        return self.usual_of.get(role, self.usual)

    def counted(self, number: int, language: str = FIRST) -> str:
        """So many of them, in a sentence for a chat."""
        if number == 1 and language == FIRST:
            return self.one
        return Said(self.many, {"n": number}).in_language(language)

    def titled(self, language: str) -> str:
        """What it is, for somebody who chooses."""
        return words_in(self.title, language)
