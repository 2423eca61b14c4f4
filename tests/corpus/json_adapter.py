"""The door for other systems behind the one function that the corpus asks for: in this process, through its raw handler.

Nothing is read from its insides: what is stored is read back from the letterbox.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from groundswell.engine.letterbox import LetterReader
from groundswell.listen.channels.api.callers import Caller, Callers
from groundswell.listen.channels.api.intake import PATH, Intake
from groundswell.listen.channels.api.survey_rules import Surveys

TOKEN = "token-of-the-corpus"
CALLER = Caller("corpus", frozenset({"intake"}), float("inf"))
Ingest = Callable[[bytes, Mapping[str, str]], dict[str, Any]]


def new_ingest(place: Path | None = None) -> Ingest:
    """A door with an empty letterbox of its own; it keeps its letters from call to call."""
    place = place or Path(mkdtemp())

    def ingest(raw: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        status, body = asyncio.run(post(place / "letterbox.sqlite3", raw, headers))
        if status >= 500:
            raise AssertionError(f"status {status}: {body}")
        return {
            "status": status,
            "error_class": body.get("class"),
            "stored": _stored(place, body.get("id")) if status < 300 else None,
        }

    return ingest


async def post(letterbox: Path, raw: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """One request through the handler, from an open door to a closed one."""

    async def tokens() -> dict[bytes, Caller]:
        return {sha256(TOKEN.encode()).digest(): CALLER}

    async def no_survey(code: str, number: int | None) -> None:
        return None

    intake = Intake(
        letterbox,
        Callers(tokens),
        zone="Europe/London",
        base_url=lambda host: "",
        surveys=Surveys(no_survey),
    )
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    given = {"authorization": f"Bearer {TOKEN}", **{name.lower(): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "query_string": b"",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given.items()],
    }
    try:
        await intake(scope, receive, send)
    finally:
        intake.close()
    return int(sent[0]["status"]), json.loads(sent[1]["body"])


def _stored(place: Path, letter_id: str | None) -> dict[str, Any] | None:
    reader = LetterReader(place / "letterbox.sqlite3")
    try:
        letters = [letter for letter in reader.after(0, most=1000) if letter.id == letter_id]
    finally:
        reader.close()
    if len(letters) != 1:
        return None
    return {"comment": None} | json.loads(letters[0].content) | {"id": letter_id}
