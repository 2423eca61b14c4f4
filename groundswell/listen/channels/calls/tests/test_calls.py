"""Hotline and chat: notes, numbers on the keypad, and what the customer said in a transcript."""

from __future__ import annotations

import json

import pytest

from groundswell.listen.channels.connections.calls import read_call, take_call
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.receiving import Tally
from groundswell.listen.channels.connections.tests.listening import connected, the_signal, told
from tests.world import NOW, World

VTT = """WEBVTT - Call 7

NOTE made by a machine

1
00:00:01.000 --> 00:00:04.000
<v Agent Fay>Linden and Lark, good morning</v>

00:00:04.500 --> 00:00:09.000 align:start
<v Customer>My lamp arrived <i>broken</i>,
and nobody answers</v>

01:00:09.500 --> 01:00:12.000
<v Customer>It is the second time
"""
TEXT = "[10:01] Agent: Good morning\n[10:02] Customer: Where is my parcel?\nCustomer: Hello?\n"


def told_by_file(connection: Connection, body: bytes) -> Tally:
    return read_call(take_call(connection, Call(body, {}, "", NOW, {}, "")), at=NOW)


@pytest.mark.parametrize(
    ("channel", "file", "words"),
    [
        ("hotline", TEXT, "Where is my parcel?\nHello?"),
        ("hotline", VTT, "My lamp arrived broken, and nobody answers\nIt is the second time"),
        (
            "hotline",
            VTT.replace("\n", "\r\n"),
            "My lamp arrived broken, and nobody answers\nIt is the second time",
        ),
        ("chat", TEXT, "Where is my parcel?\nHello?"),
        ("chat", "They were kind.\nI come again.", "They were kind.\nI come again."),
    ],
)
def test_a_transcript_gives_what_the_customer_said(world: World, channel: str, file: str, words: str):
    connection = connected(channel, customer="Customer")
    told_by_file(connection, file.encode("utf-8-sig"))
    assert told() == [(words, None, None, None)]
    assert the_signal().channel == {"hotline": "phone", "chat": "chat"}[channel]


def test_a_transcript_without_a_known_customer_keeps_everybodys_words(world: World):
    told_by_file(connected("chat", customer="Caller"), TEXT.encode())
    assert the_signal().comment.startswith("Agent: Good morning\n")


ROWS = [
    {"call_id": 1, "at": "2026-03-01T10:00:00Z", "pressed": 2, "note": "Waited long", "line": "north"},
    {"call_id": 2, "at": "2026-03-01T11:00:00Z", "pressed": "", "note": ""},
    {"call_id": 3, "at": "2026-03-01T12:00:00Z", "pressed": "11"},
]


def test_the_keypad_gives_a_rating_out_of_its_best_number(world: World):
    tally = told_by_file(connected("hotline", best="5", places={"north": "york"}), json.dumps(ROWS).encode())
    assert tally == Tally(received=1, ignored=1, unreadable=1)
    assert told() == [("Waited long", 2, 5, None)]
    assert the_signal().unit == world.york


def test_the_keypad_gives_a_score_only_where_it_asks_the_recommendation_question(world: World):
    told_by_file(
        connected("hotline", best="recommendation"), b"call_id,at,pressed\r\n1,2026-03-01T10:00:00Z,9\r\n"
    )
    assert told() == [("", None, None, 9)]


def test_a_chat_as_json_gives_the_customers_messages_and_grows(world: World):
    connection = connected("chat", places={"Web": "web"})
    chat = {
        "id": 7, "at": "2026-03-01T10:00:00Z", "email": "ann@people.example", "team": "Web",
        "messages": [
            {"from": "Bot", "text": "Hello"},
            {"from": "customer", "text": "My lamp is broken"},
            {"from": "Fay", "text": "I am sorry"},
        ],
    }  # fmt: skip
    silent = {"id": 8, "messages": [{"from": "Fay", "text": "Are you there?"}]}
    tally = told_by_file(connection, json.dumps([chat, silent]).encode())
    assert (tally.received, tally.ignored) == (1, 1)
    chat["messages"].append({"from": "Customer", "text": "Thank you"})
    told_by_file(connection, json.dumps(chat).encode())
    assert told() == [("My lamp is broken\nThank you", None, None, None)]
    assert (the_signal().customer.email, the_signal().unit) == ("ann@people.example", world.web)
