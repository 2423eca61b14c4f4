"""The regular work of initiatives: measure every night."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .errors import NothingToMeasure
from .measuring import measure_effect
from .queries import measurable


def measure_all(at: datetime) -> str:
    """Measure what was not measured today. Says how many could be."""
    measured = 0
    for initiative in measurable(at):
        try:
            measure_effect(initiative, at=at)
        except NothingToMeasure:
            continue
        measured += 1
    return f"measured {measured} initiative{'' if measured == 1 else 's'}" if measured else ""


JOBS = [Job("measure effects", every=timedelta(days=1), work=measure_all)]
