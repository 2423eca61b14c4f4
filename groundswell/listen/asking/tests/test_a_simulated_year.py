"""A year of asking, with every way, four time zones, kills and downtimes. A second reading of the rules finds nothing."""

import itertools
from bisect import bisect_left
from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from groundswell.foundation.customers.actions import give_consent, withdraw_consent
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.asking.actions import ask_customer, ban_contact, lift_ban
from groundswell.listen.asking.jobs import offer_asks, send_asks
from groundswell.listen.asking.models import Ask, Draw, Reason, Sending, Suppression, Way
from groundswell.listen.channels.models import Message
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, World, make_customer, make_version

from .scenes import DAY, HOUR, answered, brand_plan, delivered, plan_after_delivery

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "")
START = NOW
CONTACT = Consent.Purpose.ASKING


class Killed(Exception):
    """The process died before its transaction was kept."""


class Year:
    """What happens, drawn by chance; ``barred`` notes when a person was off limits: (from, until) pairs."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance, self.now = world, Random(seed), START
        self.people = [make_customer(f"Person {number}") for number in range(24)]
        for number, person in enumerate(self.people):
            person.time_zone = ZONES[number % 4]
            person.save()
        self.barred: dict[int, list[list[datetime | None]]] = defaultdict(list)
        self.returns = make_version("returns", "experience", world.returns)
        plan_after_delivery(world, reminders_at_most=1, remind_after_days=3)
        brand_plan(world, "rolling", share=20, reminders_at_most=2, remind_after_days=5)
        brand_plan(world, starts_on=date(2026, 9, 15), spread_days=10)

    def live(self) -> None:
        """Until the year is over; now and then the worker is down for days."""
        while self.now < START + 365 * DAY:
            self.now += self.chance.choice([3 * HOUR, 9 * HOUR, 17 * HOUR, 30 * HOUR])
            if self.chance.random() < 0.01:
                self.now += 6 * DAY
            for _ in range(self.chance.randint(0, 2)):
                self.something_happens(self.chance.choice(self.people))
            self.worker()

    def worker(self) -> None:
        for job in (offer_asks, send_asks):
            if self.chance.random() < 0.1:
                with suppress(Killed), transaction.atomic():
                    job(self.now)
                    raise Killed
            for _ in range(self.chance.choice([1, 1, 2])):
                job(self.now)

    def something_happens(self, person: Customer) -> None:
        deed = self.chance.choices(
            [self.delivery, self.by_hand, self.second, self.bar, self.unbar, self.answer], [10, 2, 2, 1, 2, 3]
        )[0]
        deed(person)

    def delivery(self, person: Customer) -> None:
        delivered(self.world, person, self.now)

    def by_hand(self, person: Customer) -> None:
        self.ask(person, Way.BY_HAND, f"hand-{person.pk}-{self.now.isoformat()}")

    def second(self, person: Customer) -> None:
        self.ask(person, Way.SECOND, f"second-{person.pk}-{self.now.isoformat()}")

    def ask(self, person: Customer, way: str, key: str) -> None:
        for _ in range(self.chance.choice([1, 2])):
            ask_customer(person, self.returns, way=way, key=key, by="somebody", at=self.now)

    def bar(self, person: Customer) -> None:
        if not self.is_barred(person):
            if self.chance.random() < 0.5:
                withdraw_consent(person, CONTACT, by="the customer", at=self.now)
            else:
                ban_contact(person, why="Asked us to stop", by="office", at=self.now)
            self.barred[person.pk].append([self.now, None])

    def unbar(self, person: Customer) -> None:
        if self.is_barred(person):
            give_consent(person, CONTACT, by="the customer", at=self.now)
            lift_ban(person, by="office", at=self.now)
            self.barred[person.pk][-1][1] = self.now

    def answer(self, person: Customer) -> None:
        open_ = Invitation.objects.filter(customer=person, signal=None).order_by("-invited_at").first()
        if open_:
            answered(open_, self.now)

    def is_barred(self, person: Customer) -> bool:
        return any(until is None for _, until in self.barred[person.pk])


@pytest.fixture
def year(world) -> Year:
    made = Year(world, seed=2)
    made.live()
    return made


def test_nobody_is_asked_against_a_rule_and_why_agrees_with_what_happened(year):
    by_person = defaultdict(list)
    for sending in Sending.objects.select_related("ask__survey", "invitation", "ask__customer").order_by(
        "at"
    ):
        by_person[sending.ask.customer_id].append(sending)
    assert sum(map(len, by_person.values())) > 60

    for pk, sendings in by_person.items():
        check_floor_windows_and_cap(sendings)
        for sending in sendings:
            assert not any(
                since <= sending.at and (until is None or sending.at < until)
                for since, until in year.barred[pk]
            ), "asked although barred"
            local = sending.at.astimezone(ZoneInfo(sending.ask.customer.time_zone or "Europe/London"))
            assert sending.ask.way == Way.BY_HAND or 8 <= local.hour < 20, "asked in quiet hours"
            signal = getattr(sending.invitation, "signal", None)
            if sending.ask.step:
                assert signal is None or signal.received_at >= sending.at, "reminded of an answer given"

    check_precedence()
    check_every_ask_has_its_end(year)
    check_every_reason(by_person, year)


def check_floor_windows_and_cap(sendings: list[Sending]) -> None:
    moments = [sending.at for sending in sendings]
    assert all(later - earlier >= DAY for earlier, later in itertools.pairwise(moments)), "floor"
    asks = [one for one in sendings if one.ask.way != Way.REMINDER]
    for number, one in enumerate(asks):
        if one.ask.way in (Way.PLANNED, Way.BY_HAND) and number:
            assert one.at - asks[number - 1].at >= 90 * DAY, "window"
            assert (
                number - bisect_left([a.at for a in asks], one.at - 365 * DAY + timedelta(seconds=1)) < 4
            ), "cap"


def check_precedence() -> None:
    brand = Ask.objects.filter(survey__kind_of_score="relationship", step=0).select_related("sending")
    for sending in Sending.objects.filter(ask__survey__kind_of_score="experience"):
        if sending.ask.way in (Way.SECOND, Way.REMINDER):
            continue
        for ask in brand.filter(customer=sending.ask.customer_id, offered_at__lt=sending.at):
            ended = [s.at for s in ask.suppressions.all()] + [s.at for s in Sending.objects.filter(ask=ask)]
            still_waited = not ended or min(ended) > sending.at
            assert not (still_waited and ask.due_at <= sending.at + 14 * DAY), "relationship first"


def check_every_ask_has_its_end(year: Year) -> None:
    for ask in Ask.objects.prefetch_related("suppressions"):
        is_sent, is_stopped = Sending.objects.filter(ask=ask).exists(), bool(ask.suppressions.all())
        assert not (is_sent and is_stopped)
        assert is_sent or is_stopped or max(ask.due_at, ask.held_until or ask.due_at) > year.now - DAY
    assert Message.objects.count() == Sending.objects.count()
    assert Invitation.objects.count() == Sending.objects.filter(ask__step=0).count()
    assert Draw.objects.count() == Draw.objects.values("plan", "occasion").distinct().count() == 14
    assert set(Suppression.objects.values_list("reason", flat=True)) >= {
        Reason.PERSON_WINDOW,
        Reason.PRECEDENCE,
        Reason.NO_CONSENT,
        Reason.DO_NOT_CONTACT,
    }


def check_every_reason(by_person: dict[int, list[Sending]], year: Year) -> None:
    for stop in Suppression.objects.select_related("ask"):
        earlier = [one for one in by_person[stop.ask.customer_id] if one.at <= stop.at]
        first = [one for one in earlier if one.ask.way != Way.REMINDER]
        if stop.reason == Reason.FLOOR:
            assert stop.at - earlier[-1].at < DAY
            assert stop.until == earlier[-1].at + DAY
        elif stop.reason == Reason.PERSON_WINDOW:
            assert stop.at - first[-1].at < 90 * DAY
            assert stop.until == first[-1].at + 90 * DAY
        elif stop.reason in (Reason.NO_CONSENT, Reason.DO_NOT_CONTACT):
            spans = year.barred[stop.ask.customer_id]
            # The bar may have been lifted in the very moment after.
            assert any(since <= stop.at and (until is None or stop.at <= until) for since, until in spans)
