"""What happens in a simulated year: a world drawn by chance, and deeds that are written down as they are done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random

from groundswell.foundation.customers.accounts import join_account, leave_account
from groundswell.foundation.customers.barring import ban_contact, lift_ban
from groundswell.foundation.customers.models import Account, Consent, Customer, Identity, Membership, Merge
from groundswell.listen.asking.actions import ask_customer, set_rule
from groundswell.listen.asking.arriving import episode_by_words
from groundswell.listen.asking.models import Ask, Way
from groundswell.listen.surveys.models import Invitation, Survey
from tests.world import NOW, make_customer, make_version, make_world

from .scenes import answered, delivered
from .the_post import Post
from .the_rules_read_again import HOUR, Facts
from .what_people_say import Words
from .what_plans_do import MEDIA, Plans

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
class Happenings(Words, Plans, Post):
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
        self.wishes: dict[str, tuple[str, ...]] = {}
        self.gone: set[int] = set()
        self.resumed: dict[int, datetime] = {}
        self.keys = count(1)
        self.steps: dict[tuple[int, int], datetime] = {}
        self.handed: Counter[int] = Counter()
        self.last_message = self.last_stop = 0
        self._rules()
        self._plans()
        for person in self.people[: len(self.people) // 2]:
            self.join(person)

    def _customer(self, number: int) -> Customer:
        person = make_customer(f"Person {number}")
        person.time_zone = ZONES[number % len(ZONES)]
        person.save()
        self.facts.zones[person.pk] = person.time_zone
        self.facts.addresses[person.pk] = {"email": str(person.email)}
        if number % 4 == 2:
            Consent.objects.filter(customer=person).delete()  # never spoke of it
        else:
            self.facts.says_yes(person.pk, "email", self.now)
        if number % 2:
            value = f"+4477009{number:05}"
            Identity.objects.create(customer=person, kind="phone", value=value)
            self.facts.addresses[person.pk]["text"] = value
        return person

    def _rules(self) -> None:
        for kind, amount in self.shape.amounts.items():
            set_rule(kind, amount, by="office", at=self.now)
        survey = self.world.relationship.survey
        set_rule("survey_window", self.shape.own_window, survey=survey, by="office", at=self.now)
        self.facts.own_windows[survey.pk] = self.shape.own_window
        self.facts.relationship.add(survey.pk)

    DEEDS = {
        "delivery": 10, "by_hand": 3, "second": 2, "ban": 0.7, "lift": 2, "withdraw": 0.6, "give": 3, "answer": 5,
        "merge": 1, "unmerge": 1, "join": 1, "leave": 1, "rule": 1, "move": 1, "goes": 0.1, "close": 0.05,
        "wave": 0.3, "end": 0.1, "list_of_people": 0.4, "pause": 0.3, "go_on": 1, "edit": 0.8, "one_click": 0.4,
        "stop_by_text": 0.5, "start_by_text": 0.7, "opt_out_list": 0.2, "word_from_outside": 1.5, "trust": 0.7,
    }  # fmt: skip

    def something_happens(self, person: Customer) -> None:
        weights = self.DEEDS | ({self.shape.often: 6} if self.shape.often else {})
        deed = self.chance.choices(list(weights), list(weights.values()))[0]
        getattr(self, deed)(person)

    def delivery(self, person: Customer) -> None:
        happened = self.now - self.chance.choice([0, 0, 30]) * HOUR
        if self.chance.random() < 0.5:
            delivered(self.world, person, happened)
            return
        told = {"touchpoint": "delivery", "source": "api:till", "key": str(next(self.keys)), "unit": "leeds"}
        episode_by_words(str(person.email), **told, happened_at=happened, by="api:till", at=self.now)

    def by_hand(self, person: Customer) -> None:
        self.ask(person, Way.BY_HAND, self.chance.choice(["email", "text", "either", None]))

    def second(self, person: Customer) -> None:
        self.ask(person, Way.SECOND, None)

    def ask(self, person: Customer, way: str, wish: str | None) -> None:
        version = self.chance.choice([self.returns, self.world.experience, self.world.relationship])
        for _ in range(self.chance.choice([1, 2])):
            key = f"{way}-{person.pk}-{self.now.isoformat()}-{version.pk}"
            self.wishes[key] = MEDIA[wish or ("either" if way == Way.SECOND else "email")]
            ask_customer(person, version, way=way, key=key, wish=wish, by="somebody", at=self.now)

    def ban(self, person: Customer) -> None:
        ban_contact(person, why="Asked us to stop", by="office", at=self.now)
        self.facts.banned |= self.facts.person(person.pk)

    def lift(self, person: Customer) -> None:
        lift_ban(person, by="office", at=self.now)
        self.facts.banned -= self.facts.person(person.pk)

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
