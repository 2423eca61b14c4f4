"""Voices, elevations and money for the tests of the outer loop."""

from datetime import datetime, timedelta
from decimal import Decimal

from groundswell.act.huddles.actions import elevate
from groundswell.act.huddles.models import Elevation
from groundswell.act.opportunities.actions import open_opportunity
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.themes.models import Theme
from tests.world import NOW, World, make_customer, make_signal

REVENUE_MONTH = NOW.date().replace(day=1)
LATER = NOW + timedelta(hours=1)
SAME = {"why": "Both are the courier.", "at": LATER}


def make_theme(name: str, *terms: str) -> Theme:
    return Theme.objects.create(code=name.lower(), name=name, terms=list(terms or [name.lower()]))


def make_elevation(
    unit: Unit,
    person: Person,
    *signals: Signal,
    title: str = "Parcels arrive late",
    problem: str = "Couriers miss the slot that customers were promised.",
    theme: Theme | None = None,
    at: datetime = NOW,
) -> Elevation:
    return elevate(title, problem, unit=unit, by=person, at=at, signals=signals, theme=theme)


def make_opportunity(
    world: World,
    *,
    title: str = "Parcels arrive late",
    theme: Theme | None = None,
    touchpoint: Touchpoint | None = None,
    effort_days: tuple[int, int] = (10, 20),
) -> Opportunity:
    return open_opportunity(
        title=title,
        problem="Couriers miss the slot that customers were promised.",
        theme=theme,
        touchpoint=touchpoint if theme or touchpoint else world.delivery,
        impact=Opportunity.Impact.ATTRITION,
        effort_days=effort_days,
        by=world.office,
        at=NOW,
    )


def make_answers(
    count: int,
    score: int,
    comment: str = "",
    *,
    world: World,
    yearly: int = 0,
    touchpoint: Touchpoint | None = None,
) -> list[Customer]:
    """Customers who answered once each, within the last year."""
    customers = [make_customer(f"Customer {number}") for number in range(count)]
    for number, customer in enumerate(customers):
        at = NOW - timedelta(days=number % 200)
        place = touchpoint or world.delivery
        make_signal(score, comment, unit=world.leeds, touchpoint=place, customer=customer, at=at)
        if yearly:
            Revenue.objects.create(
                customer=customer, month=REVENUE_MONTH, amount=Decimal(yearly + number % 7)
            )
    return customers


def read_all() -> None:
    read_new_signals(at=NOW)


def two(world: World, theme: Theme | None = None) -> tuple[Opportunity, Opportunity]:
    """Two that may be one: late parcels, and slots missed at returns."""
    late = make_opportunity(world, title="Late parcels", theme=theme)
    slots = make_opportunity(world, title="Missed slots", touchpoint=world.returns)
    return late, slots
