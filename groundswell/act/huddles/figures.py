"""The few figures of a team: with margin and target, what moved beyond chance, and what the parts say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils import timezone

from groundswell.foundation.organisation.models import Unit
from groundswell.look.components import Figure as ShownFigure
from groundswell.science.scores.figure import Figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.many import holm
from groundswell.understand.scores.disclosed import Shown, disclosed_tree
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.queries import Slice, score_of, subtree_tallies
from groundswell.understand.scores.question import Question

OVER = timedelta(days=90)
SURE = 0.05


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure of a unit beside where it shall stand, as a room above us reads it."""

    name: str
    figure: ShownFigure
    measure: str
    decimals: int
    goal: str
    verdict: str
    badge: str
    url: str
    is_experience: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """The experience score of some units over the last 90 days."""

    figure: Figure
    since: datetime
    until: datetime

    @property
    def shown(self) -> ShownFigure:
        """The score as a page shows it, with period and definition."""
        return shown_figure(
            self.figure, "How likely customers are to recommend us, after an experience with us"
        )


@dataclass(frozen=True, slots=True)
class PartFigure:
    """What one part says: its score as it may be shown."""

    unit: Unit
    shown: Shown
    url: str

    @property
    def figure(self) -> ShownFigure:
        """The score as a page shows it, with period and definition."""
        return shown_figure(self.shown.figure, "")


@dataclass(frozen=True, slots=True)
class Move:
    """A score that moved between the 90 days before and the last 90 days, further than chance explains."""

    unit: Unit
    difference: Difference

    @property
    def words(self) -> str:
        """By how much, with its margin and how many answered before and after."""
        found = self.difference
        low, high = sorted((abs(found.interval.low), abs(found.interval.high)))
        return f"{found.size_words} than before ({low:.0f} to {high:.0f}), {found.n_second:,} answers before and {found.n_first:,} after"


def shown_figure(figure: Figure, label: str) -> ShownFigure:
    """A score with its period and definition, as the parts of a page want it."""
    return ShownFigure(
        figure.score,
        n=figure.n,
        low=figure.low,
        high=figure.high,
        period="last 90 days",
        definition=figure.definition.sentence,
        is_thin=not figure.is_known,
        reason=figure.reason or "",
        label=label,
    )


def aims_of(unit: Unit, at: datetime) -> list[Aim]:
    """What is set for a unit, with how it stands. Targets are set above us: a room that knows some says so in ``aims.py``."""
    rooms = [room for room in settings.ROOMS if find_spec(f"{room}.aims")]
    return [aim for room in rooms for aim in import_module(f"{room}.aims").aims_of(unit, at)]


def number_of(unit_ids: Sequence[int], until: datetime) -> Number:
    """The experience score of these units over the last 90 days."""
    since = until - OVER
    days = {"since": timezone.localdate(since), "until": timezone.localdate(until)}
    return Number(score_of(Slice(unit_ids=tuple(sorted(unit_ids)), **days)), since, until)


def parts_and_moves(unit: Unit, until: datetime) -> tuple[list[PartFigure], list[Move]]:
    """Each part's score of the last 90 days as it may be shown, and which of them, or the whole, moved beyond chance.

    Looking at many at once, some would seem to move by chance: the bar rises with their number (Holm 1979).
    """
    parts = list(unit.children.order_by("name"))
    now, before = (_tallies(until - OVER * back) for back in (0, 1))
    shown_now, shown_before = (_disclosed(unit, parts, tallies) for tallies in (now, before))
    found = [
        Move(one, difference)
        for one in (unit, *parts)
        if shown_now[one.pk].figure.is_known
        and shown_before[one.pk].figure.is_known
        and (difference := compare(now[one.pk], before[one.pk]))
    ]
    sure = holm([move.difference.p_value for move in found]) if found else ()
    moved = [move for move, p_value in zip(found, sure, strict=True) if p_value < SURE]
    return [PartFigure(part, shown_now[part.pk], _voices_of(part, until)) for part in parts], moved


def _voices_of(unit: Unit, until: datetime) -> str:
    return voices_url(Question(timezone.localdate(until), period="90", unit=unit))


def _tallies(until: datetime) -> dict[int, NpsTally]:
    last = timezone.localdate(until)
    return subtree_tallies(Slice(since=last - OVER + timedelta(days=1), until=last))


def _disclosed(unit: Unit, parts: Sequence[Unit], tallies: Mapping[int, NpsTally]) -> dict[int, Shown]:
    cells = {one.pk: tallies[one.pk] for one in (unit, *parts)}
    return disclosed_tree(cells, {unit.pk: None} | dict.fromkeys((part.pk for part in parts), unit.pk))
