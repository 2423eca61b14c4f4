"""One part of the organisation on one page: where it stands, what moved, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.look.charts import Chart

from .answering import (
    Change,
    Line,
    Whole,
    change_of,
    course_of,
    known_wordings,
    lines_by,
    whole_of,
)
from .axes import AXES
from .comparing import ComparedLine, compared_lines
from .fair import fair_comparison
from .pictures import course_picture, dots_of, spread_of
from .question import Question
from .tree import Branch, tree_of
from .turning import Turn, turns_of

MOVED_BY = ("touchpoint", "theme")


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """Everything the page of one part shows."""

    whole: Whole
    moved: Change
    charts: Mapping[str, Chart]
    tree: Sequence[Branch]
    lines: Sequence[Line]
    themes: Sequence[Line]
    changes: Sequence[ComparedLine]
    turns: Sequence[Turn]

    @property
    def standing_out(self) -> list[ComparedLine]:
        """What moved beyond chance since the period before."""
        return [line for line in self.changes if line.is_real]

    @property
    def compared(self) -> int:
        """How many things were held against the period before."""
        return sum(line.is_told for line in self.changes)


def unit_answer(question: Question, user: User) -> UnitAnswer:
    """Eight questions to the engine, whatever the size of the part."""
    known = known_wordings(question)
    whole = whole_of(question, user)
    moved = change_of(question, whole.tally, user, known)
    lines, themes = (lines_by(AXES[code], question, user, whole.tally) for code in MOVED_BY)
    tree = tree_of(question, user)
    course = course_of(question, user)
    turns = turns_of(course, question)
    charts = {
        "trend": course_picture(course, question, known, turns),
        "funnel": funnel_of(tree, question),
        "touchpoint": dots_of(lines, whole, "By touchpoint", reference_words=str(question.unit)),
        "spread": spread_of(whole, question),
    }
    return UnitAnswer(
        whole, moved, charts, tree, lines, themes, _changes(question, user, moved, lines, themes), turns
    )


def _changes(
    question: Question, user: User, moved: Change, lines: Sequence[Line], themes: Sequence[Line]
) -> list[ComparedLine]:
    """Touchpoints and themes against the period before, all judged together."""
    if moved.difference is None or moved.earlier is None:
        return []
    then = question.in_period(moved.before)
    points, said = (lines_by(AXES[code], then, user, moved.earlier) for code in MOVED_BY)
    return compared_lines([*lines, *_quoted(themes)], [*points, *_quoted(said)])


def _quoted(themes: Sequence[Line]) -> list[Line]:
    """Themes beside touchpoints: some are called the same."""
    return [replace(line, name=f"“{line.name}”") for line in themes]


def funnel_of(tree: Sequence[Branch], question: Question) -> Chart:
    """The lowest parts below, each by its number of answers: no league table, for most ranks mean nothing."""
    leaves = [one for top in tree for one in top.flat() if not one.branches and one.unit_id is not None]
    return fair_comparison(
        [(one.name, one.shown.tally, unit_address(one, question)) for one in leaves],
        "Which teams differ, and which only seem to",
    )


def unit_address(branch: Branch, question: Question) -> str:
    """The page of a part, about the same kind of score and the same days."""
    if branch.unit_id is None:
        return ""
    return f"{reverse('scores:unit', args=[branch.unit_id])}?{question.address(unit=None)}"
