"""What is done with connections: made, changed, ended, fetched, called."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from ..outbound.client import ask_outside
from ..outbound.errors import BrokenAnswer, OutsideProblem
from ..registry import CHANNELS
from .channel import Ask, Asking, Call, Page, Unreadable
from .models import Connection, Fetch, HookCall
from .patience import wait_after
from .receiving import Tally, receive_page
from .secrets import keep_secret, secret_of

MOST_PAGES = 50
UNEXPECTED = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)
LEASE = timedelta(minutes=15)


@transaction.atomic
def connect(
    channel: str,
    name: str,
    *,
    by: object,
    at: datetime,
    settings: Mapping[str, str] | None = None,
    secret: str = "",
    unit: Unit | None = None,
    touchpoint: Touchpoint | None = None,
    places: Mapping[str, str] | None = None,
    kind_of_score: str = "experience",
) -> Connection:
    """Begin to listen at one more place. It is fetched at the next round."""
    connection = Connection.objects.create(
        channel=CHANNELS[channel].code,
        name=name,
        settings=dict(settings or {}),
        unit=unit,
        touchpoint=touchpoint,
        places=dict(places or {}),
        kind_of_score=kind_of_score,
        next_at=at,
        made_at=at,
    )
    if secret:
        keep_secret(connection.pk, secret)
    record("connected", connection, by=by, at=at, channel=channel)
    return connection


@transaction.atomic
def change_connection(
    connection: Connection, *, by: object, at: datetime, secret: str = "", **changes: Any
) -> None:
    """Change what was entered, and try again at once. An empty secret keeps the old one."""
    for name, value in changes.items():
        setattr(connection, name, value)
    connection.next_at = at
    connection.save()
    if secret:
        keep_secret(connection.pk, secret)
    record("changed connection", connection, by=by, at=at, changed=sorted(changes))


@transaction.atomic
def end_connection(connection: Connection, *, by: object, at: datetime) -> None:
    """Stop listening there. What arrived stays."""
    connection.ended_at = at
    connection.save(update_fields=["ended_at"])
    record("ended connection", connection, by=by, at=at)


def fetch_now(connection: Connection, *, at: datetime, ask: Ask = ask_outside) -> Fetch | None:
    """Fetch page by page; each page is stored together with its cursor. None when somebody else fetches just now."""
    if not _claim(connection, at):
        return None
    tally, problem = Tally(), None
    try:
        for page in _pages(connection, at, ask):
            tally += _keep(connection, page, at)
    except OutsideProblem as met:
        problem = met
    except UNEXPECTED as met:
        problem = BrokenAnswer(f"The answer has not the promised form ({type(met).__name__}: {met}).")
    return _note(connection, tally, problem, at)


def _claim(connection: Connection, at: datetime) -> bool:
    """Two workers never fetch the same connection: the first one moves its next moment."""
    held = Connection.objects.filter(pk=connection.pk, next_at=connection.next_at, ended_at=None)
    connection.next_at = at + LEASE
    return held.update(next_at=connection.next_at) == 1


def _pages(connection: Connection, at: datetime, ask: Ask) -> Any:
    channel, secret = CHANNELS[connection.channel], secret_of(connection.pk)
    for _ in range(MOST_PAGES if channel.fetch else 0):
        before = connection.cursor
        page = channel.fetch(Asking(connection.settings, secret, before, at, ask))  # type: ignore[misc]
        yield page
        if not page.has_more or page.cursor == before:
            return


@transaction.atomic
def _keep(connection: Connection, page: Page, at: datetime) -> Tally:
    tally = receive_page(connection, CHANNELS[connection.channel], page, at=at)
    connection.cursor = page.cursor
    connection.save(update_fields=["cursor"])
    return tally


@transaction.atomic
def _note(connection: Connection, tally: Tally, problem: OutsideProblem | None, at: datetime) -> Fetch:
    outcome = problem.outcome if problem else Fetch.Outcome.FETCHED
    done = Fetch.objects.create(
        connection=connection, outcome=outcome, note=str(problem or "")[:300], at=at, **asdict(tally)
    )
    pause = CHANNELS[connection.channel].every
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


def is_genuine(connection: Connection, call: Call) -> bool:
    """Whether the provider signed this call, where it signs."""
    check = CHANNELS[connection.channel].is_genuine
    return check is None or not call.secret or check(call)


def take_call(connection: Connection, call: Call) -> HookCall:
    """Store what came to the hook before anything is read. The same body again is the same call."""
    kept, _ = HookCall.objects.get_or_create(
        connection=connection,
        digest=hashlib.sha256(call.body).hexdigest(),
        defaults={"body": call.body, "headers": dict(call.headers), "url": call.url[:500], "at": call.at},
    )
    return kept


@transaction.atomic
def read_call(kept: HookCall, *, at: datetime) -> Tally:
    """Turn a stored call into signals. What cannot be read stays visible with its reason."""
    kept = HookCall.objects.select_for_update(of=("self",)).select_related("connection").get(pk=kept.pk)
    if kept.read_at:
        return Tally()
    connection = kept.connection
    channel = CHANNELS[connection.channel]
    call = Call(
        bytes(kept.body), kept.headers, kept.url, kept.at, connection.settings, secret_of(connection.pk)
    )
    try:
        page = channel.read(call) if channel.read else Page()
    except (OutsideProblem, *UNEXPECTED) as problem:
        raw = call.body.decode("utf-8", "replace")
        page = Page(unreadable=[Unreadable(raw, f"{type(problem).__name__}: {problem}")])
    tally = receive_page(connection, channel, page, at=at)
    for name, number in asdict(tally).items():
        setattr(kept, name, number)
    kept.read_at = at
    kept.save()
    return tally
