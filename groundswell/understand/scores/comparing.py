"""Two slices side by side: how far apart, how sure, where it comes from, and how many things were compared."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.surveys.editions import Edition
from groundswell.science.scores.figure import ANSWERS_WITHOUT_WARNING, Figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.science.statistics.many import benjamini_hochberg
from groundswell.science.statistics.mix import Decomposition, decompose

from .answering import Line, Place, Whole, fresh_wordings, lines_by, whole_of
from .axes import Axis
from .periods import read_period
from .question import Question, UnreadableQuestion

AGAINST = {
    "before": "the period before",
    "year": "the same days a year before",
    "rest": "all other parts",
}
"""What needs no further word; beside them ``unit:12`` and ``period:2026-Q1``."""
SURE = 0.05
HELD_BACK = "Too few to show, together"


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared, each side as a question and in words. ``against`` is how an address says the second side."""

    first: Question
    second: Question
    first_words: str
    second_words: str
    against: str

    @property
    def second_words_within(self) -> str:
        """The second side in the middle of a sentence."""
        return (
            self.second_words
            if self.first.span == self.second.span and self.against != "rest"
            else _small(self.second_words)
        )

    @property
    def where(self) -> str:
        """On which side something is said to differ, where the two are no periods."""
        return "" if self.is_over_time else f"at {self.first_words}"

    @property
    def is_over_time(self) -> bool:
        return self.first.span != self.second.span


def read_pair(question: Question, against: str, user: User) -> Pair:
    """The two sides that an address asks for. Raises UnreadableQuestion where they cannot be held against each other."""
    kind, _, other = against.partition(":")
    if kind in ("before", "year", "period") and bool(other) == (kind == "period"):
        return _over_time(question, kind, other)
    if against != "rest" and kind != "unit":
        ways = f"{', '.join(AGAINST)}, unit:12 or period:2026-Q1"
        raise UnreadableQuestion(f"“{against[:40]}” cannot be compared with. Use {ways}.")
    if question.unit is None:
        raise UnreadableQuestion("Choose the part first: its score is held against the others.")
    if kind == "unit":
        return _two_units(question, question.unit, other, user)
    rest = replace(question, unit=None, without=question.unit)
    return Pair(question, rest, str(question.unit), "All other parts", "rest")


def _over_time(question: Question, kind: str, other: str) -> Pair:
    now = question.span
    try:
        then = {"before": now.before, "year": now.year_before}.get(
            kind, lambda: read_period(other, question.today)
        )()
    except ValueError as wrong:
        raise UnreadableQuestion(str(wrong)) from wrong
    if then.since <= now.until and now.since <= then.until:
        raise UnreadableQuestion(
            f"{_capital(now.words)} and {then.words} share days, so the same answers would stand on both sides. "
            "Choose days apart."
        )
    against = f"period:{other}" if other else kind
    return Pair(question, question.in_period(then), _capital(now.words), _capital(then.words), against)


def _two_units(question: Question, unit: Unit, other: str, user: User) -> Pair:
    is_number = other.isascii() and other.isdecimal() and len(other) < 18
    found = units_visible_to(user).filter(pk=int(other)).first() if is_number else None
    if found is None:
        raise UnreadableQuestion(f"There is no part “{other[:40]}” within your sight to compare with.")
    if found.pk in subtree_ids(unit) or unit.pk in subtree_ids(found):
        raise UnreadableQuestion(
            f"One of {unit} and {found} holds the other, so the same answers would stand on both sides. "
            "Compare with all other parts instead."
        )
    return Pair(question, replace(question, unit=found), str(unit), str(found), f"unit:{found.pk}")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One cell on both sides. ``is_real`` is judged with all cells of the table together."""

    name: str
    first: Figure
    second: Figure
    first_question: Question | None
    second_question: Question | None
    difference: Difference | None
    is_real: bool

    @property
    def is_told(self) -> bool:
        """Whether both sides have enough answers to be held against each other."""
        return self.difference is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that can be said about two slices."""

    pair: Pair
    first: Whole
    second: Whole
    difference: Difference | None
    reason: str
    lines: Sequence[ComparedLine]
    decomposition: Decomposition | None = None
    """Other answers, or another mix? None where the cells are no parts of a whole, or where nothing is compared."""

    @property
    def compared(self) -> int:
        """How many cells were held against each other."""
        return sum(line.is_told for line in self.lines)

    @property
    def standing_out(self) -> list[ComparedLine]:
        """The cells that differ beyond chance, the number of comparisons taken into account."""
        return [line for line in self.lines if line.is_real]


def compare_pair(pair: Pair, axis: Axis, user: User, known: Sequence[Edition]) -> Comparison:
    """Four questions to the engine, whatever their size."""
    first, second = whole_of(pair.first, user), whole_of(pair.second, user)
    reason = _reason(pair, first, second, known)
    if reason:
        return Comparison(pair, first, second, None, reason, [])
    here, there = (
        lines_by(axis, pair.first, user, first.tally),
        lines_by(axis, pair.second, user, second.tally),
    )
    difference = compare(first.tally, second.tally)
    return Comparison(
        pair,
        first,
        second,
        difference,
        "",
        compared_lines(here, there),
        decompose(cells_of(there, second.tally), cells_of(here, first.tally))
        if axis.is_mixed and len(here) > 1
        else None,
    )


def cells_of(lines: Sequence[Line], whole: NpsTally) -> dict[Hashable, NpsTally]:
    """The cells that are shown, and all that are not as one: no part of it tells what is held back."""
    shown: dict[Hashable, NpsTally] = {
        line.place: line.shown.tally for line in lines if line.shown.tally is not None
    }
    rest = whole - sum(shown.values(), NpsTally())
    return {**shown, Place(HELD_BACK): rest} if rest.n else shown


def _reason(pair: Pair, first: Whole, second: Whole, known: Sequence[Edition]) -> str:
    if not (first.figure.is_known and second.figure.is_known):
        return "Too few answers on one side to compare."
    began = min(pair.first.since, pair.second.since)
    ended = max(pair.first.until, pair.second.until)
    if pair.is_over_time and any(began < one.began_on <= ended for one in fresh_wordings(pair.first, known)):
        return "The question had other words on one side, so the scores do not compare."
    return ""


def compared_lines(first: Sequence[Line], second: Sequence[Line]) -> list[ComparedLine]:
    """The same cells on both sides, judged together (Benjamini and Hochberg): few finds are false."""
    there = {line.place: line for line in second}
    pairs = [(line, there[line.place]) for line in first if line.place in there]
    found = [_difference(one, other) for one, other in pairs]
    told = [difference.p_value for difference in found if difference is not None]
    adjusted = iter(benjamini_hochberg(told))
    return [
        ComparedLine(
            one.name,
            one.figure,
            other.figure,
            one.question,
            other.question,
            difference,
            difference is not None and next(adjusted) < SURE,
        )
        for (one, other), difference in zip(pairs, found, strict=True)
    ]


def _difference(one: Line, other: Line) -> Difference | None:
    first, second = one.shown.tally, other.shown.tally
    if first is None or second is None or min(first.n, second.n) < ANSWERS_WITHOUT_WARNING:
        return None
    return compare(first, second)
