"""What was found, as pictures: how much goes along with each driver, and where to work first."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from groundswell.look.charts import Chart, IntervalRow, PriorityDot, interval_dots, priorities
from groundswell.science.drivers.performance import Point, priority_map
from groundswell.science.statistics.intervals import Interval

from .models import DriverLine, DriverReading


def shares_chart(lines: Sequence[DriverLine]) -> Chart:
    """Each driver's part of what they explain together, with its range."""
    return interval_dots(
        [
            IntervalRow(
                line.name,
                100 * line.relative,
                100 * line.low,
                100 * line.high,
                line.n,
                False,
                voices_of(line),
            )
            for line in lines
        ],
        title="What goes along with the score",
        description="Each driver's part of what they explain together, in per cent, with its 95% range.",
        unit="per cent",
    )


def map_chart(lines: Sequence[DriverLine]) -> Chart | None:
    """Importance against performance; None where fewer than two drivers have a score of their own."""
    rated = [line for line in lines if line.score is not None]
    if len(rated) < 2:
        return None
    found = priority_map([_point(line) for line in rated])
    dots = [_dot(line, placed.quadrant) for line, placed in zip(rated, found.placed, strict=True)]
    return priorities(
        dots,
        mean_performance=found.mean_performance,
        mean_importance=found.mean_importance,
        title="Where to work first",
        description="The lines stand at the means. A driver whose range crosses a line is undecided: an open circle.",
    )


def _point(line: DriverLine) -> Point:
    return Point(
        str(line.pk),
        100 * line.relative,
        line.score or 0.0,
        Interval(100 * line.low, 100 * line.high),
        Interval(line.score_low or 0.0, line.score_high or 0.0),
    )


def _dot(line: DriverLine, quadrant: str) -> PriorityDot:
    return PriorityDot(
        line.name,
        line.score or 0.0,
        100 * line.relative,
        line.score_low or 0.0,
        line.score_high or 0.0,
        100 * line.low,
        100 * line.high,
        quadrant,
        voices_of(line),
    )


def voices_of(line: DriverLine) -> str:
    """The voices that rated it or mention it."""
    reading = line.reading
    point = line.touchpoint_id or (reading.touchpoint_id if line.theme_id else None)
    asked = {"period": "365", "touchpoint": point, "theme": line.theme_id}
    words = {"words": "1"} if line.theme_id else {}
    about = {name: value for name, value in asked.items() if value} | words
    return f"{reverse('desk:voices')}?{urlencode(about)}"


def headline_of(reading: DriverReading, lines: Sequence[DriverLine]) -> str:
    """One sentence that claims no more than the ranks allow."""
    if not lines:
        return "Too few to tell what goes along with the score"
    sure = [line.name for line in lines if line.rank_last == 1]
    if sure:
        return f"{sure[0]} goes along most with {_score(reading)}"
    among = [line.name for line in lines if line.rank_first == 1]
    return f"{_listed(among)} may go along most with {_score(reading)}"


def _score(reading: DriverReading) -> str:
    if reading.about == DriverReading.About.RELATIONSHIP:
        return "the relationship score"
    return f"the score at {reading.touchpoint}" if reading.touchpoint else "the experience score"


def _listed(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{names[0]}, {names[1]} or one of {len(names) - 2} others"
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
