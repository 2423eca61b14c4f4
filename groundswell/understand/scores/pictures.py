"""The pictures of an answer; every mark in them leads to its voices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from groundswell.listen.surveys.editions import Edition
from groundswell.look.charts import (
    Chart,
    IntervalRow,
    TrendEvent,
    TrendPoint,
    histogram,
    interval_dots,
    trend,
)

from .answering import Line, Whole
from .queries import Month, last_day
from .question import Question
from .turning import Turn


def voices_url(question: Question, **changes: Any) -> str:
    """The list of voices behind a figure."""
    return f"{reverse('desk:voices')}?{question.address(**changes)}"


def spread_of(whole: Whole, question: Question) -> Chart:
    """How often each number was given; not drawn of too few, who could be recognised in it."""
    return histogram(
        whole.counts or [],
        title="How often each number was given",
        urls=[voices_url(question, score=number) for number in range(11)],
        emptiness=""
        if whole.tally.n == 0
        else "Drawn from ten answers on, so that nobody is recognised in it.",
    )


def dots_of(
    lines: Sequence[Line], whole: Whole, title: str, description: str = "", reference_words: str = "All"
) -> Chart:
    """Each cell with its margin beside the whole."""
    return interval_dots(
        [row_of(line) for line in lines if line.figure.is_known],
        title=title,
        description=description
        or "Score with its 95% margin. Thin data look thin; overlapping margins are no ranking.",
        reference=whole.figure.score,
        reference_words=reference_words,
    )


def row_of(line: Line) -> IntervalRow:
    """One cell as a row of a picture."""
    f = line.figure
    url = voices_url(line.question) if line.question else ""
    return IntervalRow(line.name, f.score, f.low, f.high, f.n, f.is_few, url)


def course_picture(
    course: Sequence[tuple[Month, bool]],
    question: Question,
    known: Sequence[Edition],
    turns: Sequence[Turn] = (),
) -> Chart:
    """Month by month with its band; no line joins answers to different wordings, and a month of silence stays a gap."""
    wordings = {one.id: one for one in known}
    months = [month for month, _ in course]
    return trend(
        _with_silence(
            [
                (month.month, _point(month, is_shown, question, wordings.get(month.edition or 0)))
                for month, is_shown in course
            ]
        ),
        title="Month by month",
        description="Score of each month with its 95% margin."
        + (" The current month is not over." if months and _is_same(months[-1].month, question.today) else "")
        + (" No line joins answers to different wordings." if any(m.new_wording_on for m in months) else ""),
        events=[
            TrendEvent(label_of(one), f"New wording since {one.new_wording_on:%-d %b %Y}")
            for one in months
            if one.new_wording_on
        ]
        + [TrendEvent(f"{one.month:%b %Y}", one.short, voices_url(one.question)) for one in turns],
    )


def silence_of(course: Sequence[tuple[Month, bool]], question: Question) -> str:
    """Since when nobody has answered, where that is longer than a month and the question goes on until today."""
    last = course[-1][0].month if course else None
    month_before = question.today.replace(day=1) - timedelta(days=1)
    if last is None or question.until < question.today or last >= month_before.replace(day=1):
        return ""
    return f"Nobody has answered since {last:%B %Y}."


def _is_same(month: date, day: date) -> bool:
    return (month.year, month.month) == (day.year, day.month)


def _with_silence(points: Sequence[tuple[date, TrendPoint]]) -> list[TrendPoint]:
    """A month in which nobody answered stands between the others."""
    found: list[TrendPoint] = []
    before: date | None = None
    for month, point in points:
        while before is not None and (before := last_day(before) + timedelta(days=1)) < month:
            found.append(TrendPoint(f"{before:%b %Y}", None, n=0, code=f"{before:%Y-%m}"))
        found.append(point)
        before = month
    return found


def label_of(month: Month) -> str:
    """The month, or the day on which a new wording began within it."""
    day = month.new_wording_on
    return f"{day:%-d %b}" if day and day > month.month else f"{month.month:%b %Y}"


def _point(month: Month, is_shown: bool, question: Question, wording: Edition | None) -> TrendPoint:
    label, anew = label_of(month), month.new_wording_on is not None
    code = f"{month.month:%Y-%m}" + (f" from {month.new_wording_on}" if month.new_wording_on else "")
    if not is_shown:
        return TrendPoint(label, None, is_thin=True, begins_anew=anew, code=code)
    f, url = month.figure, voices_url(question, month=month.month)
    if month.is_earlier:  # the usual question would open the voices of the newest wording
        url = voices_url(question, month=month.month, edition=wording) if wording else ""
    return TrendPoint(label, f.score, f.low, f.high, f.n, f.is_few, url, begins_anew=anew, code=code)
