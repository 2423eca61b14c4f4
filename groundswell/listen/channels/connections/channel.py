"""What a channel is to the frame: the few functions and words that its folder gives to the registry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from groundswell.foundation.customers.knowing import Known
from groundswell.listen.signals.models import Signal

from ..outbound.client import Answer
from ..outbox.returning import Report


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of the outside world in our words. ``key`` is the provider's own and stays the same for good.

    ``score`` is an answer to the recommendation question only; stars and smileys are a ``rating`` out of ``rating_of``.
    ``place`` is what the provider calls the shop, team or product; the connection says which unit that is.
    """

    key: str
    said_at: datetime
    comment: str = ""
    rating: int | None = None
    rating_of: int | None = None
    score: int | None = None
    email: str = ""
    phone: str = ""
    place: str = ""
    kind: str = Signal.Kind.ANSWER
    answers: int | None = None  # our message that this one answers
    customer: int | None = None  # who it is, where the channel knows better than the address
    files: tuple[tuple[str, bytes], ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)  # what else is kept of it
    may_change: bool = True  # whether the same key with other words is a correction
    joins: bool = False  # whether the same key adds to what was said so far


@dataclass(frozen=True, slots=True)
class Filed:
    """A colleague's letter to an address of its own: no voice of a customer. Another room reads it.

    ``code`` stood behind the plus of that address: what only its owner knows.
    """

    key: str
    sender: str
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that could not be read, as it came, and why."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought, and where to go on. ``ignored`` counts what is no customer's voice; ``reports`` tell what
    became of our own messages; ``people`` are customers as another system knows them; ``refusing`` are addresses that want no
    more mail; ``filed`` are letters of colleagues that another room reads. A hook that says only that there is something new asks us to ``fetch_now``.
    """

    heard: list[Heard] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    cursor: dict[str, Any] = field(default_factory=dict)
    has_more: bool = False
    ignored: int = 0
    reports: list[Report] = field(default_factory=list)
    people: list[Known] = field(default_factory=list)
    refusing: list[str] = field(default_factory=list)
    fetch_now: bool = False
    filed: list[Filed] = field(default_factory=list)


class Ask(Protocol):
    """Sends one request to the outside world."""

    def __call__(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        body: bytes | None = None,
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """All that a connector needs for the next page."""

    settings: Mapping[str, str]
    secret: str
    cursor: Mapping[str, Any]
    at: datetime
    ask: Ask
    second: str = ""
    keep: Callable[[str], None] | None = None
    """Takes the second secret that they gave in place of the one we had; None where nothing is kept, as in a trial."""


@dataclass(frozen=True, slots=True)
class Call:
    """What came to our hook."""

    body: bytes
    headers: Mapping[str, str]
    url: str
    at: datetime
    settings: Mapping[str, str]
    secret: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A text that goes out by a connection; ``hook`` is the address to which what becomes of it is told."""

    to: str
    words: str
    key: str
    hook: str
    settings: Mapping[str, str]
    secret: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to enter for a connection."""

    name: str
    label: str
    default: str = ""
    help: str = ""
    is_required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    """What may be entered, where that is a choice: the value and its words."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One line of the registry. A channel is fetched (``fetch``), or calls our hook (``read``); either is enough.

    ``second_label`` asks for one more secret where a provider has two: ``signs_with_second`` says that calls of the hook are
    signed with it, ``signed_in`` names the headers that are needed to check that. ``what_to_do`` says in one or two sentences what to enter at the provider.

    ``send`` hands a text over and gives the provider's name for it, or raises ``outbox.errors.NotDelivered``.
    """

    code: str
    title: str
    signal_channel: str
    about: str
    fields: tuple[Field, ...] = ()
    secret_label: str = ""
    is_secret_required: bool = True
    second_label: str = ""
    second_help: str = ""
    is_second_required: bool = False
    signs_with_second: bool = False
    what_to_do: str = ""
    fetch: Callable[[Asking], Page] | None = None
    read: Callable[[Call], Page] | None = None
    is_genuine: Callable[[Call], bool] | None = None
    signed_in: tuple[str, ...] = ()
    thanks: tuple[str, str] = ("", "text/plain")
    every: timedelta = timedelta(minutes=15)
    send: Callable[[Posting], str] | None = None
    sends_with: tuple[str, ...] = ()

    @property
    def is_fetched(self) -> bool:
        """For pages: a template would call ``fetch``."""
        return self.fetch is not None

    @property
    def is_told(self) -> bool:
        return self.read is not None

    @property
    def is_signed(self) -> bool:
        return self.is_genuine is not None

    @property
    def way(self) -> str:
        """How it is heard, in words."""
        return " and ".join(filter(None, ("fetched" if self.fetch else "", "told" if self.read else "")))


def each(items: Any, read: Callable[[Any], Heard | None]) -> tuple[list[Heard], list[Unreadable], int]:
    """Read every item; one that breaks is kept with its reason and never stops the rest. None means: nobody's voice."""
    heard, unreadable, ignored = [], [], 0
    for item in items:
        try:
            found = read(item)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError) as problem:
            unreadable.append(Unreadable(as_text(item), f"{type(problem).__name__}: {problem}"))
        else:
            ignored += found is None
            heard += [found] if found else []
    return heard, unreadable, ignored


def as_text(item: Any) -> str:
    """The raw item for people to read."""
    if isinstance(item, bytes):
        return item.decode("utf-8", "replace")
    return item if isinstance(item, str) else json.dumps(item, default=str)


def page_of(items: Any, read: Callable[[Any], Heard | None]) -> Page:
    """Everything that a call or a file told, as one page."""
    heard, unreadable, ignored = each(items, read)
    return Page(heard, unreadable, ignored=ignored)
