"""What they answered: every question of a survey with its figure, and each figure with the voices behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from groundswell.listen.signals.counting import (
    AnswerCount,
    answer_counts,
    answered_by,
    monthly_numbers,
    score_counts,
)
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.definition import Choice, Definition, Question
from groundswell.listen.surveys.models import SurveyVersion
from groundswell.listen.surveys.piping import NAME
from groundswell.look.charts import Chart, ShareRow, TrendPoint, histogram, shares, trend
from groundswell.science.scores.csat import CsatTally
from groundswell.science.scores.effort import EffortTally
from groundswell.science.scores.figure import ANSWERS_WITHOUT_WARNING, MINIMUM_ANSWERS, Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import wilson
from groundswell.science.statistics.means import mean_interval, mean_of

Counts = dict[tuple[str, int | str], int]
"""How often an answer (of a row of a matrix) was given."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its newest words, with every choice that any version offered."""

    wording: Definition
    question: Question
    choices: Mapping[str, str]
    rows: Mapping[str, str]

    @property
    def text(self) -> str:
        return NAME.sub("…", self.wording.said(self.question.text, ""))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a matrix: each of its columns with count, share and the voices behind it."""

    label: str
    n: int
    cells: list[ShareRow]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question as the page shows it. ``reason`` says why there is no figure."""

    asked: Asked
    n: int
    url: str
    reason: str = ""
    figure: Figure | None = None
    unit: str = "points"
    mean: tuple[float, float, float] | None = None
    chart: Chart | None = None
    trend: Chart | None = None
    heads: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answers to one stretch of one survey, within somebody's sight."""

    signals: QuerySet[Signal]
    versions: list[SurveyVersion]
    address: str
    """Where the voices behind an answer are listed."""
    chosen: str
    """The edition and period of the page, as they stand in its address."""

    def voices(self, key: str, **answer: Any) -> str:
        told = {name: value for name, value in answer.items() if value != ""}
        return f"{self.address}{key}/?{'&'.join(filter(None, [self.chosen, urlencode(told)]))}"


def asked_in(versions: list[SurveyVersion]) -> dict[str, Asked]:
    """Every question of these versions, the newest first; an older choice keeps its own words."""
    found: dict[str, Asked] = {}
    for version in versions:
        wording = version.wording
        for question in wording.questions:
            known = found.get(question.key)
            if known and known.question.kind != question.kind:
                continue
            choices = _words(wording, (*question.choices, *question.columns)) | dict(
                known.choices if known else {}
            )
            rows = _words(wording, question.rows) | dict(known.rows if known else {})
            first = known or Asked(wording, question, {}, {})
            found[question.key] = Asked(first.wording, first.question, choices, rows)
    return found


def _words(wording: Definition, choices: tuple[Choice, ...]) -> dict[str, str]:
    return {one.value: wording.said(one.text, "") for one in choices}


def all_answered(sheet: Sheet) -> list[Answered]:
    """Every question with what was answered: four questions to the database, and one for the trend."""
    counts: dict[tuple[str, str], Counts] = {}
    for one in answer_counts(sheet.signals):
        _add(counts.setdefault((one.key, one.kind), {}), one)
    asked = asked_in(sheet.versions)
    people = answered_by(sheet.signals)
    core = sheet.versions[0].wording.core
    if core.kind == "recommendation":
        scores = score_counts(sheet.signals)
        counts[core.key, core.kind] = {("", score): count for score, count in scores.items()}
    why = next((one.question.key for one in asked.values() if one.question.kind == "text"), None)
    if why:
        people[why] = sheet.signals.exclude(comment="").count()
    return [
        _answered(sheet, one, people.get(key), counts.get((key, one.question.kind), {}), key == core.key)
        for key, one in asked.items()
    ]


def _add(counts: Counts, one: AnswerCount) -> None:
    given: int | str = one.choice if one.number is None else one.number
    counts[one.part, given] = counts.get((one.part, given), 0) + one.count


def _answered(sheet: Sheet, asked: Asked, people: int | None, counts: Counts, is_core: bool) -> Answered:
    n = sum(counts.values()) if people is None else people
    question, url = asked.question, sheet.voices(asked.question.key)
    if n < MINIMUM_ANSWERS:
        reason = f"Too few answers to tell: {n} of at least {MINIMUM_ANSWERS}" if n else "No answers yet"
        return Answered(asked, n, url, reason)
    if question.kind == "text":
        return Answered(asked, n, url)
    if question.kind == "matrix":
        heads = list(asked.choices.values())
        return Answered(asked, n, url, heads=heads, lines=_lines(sheet, asked, counts))
    if not question.is_scale:
        return Answered(asked, n, url, chart=_choices(sheet, asked, n, counts))
    numbers = [counts.get(("", number), 0) for number in question.numbers]
    shown, unit, mean = figure_of(question, numbers)
    chart = _distribution(sheet, asked, numbers)
    return Answered(asked, n, url, "", shown, unit, mean, chart, _trend(sheet, asked) if is_core else None)


