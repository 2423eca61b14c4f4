"""Look what goes along with the scores, and keep what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.science.drivers.alike import made_alike
from groundswell.science.drivers.correlations import Floats, TooLittleToTell
from groundswell.science.drivers.driver import USUAL_RESAMPLES, Driver, Drivers, drivers_of
from groundswell.science.drivers.together import companions

from .errors import NotAMeasure
from .gathering import (
    FEWEST,
    YEAR,
    Candidate,
    Gathered,
    operations_at,
    themes_and_experience,
    touchpoints_and_relationship,
)
from .models import DriverLine, DriverReading, VoiceMeasure
from .queries import measured_touchpoints

About = DriverReading.About
EVERY, AGAIN = timedelta(days=7), timedelta(days=1)
FEWEST_ANSWERS = 100
LONGEST_NAME, LONGEST_UNIT = 60, 30


def read_drivers(*, at: datetime, resamples: int = USUAL_RESAMPLES) -> int:
    """Look at every question that nobody looked at for a week, or that could not be told a day ago, and at every touchpoint since
    a number beside answers was chosen. Returns how many."""
    wanted: list[tuple[str, Touchpoint | None]] = [(About.RELATIONSHIP, None), (About.WORDS, None)]
    wanted += [(About.TOUCHPOINT, point) for point in measured_touchpoints()]
    told = Q(at__gt=at - EVERY, why_not="") | Q(at__gt=at - AGAIN)
    fresh = DriverReading.objects.filter(told)
    if newest := VoiceMeasure.objects.aggregate(at=Max("added_at"))["at"]:
        fresh = fresh.exclude(about=About.TOUCHPOINT, at__lt=newest)
    known = set(fresh.values_list("about", "touchpoint"))
    due = [(about, point) for about, point in wanted if (str(about), point and point.pk) not in known]
    for about, point in due:
        read_question(about, point, at=at, resamples=resamples)
    return len(due)


def read_question(
    about: str, point: Touchpoint | None, *, at: datetime, resamples: int = USUAL_RESAMPLES
) -> DriverReading:
    """Look at one question over the last twelve months. The reckoning is done before the database is asked to write."""
    until = timezone.localdate(at)
    since = until - YEAR + timedelta(days=1)
    gathered = _gather(about, point, since, until)
    told_apart, y, x = _told_apart(gathered)
    try:
        found = _drivers(told_apart, y, x, resamples)
    except TooLittleToTell as too_little:
        return _keep(about, point, since, until, told_apart, None, str(too_little), at)
    return _keep(about, point, since, until, told_apart, found, "", at)


@transaction.atomic
def measure_by(name: str, label: str, of: str, *, by: User, at: datetime) -> VoiceMeasure:
    """Look at a number that comes beside answers from the next look on. Raises NotAMeasure."""
    name, label = name.strip(), label.strip() or name.strip()
    if not name or max(len(name), len(label)) > LONGEST_NAME or len(of.strip()) > LONGEST_UNIT:
        raise NotAMeasure(
            f"A name has 1 to {LONGEST_NAME} letters, what it is measured in at most {LONGEST_UNIT}."
        )
    if VoiceMeasure.objects.filter(name=name).exists():
        raise NotAMeasure(f"“{name}” is looked at already.")
    given = {"label": label, "unit_of_measure": of.strip(), "added_by": str(by), "added_at": at}
    made = VoiceMeasure.objects.create(name=name, **given)
    record("measure.added", made, by=by, at=at, name=name)
    return made


@transaction.atomic
def measure_no_more(measure: VoiceMeasure, *, by: User, at: datetime) -> None:
    """Leave it out of the next look; earlier ones stay."""
    record("measure.removed", measure, by=by, at=at, name=measure.name)
    measure.delete()


def _gather(about: str, point: Touchpoint | None, since: date, until: date) -> Gathered:
    if about == About.RELATIONSHIP:
        return touchpoints_and_relationship(since, until)
    return operations_at(point, since, until) if point else themes_and_experience(since, until)


def _told_apart(gathered: Gathered) -> tuple[Gathered, Floats, Floats]:
    """Without what another candidate or the conditions say already, which is named; outcomes and columns made alike."""
    columns = [one.column for one in gathered.candidates]
    given = np.column_stack(columns) if columns else np.zeros((len(gathered.outcome), 0))
    if min(given.shape) == 0:
        return gathered, gathered.outcome, given
    y, x = made_alike(gathered.outcome, given, gathered.conditions)
    kept, found = companions(given, x)
    names = [one.name for one in gathered.candidates]
    together = [
        (names[one.one], "" if one.other is None else names[one.other], round(one.correlation, 3))
        for one in found
    ]
    candidates = [gathered.candidates[place] for place in kept]
    return replace(gathered, candidates=candidates, together=together), y, x[:, kept]


def _drivers(gathered: Gathered, y: Floats, x: Floats, resamples: int) -> Drivers:
    n = len(gathered.outcome)
    if n < FEWEST_ANSWERS:
        raise TooLittleToTell(f"Too few to tell: {n} answers of at least {FEWEST_ANSWERS}.")
    if len(gathered.candidates) < 2:
        raise TooLittleToTell(
            f"Too few to tell: at least two drivers are needed, each with {FEWEST} answers."
        )
    codes = [str(place) for place in range(len(gathered.candidates))]
    return drivers_of(y, x, codes, clusters=gathered.clusters, resamples=resamples)


@transaction.atomic
def _keep(
    about: str,
    point: Touchpoint | None,
    since: date,
    until: date,
    gathered: Gathered,
    found: Drivers | None,
    why_not: str,
    at: datetime,
) -> DriverReading:
    reading = DriverReading.objects.create(
        about=about,
        touchpoint=point,
        since=since,
        until=until,
        n=len(gathered.outcome),
        explained=found and found.explained,
        resamples=found.resamples if found else 0,
        why_not=why_not,
        left_out=gathered.left_out,
        together=gathered.together,
        at=at,
    )
    drivers = found.drivers if found else ()
    DriverLine.objects.bulk_create(
        _line(reading, driver, gathered.candidates[int(driver.code)]) for driver in drivers
    )
    return reading


def _line(reading: DriverReading, driver: Driver, of: Candidate) -> DriverLine:
    margin = of.tally.interval() if of.tally else None
    return DriverLine(
        reading=reading,
        kind=of.kind,
        name=of.name,
        touchpoint=of.touchpoint,
        theme=of.theme,
        per=of.per,
        n=of.n,
        relative=driver.relative,
        low=driver.relative_range.low,
        high=driver.relative_range.high,
        unique=driver.unique,
        slope=driver.slope,
        rank=driver.rank,
        rank_first=driver.rank_range[0],
        rank_last=driver.rank_range[1],
        score=of.tally.score if of.tally else None,
        score_low=margin and margin.low,
        score_high=margin and margin.high,
    )
