"""Transcripts as WebVTT, plain text or JSON: what the customer said, where the speakers are named."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from ..connections.channel import Call, Heard, Page, page_of
from ..connections.times import moment

TIMES = re.compile(r"(?:\d+:)?\d{2}:\d{2}[.,]\d{3} --> ")
VOICE = re.compile(r"<v(?:\.[^ >]*)? ([^>]*)>(.*)", re.DOTALL)
NAMED = re.compile(r"(?:\[[^\]]*\]\s*)?([^:<>]{1,40}):\s+(.*)", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def read(call: Call) -> Page:
    """One transcript as text, which the same file is again; or conversations as JSON, told apart by their ids."""
    text = call.body.decode("utf-8-sig")
    told = as_json(text)
    if told is None:
        return page_of([text], lambda one: heard_in(one, call))
    return page_of(told, lambda one: conversation(one, call))


def as_json(text: str) -> list[Any] | None:
    """The objects of a JSON text; None for a text of people, which may well begin with a bracket ("[10:01] …")."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, list) else [told] if isinstance(told, dict) else None


def conversation(told: dict[str, Any], call: Call) -> Heard | None:
    """The customer's messages of one conversation; None where the customer said nothing."""
    customer = call.settings.get("customer", "Customer").casefold()
    theirs = [
        str(message["text"])
        for message in told["messages"]
        if str(message["from"]).casefold() == customer and str(message["text"]).strip()
    ]
    if not theirs:
        return None
    return Heard(
        key=f"conversation {told['id']}",
        said_at=moment(told["at"]) if told.get("at") else call.at,
        comment="\n".join(theirs),
        email=str(told.get("email") or ""),
        place=str(told.get("team") or ""),
    )


def heard_in(text: str, call: Call) -> Heard:
    """The customer's lines, or all of them where no speaker is known as the customer."""
    lines = vtt_lines(text) if text.lstrip().startswith("WEBVTT") else plain_lines(text)
    customer = call.settings.get("customer", "Customer").casefold()
    theirs = [words for speaker, words in lines if speaker.casefold() == customer]
    said = theirs or [f"{speaker}: {words}" if speaker else words for speaker, words in lines]
    return Heard(key=hashlib.sha256(text.encode()).hexdigest(), said_at=call.at, comment="\n".join(said))


def vtt_lines(text: str) -> list[tuple[str, str]]:
    """Speaker and words of every cue; notes, styles and times are left."""
    found = []
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip().split("\n")
        start = next((number for number, line in enumerate(lines) if TIMES.match(line)), None)
        if start is not None:
            found.append(_spoken(" ".join(lines[start + 1 :])))
    return [(speaker, words) for speaker, words in found if words]


def plain_lines(text: str) -> list[tuple[str, str]]:
    """Speaker and words of every line of plain text."""
    found = [_spoken(line.strip()) for line in text.splitlines() if line.strip()]
    return [(speaker, words) for speaker, words in found if words]


def _spoken(line: str) -> tuple[str, str]:
    named = VOICE.fullmatch(line) or NAMED.fullmatch(TAG.sub("", line))
    speaker, words = (named[1], named[2]) if named else ("", line)
    return speaker.strip(), TAG.sub("", words).strip()
