"""The regular work of initiatives: measure every night."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .customers.dealing import deal_customers
from .customers.queries import designs_of_customers
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


def deal_newcomers(at: datetime) -> str:
    """Deal customers who came since, wherever customers are dealt and the time is not over. Says how many."""
    dealt = sum(deal_customers(design, at=at) for design in designs_of_customers(at))
    return f"dealt {dealt} customer{'' if dealt == 1 else 's'}" if dealt else ""


JOBS = [
    Job("measure effects", every=timedelta(days=1), work=measure_all),
    Job("deal customers", every=timedelta(minutes=15), work=deal_newcomers),
]
