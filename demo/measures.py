"""What operations measures each month: days, minutes and customers served, moving with the quality."""

from dataclasses import dataclass

import numpy as np

from demo.chance import stream
from demo.journey import Journey
from demo.months import Months
from demo.organisation import SHOPS, Organisation
from demo.plan import ASKS, BEGGING_SHOP, Quality
from groundswell.foundation.journeys.models import OperationalMeasure

REFUND_DAYS = "Days until the refund"


@dataclass(frozen=True)
class Measured:
    """One measure: where it is taken, its usual value, and by how much a step of quality lowers it."""

    name: str
    of: str
    touchpoint: str
    usual: float
    slope: float
    events: int


MEASURES = (
    Measured(REFUND_DAYS, "days", "returns", 8.6, 7.5, 120),
    Measured("Days until delivery", "days", "delivery", 3.4, 1.4, 1900),
    Measured("Minutes on hold", "minutes", "order-help", 7.5, 4.0, 620),
    Measured("Minutes before a fitting room", "minutes", "fitting-room", 6.0, 3.0, 240),
)
FAULTS = (
    Measured("Solved at the first contact", "per cent", "order-help", 68.0, -9.0, 620),
    Measured("Wrong or damaged parcels", "in 1,000", "delivery", 14.0, 5.0, 1900),
)
SERVED = "Customers served"


def make_measures(
    seed: int, quality: Quality, organisation: Organisation, journey: Journey, months: Months
) -> int:
    """One row per measure, unit and whole month. Returns how many."""
    rng, apart = stream(seed, "measures"), stream(seed, "faults")
    rows = []
    for number in range(months.count - 1):
        drawn = [(one, rng) for one in MEASURES] + [(one, apart) for one in FAULTS]
        for measured, chance in drawn:
            for unit in ASKS[measured.touchpoint].units:
                better = quality.of(measured.touchpoint, unit)[number] - ASKS[measured.touchpoint].level
                value = measured.usual - measured.slope * better + chance.normal(0, 0.06) * measured.usual
                events = int(chance.poisson(measured.events))
                rows.append(
                    _row(measured, max(value, 0.5), events, unit, number, organisation, journey, months)
                )
        served = Measured(SERVED, "customers", "shop-visit", 0, 0, 0)
        for unit in SHOPS:
            count = int(rng.poisson(95 if unit == BEGGING_SHOP else 82))
            rows.append(_row(served, float(count), count, unit, number, organisation, journey, months))
    OperationalMeasure.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _row(
    measured: Measured,
    value: float,
    events: int,
    unit: str,
    number: int,
    organisation: Organisation,
    journey: Journey,
    months: Months,
) -> OperationalMeasure:
    return OperationalMeasure(
        name=measured.name,
        unit_of_measure=measured.of,
        touchpoint=journey.touchpoints[measured.touchpoint],
        unit=organisation.units[unit],
        month=months.first_day(number),
        value=round(float(np.float64(value)), 2),
        cases=events,
    )