def figure_of(
    question: Question, numbers: list[int]
) -> tuple[Figure | None, str, tuple[float, float, float] | None]:
    """The figure of a scale with its unit, and the mean with its margin where a mean is what is told."""
    if question.kind == "recommendation":
        return figure(NpsTally.from_histogram(numbers)), "points", None
    mean, margin = mean_of(numbers, question.least), mean_interval(numbers, question.least)
    told = (mean, margin.low, margin.high) if mean is not None and margin else None
    if question.kind == "satisfaction":
        return figure(CsatTally.from_histogram(numbers)), "per cent", told
    if question.kind == "effort":
        return figure(EffortTally.from_histogram(numbers)), "per cent", told
    return None, "", told or (None if mean is None else (mean, mean, mean))


def _share(label: str, count: int, n: int, url: str) -> ShareRow:
    margin = wilson(min(count, n), n)
    return ShareRow(
        label, count, count / n if n else 0, margin.low if margin else 0, margin.high if margin else 0, url
    )


def _distribution(sheet: Sheet, asked: Asked, numbers: list[int]) -> Chart:
    question = asked.question
    urls = [sheet.voices(question.key, value=number) for number in question.numbers]
    title = "How often each number was given"
    if len(numbers) == 11 and question.kind == "recommendation":
        return histogram(numbers, title=title, urls=urls)
    ends = {question.least: question.low, question.most: question.high}
    rows = [
        _share(f"{number} {asked.wording.said(ends.get(number, {}), '')}".strip(), count, sum(numbers), url)
        for number, count, url in zip(question.numbers, numbers, urls, strict=True)
    ]
    return shares(rows, title=title)


def _choices(sheet: Sheet, asked: Asked, n: int, counts: Counts) -> Chart:
    key = asked.question.key
    rows = [
        _share(label, counts.get(("", value), 0), n, sheet.voices(key, value=value))
        for value, label in asked.choices.items()
    ]
    several = (
        "Several answers are possible; shares are of those who answered."
        if asked.question.kind == "multiple"
        else ""
    )
    return shares(sorted(rows, key=lambda row: -row.count), title="What was chosen", description=several)


def _lines(sheet: Sheet, asked: Asked, counts: Counts) -> list[Line]:
    key, found = asked.question.key, []
    for row, label in asked.rows.items():
        n = sum(counts.get((row, column), 0) for column in asked.choices)
        cells = [
            _share(words, counts.get((row, column), 0), n, sheet.voices(key, part=row, value=column))
            for column, words in asked.choices.items()
        ]
        few = n < MINIMUM_ANSWERS
        found.append(Line(label, n, [] if few else cells, f"Too few answers to tell: {n}" if few else ""))
    return found


def _trend(sheet: Sheet, asked: Asked) -> Chart | None:
    question = asked.question
    months = monthly_numbers(sheet.signals, "" if question.kind == "recommendation" else question.key)
    if len(months) < 2:
        return None
    points = [_point(sheet, question, month, counts) for month, counts in sorted(months.items())]
    unit = "points" if question.kind == "recommendation" else "per cent"
    return trend(points, title="Month by month", description="With its 95% margin.", unit=unit)


def _point(sheet: Sheet, question: Question, month: date, counts: dict[int, int]) -> TrendPoint:
    numbers = [counts.get(number, 0) for number in question.numbers]
    shown, _, _ = figure_of(question, numbers)
    if shown is None:  # only the core question has a trend, and its score is defined
        return TrendPoint(f"{month:%b %Y}", None)
    thin = shown.n < ANSWERS_WITHOUT_WARNING
    return TrendPoint(f"{month:%b %Y}", shown.score, shown.low, shown.high, shown.n, thin)


def voices_that_answered(
    signals: QuerySet[Signal], asked: Asked, *, part: str = "", value: str = ""
) -> QuerySet[Signal]:
    """The voices behind one figure: those who gave this answer, or any answer, to this question."""
    question = asked.question
    if question.kind == "recommendation":
        return signals.filter(score=int(value)) if value else signals.filter(score__isnull=False)
    given = {"answers__key": question.key, "answers__kind": question.kind}
    if part:
        given["answers__part"] = part
    if value:
        given["answers__number" if question.is_scale else "answers__choice"] = value
    wanted = Q(**given)
    if question.kind == "text" and not value:
        wanted |= ~Q(comment="")
    return signals.filter(pk__in=signals.filter(wanted).order_by().values("pk"))
