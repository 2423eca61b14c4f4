"""The hotline: notes and scores by keypad as JSON or CSV, transcripts as text or WebVTT."""

from __future__ import annotations

import csv
import io
from typing import Any

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Channel, Field, Heard, Page, page_of
from ..connections.times import moment, stars
from ..outbound.errors import BrokenAnswer
from . import transcripts

NEEDED = {"call_id", "at"}


def read(call: Call) -> Page:
    """By content: JSON, a CSV with call_id and at, or else a transcript."""
    start = call.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    told = transcripts.as_json(call.body.decode("utf-8-sig"))
    if told is not None:
        return page_of(told, lambda row: read_call_row(row, call))
    if not start.startswith(b"WEBVTT") and b"call_id" in start.split(b"\n")[0]:
        rows = csv.DictReader(io.StringIO(call.body.decode("utf-8-sig"), newline=""))
        if not set(rows.fieldnames or []) >= NEEDED:
            raise BrokenAnswer("The columns call_id and at are needed.")
        return page_of(rows, lambda row: read_call_row(row, call))
    return transcripts.read(call)


def read_call_row(row: dict[str, Any], call: Call) -> Heard | None:
    """One call: its note, and the number that the customer pressed. No note and no number: nobody's voice."""
    pressed, note = row.get("pressed"), str(row.get("note") or "")
    if pressed in {None, ""} and not note.strip():
        return None
    return Heard(
        key=str(row["call_id"]),
        said_at=moment(row["at"]),
        comment=note,
        email=str(row.get("email") or ""),
        place=str(row.get("line") or ""),
        **({} if pressed in {None, ""} else _pressed(pressed, call.settings.get("best", "5"))),
    )


def _pressed(number: Any, best: str) -> dict[str, int]:
    if best == "recommendation":
        return {"score": stars(number, 10, least=0)}
    return {"rating": stars(number, int(best)), "rating_of": int(best)}


CHANNEL = Channel(
    code="hotline",
    title="Hotline and transcripts",
    signal_channel=Signal.Channel.PHONE,
    about="Call notes and keypad numbers (JSON or CSV: call_id, at, note, pressed, email, line); transcripts (text, WebVTT).",
    fields=(
        Field(
            "best",
            "The best number on the keypad",
            "5",
            "Write recommendation when callers answer that question from 0 to 10.",
        ),
        Field("customer", "What the customer is called in transcripts", "Customer"),
    ),
    what_to_do="Let the telephone system post its notes, numbers and transcripts to the address that you get here, or bring its files.",
    read=read,
)
CHAT = Channel(
    code="chat",
    title="Chat transcripts",
    signal_channel=Signal.Channel.CHAT,
    about="What the customer wrote, from transcripts as text or WebVTT, or as JSON: id, at, email, team, messages (from, text).",
    fields=(Field("customer", "What the customer is called in transcripts", "Customer"),),
    what_to_do="Let the chat post each conversation that has ended to the address that you get here, or bring its files.",
    read=transcripts.read,
)
