"""The regular work of initiatives: measure every night."""

import logging
from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .customers.dealing import deal_customers
from .customers.queries import designs_of_customers
from .errors import NothingToMeasure
from .measuring import measure_effect
from .queries import measurable

log = logging.getLogger("groundswell.initiatives")


def measure_all(at: datetime) -> str:
    """Measure what was not measured today. Says how many could be. One that breaks off stops no other: it is raised in the end."""
    measured, broken = 0, []
    for initiative in measurable(at):
        try:
            measure_effect(initiative, at=at)
        except NothingToMeasure:
            continue
        except Exception as unforeseen:
            log.exception("%s could not be measured", initiative)
            broken.append(unforeseen)
            continue
        measured += 1
    if broken:
        raise broken[0]
    return f"measured {measured} initiative{'' if measured == 1 else 's'}" if measured else ""


def deal_newcomers(at: datetime) -> str:
    """Deal customers who came since, wherever customers are dealt and the time is not over. Says how many."""
    dealt = sum(deal_customers(design, at=at) for design in designs_of_customers(at))
    return f"dealt {dealt} customer{'' if dealt == 1 else 's'}" if dealt else ""


JOBS = [
    Job("measure effects", every=timedelta(days=1), work=measure_all),
    Job("deal customers", every=timedelta(minutes=15), work=deal_newcomers),
]
