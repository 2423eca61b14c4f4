"""One question about scores, answered in figures: the whole, the change, the course, and what it is made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.listen.surveys.editions import Edition, editions
from groundswell.science.disclosure.differences import publishable
from groundswell.science.scores.figure import ANSWERS_WITHOUT_WARNING, MINIMUM_ANSWERS, Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare

from .axes import Axis, Value
from .disclosed import MINIMUM_FOR_DISTRIBUTION, WHOLE, Shown, disclosed, held_back
from .periods import Period
from .queries import MINIMUM_ABOUT_EMPLOYEES, Month, histograms_by, monthly, tallies_by
from .question import Question


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands on its axis: two parts or a touchpoint and a theme may be called the same."""

    name: str
    code: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Line:
    """One cell beside others: what it is called, what may be shown of it, and the question it answers."""

    name: str
    code: str
    shown: Shown
    question: Question | None

    @property
    def figure(self) -> Figure:
        return self.shown.figure

    @property
    def place(self) -> Place:
        """What the same cell of another question has in common with it."""
        return Place(self.name, self.code)


@dataclass(frozen=True, slots=True)
class Whole:
    """The figure of a question with its counts, where there are enough of them."""

    figure: Figure
    tally: NpsTally
    counts: tuple[int, ...] | None
    """How often each number from 0 to 10 was given; None below ten answers."""


@dataclass(frozen=True, slots=True)
class Change:
    """Against the period before: the difference, or why there is none to tell."""

    before: Period
    difference: Difference | None
    reason: str = ""
    earlier: NpsTally | None = None


def minimum_of(question: Question) -> int:
    """How many answers a figure needs: five, about one colleague ten."""
    return MINIMUM_ABOUT_EMPLOYEES if question.employee else MINIMUM_ANSWERS


def whole_of(question: Question, user: User) -> Whole:
    """The figure itself. One question to the engine."""
    counts = histograms_by([], question.slice_for(user)).get((), (0,) * 11)
    tally = NpsTally.from_histogram(counts)
    minimum = minimum_of(question)
    shown = held_back(tally, minimum).figure if tally.n < minimum else figure(tally)
    return Whole(shown, tally, counts if tally.n >= max(minimum, MINIMUM_FOR_DISTRIBUTION) else None)


def change_of(question: Question, whole: NpsTally, user: User, known: Sequence[Edition]) -> Change:
    """Whether the score moved against the period before. Answers to another wording are never compared."""
    before = question.span.before()
    if _is_reworded(question, before, known):
        return Change(before, None, "The question had other words then, so the scores do not compare.")
    earlier = tally_of_question(question.in_period(before), user)
    if min(whole.n, earlier.n) < ANSWERS_WITHOUT_WARNING:
        reason = f"Too few answers to compare: each side needs {ANSWERS_WITHOUT_WARNING}."
        return Change(before, None, reason)
    return Change(before, compare(whole, earlier), earlier=earlier)


def tally_of_question(question: Question, user: User) -> NpsTally:
    """One tally, cut to what the person may see."""
    counts = histograms_by([], question.slice_for(user)).get(())
    return NpsTally.from_histogram(counts) if counts else NpsTally()


def fresh_wordings(question: Question, known: Sequence[Edition]) -> list[Edition]:
    """Later wordings that are in use; none where one wording is asked for."""
    return [] if question.edition else [one for one in known if one.number > 1 and not one.ended_at]


def _is_reworded(question: Question, before: Period, known: Sequence[Edition]) -> bool:
    return any(before.since <= one.began_on <= question.until for one in fresh_wordings(question, known))


def lines_by(axis: Axis, question: Question, user: User, whole: NpsTally) -> list[Line]:
    """What the whole is made of along one axis, in the order of that axis."""
    tallies = tallies_by("attribute" if axis.attribute else axis.code, question.slice_for(user))
    values = axis.values(user) if axis.values else _named(axis, tallies)
    strangers = set(tallies) - {value.key for value in values}
    rest = sum((tallies.pop(key) for key in strangers), NpsTally())
    if axis.attribute:  # the others are values of other attributes: here, whoever has none is the rest
        rest = whole - sum(tallies.values(), NpsTally())
    cells = {**tallies, None: rest} if rest.n else tallies
    least = max(axis.minimum, minimum_of(question))
    cells = disclosed(cells, whole, least) if axis.is_partition else _each(cells, least)
    lines = [
        Line(value.name, value.code, cells[value.key], replace(question, **value.changes))
        for value in values
        if value.key in cells
    ]
    return (
        [*lines, Line(axis.without, "", cells[None], None)] if None in cells and axis.is_partition else lines
    )


def _named(axis: Axis, counted: Collection[Any]) -> list[Value]:
    return [
        Value(key, key, key, {axis.code: key}) for key in sorted(key for key in counted if key is not None)
    ]


def _each(cells: dict[Any, NpsTally], minimum: int) -> dict[Any, Shown]:
    """Cells that overlap: the whole less the others tells nothing, so each is judged alone."""
    return {
        key: Shown(figure(tally), tally) if tally.n >= minimum else held_back(tally, minimum)
        for key, tally in cells.items()
    }


def course_of(question: Question, user: User) -> list[tuple[Month, bool]]:
    """The months of two years up to the end of the period, and whether each may be shown."""
    two_years = replace(question, period=_two_years(question), month=None)
    months = monthly(two_years.slice_for(user))
    counts = {place: range(month.figure.n) for place, month in enumerate(months)}
    inside = [place for place, month in enumerate(months) if _is_part(month, question)]
    whole = {WHOLE: range(sum(len(counts[place]) for place in inside))}
    seen = publishable({**counts, **whole}, dict.fromkeys(inside, WHOLE), minimum_of(question))
    return [(month, place in seen) for place, month in enumerate(months)]


def _is_part(month: Month, question: Question) -> bool:
    """Whether the figure of the question less other months would tell this one: only whole months add up to it."""
    is_inside = question.since <= month.month <= question.until
    return question.span.months > 1 and is_inside and not month.is_earlier


def _two_years(question: Question) -> str:
    last = min(question.until, question.today)
    first = last.replace(year=last.year - 2, day=1)
    return f"{first}..{last}"


def known_wordings(question: Question) -> list[Edition]:
    """Every wording of this kind of score."""
    return editions(question.kind)
