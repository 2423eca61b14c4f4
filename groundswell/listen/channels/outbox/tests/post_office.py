"""A real mail server on loopback (aiosmtpd) that treats people as their names say."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

from aiosmtpd.controller import Controller

from groundswell.config.environment import MailServer


class PostOffice:
    """``gone`` is refused for good, ``full`` for now, ``unwanted`` by policy, ``spam`` after the letter was read, and
    ``broken`` breaks the connection; ``slow`` takes its time. ``grey`` is refused for now the first time; ``cut`` breaks the
    line when the letter is half-way, ``late`` when it is taken, each the first time; ``hung`` never gets a word, and
    ``mute`` none after the letter. Everybody else gets the letter.
    """

    def __init__(self) -> None:
        self.letters: list[Mail] = []
        self.is_away = False
        self.seen: set[str] = set()

    def _first_time(self, address: str, name: str) -> bool:
        is_first = address.startswith(name) and address not in self.seen
        self.seen |= {address} if is_first else set()
        return is_first

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.is_away:
            return "451 4.3.0 we are mending the house"
        if address.startswith("gone"):
            return "550 5.1.1 no such person here"
        if address.startswith("full"):
            return "452 4.2.2 the mailbox is full"
        if address.startswith("unwanted"):
            return "550 5.7.1 we take nothing from you"
        if address.startswith("broken"):
            server.transport.abort()
        if self._first_time(address, "grey"):
            return "451 4.7.1 greylisted, come back later"
        if address.startswith("hung"):
            await asyncio.sleep(3)
        if address.startswith("slow"):
            await asyncio.sleep(0.3)
        envelope.rcpt_tos.append(address)
        return "250 welcome"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 this letter looks like an advertisement"
        if self._first_time(envelope.rcpt_tos[0], "cut"):
            server.transport.abort()
            return ""
        self.letters.append(message_from_bytes(envelope.content))
        if self._first_time(envelope.rcpt_tos[0], "late"):
            server.transport.abort()
        if envelope.rcpt_tos[0].startswith("mute"):
            await asyncio.sleep(3)
        return "250 taken"

    def to(self) -> list[str]:
        """Who got a letter, in order."""
        return [str(letter["To"]) for letter in self.letters]


@contextmanager
def post_office(settings: Any) -> Iterator[PostOffice]:
    """Run it, and let our mail go there."""
    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL_SERVER = MailServer("127.0.0.1", port, "", "", use_tls=False)
    try:
        yield office
    finally:
        controller.stop()
