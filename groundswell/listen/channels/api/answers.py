"""What goes back over the wire: JSON for what was taken, a problem (RFC 9457) for what was not."""

from __future__ import annotations

import json
from typing import Any

from .errors import PROBLEMS

Headers = list[tuple[bytes, bytes]]
CAREFUL: Headers = [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]
AS_JSON: Headers = [(b"content-type", b"application/json"), *CAREFUL]
AS_PROBLEM: Headers = [(b"content-type", b"application/problem+json"), *CAREFUL]
MORE_HEADERS: dict[str, Headers] = {
    "unauthorised": [(b"www-authenticate", b"Bearer")],
    "busy": [(b"retry-after", b"1")],
    "unwritten": [(b"retry-after", b"2")],
    "unavailable": [(b"retry-after", b"2")],
}


class Answer:
    """A status, headers and a body."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = [*headers, (b"content-length", str(len(body)).encode())]
        self.body = body


def acknowledgement(status: int, letter_id: str, external_id: str) -> Answer:
    """The id under which an answer is kept."""
    text = json.dumps(external_id, ensure_ascii=False)
    return Answer(status, AS_JSON, f'{{"id":"{letter_id}","external_id":{text}}}'.encode())


def found(content: dict[str, Any], status: int = 200) -> Answer:
    """What was asked for."""
    return Answer(status, AS_JSON, json.dumps(content, ensure_ascii=False).encode())


def problem(name: str, field: str = "", *, allow: str = "", said: str = "") -> Answer:
    """Why a request was not taken, and what would help; ``said`` is the sentence where one fits this request better."""
    status, title, remedy = PROBLEMS[name]
    content = {
        "type": f"urn:groundswell:problem:{name}",
        "title": title,
        "status": status,
        "class": name,
        "field": field,
        "sentence": said or title,
        "remedy": remedy,
    }
    more = [(b"allow", allow.encode())] if allow else MORE_HEADERS.get(name, [])
    return Answer(status, AS_PROBLEM + more, json.dumps(content, ensure_ascii=False).encode())
