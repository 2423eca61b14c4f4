"""Fetching: once each, patiently, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groundswell.listen.channels.connections import fetching
from groundswell.listen.channels.connections.actions import change_connection
from groundswell.listen.channels.connections.fetching import fetch_now
from groundswell.listen.channels.connections.jobs import listen_outside
from groundswell.listen.channels.connections.models import UnreadableMessage
from groundswell.listen.channels.connections.patience import LONGEST, wait_after
from groundswell.listen.channels.connections.secrets import secret_path
from groundswell.listen.channels.outbound.client import ask_outside
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

from .listening import connected, fetched, told
from .provider import Recorded, playing


@pytest.fixture(autouse=True)
def loopback(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True


def review(number: int, text: str = "Fine", stars: int = 4, minute: int | None = None) -> dict[str, Any]:
    when = f"2026-03-01T10:{number if minute is None else minute:02}:00Z"
    return {
        "id": f"r{number}",
        "stars": stars,
        "title": "",
        "text": text,
        "createdAt": when,
        "updatedAt": when,
    }


def page(*reviews: dict[str, Any]) -> Recorded:
    return Recorded({"reviews": list(reviews)})


def test_every_page_is_read_and_the_second_round_stops_at_what_is_known(world: World):
    with playing(page(review(3), review(2)), page(review(1)), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        assert fetched(connection).received == 3
        provider.answers[:] = [page(review(4), review(3)), page(review(2))]
        done = fetched(connection, NOW + timedelta(hours=1))
    assert (done.received, done.known) == (1, 1)
    assert Signal.objects.count() == 4
    assert len(provider.asked) == 4


def test_a_page_that_is_repeated_for_ever_ends_the_round(world: World):
    with playing(page(review(1))) as provider:
        done = fetched(connected("trustpilot", provider, "key", business_unit="b"))
    assert (done.outcome, done.received, len(provider.asked)) == ("fetched", 1, 2)


def test_who_asks_for_patience_gets_it_and_the_round_goes_on_where_it_stood(world: World):
    busy = Recorded({}, 429, {"Retry-After": "600"})
    with playing(page(review(2)), busy, page(review(1)), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        done = fetched(connection)
        assert (done.outcome, done.received) == ("throttled", 1)
        assert connection.next_at >= NOW + timedelta(seconds=600)
        assert listen_outside(NOW + timedelta(seconds=500)) == ""
        later = connection.next_at
        assert listen_outside(later) == "1 new from 1 connections, 0 in trouble"
    assert "page=2" in provider.asked[-2][0]
    assert Signal.objects.count() == 2


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Recorded(b"<html>"), "broken"),
        (Recorded({"reviews": "none"}), "broken"),
        (Recorded(b"[" * 100_000), "broken"),
        (Recorded(b" " * (1024 * 1024 + 1)), "broken"),
        (Recorded({}, 503), "throttled"),
        (Recorded({}, 401), "refused"),
        (Recorded({}, 302, {"Location": "http://127.0.0.1:1/"}), "refused"),
        (Recorded({}, 404), "refused"),
    ],
)
def test_what_the_outside_does_to_us_is_an_outcome_with_a_sentence(
    world: World, answer: Recorded, outcome: str
):
    with playing(answer) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        done = fetched(connection)
    assert (done.outcome, done.received) == (outcome, 0)
    assert done.note.endswith(".")
    assert NOW < connection.next_at < NOW + timedelta(minutes=2)


def test_nobody_there_is_an_outcome_too(world: World):
    with playing(page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
    assert fetched(connection).outcome == "unreachable"


def test_a_redirect_is_never_followed(world: World):
    with (
        playing(page(review(1))) as hidden,
        playing(Recorded({}, 307, {"Location": hidden.address})) as provider,
    ):
        fetched(connected("trustpilot", provider, "key", business_unit="b"))
    assert hidden.asked == []


def test_one_broken_message_is_kept_once_and_stops_no_other(world: World):
    broken = review(2) | {"stars": "many"}
    with playing(page(review(3), broken, review(1)), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        assert (fetched(connection).received, fetched(connection).received) == (2, 0)
    kept = UnreadableMessage.objects.get()
    assert ("many" in kept.raw, "many" in kept.reason) == (True, True)


def test_a_customer_who_changes_the_words_supersedes_them_and_an_old_page_does_not(world: World):
    with playing(page(review(1, "Bad")), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        fetched(connection)
        provider.answers[:] = [page(review(1, "Good now", 5, minute=9)), page()]
        assert fetched(connection).received == 1
        provider.answers[:] = [page(review(1, "Bad")), page()]
        assert fetched(connection).received == 0
    assert told() == [("Good now", 5, 5, None)]
    assert Signal.objects.count() == 2


def test_two_workers_fetch_a_connection_once(world: World):
    with playing(page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        other = type(connection).objects.get(pk=connection.pk)
        assert fetch_now(connection, at=NOW) is not None
        assert fetch_now(other, at=NOW) is None


def test_their_place_is_our_unit(world: World):
    known, other = review(1) | {"businessUnit": {"id": "shop-7"}}, review(2)
    with playing(page(known, other), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b", places={"shop-7": "leeds"})
        connection.unit, connection.touchpoint = world.web, world.returns
        connection.save()
        fetched(connection)
    units = Signal.objects.order_by("key").values_list("unit__code", "touchpoint__code")
    assert list(units) == [("leeds", "returns"), ("web", "returns")]


def test_the_key_lies_in_a_file_of_its_own(world: World):
    connection = connected("trustpilot", None, "very secret")
    assert secret_path(connection.pk).stat().st_mode & 0o777 == 0o600
    assert "very secret" not in str(type(connection).objects.filter(pk=connection.pk).values())
    change_connection(connection, by="tests", at=NOW, name="Ours")
    assert secret_path(connection.pk).read_text() == "very secret"


def test_the_pause_doubles_with_jitter_and_never_ends_before_they_said():
    pauses = [
        wait_after(failures, asked_seconds=None, chance=1).total_seconds() for failures in (1, 2, 3, 50)
    ]
    assert pauses == [60, 120, 240, LONGEST.total_seconds()]
    assert wait_after(1, asked_seconds=None, chance=0) == timedelta(seconds=30)
    assert wait_after(1, asked_seconds=900, chance=0) == timedelta(seconds=900)


def test_a_late_change_of_an_old_review_is_found_within_a_day(world: World):
    """The list is ordered by the first day, so that what a customer changes lies behind what we know."""
    old, new = review(1, minute=1), review(2, minute=2)
    with playing(page(new), page(old), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        fetched(connection)
        changed = old | {"text": "Now better", "updatedAt": "2026-03-05T10:00:00Z"}
        provider.answers[:] = [page(new), page(changed), page()]
        assert fetched(connection, NOW + timedelta(hours=1)).received == 0
        assert fetched(connection, NOW + timedelta(days=1)).received == 1
    assert sorted(words for words, *_ in told()) == ["Fine", "Now better"]


def test_a_page_of_removed_reviews_does_not_end_the_round(world: World):
    removed = review(3) | {"status": "archived"}
    with playing(page(removed), page(review(1)), page()) as provider:
        done = fetched(connected("trustpilot", provider, "key", business_unit="b"))
    assert (done.received, done.ignored) == (1, 1)


def test_who_has_more_pages_than_one_round_takes_is_gone_on_with_at_once(world: World, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_PAGES", 2)
    with playing(page(review(3)), page(review(2)), page(review(1)), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        assert fetched(connection).received == 2
        assert connection.next_at <= NOW + timedelta(seconds=10)
        assert fetched(connection, connection.next_at).received == 1
    assert connection.next_at > NOW + timedelta(minutes=10)


def test_a_fetch_that_was_killed_is_gone_on_with_in_a_minute(world: World):
    with playing(page(review(2)), page(review(1)), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")

        def killed(url: str, **more: Any) -> Any:
            if more["params"]["page"] == 2:
                raise KeyboardInterrupt
            return ask_outside(url, **more)

        with pytest.raises(KeyboardInterrupt):
            fetch_now(connection, at=NOW, ask=killed)
        connection.refresh_from_db()
        assert NOW < connection.next_at <= NOW + timedelta(seconds=61)
        assert fetched(connection, connection.next_at).received == 1
    assert Signal.objects.count() == 2


def test_a_remark_with_the_moment_of_its_rating_supersedes_it(world: World):
    with playing(page(review(1, "", 2)), page()) as provider:
        connection = connected("trustpilot", provider, "key", business_unit="b")
        fetched(connection)
        provider.answers[:] = [page(review(1, "Too slow", 2)), page()]
        assert fetched(connection).received == 1
    assert told() == [("Too slow", 2, 5, None)]


def test_a_key_that_was_taken_back_is_said_on_the_page(world: World, signed_in):
    with playing(Recorded({"error": "invalid_grant"}, 400)) as provider:
        connection = connected("salesforce", provider, "secret", client="c")
        fetched(connection)
    page_of_it = signed_in(world.office).get(f"/listen/channels/{connection.pk}/").content.decode()
    assert "They give us no access any more: the keys were taken back. Enter new ones." in page_of_it
