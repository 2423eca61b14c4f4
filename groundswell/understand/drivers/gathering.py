"""The answers as columns of numbers: an outcome, what may go along with it, and what must be alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.foundation.customers.queries import merged_into
from groundswell.foundation.journeys.models import OperationalMeasure, Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.editions import earlier, editions
from groundswell.listen.surveys.models import Invitation, KindOfScore
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.themes.models import Mention, Theme

from .models import DriverLine, VoiceMeasure

YEAR = timedelta(days=365)
MOST_ANSWERS = 20_000
FEWEST = 30
"""So many must have rated or mentioned something before it can be a driver."""
Kind = DriverLine.Kind
MOSTLY = 0.8
"""A measure that is known for fewer answers than this part of the best known one would cost the others their answers."""
Floats = np.ndarray
Cell = tuple[int, date]
"""A unit and the first day of a month."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that may go along with the score: its column, and its own score where it has one."""

    kind: str
    name: str
    per: str
    column: Floats
    n: int
    tally: NpsTally | None = None
    touchpoint: Touchpoint | None = None
    theme: Theme | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """n outcomes in points, the candidates, the conditions (n x c) and which answers belong together.

    ``together``: which candidate comes along with which other one, with their correlation; no other where the conditions say it.
    """

    outcome: Floats
    candidates: Sequence[Candidate]
    conditions: Floats
    clusters: Sequence[Hashable]
    left_out: list[str] = field(default_factory=list)
    together: list[tuple[str, str, float]] = field(default_factory=list)


def counted_answers(kind: str, since: date, until: date) -> QuerySet[Signal]:
    """The answers that make up a score: first asks in the newest wording, oldest first."""
    zone = timezone.get_default_timezone()
    begins, ends = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    known = editions(kind)
    left_out = earlier(known)
    hidden = [version for one in known if one.id in left_out for version in one.version_ids]
    found = living_signals().filter(
        kind_of_score=kind, score__isnull=False, submitted_at__gte=begins, submitted_at__lt=ends
    )
    found = found.exclude(invitation__purpose=Invitation.Purpose.SECOND_ASK)
    found = found.filter(Q(version=None) | ~Q(version__in=hidden)) if hidden else found
    return found.order_by("submitted_at", "id")


def points_of(score: int) -> float:
    """What one answer adds to a score: 100 for a promoter, minus 100 for a detractor."""
    return 100.0 if score >= 9 else -100.0 if score <= 6 else 0.0


def touchpoints_and_relationship(since: date, until: date) -> Gathered:
    """Each answer about the relationship beside what the same customer last said of each touchpoint in the year before.

    Who never met a touchpoint cannot rate it: that they met it is a condition, not a middling rating.
    """
    columns = ("customer_id", "score", "submitted_at")
    kind = KindOfScore.RELATIONSHIP
    answers = counted_answers(kind, since, until).filter(customer__isnull=False).values_list(*columns)
    lives = merged_into()
    earlier_on = _experiences(since - YEAR, until, lives)
    points = list(Touchpoint.objects.select_related("stage"))
    outcome, rows, people = [], [], []
    for customer, score, at in list(answers)[-MOST_ANSWERS:]:
        person = lives.get(customer, customer)
        rows.append([_last(earlier_on.get((person, point.pk), ()), at) for point in points])
        outcome.append(points_of(score))
        people.append(person)
    return _rated(np.array(outcome), rows, points, people)


def _experiences(
    since: date, until: date, lives: dict[int, int]
) -> dict[tuple[int, int], list[tuple[datetime, int]]]:
    found: dict[tuple[int, int], list[tuple[datetime, int]]] = defaultdict(list)
    answers = counted_answers(KindOfScore.EXPERIENCE, since, until)
    rows = answers.filter(customer__isnull=False, touchpoint__isnull=False)
    for customer, point, at, score in rows.values_list(
        "customer_id", "touchpoint_id", "submitted_at", "score"
    ):
        found[lives.get(customer, customer), point].append((at, score))
    return found


def _last(experiences: Sequence[tuple[datetime, int]], at: datetime) -> int | None:
    return next((score for when, score in reversed(experiences) if at - YEAR <= when < at), None)


def _rated(
    outcome: Floats, rows: list[list[int | None]], points: list[Touchpoint], people: list[int]
) -> Gathered:
    candidates, conditions, left_out = [], [], []
    for place, point in enumerate(points):
        given = [row[place] for row in rows]
        scores = [score for score in given if score is not None]
        if len(scores) < FEWEST or len(set(scores)) < 2:
            left_out.append(point.name)
            continue
        middle = float(np.mean(scores))
        column = np.array([0.0 if score is None else score - middle for score in given])
        tally = NpsTally.from_scores(scores)
        candidates.append(
            Candidate(Kind.TOUCHPOINT, point.name, "step of 0 to 10", column, len(scores), tally, point)
        )
        conditions.append([score is not None for score in given])
    held = np.array(conditions, dtype=float).T if conditions else np.zeros((len(outcome), 0))
    return Gathered(outcome, candidates, held, people, left_out)


def themes_and_experience(since: date, until: date) -> Gathered:
    """Each answer with words: which themes they mention. Answers about the same touchpoint are compared."""
    answers = _rows(counted_answers(KindOfScore.EXPERIENCE, since, until).exclude(comment=""))
    candidates, left_out = _themes(answers)
    places = sorted({row[3] or 0 for row in answers})[1:]
    held = np.array([[float((row[3] or 0) == place) for place in places] for row in answers])
    held = held.reshape(len(answers), len(places))
    outcome = np.array([points_of(row[1]) for row in answers])
    return Gathered(outcome, candidates, held, _people(answers), left_out)


