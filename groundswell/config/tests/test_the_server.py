"""The web server: callers wait while it starts, answers leave whole, and nobody can hold it with half a request."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from groundswell.config import serving
from groundswell.config.listening import PortTaken, open_listener

GET = b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Says how long the body was."""
    if scope["type"] == "lifespan":
        while (message := await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": f"{message['type']}.complete"})
        return
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    told = str(length).encode()
    headers = [(b"content-length", str(len(told)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": told})


@contextmanager
def serving_on(listener: socket.socket) -> Iterator[None]:
    server = serving.server_of(application)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with open_listener("127.0.0.1", 0) as opened:
        yield opened


@contextmanager
def caller(listener: socket.socket) -> Iterator[socket.socket]:
    with socket.create_connection(listener.getsockname(), timeout=10) as connection:
        yield connection


def everything_from(connection: socket.socket) -> bytes:
    came = b""
    while part := connection.recv(65536):
        came += part
    return came


def test_a_caller_who_comes_before_the_server_waits_for_it(listener: socket.socket):
    with caller(listener) as early:
        early.sendall(GET)
        with serving_on(listener):
            assert early.recv(65536).endswith(b"\r\n\r\n0")


def test_an_answer_leaves_in_one_piece(listener: socket.socket):
    with serving_on(listener), caller(listener) as connection:
        for _ in range(20):
            connection.sendall(GET)
            assert connection.recv(65536).endswith(b"\r\n\r\n0")


def test_a_connection_that_ends_after_the_answer_gets_all_of_it(listener: socket.socket):
    with serving_on(listener), caller(listener) as connection:
        connection.sendall(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert everything_from(connection).endswith(b"\r\n\r\n0")


def test_a_large_body_is_taken(listener: socket.socket):
    with serving_on(listener), caller(listener) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + b"x" * 900_000)
        assert connection.recv(65536).endswith(b"\r\n\r\n900000")


@pytest.mark.parametrize("began", [b"", b"GET / HT", GET + b"GET /again HTTP/1.1\r\nHos"])
def test_half_a_request_is_not_waited_for_for_ever(listener: socket.socket, monkeypatch: Any, began: bytes):
    monkeypatch.setattr(serving, "HEAD_WITHIN_SECONDS", 0.3)
    with serving_on(listener), caller(listener) as connection:
        connection.sendall(began)
        start = time.monotonic()
        everything_from(connection)
        assert time.monotonic() - start < 10


def test_a_slow_body_is_not_taken_for_a_slow_head(listener: socket.socket, monkeypatch: Any):
    monkeypatch.setattr(serving, "HEAD_WITHIN_SECONDS", 2.0)
    with serving_on(listener), caller(listener) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")
        time.sleep(1.5)
        connection.sendall(b"a")
        time.sleep(1.5)
        connection.sendall(b"b")
        assert connection.recv(65536).endswith(b"\r\n\r\n2")


def test_a_head_without_end_is_cut_off(listener: socket.socket):
    with serving_on(listener), caller(listener) as connection, pytest.raises(OSError):  # noqa: PT011, PT012
        connection.sendall(GET[:-2])
        for number in range(10_000):
            connection.sendall(b"X-%d: %s\r\n" % (number, b"a" * 500))


def test_a_taken_port_is_told():
    with open_listener("127.0.0.1", 0) as first, pytest.raises(PortTaken, match="Choose another one"):
        open_listener("127.0.0.1", first.getsockname()[1])
