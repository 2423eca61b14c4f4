"""Any RSS or Atom feed: a review page, a forum, a search on a social platform."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import Any

import feedparser

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Heard, Page, each
from ..connections.plain_text import words_of_html
from ..outbound.errors import BrokenAnswer


def fetch(asking: Asking) -> Page:
    """The whole feed: it is short, and what we know already stays as it is."""
    feed = feedparser.parse(asking.ask(asking.settings["address"]).body)
    if not feed.entries and (feed.bozo or not feed.version):
        raise BrokenAnswer("The address gives no RSS or Atom feed. Check it.")
    heard, unreadable, ignored = each(feed.entries, read_entry)
    return Page(heard, unreadable, {}, False, ignored)


def read_entry(entry: Any) -> Heard:
    """Title and words of one entry, without its HTML."""
    when = next((entry[name] for name in ("updated_parsed", "published_parsed") if name in entry), None)
    if when is None:
        raise ValueError("the entry has no date")
    body = entry["content"][0]["value"] if entry.get("content") else entry.get("summary", "")
    return Heard(
        key=entry.get("id") or entry["link"],
        said_at=datetime.fromtimestamp(calendar.timegm(when), UTC),
        comment=f"{words_of_html(entry.get('title', ''))}\n{words_of_html(body)}",
        place=entry.get("category", ""),
    )


CHANNEL = Channel(
    code="feed",
    title="RSS or Atom feed",
    signal_channel=Signal.Channel.SOCIAL,
    about="Title and words of every entry; no rating.",
    fields=(Field("address", "Address of the feed"),),
    what_to_do="Enter the address of the feed itself, which often ends with rss, atom or xml.",
    fetch=fetch,
)
