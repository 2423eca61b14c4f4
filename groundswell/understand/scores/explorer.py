"""What the explorer shows: one sentence, one trend, one comparison; every figure leads to its voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from groundswell.foundation.access.models import User
from groundswell.listen.surveys.editions import Edition
from groundswell.look.charts import Chart
from groundswell.science.scores.figure import Figure
from groundswell.science.statistics.comparison import Difference
from groundswell.science.statistics.mix import decompose

from .answering import (
    Change,
    Line,
    Whole,
    change_of,
    course_of,
    fresh_wordings,
    known_wordings,
    lines_by,
    whole_of,
)
from .axes import Axis
from .comparing import cells_of
from .fair import fair_comparison
from .mix_words import mix_words
from .pictures import course_picture, dots_of, silence_of, spread_of, voices_url
from .question import Question
from .tree import Branch, tree_of
from .turning import Turn, turns_of

__all__ = ["Answer", "Narrowing", "answer_for", "narrowings_of", "voices_url"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the explorer shows for one question."""

    whole: Whole
    moved: Change
    axis: Axis
    charts: Mapping[str, Chart]
    lines: Sequence[Line]
    tree: Sequence[Branch]
    wordings: Sequence[Edition]
    new_wordings: Sequence[Edition]
    turns: Sequence[Turn]
    mix: str = ""
    """Why the score moved: better answers, or another mix of who answered. Empty where nothing is compared."""
    silence: str = ""
    """Since when nobody has answered, where that is long ago."""

    @property
    def figure(self) -> Figure:
        return self.whole.figure

    @property
    def change(self) -> Difference | None:
        return self.moved.difference

    @property
    def trend(self) -> Chart:
        return self.charts["trend"]


def answer_for(question: Question, user: User, axis: Axis) -> Answer:
    """Ask everything the page needs: five questions to the engine, whatever their size."""
    known = known_wordings(question)
    whole = whole_of(question, user)
    tree = tree_of(question, user) if axis.code == "unit" else []
    lines = [] if tree else lines_by(axis, question, user, whole.tally)
    course, moved = course_of(question, user), change_of(question, whole.tally, user, known)
    turns = turns_of(course, question)
    charts = {
        "trend": course_picture(course, question, known, turns),
        "spread": spread_of(whole, question),
    }
    if lines:
        charts[axis.code] = _beside_each_other(axis, lines, whole)
    return Answer(
        whole=whole,
        moved=moved,
        axis=axis,
        charts=charts,
        lines=lines,
        tree=tree,
        wordings=known if any(one.number > 1 for one in known) else [],
        new_wordings=fresh_wordings(question, known),
        turns=turns,
        mix=_mix_of(axis, question, user, whole, moved, lines),
        silence=silence_of(course, question),
    )


def _mix_of(
    axis: Axis, question: Question, user: User, whole: Whole, moved: Change, lines: Sequence[Line]
) -> str:
    """Whether the score moved because of other answers or of another mix, by this axis."""
    if moved.difference is None or moved.earlier is None or len(lines) < 2 or not axis.is_mixed:
        return ""
    then = lines_by(axis, question.in_period(moved.before), user, moved.earlier)
    found = decompose(cells_of(then, moved.earlier), cells_of(lines, whole.tally))
    return mix_words(found, axis.plural) if found else ""


def _beside_each_other(axis: Axis, lines: Sequence[Line], whole: Whole) -> Chart:
    """Cells with their margins; colleagues in a funnel, for a list of them in order would rank chance."""
    if axis.code != "employee":
        return dots_of(lines, whole, axis.label)
    named = [line for line in lines if line.question]
    return fair_comparison(
        [(line.name, line.shown.tally, voices_url(line.question)) for line in named if line.question],
        "Which colleagues differ, and which only seem to",
    )


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One thing to which a question is narrowed, and the address without it."""

    words: str
    address: str


def narrowings_of(question: Question) -> list[Narrowing]:
    """What the question is narrowed to beyond what its form shows; each can be taken away."""
    found: list[tuple[str, dict[str, object]]] = [
        (f"outside {question.without}" if question.without else "", {"without": None}),
        (str(question.stage or ""), {"stage": None}),
        (question.segment, {"segment": ""}),
        (f"“{question.theme}”" if question.theme else "", {"theme": None}),
        (
            f"{question.attribute.attribute}: {question.attribute}" if question.attribute else "",
            {"attribute": None},
        ),
        (str(question.employee or ""), {"employee": None}),
        (question.edition.name if question.edition else "", {"edition": None}),
    ]
    return [Narrowing(words, question.address(**changes)) for words, changes in found if words]


def permanent(question: Question) -> str:
    """The address of exactly these days, so that it asks the same next year."""
    return replace(question, month=None, period=question.span.fixed).address()
