"""One simulated year of asking: what happens is drawn by chance, written down, and looked at after every step."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.customers.accounts import join_account, leave_account
from groundswell.foundation.customers.actions import give_consent, withdraw_consent
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Account, Channel, Customer, Membership, Merge, Purpose
from groundswell.listen.asking.actions import (
    ask_customer,
    ban_contact,
    end_plan,
    lift_ban,
    make_plan,
    set_rule,
)
from groundswell.listen.asking.jobs import offer_asks, send_asks
from groundswell.listen.asking.models import Ask, ListeningPlan, Reason, Sending, Suppression, Way
from groundswell.listen.asking.why import standing_of, timeline_of
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.surveys.models import Invitation, Survey
from tests.world import NOW, make_customer, make_version, make_world

from .scenes import answered, delivered
from .the_rules_read_again import DAY, HOUR, NEVER, Facts, Sent, against, is_quiet

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "")
ENDING = {"floor", "person_window", "survey_window", "account_window", "yearly_cap"}


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


class Killed(Exception):
    """The process died before its transaction was kept."""


class Breach(AssertionError):
    """A rule was broken, or the reason given was not the reason."""


@dataclass
class Year:
    """The world, the facts as the year wrote them down, and the clock."""

    shape: Shape
    seen: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance, self.now = Random(self.shape.seed), NOW
        self.world = make_world()
        self.facts = Facts(amounts=dict(self.shape.amounts))
        self.returns = make_version("returns", "experience", self.world.returns)
        self.people = [self._customer(number) for number in range(self.shape.people)]
        self.accounts = [Account.objects.create(name=f"Account {n}", kind="business") for n in range(3)]
        self.merges: dict[Merge, set[int]] = {}
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
        self.facts.zones[person.pk], self.facts.said[person.pk] = person.time_zone, "yes"
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
        self.plan(kind="episode", survey=self.returns.survey, quota=shape.quota)
        self.plan(kind="rolling", share=shape.share, quota=shape.quota, **remind)
        self.plan(kind="rolling", margin=30, expected_response=50)
        self.wave()

    def plan(self, **fields: object) -> None:
        number = ListeningPlan.objects.count()
        given = {"name": f"Plan {number}", "survey": self.world.relationship.survey, "seed": number}
        start = {"starts_on": self.now.date(), "by": "office", "at": self.now}
        make_plan(**{**given, **start, **fields})

    def wave(self, person: Customer | None = None) -> None:
        starts_on = self.now.date() + timedelta(days=self.chance.randint(0, 60))
        self.plan(kind="wave", starts_on=starts_on, spread_days=self.shape.spread, quota=self.shape.quota)

    def live(self) -> None:
        """Until the year is over; now and then the worker is down for days."""
        while self.now < NOW + self.shape.days * DAY:
            self.now += self.chance.choice([5, 17, 30, 41, 62, 79]) * HOUR
            if self.chance.random() < 0.01:
                self.now += 6 * DAY
            for _ in range(self.chance.randint(0, 3)):
                self.something_happens(self.chance.choice(self.people))
                self.look()
            self.worker()
            if self.chance.random() < 0.3:
                self.ask_why(self.chance.choice(self.people))
        self.look_back()

    def worker(self) -> None:
        for job in (offer_asks, send_asks):
            if self.chance.random() < 0.04:
                with suppress(Killed), transaction.atomic():
                    job(self.now)
                    raise Killed
            for _ in range(self.chance.choice([1, 1, 1, 2])):
                job(self.now)
        self.look()
        for ask in Ask.objects.filter(
            sending=None, suppressions=None, plan__ended_at=None, due_at__lte=self.now
        ):
            if not is_quiet(self.facts, ask.customer_id, self.now):
                raise Breach(f"{ask.key} waits for nothing")

    DEEDS = {
        "delivery": 10, "by_hand": 3, "second": 2, "ban": 1, "lift": 2, "withdraw": 1, "give": 2, "answer": 5,
        "merge": 1, "unmerge": 1, "join": 1, "leave": 1, "rule": 1, "move": 1, "goes": 0.1, "close": 0.05,
        "wave": 0.3, "end": 0.1,
    }  # fmt: skip

    def something_happens(self, person: Customer) -> None:
        deed = self.chance.choices(list(self.DEEDS), list(self.DEEDS.values()))[0]
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
        self.facts.banned.add(person.pk)

    def lift(self, person: Customer) -> None:
        lift_ban(person, by="office", at=self.now)
        self.facts.banned -= self.facts.person(person.pk)

    def withdraw(self, person: Customer) -> None:
        channel = self.chance.choice([Channel.EMAIL, Channel.EMAIL, Channel.TEXT, None])
        withdraw_consent(person, Purpose.ASKING, channel=channel, by="the customer", at=self.now)
        if channel != Channel.TEXT:
            for record in self.facts.person(person.pk):
                if self.facts.said.get(record):
                    self.facts.said[record] = "no"

    def give(self, person: Customer) -> None:
        living = self.facts.living(person.pk)
        channel = self.chance.choice([Channel.EMAIL, Channel.TEXT])
        purpose = self.chance.choice([Purpose.ASKING, Purpose.ASKING, Purpose.CONTACT])
        who = Customer.objects.get(pk=living)
        give_consent(who, purpose, channel=channel, by="the customer", at=self.now)
        if (channel, purpose) == (Channel.EMAIL, Purpose.ASKING) and self.facts.said.get(
            living
        ) != "by merge":
            self.facts.said[living] = "yes"

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
        said, before = self.facts.said, self.facts.said.get(person.pk)
        if "no" in {before, said.get(other.pk)}:
            both = self.facts.person(person.pk) | self.facts.person(other.pk)
            said.update({record: "no" for record in both if said.get(record)})
        elif said.get(other.pk) and not before:
            said[person.pk] = "by merge"
        by_merge = {person.pk} if said.get(person.pk) == "by merge" and before != "by merge" else set()
        self.facts.kept[other.pk] = person.pk
        self.merges[merge] = by_merge

    def unmerge(self, person: Customer) -> None:
        if not self.merges:
            return
        merge = self.chance.choice(list(self.merges))
        for record in self.merges.pop(merge):
            if self.facts.said[record] == "by merge":
                self.facts.said[record] = "no"
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
        self.facts.closed.add(self.returns.survey_id)

    def end(self, person: Customer) -> None:
        wave = ListeningPlan.objects.filter(kind="wave", ended_at=None).first()
        if wave:
            end_plan(wave, by="office", at=self.now)

    def look(self) -> None:
        """Every message and every reason that came since, held against the rules read again."""
        before = len(self.facts.sent)
        for message in Message.objects.filter(pk__gt=self.last_message).order_by("pk"):
            self.last_message = message.pk
            self.judge_message(message)
        stops = Suppression.objects.filter(pk__gt=self.last_stop).select_related("ask__plan", "ask__survey")
        for stop in stops.order_by("pk"):
            self.last_stop = stop.pk
            self.judge_stop(stop, before)

    def judge_message(self, message: Message) -> None:
        word, number = message.key.rsplit("-", 1)
        mine = {"ask_id": number} if word == "reminder" else {"invitation_id": number, "ask__step": 0}
        sending = Sending.objects.select_related("ask__plan", "invitation").get(**mine)
        ask, way, who = sending.ask, sending.ask.way, message.customer_id
        due = self.due(who, ask, also_ended_now=False)
        found = against(self.facts, who, ask.survey_id, self.now, way=way, due=due)
        if ask.plan and ask.plan.ended_at:
            found.add("plan ended")
        if ask.plan and self.is_full(ask):
            found.add("quota_full")
        if word == "reminder":
            if sending.invitation_id in self.answered:
                found.add("answered")
            if ask.step > ask.plan.reminders_at_most:
                found.add("reminded too often")
            first = sending.invitation.invited_at
            if self.now < first + ask.step * timedelta(days=ask.plan.remind_after_days):
                found.add("reminded too soon")
        elif self.facts.living(who) != who or self.facts.living(ask.customer_id) != who:
            found.add("another person's address")
        if found:
            raise Breach(f"{way} {ask.key} went to {who} on {self.now} against {sorted(found)}")
        self.facts.sent.append(Sent(who, self.now, ask.survey_id, word == "reminder"))
        self.seen[way] += 1

    def judge_stop(self, stop: Suppression, before: int) -> None:
        ask, reason, counts = stop.ask, stop.reason, range(before, len(self.facts.sent) + 1)
        due = self.due(ask.customer_id, ask, also_ended_now=True)
        self.seen[reason] += 1
        if reason in {Reason.QUOTA_FULL, Reason.ANSWERED}:
            stands = self.is_full(ask) if reason == Reason.QUOTA_FULL else ask.reminds_id in self.answered
            if not stands:
                raise Breach(f"{ask.key} was stopped by {reason}, which does not stand")
            return

        rule = "quiet" if reason in {Reason.QUIET_HOURS, Reason.HOLIDAY} else reason

        def stands_at(at: datetime, n: int) -> bool:
            asked = (self.facts, ask.customer_id, ask.survey_id, at)
            return rule in against(*asked, way=ask.way, due=due, until=n)

        if reason == Reason.NO_CONSENT and ask.step:
            return
        if not any(stands_at(self.now, n) for n in counts):
            raise Breach(f"{ask.key} was stopped on {self.now} by {reason}, which does not stand")
        second = timedelta(seconds=1)
        if reason in ENDING and not any(
            stands_at(stop.until - second, n) and not stands_at(stop.until, n) for n in counts
        ):
            raise Breach(f"{ask.key} was stopped until {stop.until}, and {reason} ends otherwise")

    def due(self, record: int, ask: Ask | None, *, also_ended_now: bool) -> list[datetime]:
        """When the relationship questions that wait for this person are due."""
        waits = Ask.objects.filter(
            customer_id__in=self.facts.person(record),
            survey_id__in=self.facts.relationship,
            step=0,
            plan__ended_at=None,
            plan__isnull=False,
        ).exclude(pk=ask and ask.pk)
        found = []
        for one in waits.select_related("sending").prefetch_related("suppressions"):
            ended = [stop.at for stop in one.suppressions.all()]
            ended += [one.sending.at] if hasattr(one, "sending") else []
            if not ended or (also_ended_now and max(ended) == self.now):
                found.append(one.due_at)
        return found

    def is_full(self, ask: Ask) -> bool:
        if ask.plan is None or not ask.plan.quota:
            return False
        month = timezone.localtime(self.now)
        n = sum(
            (plan, unit) == (ask.plan_id, ask.unit_id)
            and (ask.plan.kind == "wave" or _month(timezone.localtime(at)) == _month(month))
            for plan, unit, at in self.answers
        )
        return n >= ask.plan.quota

    def ask_why(self, person: Customer) -> None:
        """The page says of every survey what the rules say, and names the first free moment."""
        for one in standing_of(person, at=self.now):
            due = self.due(person.pk, None, also_ended_now=False)

            def found(at: datetime, survey: int = one.survey.pk, due: list[datetime] = due) -> set[str]:
                return against(self.facts, person.pk, survey, at, way="planned", due=due)

            now = found(self.now)
            if one.is_free != (not now):
                raise Breach(f"why says {one.sentence!r} of {person.pk} on {self.now}; the rules say {now}")
            if one.free_from and (found(one.free_from) or not (one.is_free or found(_before(one.free_from)))):
                raise Breach(f"why names {one.free_from}, the rules {found(one.free_from)}")
            if one.free_from is None and not now & (NEVER | {"precedence"}) and not due:
                raise Breach(f"why names no date, and only {now} stands in the way")
            self.seen["why"] += 1

    def look_back(self) -> None:
        """Whatever reached an address stands in the story of that person, and nothing was written twice."""
        for person in self.people:
            told = Counter(
                moment.at for moment in timeline_of(person, at=self.now) if _is_asked(moment.title)
            )
            me = self.facts.person(person.pk)
            got = Counter(one.at for one in self.facts.sent if one.record in me)
            if got - told:
                raise Breach(f"the story of {person.pk} leaves out {got - told}")
        if Message.objects.count() != Sending.objects.count():
            raise Breach("a message without an ask, or an ask without a message")


def lived(shape: Shape) -> Year:
    """A year from its first day to its last, and nothing of it left behind."""
    with transaction.atomic():
        year = Year(shape)
        year.live()
        transaction.set_rollback(True)
    return year


def _is_asked(title: str) -> bool:
    return title.startswith(("Asked", "Reminded"))


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month


def _before(moment: datetime) -> datetime:
    return moment - timedelta(seconds=1)
