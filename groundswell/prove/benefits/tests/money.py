"""Teams whose customers bring money, and an initiative in some of them."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.tests.works import make_initiative, make_teams
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signals
from tests.world import NOW, World

START = date(2025, 9, 1)
MONTHS = [date(2024, month, 1) for month in range(9, 13)] + [date(2025, m, 1) for m in range(1, 13)]
MONTHS += [date(2026, 1, 1), date(2026, 2, 1)]


def make_money(teams: list[Unit], having: list[Unit], *, lift: float, each: int = 6, seed: int = 1) -> None:
    """Each team has customers that bring about 100 a month; with the change, ``lift`` more from September on."""
    rng, batch, revenue = random.Random(seed), [], []
    for team in teams:
        for number in range(each):
            customer = Customer.objects.create(external_id=f"{team.pk}-{number}", joined_on=date(2024, 1, 1))
            batch.append(
                NewSignal(
                    source="money",
                    key=f"{team.pk}-{number}",
                    channel="email",
                    customer_id=customer.pk,
                    submitted_at=datetime(2024, 9, 2, tzinfo=UTC),
                    score=8,
                    kind_of_score="experience",
                    unit_id=team.pk,
                )
            )
            for month in MONTHS:
                gain = lift if team in having and month >= START else 0
                amount = Decimal(str(round(rng.gauss(100 + gain, 8), 2)))
                revenue.append(Revenue(customer=customer, month=month, amount=amount))
    receive_signals(batch, at=NOW)
    Revenue.objects.bulk_create(revenue)


def begun(world: World, *, teams: int = 8, having: int = 4, lift: float = 20, **given) -> Initiative:
    everything = make_teams(world, teams)
    initiative = make_initiative(world, **given)
    for team in everything[:having]:
        roll_out(initiative, team, from_on=START, by=world.office, at=NOW)
    make_money(everything, everything[:having], lift=lift)
    return initiative
