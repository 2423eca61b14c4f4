"""Units with answers, with and without a change that lifts their scores."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime

from groundswell.act.council.models import Decision
from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives.actions import roll_out, start
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, World

MONTHS = [(2025, month) for month in range(3, 13)] + [(2026, 1), (2026, 2)]
START = (2025, 9)
FIRST_OF_SEPTEMBER = date(2025, 9, 1)


def make_initiative(
    world: World,
    *,
    name: str = "One-hour slots",
    decision: Decision | None = None,
    opportunity: Opportunity | None = None,
    amount: int = 10_000,
) -> Initiative:
    decision = decision or make_approval(
        world, make_chamber(world).council, opportunity=opportunity, amount=amount
    )
    return start(
        decision,
        name=name,
        owner=world.lead.person,
        sponsor=world.executive.person,
        touchpoint=world.delivery,
        expected_points=12,
        release=decision.proposal.amount,
        by=world.office,
        at=NOW,
    )


def make_teams(world: World, count: int) -> list[Unit]:
    return [
        Unit.objects.create(code=f"team-{number}", name=f"Team {number:02}", parent=world.shops)
        for number in range(count)
    ]


def make_history(
    world: World,
    teams: list[Unit],
    having: set[Unit],
    *,
    lift: float,
    seed: int = 1,
    each: int = 12,
    touchpoint: Touchpoint | None = None,
    unhappy: float = 1.0,
) -> None:
    """A year of answers at delivery, or elsewhere; from the start on, ``lift`` more of every 1 in units having it are promoters,
    and only so many of the ``unhappy`` there still answer."""
    rng, where = random.Random(seed), touchpoint or world.delivery
    batch = []
    for year, month in MONTHS:
        for team in teams:
            is_lifted = team in having and (year, month) >= START
            for number in range(each):
                happy = rng.random() < 0.35 + (lift if is_lifted else 0)
                score = 10 if happy else rng.choice([3, 5, 7, 8])
                if is_lifted and unhappy < 1 and score <= 6 and rng.random() > unhappy:
                    continue
                at = datetime(year, month, 1 + number * 2, 12, tzinfo=UTC)
                batch.append(
                    NewSignal(
                        source="history",
                        key=f"{where.pk}-{team.pk}-{year}-{month}-{number}",
                        channel="email",
                        submitted_at=at,
                        score=score,
                        kind_of_score="experience",
                        touchpoint_id=where.pk,
                        unit_id=team.pk,
                    )
                )
    receive_signals(batch, at=NOW)
    read_new_signals(at=NOW)


def begin(
    world: World, teams: list[Unit], having: Iterable[Unit], from_on: date = FIRST_OF_SEPTEMBER
) -> Initiative:
    """An initiative that some of the teams work with since a day."""
    initiative = make_initiative(world)
    for team in having:
        roll_out(initiative, team, from_on=from_on, by=world.office, at=NOW)
    return initiative
