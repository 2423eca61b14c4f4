"""What comes to a hook: stored first, then read; what was read is forgotten after a week."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from ..outbound.errors import OutsideProblem
from ..registry import CHANNELS
from .channel import Call, Page, Unreadable
from .fetching import UNEXPECTED
from .models import Connection, HookCall, UnreadableMessage
from .receiving import Tally, receive_page
from .secrets import second_of, secret_of

CALLS_KEPT_FOR = timedelta(days=7)
UNREADABLE_KEPT_FOR = timedelta(days=30)


def call_of(connection: Connection, body: bytes, headers: dict[str, str], url: str, at: datetime) -> Call:
    """What a channel is given to read and to check."""
    secrets = secret_of(connection.pk), secret_of(second_of(connection.pk))
    return Call(body, headers, url, at, connection.settings, *secrets)


def is_genuine(connection: Connection, call: Call) -> bool:
    """Whether the provider signed this call, where it signs and we know its secret."""
    channel = CHANNELS[connection.channel]
    secret = call.second if channel.signs_with_second else call.secret
    return channel.is_genuine is None or not secret or channel.is_genuine(call)


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
    connection = kept.connection
    if kept.read_at or connection.paused_at:
        return Tally()
    channel = CHANNELS[connection.channel]
    call = call_of(connection, bytes(kept.body), kept.headers, kept.url, kept.at)
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
    if page.fetch_now:
        Connection.objects.filter(pk=connection.pk, next_at__gt=at).update(next_at=at)
    return tally


def forget_words(*, at: datetime) -> int:
    """The words of calls that were read a week ago, and of messages that could not be read for a month, go. How many went."""
    read = HookCall.objects.filter(read_at__lt=at - CALLS_KEPT_FOR, unreadable=0)
    lost = HookCall.objects.filter(read_at__lt=at - UNREADABLE_KEPT_FOR)
    gone = sum(calls.exclude(body=b"").update(body=b"", headers={}) for calls in (read, lost))
    return gone + UnreadableMessage.objects.filter(at__lt=at - UNREADABLE_KEPT_FOR).delete()[0]
