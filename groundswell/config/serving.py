"""The web server: one event loop in one thread, pages in a few others."""

import socket
from asyncio import AbstractEventLoop, TimerHandle, Transport
from typing import Any

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 64 * 1024
HEAD_WITHIN_SECONDS = 20.0
IDLE_SECONDS = 75
END_WITHIN_SECONDS = 5


def serve_on(listener: socket.socket) -> None:
    """Answer on this socket until somebody says stop."""
    server_of("groundswell.config.asgi:application").run(sockets=[listener])


def server_of(application: Any) -> Server:
    """A server for an ASGI application."""
    config = Config(
        application,
        http=CarefulProtocol,
        loop="uvloop",
        lifespan="on",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=END_WITHIN_SECONDS,
    )
    return Server(config)


class JoiningTransport:
    """What is written in one turn of the loop leaves together: head and body of an answer in one packet."""

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send it at the end of this turn."""
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(data)

    def close(self) -> None:
        """Send what is held, then close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        held, self._held = self._held, []
        if held:
            self._transport.write(b"".join(held))


class CarefulProtocol(HttpToolsProtocol):
    """HTTP/1.1 that gives up on a request whose head is too large or does not come."""

    transport: Transport
    _is_in_head = False
    _bytes_without_body = 0
    _patience: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for a first request, but not for ever."""
        super().connection_made(JoiningTransport(transport, self.loop))
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Parse what came, and see whether the head of a request is still to come."""
        self._bytes_without_body += len(data)
        super().data_received(data)
        if self._bytes_without_body > MOST_HEAD_BYTES:
            self._give_up()
        elif self._is_in_head and self._patience is None:
            self._wait_for_head()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._is_in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is here: what follows is a body, which the application reads at its own pace."""
        self._is_in_head = False
        self._bytes_without_body = 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Bytes of a body belong to no head."""
        self._bytes_without_body = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The next byte begins the next head."""
        self._bytes_without_body = 0
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_WITHIN_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.close()
