"""Django's pages behind an asynchronous server: the same threads, connections and behaviour as behind any WSGI server.

Django's own asynchronous handler would give each request a new thread, and with it a new connection to the database.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from groundswell.listen.channels.api.intake import Receive, Scope, Send

IN_MEMORY = 1 << 20
IN_ONE_PIECE = 4 << 20
MOST = 64 << 20
MOST_OF_A_FILE = 4 << 30
FILES = "/listen/files/"
"""Where files of feedback come in; nobody is asked to sign in before a body is read, so each has its end."""
ONE_VALUE_ONLY = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class Bridge:
    """A WSGI application as an ASGI application, with a fixed number of threads."""

    def __init__(self, pages: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self._pages = pages
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the request, let a thread answer it, pass the answer on as it comes."""
        loop = asyncio.get_running_loop()
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                if not await _read(receive, body, MOST_OF_A_FILE if scope["path"] == FILES else MOST):
                    return
            except _TooLong:
                await _refuse(send)
                return
            body.seek(0)
            answer = _Answer(loop, send)
            environ = _environ(scope, body)
            await loop.run_in_executor(self._threads, answer.work, self._pages, environ)
            await answer.finish()


class _Answer:
    """An answer on its way: small ones leave in one piece, long ones part by part."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop = loop
        self._send = send
        self._start: dict[str, Any] = {}
        self._held: list[bytes] = []
        self._size = 0
        self._has_started = False

    def work(self, pages: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        """In a thread: let the application answer. Ends early when nobody listens any more."""
        parts = pages(environ, self._start_response)
        try:
            is_stream = bool(getattr(parts, "streaming", False)) and not self._has_length()
            for part in parts:
                self._held.append(part)
                self._size += len(part)
                if is_stream or self._size > IN_ONE_PIECE:
                    asyncio.run_coroutine_threadsafe(self._pass_on(more=True), self._loop).result()
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    async def finish(self) -> None:
        """Send what is left."""
        await self._pass_on(more=False)

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._start = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }

    def _has_length(self) -> bool:
        return any(name == b"content-length" for name, _ in self._start["headers"])

    async def _pass_on(self, *, more: bool) -> None:
        body, self._held, self._size = b"".join(self._held), [], 0
        if not self._has_started:
            self._has_started = True
            await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


class _TooLong(Exception):
    """The body goes on behind its limit."""


async def _read(receive: Receive, body: Any, most: int) -> bool:
    """The whole body; False when the caller went away. Raises _TooLong, whatever length the caller named."""
    left = most
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        part = message.get("body", b"")
        left -= len(part)
        if left < 0:
            raise _TooLong
        body.write(part)
        if not message.get("more_body", False):
            return True


async def _refuse(send: Send) -> None:
    """The rest is not read: the server ends the connection."""
    said = b"This is more than one request may bring. Bring less at once, or a smaller file."
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(said))]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": said, "more_body": False})


def _environ(scope: Scope, body: Any) -> dict[str, Any]:
    """The request as PEP 3333 wants it."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:  # it would pass for the header with a hyphen
        return
    key = name.upper().replace("-", "_")
    key = key if key in ONE_VALUE_ONLY else f"HTTP_{key}"
    with suppress(KeyError):
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value
