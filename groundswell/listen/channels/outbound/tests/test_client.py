"""One way out: only to public addresses, to the address that was checked, no further than asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from groundswell.listen.channels.connections.tests.provider import Recorded, playing
from groundswell.listen.channels.outbound.addresses import is_public
from groundswell.listen.channels.outbound.client import ask_outside, knock, seconds_to_wait
from groundswell.listen.channels.outbound.errors import BrokenAnswer, ForbiddenAddress, Refused, Unreachable


@pytest.fixture
def loopback(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True


def test_nothing_on_this_machine_is_reached():
    with playing(Recorded({})) as provider, pytest.raises(ForbiddenAddress):
        knock(provider.address)
    assert provider.asked == []


def test_a_name_that_leads_to_this_machine_is_not_reached():
    with playing(Recorded({})) as provider, pytest.raises(ForbiddenAddress):
        knock("http://hooks.example.com:8080/", resolve=lambda host: ["93.184.215.14", "127.0.0.1"])
    assert provider.asked == []


def test_the_connection_goes_to_the_checked_address_under_the_given_name(monkeypatch):
    """The name is looked up once; what it says a moment later does not matter."""
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"]

    went: list[Any] = []

    def connect(address: tuple[str, int], *others: Any, **named: Any) -> Any:
        went.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(Unreachable):
        knock("https://hooks.example.com/a", resolve=resolve)
    assert (asked, went) == (["hooks.example.com"], [("93.184.215.14", 443)])


def test_a_proxy_of_the_environment_is_not_used(loopback, monkeypatch):
    with playing(Recorded({})) as proxy, playing(Recorded({"is": "real"})) as provider:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        assert ask_outside(provider.address).json() == {"is": "real"}
    assert proxy.asked == []
    assert provider.asked[0][1]["host"] == provider.address.removeprefix("http://")


def test_a_compressed_answer_is_refused_before_it_is_unpacked(loopback):
    with (
        playing(Recorded(b"\x1f\x8b", 200, {"Content-Encoding": "gzip"})) as provider,
        pytest.raises(BrokenAnswer),
    ):
        knock(provider.address)


@pytest.mark.parametrize("secret", ["a\r\nX-Evil: 1", "schlüssel"])
def test_a_key_cannot_add_a_header(loopback, secret: str):
    with playing(Recorded({})) as provider, pytest.raises((Refused, Unreachable)):
        knock(provider.address, headers={"apikey": secret})
    assert provider.asked == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", 120),
        ("Wed, 11 Mar 2026 10:05:00 GMT", 300),
        ("Wed, 11 Mar 2026 09:00:00 GMT", 0),
        ("999999999", 86_400),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_they_ask_us_to_wait(text: str, expected: float | None):
    assert seconds_to_wait(text, datetime(2026, 3, 11, 10, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b::a00:1", False),
        ("2002:5db8:d70e::1", True),
        ("::5db8:d70e", False),
        ("64:ff9b:1::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:93.184.215.14", True),
        ("no address", False),
    ],
)
def test_an_address_inside_an_address_is_looked_at(address: str, expected: bool):
    assert is_public(address) is expected
