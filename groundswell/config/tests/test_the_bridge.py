"""Pages behind the asynchronous server behave as behind any other."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.urls import reverse

from groundswell.config.bridge import FILES, IN_MEMORY, MOST, Bridge


def ask(
    pages: Callable[..., Iterable[bytes]], body: list[bytes] | None = None, **more: Any
) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    waiting = list(body or [b""])

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 5555),
    } | more
    asyncio.run(Bridge(pages, threads=2)(scope, receive, send))
    return sent


def test_the_request_arrives_whole():
    seen: dict[str, Any] = {}

    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ, body=environ["wsgi.input"].read())
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]

    headers = [
        (b"host", b"shop.example"),
        (b"content-type", b"text/csv"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x_real", b"no"),
    ]
    sent = ask(
        page, [b"one,", b"two"], method="POST", path="/caf\u00e9/", query_string=b"q=1", headers=headers
    )
    assert seen["body"] == b"one,two"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/caf\u00e9/"
    assert (seen["QUERY_STRING"], seen["REMOTE_ADDR"], seen["SERVER_PORT"]) == ("q=1", "192.0.2.7", "8000")
    assert (seen["HTTP_HOST"], seen["CONTENT_TYPE"], seen["HTTP_COOKIE"]) == (
        "shop.example",
        "text/csv",
        "a=1; b=2",
    )
    assert "HTTP_X_REAL" not in seen, "a header with an underscore may not pass for one with a hyphen"
    assert sent[0]["status"] == 200
    assert (b"content-type", b"text/plain") in sent[0]["headers"]
    assert sent[1] == {"type": "http.response.body", "body": b"ok", "more_body": False}


def test_a_large_upload_goes_through_a_file():
    sizes: list[int] = []

    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        sizes.append(len(environ["wsgi.input"].read()))
        start("204 No Content", [])
        return []

    ask(page, [b"x" * IN_MEMORY, b"x" * IN_MEMORY, b"x"])
    assert sizes == [2 * IN_MEMORY + 1]


class Stream:
    """As Django's own streaming answers: parts that are made while they are sent."""

    streaming = True

    def __init__(self, made: list[str], sent: list[str]) -> None:
        self._made, self._sent = made, sent

    def __iter__(self) -> Iterator[bytes]:
        for number in range(3):
            self._made.append(f"made {number}")
            yield f"{number},".encode()

    def close(self) -> None:
        self._made.append("closed")


def test_a_stream_leaves_part_by_part_and_is_closed():
    made: list[str] = []

    def page(environ: dict[str, Any], start: Any) -> Stream:
        start("200 OK", [("Content-Type", "text/csv")])
        return Stream(made, [])

    sent = ask(page)
    assert [message.get("body") for message in sent[1:]] == [b"0,", b"1,", b"2,", b""]
    assert [message["more_body"] for message in sent[1:]] == [True, True, True, False]
    assert made[-1] == "closed"


def test_a_body_has_its_end_whatever_length_was_named():
    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        raise AssertionError("nobody reads it")

    headers = [(b"content-length", b"10")]
    parts = [b"x" * (MOST // 4)] * 5
    sent = ask(page, parts, method="POST", path="/sign-in/", headers=headers)
    assert sent[0]["status"] == 413
    assert b"smaller file" in sent[1]["body"]


def test_a_file_of_feedback_may_be_longer():
    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("204 No Content", [])
        return []

    assert reverse("channels:files") == FILES
    parts = [b"x" * (MOST // 2)] * 3
    assert ask(page, list(parts), method="POST", path=FILES)[0]["status"] == 204
    assert ask(page, list(parts), method="POST", path="/listen/")[0]["status"] == 413
