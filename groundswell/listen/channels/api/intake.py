"""The door for other systems: a plain ASGI application. What it acknowledges is on disk."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from groundswell.engine.letterbox import Fate, Letter, LetterReader, LetterWriter, Receipt

from .answers import Answer, acknowledgement, found, problem
from .callers import Caller, Callers
from .errors import Refused
from .response_rules import ResponseRules, as_content
from .strict_json import read_object
from .survey_rules import Surveys, read_survey_response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Waiting = asyncio.Future[Receipt | None]

PATH = "/api/v1/responses"
COUNT = f"{PATH}/count"
SURVEYS = "/api/v1/surveys/"
SURVEY = SURVEYS + "{code}"
ROUTES = {PATH: ("GET", "HEAD", "POST"), COUNT: ("GET", "HEAD"), SURVEY: ("GET", "HEAD")}
"""Every address of this door, with what may be done there."""
MOST_BYTES = 1 << 20
A_PAGE = 500
NUMBER = re.compile("[0-9]{1,18}")
KEY = re.compile(rb"[\x20-\x7e]{1,255}")
JSON_TYPE = re.compile(rb'application/json(?:\s*;\s*charset="?utf-?8"?)?\s*;?\s*', re.IGNORECASE)


class Ids:
    """Random ids of 128 bits, drawn from the system many at a time: each call into it costs more than the answer."""

    def __init__(self) -> None:
        self._drawn = ""

    def next(self) -> str:
        """One that was never given before."""
        if not self._drawn:
            self._drawn = os.urandom(16 * 256).hex()
        drawn, self._drawn = self._drawn[:32], self._drawn[32:]
        return drawn


class Intake:
    """Takes answers in. ``base_url(host)`` gives the address under which a caller reaches us; ``surveys`` what we ask."""

    def __init__(
        self,
        letterbox: Path,
        callers: Callers,
        *,
        zone: str,
        base_url: Callable[[str], str],
        surveys: Surveys,
    ) -> None:
        self._path = letterbox
        self._callers = callers
        self._rules = ResponseRules(zone)
        self._base_url = base_url
        self._surveys = surveys
        self._ids = Ids()
        self._arrived: list[tuple[Letter, Waiting]] = []
        self._loop = asyncio.get_running_loop()
        self._writer: LetterWriter[Waiting] = LetterWriter(letterbox, self._wake)

    def close(self) -> None:
        """Write what waits, then end."""
        self._writer.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            answer = await self._answer(scope, receive)
        except Refused as refusal:
            answer = problem(refusal.problem, refusal.field)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        path, method = scope["path"], scope["method"]
        route = SURVEY if path.startswith(SURVEYS) else path
        if route not in ROUTES:
            return problem("not_found")
        headers = _headers(scope)
        now = time.time()
        caller = await self._callers.caller(headers.get(b"authorization", b""), "intake", now)
        if method not in ROUTES[route]:
            return problem("method", allow=", ".join(ROUTES[route]))
        if method == "POST":
            return await self._take(caller, headers, receive, now)
        if route == SURVEY:
            return await self._survey(path.removeprefix(SURVEYS), scope)
        return await self._list(caller, path, scope, headers)

    async def _take(
        self, caller: Caller, headers: dict[bytes, bytes], receive: Receive, now: float
    ) -> Answer:
        key = _key(headers)
        body = await _body(headers, receive)
        given, moment = read_object(body), datetime.fromtimestamp(now, UTC)
        if "survey" in given:
            wording = await self._surveys.wording(given["survey"], given.get("version"))
            answer = read_survey_response(self._rules, given, wording, moment)
        else:
            answer = self._rules.read(given, moment)
        external_id = answer["external_id"]
        letter = Letter(
            id=self._ids.next(),
            caller=caller.name,
            name=external_id,
            key=key,
            digest=hashlib.sha256(body).digest(),
            received_at=now,
            content=as_content(answer),
        )
        receipt = await self._keep(letter)
        if receipt is None:
            return problem("busy")
        if receipt.fate is Fate.NEW:
            return acknowledgement(201, receipt.id, external_id)
        if receipt.fate is Fate.AGAIN:
            return acknowledgement(200, receipt.id, external_id)
        return problem(REFUSALS[receipt.fate])

    def _keep(self, letter: Letter) -> asyncio.Future[Receipt | None]:
        """The receipt, or None when too many wait. What arrives in one turn of the loop is handed over together."""
        waiting: Waiting = self._loop.create_future()
        if not self._arrived:
            self._loop.call_soon(self._hand_over)
        self._arrived.append((letter, waiting))
        return waiting

    def _hand_over(self) -> None:
        arrived, self._arrived = self._arrived, []
        if not self._writer.offer(arrived):
            _answer_all([(waiting, None) for _, waiting in arrived])

    def _wake(self, answered: list[tuple[Waiting, Receipt]]) -> None:
        try:
            self._loop.call_soon_threadsafe(_answer_all, answered)
        except RuntimeError:  # the loop is closed: nobody waits any more, and what is written is written
            return

    async def _survey(self, code: str, scope: Scope) -> Answer:
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if [name for name, _ in asked] not in ([], ["version"]) or any(
            not NUMBER.fullmatch(n) for _, n in asked
        ):
            raise Refused("unknown_parameter", asked[0][0][:60])
        wording = await self._surveys.wording(code.removesuffix("/"), int(asked[0][1]) if asked else None)
        if wording.closed_at:
            raise Refused("closed", "survey")
        return found(wording.as_told())

    async def _list(self, caller: Caller, path: str, scope: Scope, headers: dict[bytes, bytes]) -> Answer:
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        wrong = [name for name, _ in asked if name != "cursor" or path == COUNT]
        if wrong or len(asked) > 1:
            raise Refused("unknown_parameter", "cursor" if not wrong else wrong[0][:60])
        cursor = asked[0][1] if asked else "0"
        if not NUMBER.fullmatch(cursor):
            raise Refused("bad_cursor", "cursor")
        base = self._base_url(headers.get(b"host", b"").decode("latin-1"))
        read = self._count if path == COUNT else self._page
        return await self._loop.run_in_executor(None, read, caller.name, int(cursor), base)

    def _count(self, caller: str, cursor: int, base: str) -> Answer:
        reader = LetterReader(self._path)
        try:
            return found({"count": reader.count(caller)})
        finally:
            reader.close()

    def _page(self, caller: str, cursor: int, base: str) -> Answer:
        reader = LetterReader(self._path)
        try:
            kept = reader.after(cursor, most=A_PAGE, caller=caller)
        finally:
            reader.close()
        results = [{"id": letter.id, "external_id": letter.name} for letter in kept]
        more = f"{base}{PATH}?cursor={kept[-1].number}" if len(kept) == A_PAGE else None
        return found({"results": results, "next": more})


REFUSALS = {Fate.KEY_REUSED: "key_reuse", Fate.CONFLICT: "conflict", Fate.UNWRITTEN: "unwritten"}


def _answer_all(answered: Sequence[tuple[Waiting, Receipt | None]]) -> None:
    for waiting, receipt in answered:
        if not waiting.done():
            waiting.set_result(receipt)


def _headers(scope: Scope) -> dict[bytes, bytes]:
    """By name; a name that comes twice is joined, so that it never passes for one value."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        found[name] = found[name] + b"\x00" + value if name in found else value
    return found


def _key(headers: dict[bytes, bytes]) -> str | None:
    key = headers.get(b"idempotency-key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Refused("bad_key", "Idempotency-Key")
    return key.decode("ascii")


async def _body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    if not JSON_TYPE.fullmatch(headers.get(b"content-type", b"")) or b"content-encoding" in headers:
        raise Refused("media_type")
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise Refused("too_large")
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused("malformed_json")
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise Refused("too_large")
        if not message.get("more_body", False):
            return body
