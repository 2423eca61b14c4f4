"""Recovered or not, how the score moved, and who left: each with its margin, by what this person may see."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count

from groundswell.foundation.access.models import User
from groundswell.science.statistics.intervals import Interval, wilson
from groundswell.science.statistics.means import MeanChange, mean_change
from groundswell.science.statistics.shares import ShareDifference, difference_of_shares

from ..figures import FEWEST_FOR_A_SHARE, PERIOD, LoopFigure, loop_figures
from ..queries import cases_visible_to
from . import who

FEWEST_IN_A_GROUP = 30
"""Below that a difference in who left is mostly chance: it is not told."""


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one kind: how many there were, how many of them left."""

    n: int
    left: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None below the fewest that tell anything."""
        return self.left / self.n if self.n >= FEWEST_IN_A_GROUP else None

    @property
    def margin(self) -> Interval | None:
        """The range in which the share lies with 95 % confidence (Wilson)."""
        return wilson(self.left, self.n) if self.share is not None else None


@dataclass(frozen=True)
class Leaving:
    """Who left, of those who had heard from us and of those who had not."""

    heard: Group
    unheard: Group

    @cached_property
    def difference(self) -> ShareDifference | None:
        """Heard minus not heard; None where either group is too small to tell."""
        if self.heard.share is None or self.unheard.share is None:
            return None
        return difference_of_shares(self.heard.left, self.heard.n, self.unheard.left, self.unheard.n)


@dataclass(frozen=True, slots=True)
class Moved:
    """How the scores of those who answered twice moved; ``change`` is None below five, where it says nothing."""

    n: int
    up: int
    alike: int
    down: int
    change: MeanChange | None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Everything on the page. ``asked``, ``answered`` and ``recovered`` are shares with their lists."""

    asked: LoopFigure
    answered: LoopFigure
    recovered: LoopFigure
    moved: Moved
    leaving: Leaving


def afterwards(user: User, *, at: datetime) -> Afterwards:
    """What became of the customers whose cases this person may see."""
    loop = {one.name: one for one in loop_figures(user, at)}
    lately = cases_visible_to(user).filter(opened_at__gte=at - PERIOD).order_by()
    again = lately.filter(second_ask__isnull=False).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=who.ANSWERED_AGAIN)
    )
    answered = LoopFigure(
        "answered", "Answered", again["answered"], again["asked"],
        "Second answers, of customers asked again. Who stays silent may think otherwise.", "answered-again",
    )  # fmt: skip
    pairs = list(lately.filter(who.ANSWERED_TWICE).values_list(who.FIRST, who.SECOND))
    return Afterwards(loop["asked"], answered, loop["recovered"], _moved(pairs), leaving(user, at=at))


def _moved(pairs: list[tuple[int, int]]) -> Moved:
    up, down = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
    change = mean_change(pairs) if len(pairs) >= FEWEST_FOR_A_SHARE else None
    return Moved(len(pairs), up, len(pairs) - up - down, down, change)


def leaving(user: User, *, at: datetime) -> Leaving:
    """Of customers looked at from the same day of their case on."""
    cases = cases_visible_to(user).filter(who.looked_at(at)).order_by()
    n = cases.aggregate(
        heard=Count("pk", filter=who.heard()),
        heard_left=Count("pk", filter=who.heard() & who.left()),
        unheard=Count("pk", filter=who.unheard()),
        unheard_left=Count("pk", filter=who.unheard() & who.left()),
    )
    return Leaving(Group(n["heard"], n["heard_left"]), Group(n["unheard"], n["unheard_left"]))
