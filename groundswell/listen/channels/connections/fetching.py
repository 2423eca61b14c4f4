"""One fetch of one connection: page by page, each stored together with its cursor, and noted with what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import transaction

from ..outbound.client import ask_outside
from ..outbound.errors import BrokenAnswer, OutsideProblem
from ..registry import CHANNELS
from .channel import Ask, Asking, Channel, Page
from .models import Connection, Fetch
from .patience import wait_after
from .receiving import Tally, receive_page
from .secrets import keep_secret, second_of, secret_of

MOST_PAGES = 50
UNEXPECTED = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)
LEASE = timedelta(minutes=1)
"""Longer than one page can take; renewed with each page, so that a killed fetch is gone on with soon."""
SOON = timedelta(seconds=5)


def fetch_now(connection: Connection, *, at: datetime, ask: Ask = ask_outside) -> Fetch | None:
    """Fetch what there is. None when somebody else fetches just now."""
    if not _claim(connection, at):
        return None
    began, tally, problem, has_more = monotonic(), Tally(), None, False
    try:
        for page in _pages(connection, at, ask):
            tally += _keep(connection, page, at, at + timedelta(seconds=monotonic() - began))
            has_more = page.has_more
    except OutsideProblem as met:
        problem = met
    except UNEXPECTED as met:
        problem = _broken(met)
    return _note(connection, tally, problem, has_more, at)


def _claim(connection: Connection, at: datetime) -> bool:
    """Two workers never fetch the same connection: the first one moves its next moment."""
    held = Connection.objects.filter(pk=connection.pk, next_at=connection.next_at, ended_at=None)
    connection.next_at = at + LEASE
    return held.update(next_at=connection.next_at) == 1


def _pages(connection: Connection, at: datetime, ask: Ask) -> Iterator[Page]:
    channel = CHANNELS[connection.channel]
    secrets = secret_of(connection.pk), secret_of(second_of(connection.pk))
    keep = partial(keep_secret, second_of(connection.pk))
    for _ in range(MOST_PAGES if channel.fetch else 0):
        before = connection.cursor
        asking = Asking(connection.settings, secrets[0], before, at, ask, secrets[1], keep)
        page = channel.fetch(asking)  # type: ignore[misc]
        yield page
        if not page.has_more or page.cursor == before:
            return


@transaction.atomic
def _keep(connection: Connection, page: Page, at: datetime, now: datetime) -> Tally:
    tally = receive_page(connection, CHANNELS[connection.channel], page, at=at)
    connection.cursor, connection.next_at = page.cursor, now + LEASE
    connection.save(update_fields=["cursor", "next_at"])
    return tally


@transaction.atomic
def _note(
    connection: Connection, tally: Tally, problem: OutsideProblem | None, has_more: bool, at: datetime
) -> Fetch:
    outcome = problem.outcome if problem else Fetch.Outcome.FETCHED
    done = Fetch.objects.create(
        connection=connection, outcome=outcome, note=str(problem or "")[:300], at=at, **asdict(tally)
    )
    pause = SOON if has_more else CHANNELS[connection.channel].every
    if problem:
        pause = wait_after(failures_in_a_row(connection), asked_seconds=problem.wait_seconds)
    connection.next_at = at + pause
    connection.save(update_fields=["next_at"])
    return done


def failures_in_a_row(connection: Connection) -> int:
    """How often it failed since it last worked."""
    outcomes = list(connection.fetches.values_list("outcome", flat=True)[:20])
    worked = [number for number, outcome in enumerate(outcomes) if outcome == Fetch.Outcome.FETCHED]
    return worked[0] if worked else len(outcomes)


def _broken(met: Exception) -> BrokenAnswer:
    return BrokenAnswer(
        f"The answer has not the form that we know ({type(met).__name__}: {met}). Check the address; we try again."
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """What the first page of a place would bring, or why it brings nothing. Nothing of it is stored."""

    page: Page
    problem: str = ""

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        if self.problem:
            return self.problem
        count = len(self.page.heard) + len(self.page.people)
        what = "customer" if self.page.people else "voice"
        more = " and there are more behind them" if self.page.has_more else ""
        found = f"{count} {what}{'' if count == 1 else 's'}{more}" if count else "nothing there yet"
        lost = len(self.page.unreadable)
        return f"It works: {found}{f', {lost} could not be read' if lost else ''}."


def try_out(
    channel: Channel,
    settings: Mapping[str, str],
    *,
    secret: str,
    second: str = "",
    at: datetime,
    ask: Ask = ask_outside,
) -> Trial:
    """Ask a place once, as the first fetch would, before anything is connected."""
    try:
        return Trial(channel.fetch(Asking(settings, secret, {}, at, ask, second)))  # type: ignore[misc]
    except OutsideProblem as problem:
        return Trial(Page(), str(problem))
    except UNEXPECTED as met:
        return Trial(Page(), str(_broken(met)))
