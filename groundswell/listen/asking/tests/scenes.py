"""Scenes of asking, made as the product makes them."""

from datetime import date, datetime, timedelta
from itertools import count

from groundswell.foundation.customers.models import Customer
from groundswell.listen.asking.actions import record_episode
from groundswell.listen.asking.jobs import offer_asks, send_asks
from groundswell.listen.asking.models import Episode, ListeningPlan
from groundswell.listen.asking.planning import make_plan
from groundswell.listen.channels.web.answers import Answer, receive_invited
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, World

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
_numbers = count(1)


def plan_after_delivery(world: World, **fields: object) -> ListeningPlan:
    given = {"name": "After delivery", "kind": "episode", "survey": world.experience.survey, "wait_hours": 2}
    start = {"starts_on": date(2026, 1, 1)}
    return make_plan(by=world.office, at=NOW, **{**start, **given, **fields})


def brand_plan(world: World, kind: str = "wave", **fields: object) -> ListeningPlan:
    given = {
        "name": f"Brand {kind}",
        "kind": kind,
        "survey": world.relationship.survey,
        "starts_on": NOW.date(),
    }
    return make_plan(by=world.office, at=NOW, **{**given, **fields})


def delivered(world: World, customer: Customer, at: datetime = NOW) -> Episode:
    return record_episode(
        customer,
        world.delivery,
        source="till",
        key=str(next(_numbers)),
        happened_at=at,
        unit=world.leeds,
        by="till",
        at=at,
    )


def work(at: datetime) -> None:
    """The worker's round."""
    offer_asks(at)
    send_asks(at)


def answered(invitation: Invitation, at: datetime) -> None:
    receive_invited(invitation, Answer(8, "Fine."), at=at)
