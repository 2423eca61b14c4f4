"""Advocates as tests need them: praise of three days ago, thanked, and a yes."""

from datetime import datetime, timedelta
from typing import Any

from groundswell.act.advocates.actions import join, thank
from groundswell.act.advocates.gathering import add_platform, note_need, plan_gathering
from groundswell.act.advocates.models import Advocate, Gathering, Platform, ReferenceNeed, Thanks
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Unit
from tests.world import NOW, World, make_customer, make_signal

DAY = timedelta(days=1)
PRAISED = NOW - 3 * DAY


def make_thanks(
    world: World,
    name: str = "Petra Promoter",
    *,
    unit: Unit | None = None,
    at: datetime = PRAISED,
    customer: Customer | None = None,
) -> Thanks:
    """Somebody gave a 10 and was thanked."""
    signal = make_signal(
        10, "Wonderful.", unit=unit or world.leeds, at=at, customer=customer or make_customer(name)
    )
    return thank(signal, words="Thanks.", by=world.lead.person, at=at)


def make_advocate(world: World, name: str = "Petra Promoter", **more: Any) -> Advocate:
    """Somebody who may be asked at NOW."""
    thanks = make_thanks(world, name, **more)
    return join(thanks, at=thanks.at)


def make_platform(world: World, *, open_to_advocates: bool = False, name: str = "Prate") -> Platform:
    """A place for reviews."""
    return add_platform(
        name=name, address="https://prate.example/us", forbids_choosing=not open_to_advocates,
        forbids_incentives=not open_to_advocates, by=world.office, at=NOW,
    )  # fmt: skip


def make_event(world: World, *, seats: int = 1, kind: str = "event") -> Gathering:
    """An evening in ten days."""
    return plan_gathering(
        kind=kind,
        name="Spring evening",
        starts_at=NOW + 10 * DAY,
        place="Leeds",
        seats=seats,
        by=world.lead.person,
        at=NOW,
    )


def make_need(world: World, segment: str = "") -> ReferenceNeed:
    """Somebody wants to hear a customer."""
    until = (NOW + 20 * DAY).date()
    return note_need(
        who="Nia New", segment=segment, about="Returns", until=until, by=world.lead.person, at=NOW
    )
