"""Apple's App Store: the public feed of customer reviews (RSS as JSON), ten pages of fifty."""

from __future__ import annotations

from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Heard, Page, each
from ..connections.rounds import next_cursor, page_number
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer

LAST_PAGE = 10


def fetch(asking: Asking) -> Page:
    """One page of reviews. The entry may be a list, one object, or missing."""
    page = page_number(asking.cursor)
    place = asking.settings
    url = f"{place['address']}/{place['country']}/rss/customerreviews/page={page}/id={place['app']}/sortby=mostrecent/json"
    feed = asking.ask(url).json()
    if not isinstance(feed, dict) or not isinstance(feed.get("feed"), dict):
        raise BrokenAnswer("The App Store sends no list of reviews. Check the number of the app.")
    entries = feed["feed"].get("entry", [])
    entries = entries if isinstance(entries, list) else [entries]
    heard, unreadable, ignored = each(entries, read_entry)
    cursor, has_more = next_cursor(asking.cursor, heard, is_last=page >= LAST_PAGE or not heard, at=asking.at)
    return Page(heard, unreadable, cursor, has_more, ignored)


def read_entry(entry: dict[str, Any]) -> Heard | None:
    """One review; the entry about the app itself has no rating and is nobody's voice."""
    if "im:rating" not in entry:
        return None
    return Heard(
        key=entry["id"]["label"],
        said_at=moment(entry["updated"]["label"]),
        comment=f"{entry['title']['label']}\n{entry['content']['label']}",
        rating=stars(entry["im:rating"]["label"], 5),
        rating_of=5,
        place=entry.get("im:version", {}).get("label", ""),
    )


CHANNEL = Channel(
    code="app_store",
    title="App Store reviews",
    signal_channel=Signal.Channel.REVIEW,
    about="Stars, title and words of public reviews of one app in one country.",
    fields=(
        Field("app", "Number of the app", help="The digits after id in the address of its page."),
        Field("country", "Country", "gb", "Two letters."),
        Field("address", "Address", "https://itunes.apple.com"),
    ),
    what_to_do="Nothing is needed at Apple: the feed is public. One connection reads one country.",
    fetch=fetch,
)