def operations_at(point: Touchpoint, since: date, until: date) -> Gathered:
    """Each answer at one touchpoint: what operations measured there in its unit, or the nearest one above, and month, which
    numbers came beside it, and which themes it mentions. Answers of one measured place and month belong together."""
    experience = counted_answers(KindOfScore.EXPERIENCE, since, until).filter(touchpoint=point)
    every = _rows(experience, "metadata")
    measures = [*_measured_there(point, since, until, every), *_beside(every)]
    most = max((one.known for one in measures), default=0)
    rare = sorted(one.name for one in measures if one.known < MOSTLY * most)
    used = [one for one in measures if one.name not in rare]
    places = [place for place in range(len(every)) if all(one.values[place] is not None for one in used)]
    answers = [every[place] for place in places]
    candidates, left_out = _themes(answers)
    left_out += rare
    for one in sorted(used, key=lambda one: one.name):
        column = np.array([one.values[place] for place in places], dtype=float)
        if len(answers) >= FEWEST and column.std() > 0:
            step = one.per.removesuffix("s") or "step"
            candidates.append(Candidate(Kind.MEASURE, one.name, step, column, len(answers), touchpoint=point))
        else:
            left_out.append(one.name)
    held = np.array([[float(bool(row[5]))] for row in answers]).reshape(len(answers), 1)
    outcome = np.array([points_of(row[1]) for row in answers])
    is_of_places = any(one.cells for one in used)
    together = _measured_together(used, places) if is_of_places else _people(answers)
    return Gathered(outcome, candidates, held, together, left_out)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What was measured for each answer, and in which unit and month; None where it is not known."""

    name: str
    per: str
    values: Sequence[float | None]
    cells: Sequence[Cell | None] = ()

    @property
    def known(self) -> int:
        return sum(value is not None for value in self.values)


def _measured_there(point: Touchpoint, since: date, until: date, answers: Sequence[tuple]) -> list[_Measure]:
    found = OperationalMeasure.objects.filter(
        touchpoint=point, month__gte=since.replace(day=1), month__lte=until
    )
    known: dict[str, dict[Cell, float]] = defaultdict(dict)
    per, above = (
        {one.name: one.unit_of_measure for one in found},
        dict(Unit.objects.values_list("pk", "parent")),
    )
    for one in found:
        known[one.name][one.unit_id, one.month] = one.value
    return [
        _Measure(name, per[name], [values.get(cell) if cell else None for cell in cells], cells)
        for name, values in known.items()
        for cells in ([_measured_at(row, values, above) for row in answers],)
    ]


def _measured_at(row: tuple, measured: Mapping[Cell, float], above: Mapping[int, int | None]) -> Cell | None:
    """The unit of an answer or the nearest above it for which something was measured in its month."""
    unit, month = row[4], timezone.localdate(row[6]).replace(day=1)
    while unit is not None and (unit, month) not in measured:
        unit = above[unit]
    return None if unit is None else (unit, month)


def _measured_together(measures: Sequence[_Measure], places: Sequence[int]) -> list[Hashable]:
    """In which unit and month the widest measure of each answer was taken: answers that share it are no separate evidence."""
    cells = [one.cells for one in measures if one.cells]
    often = Counter(cell for each in cells for cell in each)
    return [max((each[place] for each in cells), key=lambda cell: often[cell]) for place in places]


def _beside(answers: Sequence[tuple]) -> list[_Measure]:
    found = [
        _Measure(one.label, one.unit_of_measure, [number_in(row[7].get(one.name)) for row in answers])
        for one in VoiceMeasure.objects.all()
    ]
    return [one for one in found if one.known]


def number_in(value: object) -> float | None:
    """A number, yes as 1 and no as 0; None for anything else."""
    return float(value) if isinstance(value, int | float) and isfinite(value) else None


def _rows(answers: QuerySet[Signal], *also: str) -> list[tuple]:
    """Signal, score, customer, touchpoint, unit, whether there are words, and the moment; the newest ones only."""
    columns = ("id", "score", "customer_id", "touchpoint_id", "unit_id", "comment", "submitted_at")
    return list(answers.values_list(*columns, *also))[-MOST_ANSWERS:]


def _people(answers: list[tuple]) -> list[Hashable]:
    lives = merged_into()
    return [lives.get(row[2], row[2]) if row[2] else f"signal {row[0]}" for row in answers]


def _themes(answers: list[tuple]) -> tuple[list[Candidate], list[str]]:
    place_of = {row[0]: place for place, row in enumerate(answers)}
    themes = list(Theme.objects.filter(retired_at=None))
    columns = {theme.pk: np.zeros(len(answers)) for theme in themes}
    first = min(place_of, default=0)
    pairs = Mention.objects.filter(theme__in=themes, signal_id__gte=first).values_list(
        "signal_id", "theme_id"
    )
    for signal, theme in pairs:
        if signal in place_of:
            columns[theme][place_of[signal]] = 1.0
    candidates, left_out = [], []
    for theme in themes:
        column = columns[theme.pk]
        if FEWEST <= column.sum() <= len(answers) - FEWEST:
            tally = NpsTally.from_scores([answers[place][1] for place in np.flatnonzero(column)])
            candidates.append(
                Candidate(Kind.THEME, theme.name, "mention", column, tally.n, tally, theme=theme)
            )
        else:
            left_out.append(theme.name)
    return candidates, left_out
