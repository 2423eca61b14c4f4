"""What the score pages show: one sentence, one trend, one comparison; every figure leads to its voices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import places
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.editions import Edition, editions
from groundswell.look.charts import (
    Chart,
    IntervalRow,
    TrendEvent,
    TrendPoint,
    histogram,
    interval_dots,
    trend,
)
from groundswell.science.scores.figure import Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare

from .queries import Month, histograms_by, monthly, subtree_tallies, tallies_by, tally_of
from .question import Question

DIMENSIONS = {
    "touchpoint": "By touchpoint",
    "unit": "By part of the organisation",
    "channel": "By channel",
    "stage": "By stage",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a comparison."""

    name: str
    figure: Figure
    tally: NpsTally
    url: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the explorer shows for one question."""

    figure: Figure
    change: Difference | None
    trend: Chart
    spread: Chart
    comparison: Chart
    lines: Sequence[Line]
    wordings: Sequence[Edition]
    new_wordings: Sequence[Edition]


def voices_url(question: Question, **changes: Any) -> str:
    """The list of voices behind a figure."""
    return f"{reverse('desk:voices')}?{question.address(**changes)}"


def answer_for(question: Question, user: User, dimension: str) -> Answer:
    """Ask everything the page needs: five questions to the engine, whatever their size."""
    slice = question.slice_for(user)
    whole = tally_of(slice)
    days = (question.until - question.since).days + 1
    start = question.since - timedelta(days=days)
    before = tally_of(replace(slice, since=start, until=question.since - timedelta(days=1)))
    wordings = editions(question.kind)
    fresh = [] if question.edition else [one for one in wordings if one.number > 1 and not one.ended_at]
    is_same_question = not any(start <= one.began_on <= question.until for one in fresh)
    lines = _lines(dimension, question, user)
    shown = figure(whole)
    return Answer(
        figure=shown,
        change=compare(whole, before) if before.n >= 30 and whole.n >= 30 and is_same_question else None,
        trend=_trend(question, user),
        spread=histogram(
            list(histograms_by([], slice).get((), (0,) * 11)),
            title="How often each number was given",
            urls=[voices_url(question, score=number) for number in range(11)],
        ),
        comparison=interval_dots(
            [
                IntervalRow(
                    line.name,
                    line.figure.score,
                    line.figure.low,
                    line.figure.high,
                    line.figure.n,
                    line.figure.is_few,
                    line.url,
                )
                for line in lines
            ],
            title=DIMENSIONS[dimension],
            description="Score with its 95 % margin. Thin data look thin; overlapping margins are no ranking.",
            reference=shown.score,
        ),
        lines=lines,
        wordings=wordings if any(one.number > 1 for one in wordings) else [],
        new_wordings=fresh,
    )


def _trend(question: Question, user: User) -> Chart:
    year = replace(question, period="730", month=None)
    known = {one.id: one for one in editions(question.kind)}
    months = monthly(year.slice_for(user))
    return trend(
        [_point(month, question, known.get(month.edition or 0)) for month in months],
        title="Month by month",
        description="Score of each month with its 95 % margin. The current month is not over."
        + (" No line joins answers to different wordings." if any(m.new_wording_on for m in months) else ""),
        events=[
            TrendEvent(_label(one), f"New wording since {one.new_wording_on:%-d %b %Y}")
            for one in months
            if one.new_wording_on
        ],
    )


def _label(month: Month) -> str:
    day = month.new_wording_on
    return f"{day:%-d %b}" if day and day > month.month else f"{month.month:%b %Y}"


def _point(month: Month, question: Question, wording: Edition | None) -> TrendPoint:
    f, url = month.figure, voices_url(question, month=month.month)
    if month.is_earlier:  # the usual question would open the voices of the newest wording
        url = voices_url(question, month=month.month, edition=wording) if wording else ""
    return TrendPoint(
        _label(month),
        f.score,
        f.low,
        f.high,
        f.n,
        f.is_few or not f.is_known,
        url,
        begins_anew=month.new_wording_on is not None,
    )


def _lines(dimension: str, question: Question, user: User) -> list[Line]:
    if dimension == "unit":
        return _unit_lines(question, user)
    tallies = tallies_by(dimension, question.slice_for(user))
    names = _names(dimension)
    known = [
        Line(name, figure(tallies[key]), tallies[key], voices_url(question, **changes))
        for key, name, changes in names
        if key in tallies
    ]
    if None in tallies:
        known.append(Line("Not said", figure(tallies[None]), tallies[None], ""))
    return known


def _names(dimension: str) -> list[tuple[Any, str, dict[str, Any]]]:
    if dimension == "touchpoint":
        return [
            (point.pk, point.name, {"touchpoint": point})
            for point in Touchpoint.objects.select_related("stage")
        ]
    if dimension == "stage":
        return [(stage.pk, stage.name, {"stage": stage}) for stage in Stage.objects.all()]
    return [(value, str(label), {"channel": value}) for value, label in Signal.Channel.choices]


def _unit_lines(question: Question, user: User) -> list[Line]:
    slice = question.slice_for(user)
    tallies = subtree_tallies(slice)
    seen = None if slice.unit_ids is None else set(slice.unit_ids)
    ordered = [place for place in places() if seen is None or place.unit_id in seen]
    start = question.unit.pk if question.unit else None
    parent = start or next((place.unit_id for place in ordered), None)
    shown = [place for place in ordered if place.parent_id == parent] or [
        place for place in ordered if place.unit_id == parent
    ]
    units = Unit.objects.in_bulk([place.unit_id for place in shown])
    return [
        Line(
            place.name,
            figure(tallies[place.unit_id]),
            tallies[place.unit_id],
            voices_url(question, unit=units[place.unit_id]),
        )
        for place in shown
        if tallies[place.unit_id].n
    ]
