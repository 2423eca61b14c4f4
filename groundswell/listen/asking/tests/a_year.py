"""One simulated year of asking, looked at after every step: every message, every reason, and what the pages say."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from groundswell.foundation.customers.models import (
    Customer,
)
from groundswell.listen.asking.jobs import offer_asks, send_asks
from groundswell.listen.asking.models import Ask, Reason, Sending, Suppression
from groundswell.listen.asking.why import standing_of, timeline_of
from groundswell.listen.channels.outbox.models import Message
from tests.world import NOW

from .the_rules_read_again import DAY, HOUR, NEVER, Sent, against, is_quiet
from .what_happens import Happenings, Shape
from .what_plans_do import MEDIA

LONGEST_QUIET = 5 * DAY
"""Two holidays, the days that replace them, and a night."""
ENDING = {"floor", "person_window", "survey_window", "account_window", "yearly_cap"}


class Killed(Exception):
    """The process died before its transaction was kept."""


class Breach(AssertionError):
    """A rule was broken, or the reason given was not the reason."""


@dataclass
class Year(Happenings):
    """The year itself, and its judge."""

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
        self.hand_over()
        waits = Ask.objects.filter(sending=None, suppressions=None, plan__ended_at=None, due_at__lte=self.now)
        for ask in waits.exclude(plan__in=self.facts.paused):
            # A quiet hour that began in another zone, before somebody moved or two records were one, is waited out.
            waits_it_out = ask.held_until and self.now < ask.held_until < self.now + LONGEST_QUIET
            if not waits_it_out and not is_quiet(self.facts, ask.customer_id, self.now):
                raise Breach(f"{ask.key} waits for nothing")

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
        media = self.media_of(ask) if word != "reminder" else (message.medium,)
        found = against(self.facts, who, ask.survey_id, self.now, way=way, due=due, media=media)
        if message.medium != self.facts.first(who, media):
            found.add("another medium")
        if (message.medium, message.address) in self.facts.lost:
            found.add("a lost address")
        if ask.plan and ask.plan.ended_at:
            found.add("plan ended")
        if ask.plan_id in self.facts.paused:
            found.add("plan paused")
        if ask.pk in self.gone:
            found.add("its moment passed while the plan rested")
        if ask.plan and self.is_full(ask):
            found.add("quota_full")
        if word == "reminder":
            if sending.invitation_id in self.answered:
                found.add("answered")
            if ask.step > ask.plan.reminders_at_most:
                found.add("reminded too often")
            before = self.steps[sending.invitation_id, ask.step - 1]
            if self.now < before + timedelta(days=ask.plan.remind_after_days):
                found.add("reminded too soon")
        elif self.facts.living(who) != who or self.facts.living(ask.customer_id) != who:
            found.add("another person's address")
        if found:
            raise Breach(f"{way} {ask.key} went to {who} on {self.now} against {sorted(found)}")
        self.steps[sending.invitation_id, ask.step] = self.now
        self.facts.sent.append(Sent(who, self.now, ask.survey_id, word == "reminder"))
        self.seen[way] += 1
        self.seen[message.medium] += 1

    def judge_stop(self, stop: Suppression, before: int) -> None:
        ask, reason, counts = stop.ask, stop.reason, range(before, len(self.facts.sent) + 1)
        due = self.due(ask.customer_id, ask, also_ended_now=True)
        self.seen[reason] += 1
        if reason in {Reason.QUOTA_FULL, Reason.ANSWERED}:
            stands = self.is_full(ask) if reason == Reason.QUOTA_FULL else ask.reminds_id in self.answered
            if not stands:
                raise Breach(f"{ask.key} was stopped by {reason}, which does not stand")
            return

        if reason in {Reason.PAUSED, Reason.PLAN_CHANGED}:
            if not self.is_stale(ask, reason):
                raise Breach(f"{ask.key} was stopped by {reason}, which does not stand")
            return

        media = self.media_of(ask)
        if ask.step:
            first = Message.objects.filter(invitation=ask.reminds_id).order_by("pk").first()
            if first is None:
                raise Breach(f"{ask.key} reminds of a question that never left")
            media = (first.medium,)
        rule = "quiet" if reason in {Reason.QUIET_HOURS, Reason.HOLIDAY} else reason

        def stands_at(at: datetime, n: int) -> bool:
            asked = (self.facts, ask.customer_id, ask.survey_id, at)
            return rule in against(*asked, way=ask.way, due=due, media=media, until=n)

        if reason == Reason.NO_CONSENT and ask.step:
            return
        if not any(stands_at(self.now, n) for n in counts):
            raise Breach(f"{ask.key} was stopped on {self.now} by {reason}, which does not stand")
        second = timedelta(seconds=1)
        if reason in ENDING and not any(
            stands_at(stop.until - second, n) and not stands_at(stop.until, n) for n in counts
        ):
            raise Breach(f"{ask.key} was stopped until {stop.until}, and {reason} ends otherwise")

    def is_stale(self, ask: Ask, reason: str) -> bool:
        """Whether its moment passed while the plan rested, or the plan reminds so often no more."""
        if reason == Reason.PLAN_CHANGED:
            return ask.step > ask.plan.reminders_at_most
        went_on = self.resumed.get(ask.plan_id) == self.now
        return went_on and ask.due_at < self.now - DAY and bool(ask.plan.kind == "episode" or ask.step)

    def media_of(self, ask: Ask) -> tuple[str, ...]:
        """As the plan wishes now, or whoever asked by hand."""
        return MEDIA[ask.plan.wish] if ask.plan else self.wishes[ask.key]

    def due(self, record: int, ask: Ask | None, *, also_ended_now: bool) -> list[datetime]:
        """When the relationship questions that wait for this person are due."""
        waits = Ask.objects.filter(
            customer_id__in=self.facts.person(record),
            survey_id__in=self.facts.relationship,
            step=0,
            plan__ended_at=None,
            plan__isnull=False,
        ).exclude(plan__in=self.facts.paused)
        waits = waits.exclude(pk=ask.pk) if ask else waits
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
            and (ask.plan.kind in {"wave", "list"} or _month(timezone.localtime(at)) == _month(month))
            for plan, unit, at in self.answers
        )
        return n >= ask.plan.quota

    def ask_why(self, person: Customer) -> None:
        """The page says of every survey what the rules say, and names the first free moment."""
        for one in standing_of(person, at=self.now):
            due = self.due(person.pk, None, also_ended_now=False)

            def found(at: datetime, survey: int = one.survey.pk, due: list[datetime] = due) -> set[str]:
                return against(
                    self.facts, person.pk, survey, at, way="planned", due=due, media=MEDIA["either"]
                )

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
    """A year from its first day to its last, and nothing of it left behind. The same shape is always the same year."""
    with transaction.atomic():
        _number_from_one()
        year = Year(shape)
        year.live()
        transaction.set_rollback(True)
    return year


def _number_from_one() -> None:
    """Lots hang on the keys of rows; these would go on where an earlier year ended."""
    tables = [
        {"table": model._meta.db_table, "column": model._meta.pk.column}
        for model in apps.get_models()
        if model._meta.auto_field
    ]
    with connection.cursor() as cursor:
        for asked in connection.ops.sequence_reset_by_name_sql(no_style(), tables):
            cursor.execute(asked)


def _is_asked(title: str) -> bool:
    return title.startswith(("Asked", "Reminded"))


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month


def _before(moment: datetime) -> datetime:
    return moment - timedelta(seconds=1)
