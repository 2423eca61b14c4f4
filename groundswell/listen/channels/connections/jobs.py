"""Regular work: fetch what is due, read what was stored."""

from datetime import datetime

from .calls import forget_words, read_call
from .fetching import fetch_now
from .models import Fetch
from .queries import calls_to_read, due_connections

AT_ONCE = 20


def forget_what_was_told(at: datetime) -> str:
    """Forget the words of calls and messages that are old enough."""
    gone = forget_words(at=at)
    return f"the words of {gone} calls and messages forgotten" if gone else ""


def listen_outside(at: datetime) -> str:
    """Fetch the connections that are due and read stored calls. One that fails waits by itself and stops no other."""
    for call in calls_to_read()[:500]:
        read_call(call, at=at)
    done = [fetch for connection in due_connections(at)[:AT_ONCE] if (fetch := fetch_now(connection, at=at))]
    received = sum(fetch.received for fetch in done)
    failed = sum(fetch.outcome != Fetch.Outcome.FETCHED for fetch in done)
    return f"{received} new from {len(done)} connections, {failed} in trouble" if received or failed else ""
