"""What happens in a simulated year: a world drawn by chance, and deeds that are written down as they are done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from groundswell.foundation.customers.accounts import join_account, leave_account
from groundswell.foundation.customers.actions import give_consent, withdraw_consent
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import (
    Account,
    Channel,
    Customer,
    Identity,
    Membership,
    Merge,
    Purpose,
)
from groundswell.listen.asking.actions import (
    ask_customer,
    ban_contact,
    lift_ban,
    set_rule,
)
from groundswell.listen.asking.models import Ask, ListeningPlan, Way
from groundswell.listen.asking.planning import end_plan, make_plan
from groundswell.listen.surveys.models import Invitation, Survey
from tests.world import NOW, make_customer, make_version, make_world

from .scenes import answered, delivered
from .the_rules_read_again import HOUR, Facts

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "")


@dataclass(frozen=True)
class Shape:
    """What is drawn before the year begins."""

    seed: int
    days: int
    people: int
    amounts: dict[str, int]
    own_window: int
    share: int
    wait_hours: int
    reminders: int
    remind_after: int
    quota: int | None
    spread: int
    often: str = ""
    """One deed that happens much more often than in other years."""


@dataclass
class Happenings:
    """The world, the facts as the year writes them down, and the clock. ``look`` is called after every deed."""

    shape: Shape
    seen: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance, self.now = Random(self.shape.seed), NOW
        self.world = make_world()
        self.facts = Facts(amounts=dict(self.shape.amounts))
        self.returns = make_version("returns", "experience", self.world.returns)
        self.people = [self._customer(number) for number in range(self.shape.people)]
        self.accounts = [Account.objects.create(name=f"Account {n}", kind="business") for n in range(3)]
        self.merges: dict[Merge, set[str]] = {}
        self.answers: list[tuple[int, int | None, datetime]] = []
        self.answered: set[int] = set()
        self.last_message = self.last_stop = 0
        self._rules()
        self._plans()
        for person in self.people[: len(self.people) // 2]:
            self.join(person)

    def _customer(self, number: int) -> Customer:
        person = make_customer(f"Person {number}")
        person.time_zone = ZONES[number % len(ZONES)]
        person.save()
        self.facts.zones[person.pk], self.facts.said[person.pk, "email"] = person.time_zone, "yes"
        if number % 2:
            Identity.objects.create(customer=person, kind="phone", value=f"+4477009{number:05}")
            self.facts.phones.add(person.pk)
        return person

    def _rules(self) -> None:
        for kind, amount in self.shape.amounts.items():
            set_rule(kind, amount, by="office", at=self.now)
        survey = self.world.relationship.survey
        set_rule("survey_window", self.shape.own_window, survey=survey, by="office", at=self.now)
        self.facts.own_windows[survey.pk] = self.shape.own_window
        self.facts.relationship.add(survey.pk)

    def _plans(self) -> None:
        shape, experience = self.shape, self.world.experience.survey
        remind = {"reminders_at_most": shape.reminders, "remind_after_days": shape.remind_after}
        self.plan(kind="episode", survey=experience, share=shape.share, wait_hours=shape.wait_hours, **remind)
        self.plan(kind="episode", survey=self.returns.survey, quota=shape.quota, wish="either", **remind)
        self.plan(kind="rolling", wish="either", share=shape.share, quota=shape.quota, **remind)
        self.plan(kind="rolling", margin=30, expected_response=50, wish="text")
        self.wave()

    def plan(self, **fields: object) -> None:
        number = ListeningPlan.objects.count()
        given = {"name": f"Plan {number}", "survey": self.world.relationship.survey, "seed": number}
        start = {"starts_on": self.now.date(), "by": "office", "at": self.now}
        make_plan(**{**given, **start, **fields})

    def wave(self, person: Customer | None = None) -> None:
        starts_on = self.now.date() + timedelta(days=self.chance.randint(0, 60))
        self.plan(kind="wave", starts_on=starts_on, spread_days=self.shape.spread, quota=self.shape.quota)

    DEEDS = {
        "delivery": 10, "by_hand": 3, "second": 2, "ban": 1, "lift": 2, "withdraw": 1, "give": 2, "answer": 5,
        "merge": 1, "unmerge": 1, "join": 1, "leave": 1, "rule": 1, "move": 1, "goes": 0.1, "close": 0.05,
        "wave": 0.3, "end": 0.1,
    }  # fmt: skip

    def something_happens(self, person: Customer) -> None:
        weights = self.DEEDS | ({self.shape.often: 6} if self.shape.often else {})
        deed = self.chance.choices(list(weights), list(weights.values()))[0]
        getattr(self, deed)(person)

    def delivery(self, person: Customer) -> None:
        delivered(self.world, person, self.now - self.chance.choice([0, 0, 30]) * HOUR)

    def by_hand(self, person: Customer) -> None:
        self.ask(person, Way.BY_HAND)

    def second(self, person: Customer) -> None:
        self.ask(person, Way.SECOND)

    def ask(self, person: Customer, way: str) -> None:
        version = self.chance.choice([self.returns, self.world.experience, self.world.relationship])
        for _ in range(self.chance.choice([1, 2])):
            key = f"{way}-{person.pk}-{self.now.isoformat()}-{version.pk}"
            ask_customer(person, version, way=way, key=key, by="somebody", at=self.now)

    def ban(self, person: Customer) -> None:
        ban_contact(person, why="Asked us to stop", by="office", at=self.now)
        self.facts.banned |= self.facts.person(person.pk)

    def lift(self, person: Customer) -> None:
        lift_ban(person, by="office", at=self.now)
        self.facts.banned -= self.facts.person(person.pk)

    def withdraw(self, person: Customer) -> None:
        channel = self.chance.choice([Channel.EMAIL, Channel.EMAIL, Channel.TEXT, None])
        withdraw_consent(person, Purpose.ASKING, channel=channel, by="the customer", at=self.now)
        for medium in ("email", "text") if channel is None else (channel.value,):
            for record in self.facts.person(person.pk):
                if self.facts.said.get((record, medium)):
                    self.facts.said[record, medium] = "no"

    def give(self, person: Customer) -> None:
        living = self.facts.living(person.pk)
        channel = self.chance.choice([Channel.EMAIL, Channel.TEXT])
        purpose = self.chance.choice([Purpose.ASKING, Purpose.ASKING, Purpose.CONTACT])
        who = Customer.objects.get(pk=living)
        give_consent(who, purpose, channel=channel, by="the customer", at=self.now)
        if purpose == Purpose.ASKING and self.facts.said.get((living, channel.value)) != "by merge":
            self.facts.said[living, channel.value] = "yes"

    def answer(self, person: Customer) -> None:
        waits = Invitation.objects.filter(signal=None).order_by("-invited_at")
        open_ = waits.filter(customer=person).first() or waits.first()
        if open_ is None:
            return
        answered(open_, self.now)
        self.answered.add(open_.pk)
        ask = Ask.objects.filter(sending__invitation=open_, step=0).first()
        if ask and ask.plan_id:
            self.answers.append((ask.plan_id, ask.unit_id, self.now))

    def merge(self, person: Customer) -> None:
        other = self.chance.choice(self.people)
        lives = {self.facts.living(one.pk) for one in (person, other)}
        if len(lives) < 2 or {person.pk, other.pk} != lives:
            return
        merge = merge_customers(person, other, by="office", at=self.now)
        self.merges[merge] = {
            medium for medium in ("email", "text") if self._words_meet(person.pk, other.pk, medium)
        }
        self.facts.kept[other.pk] = person.pk

    def _words_meet(self, kept: int, merged: int, medium: str) -> bool:
        """A no under either is a no for both; a yes of the other alone is a yes by merge (then True)."""
        said, mine, theirs = self.facts.said, *(self.facts.said.get((one, medium)) for one in (kept, merged))
        if "no" in {mine, theirs}:
            both = self.facts.person(kept) | self.facts.person(merged)
            said.update({(one, medium): "no" for one in both if said.get((one, medium))})
            return False
        if theirs and not mine:
            said[kept, medium] = "by merge"
            return True
        return False

    def unmerge(self, person: Customer) -> None:
        if not self.merges:
            return
        merge = self.chance.choice(list(self.merges))
        for medium in self.merges.pop(merge):
            if self.facts.said[merge.kept_id, medium] == "by merge":
                self.facts.said[merge.kept_id, medium] = "no"
        unmerge(merge, by="office", at=self.now)
        del self.facts.kept[merge.merged_id]

    def join(self, person: Customer) -> None:
        account = self.chance.choice(self.accounts)
        join_account(account, person, by="office", at=self.now)
        self.facts.accounts.setdefault(account.pk, set()).add(person.pk)

    def leave(self, person: Customer) -> None:
        for membership in Membership.objects.filter(customer=person, until=None):
            leave_account(membership, by="office", at=self.now)
            self.facts.accounts[membership.account_id].discard(person.pk)

    def rule(self, person: Customer) -> None:
        kind, amount = self.chance.choice(list(self.shape.amounts.items()))
        amount = max(0, amount + self.chance.choice([-3, -1, 1, 4]))
        amount = min(1, amount) if kind == "holidays" else min(23, amount) if "quiet" in kind else amount
        set_rule(kind, amount, by="office", at=self.now)
        self.facts.amounts[kind] = amount

    def move(self, person: Customer) -> None:
        zone = self.chance.choice(ZONES)
        Customer.objects.filter(pk=person.pk).update(time_zone=zone)
        self.facts.zones[person.pk] = zone

    def goes(self, person: Customer) -> None:
        Customer.objects.filter(pk=person.pk).update(ended_on=self.now.date())
        self.facts.left.add(person.pk)

    def close(self, person: Customer) -> None:
        Survey.objects.filter(pk=self.returns.survey_id).update(closed_at=self.now)
        self.returns.survey.closed_at = self.now
        self.facts.closed.add(self.returns.survey_id)

    def end(self, person: Customer) -> None:
        wave = ListeningPlan.objects.filter(kind="wave", ended_at=None).first()
        if wave:
            end_plan(wave, by="office", at=self.now)
