"""Reviews in the real shapes of their platforms. Stars are never a score from 0 to 10."""

from __future__ import annotations

from typing import Any

import pytest

from groundswell.listen.channels.connections.calls import read_call, take_call
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.tests.listening import connected, fetched, the_signal, told
from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.queries import Slice, tallies_by
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def loopback(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True


def label(text: str) -> dict[str, str]:
    return {"label": text}


def app_review(number: int, stars: int, title: str, words: str) -> dict[str, Any]:
    return {
        "author": {
            "uri": label("https://itunes.apple.com/gb/reviews/id1"),
            "name": label("Sam"),
            "label": "",
        },
        "updated": label(f"2026-02-0{number}T02:04:44-07:00"),
        "im:rating": label(str(stars)),
        "im:version": label("4.2.1"),
        "id": label(f"1000{number}"),
        "title": label(title),
        "content": {"label": words, "attributes": {"type": "text"}},
    }


THE_APP = {
    "im:name": label("Linden & Lark"),
    "id": label("https://apps.apple.com/gb/app/id7"),
    "title": label("App"),
}


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (
            {
                "entry": [
                    THE_APP,
                    app_review(2, 1, "Crash", "At payment"),
                    app_review(1, 5, "Nice", "I like it"),
                ]
            },
            [("Nice\nI like it", 5, 5, None), ("Crash\nAt payment", 1, 5, None)],
        ),
        ({"entry": app_review(1, 3, "So", "so")}, [("So\nso", 3, 5, None)]),
        ({"author": {}}, []),
    ],
    ids=["a list", "one object", "missing"],
)
def test_the_entry_of_the_app_store_may_be_a_list_one_object_or_missing(world: World, feed, expected):
    with playing(Recorded({"feed": feed}), Recorded({"feed": {}})) as provider:
        done = fetched(connected("app_store", provider, app="7", country="gb"))
    assert done.outcome == "fetched"
    assert told() == expected
    assert provider.asked[0][0] == "/gb/rss/customerreviews/page=1/id=7/sortby=mostrecent/json"


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title>
<item><title>Late &amp; broken</title><link>https://forum.example/1</link><guid>https://forum.example/1</guid>
<pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;The lamp &lt;b&gt;broke&lt;/b&gt;&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>No date</title><guid>2</guid></item></channel></rss>"""
ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Reviews</title><id>urn:f</id>
<updated>2026-02-02T10:00:00Z</updated><entry><title>Good</title><id>urn:1</id><updated>2026-02-02T10:00:00Z</updated>
<content type="html">&lt;p&gt;Quick help&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize(
    ("feed", "words", "lost"), [(RSS, "Late & broken\nThe lamp broke", 1), (ATOM, "Good\nQuick help", 0)]
)
def test_a_feed_gives_words_without_html_and_without_a_rating(
    world: World, feed: bytes, words: str, lost: int
):
    with playing(Recorded(feed)) as provider:
        connection = connected("feed", provider)
        done = fetched(connection)
        assert fetched(connection).known == 1
    assert (told(), done.unreadable) == ([(words, None, None, None)], lost)


def test_a_page_that_is_no_feed_says_so(world: World):
    with playing(Recorded(b"<html><body>Hello</body></html>")) as provider:
        assert fetched(connected("feed", provider)).outcome == "broken"


def google_review(number: int, stars: str, comment: str | None) -> dict[str, Any]:
    said = {"comment": comment} if comment else {}
    return {
        "name": f"accounts/1/locations/2/reviews/g{number}",
        "reviewId": f"g{number}",
        "reviewer": {"displayName": "Sam", "isAnonymous": False},
        "starRating": stars,
        "createTime": f"2026-02-0{number}T10:00:00.123456789Z",
        "updateTime": f"2026-02-0{number}T10:00:00.123456Z",
    } | said


def test_google_writes_stars_as_words_and_pages_by_token(world: World):
    first = Recorded(
        {"reviews": [google_review(2, "TWO", None)], "nextPageToken": "t2", "totalReviewCount": 2}
    )
    second = Recorded(
        {"reviews": [google_review(1, "FIVE", "(Translated by Google) Top\n\n(Original)\nPrima")]}
    )
    token = Recorded({"access_token": "an-hour", "expires_in": 3599, "token_type": "Bearer"})
    with playing(token, first, second) as provider:
        place = {
            "location": "accounts/1/locations/2",
            "client": "c",
            "token_address": f"{provider.address}/token",
        }
        fetched(connected("google_business", provider, "lasting", "of the client", **place))
    assert told() == [("Prima", 5, 5, None), ("", 2, 5, None)]
    assert b"client_secret=of+the+client&refresh_token=lasting" in provider.asked[0][2]
    assert "pageToken=t2" in provider.asked[2][0]
    assert {asked[1]["authorization"] for asked in provider.asked[1:]} == {"Bearer an-hour"}


def test_trustpilot_leaves_out_what_was_removed(world: World):
    one = {
        "id": "5f", "stars": 2, "title": "Slow", "text": "Two weeks", "language": "en", "status": "active",
        "createdAt": "2026-02-01T10:00:00Z", "updatedAt": None,
        "consumer": {"id": "c", "displayName": "Sam"}, "businessUnit": {"id": "b"},
    }  # fmt: skip
    answer = {"reviews": [one, one | {"id": "60", "status": "reported"}], "totalNumberOfReviews": 2}
    with playing(Recorded(answer), Recorded({"reviews": []})) as provider:
        done = fetched(connected("trustpilot", provider, "key", business_unit="b"))
    assert (told(), done.ignored) == ([("Slow\nTwo weeks", 2, 5, None)], 1)
    assert provider.asked[0][1]["apikey"] == "key"


PLAY = (
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,"
    "Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,"
    "Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,"
    "Developer Reply Text,Review Link\n"
    "org.linden,42,4.2,en,oriole,2026-02-01T10:00:00Z,1769940000000,2026-02-01T10:00:00Z,1769940000000,2,,"
    '"Slow, very slow",,,,https://play.google.com/console/r/1\n'
    "org.linden,42,4.2,en,oriole,2026-02-02T10:00:00Z,1770026400000,2026-02-02T10:00:00Z,1770026400000,5,,,,,,\n"
    "org.linden,42,4.2,en,oriole,2026-02-02T10:00:00Z,1770026400001,2026-02-02T10:00:00Z,1770026400001,9,,Hm,,,,\n"
)


@pytest.mark.parametrize("codec", ["utf-16", "utf-8", "utf-8-sig"])
def test_the_file_of_the_play_console_is_read_in_its_encoding(world: World, codec: str):
    connection = connected("google_play")
    call = Call(PLAY.encode(codec), {}, "", NOW, {}, "")
    tally = read_call(take_call(connection, call), at=NOW)
    assert (tally.received, tally.unreadable) == (2, 1)
    assert told() == [("Slow, very slow", 2, 5, None), ("", 5, 5, None)]


def test_stars_are_no_recommendation_and_stay_out_of_every_tally(world: World, signed_in):
    with playing(
        Recorded({"feed": {"entry": app_review(1, 5, "Nice", "one")}}), Recorded({"feed": {}})
    ) as provider:
        fetched(connected("app_store", provider, app="7", country="gb"))
    read_new_signals(at=NOW)
    assert Signal.objects.get().score is None
    assert all(tally.n == 0 for tally in tallies_by("channel", Slice()).values())
    shown = signed_in(world.office).get(f"/voices/{the_signal().pk}/").content.decode()
    assert "rated 5 of 5" in shown
