"""Notices go out: each subscriber in a line of its own, so that a slow one delays nobody else; what fails waits longer each
time, for seven days.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic, time

from django.db import transaction
from django.db.models import F

from groundswell.foundation.history.actions import record

from ..outbound.client import knock, seconds_to_wait
from ..outbound.errors import OutsideProblem
from .keys import secrets_of
from .models import Knock, Notice, Subscription
from .signing import signed_headers

FIRST = timedelta(seconds=10)
LONGEST = timedelta(hours=12)
GIVE_UP_AFTER = timedelta(days=7)
IN_A_LINE = 100
LINE_SECONDS = 5
MOST_UNHEARD = 10
GONE = 410
JOB = "notices"


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice, ready to go: nothing here asks the database."""

    pk: int
    name: str
    body: bytes
    address: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one attempt."""

    pk: int
    status: int | None
    note: str = ""
    wait_seconds: float | None = None

    @property
    def is_heard(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Lines:
    """One line of letters for each subscriber, in threads; a line that takes longer is looked at in the next round."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="notices")
        self.running: dict[int, tuple[list[Letter], Future[list[Told]]]] = {}

    def round(self, at: datetime, *, patience: float = 1) -> list[Told]:
        """Start what is due, wait a moment, settle what has ended."""
        due = Notice.objects.filter(due_at__lte=at, subscription__ended_at=None)
        for pk in due.values_list("subscription", flat=True).distinct().order_by():
            if pk not in self.running and (letters := claim(pk, at)):
                self.running[pk] = letters, self.pool.submit(send_line, letters)
        wait([line for _, line in self.running.values()], timeout=patience)
        ended = [pk for pk, (_, line) in self.running.items() if line.done()]
        lines = [self.running.pop(pk) for pk in ended]
        return [told for letters, line in lines for told in settle(letters, line.result(), at)]


LINES = Lines()


@transaction.atomic
def claim(subscription_id: int, at: datetime) -> list[Letter]:
    """The next letters of a subscriber. Each counts as tried from now on and waits as if it had failed: a killed worker's
    letters go out again, no sooner than a failure would.
    """
    subscription = Subscription.objects.select_for_update().get(pk=subscription_id)
    due = list(subscription.notices.filter(due_at__lte=at).order_by("due_at", "id")[:IN_A_LINE])
    for notice in due:
        notice.tries += 1
        notice.due_at = at + pause_after(notice.tries)
    Notice.objects.bulk_update(due, ["tries", "due_at"])
    keys = tuple(secrets_of(subscription_id, at=at))
    return [Letter(one.pk, one.name, one.body.encode(), subscription.address, keys) for one in due]


def send_line(letters: Sequence[Letter]) -> list[Told]:
    """Tell one after the other, until nobody answers, ten were not heard, or five seconds are over."""
    ends, found = monotonic() + LINE_SECONDS, []
    for letter in letters:
        found.append(send(letter))
        unheard = sum(not told.is_heard for told in found)
        if found[-1].status in {None, GONE} or unheard >= MOST_UNHEARD or monotonic() > ends:
            break
    return found


def send(letter: Letter) -> Told:
    """One attempt. Redirects are not followed; the address is checked anew at this connection."""
    if not letter.secrets:
        return Told(letter.pk, None, "Its secret is missing. Make a new one on its page.")
    headers = signed_headers(letter.secrets, letter.name, int(time()), letter.body)
    headers |= {"Content-Type": "application/json"}
    try:
        answer = knock(letter.address, method="POST", headers=headers, body=letter.body)
    except OutsideProblem as problem:
        return Told(letter.pk, None, str(problem))
    return Told(letter.pk, answer.status, "", seconds_to_wait(answer.headers.get("retry-after", "")))


@transaction.atomic
def settle(letters: Sequence[Letter], line: list[Told], at: datetime) -> list[Told]:
    """Keep every attempt; what the line did not come to was not tried."""
    Knock.objects.bulk_create(
        Knock(notice_id=told.pk, status=told.status, note=told.note[:300], at=at) for told in line
    )
    heard = [told.pk for told in line if told.is_heard]
    Notice.objects.filter(pk__in=heard).update(due_at=None, told_at=at)
    for told in line:
        if not told.is_heard:
            _failed(told, at)
    left = {letter.pk for letter in letters} - {told.pk for told in line}
    Notice.objects.filter(pk__in=left, due_at__isnull=False).update(due_at=at, tries=F("tries") - 1)
    return line


def _failed(told: Told, at: datetime) -> None:
    notice = Notice.objects.select_related("subscription").get(pk=told.pk)
    pause = pause_after(notice.tries, asked_seconds=told.wait_seconds)
    notice.due_at = at + pause if at + pause - notice.written_at <= GIVE_UP_AFTER else None
    notice.save(update_fields=["due_at"])
    if told.status == GONE:
        end_subscription(notice.subscription, why="They said that nobody listens there (410).", by=JOB, at=at)


def pause_after(tries: int, *, asked_seconds: float | None = None, chance: float | None = None) -> timedelta:
    """Doubling from ten seconds to half a day, a tenth more or less by chance, never before the moment they asked for."""
    jitter = 0.9 + 0.2 * (random.random() if chance is None else chance)  # noqa: S311 (no secret)
    return max(min(FIRST * 2 ** min(tries - 1, 20), LONGEST) * jitter, timedelta(seconds=asked_seconds or 0))


@transaction.atomic
def end_subscription(subscription: Subscription, *, why: str = "", by: object, at: datetime) -> None:
    """Tell them nothing any more; what waited stays in the log."""
    if Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=at, why_ended=why):
        subscription.notices.filter(due_at__isnull=False).update(due_at=None)
        record("ended a subscription", subscription, by=by, at=at, why=why)
