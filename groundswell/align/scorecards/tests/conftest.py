"""A cascade: the organisation, its shops, Leeds and York, and one person in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
import time_machine

from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.objectives.models import Metric
from groundswell.align.scorecards.actions import make_scorecard, set_target
from groundswell.align.scorecards.models import Scorecard, Target
from groundswell.foundation.organisation.models import Person, Unit
from tests.world import NOW, World


@dataclass(frozen=True)
class Aligned:
    """The scorecards of the world, all about one metric."""

    world: World
    metric: Metric
    shops: Target
    leeds: Target
    york: Target
    fay: Target
    yara: Target


def target_for(
    holder: Unit | Person, metric: Metric, *, goal: float = 40, above: Target | None = None, **given
) -> Target:
    given = {"baseline": 0, "by": "office", "at": NOW, "follows_from": above, **given}
    whose = {"unit": holder} if isinstance(holder, Unit) else {"person": holder}
    card = Scorecard.objects.filter(**whose).first()
    card = card or make_scorecard(
        holder, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), by="office", at=NOW
    )
    return set_target(card, metric, goal=goal, **given)


@pytest.fixture(autouse=True)
def the_clock_stands_still() -> Iterator[None]:
    """Pages look at the clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def metric(world: World) -> Metric:
    objective = set_objective(
        "Customers speak for us",
        why="They bring the next customer.",
        owner=world.executive.person,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        by=world.office,
        at=NOW,
    )
    return add_metric(
        objective, "Delivery score", level="experience", source="experience_score", by="office", at=NOW
    )


@pytest.fixture
def aligned(world: World, metric: Metric) -> Aligned:
    shops = target_for(world.shops, metric, goal=40)
    leeds = target_for(world.leeds, metric, goal=50, above=shops)
    york = target_for(world.york, metric, goal=30, above=shops)
    fay = target_for(world.frontline.person, metric, goal=50, above=leeds)
    yara = target_for(world.york_lead.person, metric, goal=30, above=york)
    return Aligned(world, metric, shops, leeds, york, fay, yara)
