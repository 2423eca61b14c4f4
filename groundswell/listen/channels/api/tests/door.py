"""A door for other systems in this process, with two callers, and one call to knock."""

import asyncio
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from groundswell.listen.channels.api.callers import Caller, Callers
from groundswell.listen.channels.api.intake import PATH, Intake
from groundswell.listen.channels.api.survey_rules import Surveys, Wording

ANSWER = {"external_id": "A-1", "submitted_at": "2026-03-11T10:00:00Z", "score": 9}
CALLERS = {
    "shop": Caller("api:shop", frozenset({"intake"}), float("inf")),
    "phone": Caller("api:phone", frozenset({"intake"}), float("inf")),
    "reader": Caller("api:reader", frozenset(), float("inf")),
    "expired": Caller("api:expired", frozenset({"intake"}), 1.0),
}


@dataclass(frozen=True)
class Given:
    """An answer of the door."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def problem(self) -> str:
        return str(self.body.get("class"))


@dataclass(frozen=True)
class Knock:
    """A request: the body is an answer, or bytes as they are."""

    body: dict[str, Any] | bytes | None = None
    method: str = "POST"
    path: str = PATH
    query: str = ""
    token: str | None = "shop"
    key: str | None = None
    media_type: str = "application/json"
    host: str = "127.0.0.1:8000"
    parts: int = 1

    def scope(self, raw: bytes) -> dict[str, Any]:
        headers = {"host": self.host, "content-type": self.media_type, "content-length": str(len(raw))}
        if self.token is not None:
            headers["authorization"] = f"Bearer {self.token}"
        if self.key is not None:
            headers["idempotency-key"] = self.key
        given = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        query = self.query.encode()
        return {
            "type": "http",
            "method": self.method,
            "path": self.path,
            "query_string": query,
            "headers": given,
        }

    def raw(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


async def living_tokens() -> dict[bytes, Caller]:
    return {sha256(name.encode()).digest(): caller for name, caller in CALLERS.items()}


async def no_survey(code: str, number: int | None) -> Wording | None:
    return None


def knock(letterbox: Path, *knocks: Knock, load: Any = living_tokens, asked: Any = no_survey) -> list[Given]:
    """All at once through one open door; the answers in order."""
    return asyncio.run(_knock_all(letterbox, knocks, load, asked))


async def _knock_all(letterbox: Path, knocks: tuple[Knock, ...], load: Any, asked: Any) -> list[Given]:
    intake = Intake(
        letterbox,
        Callers(load),
        zone="Europe/London",
        base_url=lambda host: f"http://{host}",
        surveys=Surveys(asked),
    )
    try:
        return list(await asyncio.gather(*(_knock(intake, one) for one in knocks)))
    finally:
        intake.close()


async def _knock(intake: Intake, one: Knock) -> Given:
    raw, sent = one.raw(), []
    size = max(1, -(-len(raw) // one.parts))
    waiting = [raw[start : start + size] for start in range(0, len(raw), size)] or [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(message)

    await intake(one.scope(raw), receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Given(int(sent[0]["status"]), headers, json.loads(sent[1]["body"]))
