"""The rules for one answer: each value is taken as it is, or refused by the name of the rule."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from groundswell.listen.channels.files.cells import (
    CONTROL,
    CONTROL_IN_TEXT,
    WHITE_SPACE,
    read_comment,
    read_identity,
    read_name,
)
from groundswell.listen.channels.files.emails import read_email
from groundswell.listen.channels.files.errors import CellRefused
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.times import TimeReader

from .errors import Refused

KINDS_OF_SCORE = frozenset({"experience", "relationship", "competitive"})
FIELDS = frozenset(
    [
        "external_id",
        "submitted_at",
        "score",
        "comment",
        "metadata",
        "unit",
        "touchpoint",
        "email",
        "kind_of_score",
    ]
)
MOST_METADATA = 50
LONGEST_NAME_OF_METADATA = 128
LARGEST_NUMBER = 2**63
ONE_MINUTE = timedelta(minutes=1)
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class ResponseRules:
    """Judges answers. ``zone`` holds for moments without an offset."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._times: TimeReader | None = None
        self._since = datetime.min

    def read(self, given: dict[str, Any], now: datetime) -> dict[str, Any]:
        """The answer as it is kept. Raises Refused for the first thing that is wrong."""
        for name in given.keys() - FIELDS:
            readable("", name)
            raise Refused("unknown_field", _shown(name))
        answer = {
            "external_id": self._cell("external_id", given, read_identity, trimmed=True, required=True),
            "submitted_at": self._moment(given, now),
            "score": _score(given),
        }
        for name, read in OPTIONAL.items():
            if given.get(name) is not None and (text := self._cell(name, given, read)):
                answer[name] = text
        if given.get("metadata") is not None:
            answer["metadata"] = _metadata(given["metadata"])
        if answer.get("kind_of_score", "experience") not in KINDS_OF_SCORE:
            raise Refused("invalid_choice", "kind_of_score")
        return answer

    def _cell(
        self, name: str, given: dict[str, Any], read: Any, *, trimmed: bool = False, required: bool = False
    ) -> str:
        text = given.get(name)
        if type(text) is not str:
            raise Refused("required" if text is None and required else "type", name)
        readable(name, text)
        try:
            return str(read(text.strip(WHITE_SPACE) if trimmed else text))
        except CellRefused as refusal:
            raise Refused(refusal.reason_class, name) from refusal

    def _moment(self, given: dict[str, Any], now: datetime) -> str:
        if self._times is None or now - self._since > ONE_MINUTE:
            self._times = TimeReader(ReadingOptions(now=now, tz=self._zone))
            self._since = now
        times = self._times
        return self._cell(
            "submitted_at", given, lambda text: times.read(text).isoformat(), trimmed=True, required=True
        )


OPTIONAL: dict[str, Any] = {
    "comment": read_comment,
    "unit": read_name,
    "touchpoint": read_name,
    "email": read_email,
    "kind_of_score": str,
}


def as_content(answer: dict[str, Any]) -> str:
    """The answer as one line of JSON, which the letterbox keeps."""
    return _write(answer)


def readable(name: str, text: str) -> None:
    """Refuse half characters and invisible ones; a comment may hold tabs and line ends."""
    if text.isprintable():
        return
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused("invalid_text", _shown(name))
    if (CONTROL_IN_TEXT if name == "comment" else CONTROL).search(text):
        raise Refused("control_character", _shown(name))


def _score(given: dict[str, Any]) -> int:
    score = given.get("score")
    if type(score) is int:
        if 0 <= score <= 10:
            return score
        raise Refused("out_of_range", "score")
    if score is None:
        raise Refused("required", "score")
    if type(score) is not Decimal:
        raise Refused("type", "score")
    if score != score.to_integral_value():
        raise Refused("not_an_integer", "score")
    if not 0 <= score <= 10:
        raise Refused("out_of_range", "score")
    return int(score)


def _metadata(given: Any) -> dict[str, Any]:
    if type(given) is not dict:
        raise Refused("type", "metadata")
    if len(given) > MOST_METADATA:
        raise Refused("too_long", "metadata")
    return {_name(name): _fact(f"metadata.{_shown(name)}", value) for name, value in given.items()}


def _name(name: str) -> str:
    readable("metadata", name)
    if len(name) > LONGEST_NAME_OF_METADATA:
        raise Refused("too_long", "metadata")
    return name


def _fact(where: str, value: Any) -> Any:
    if type(value) is str:
        readable(where, value)
        try:
            return read_comment(value)
        except CellRefused as refusal:
            raise Refused(refusal.reason_class, where) from refusal
    if type(value) in {int, Decimal}:
        if not -LARGEST_NUMBER <= value < LARGEST_NUMBER:
            raise Refused("out_of_range", where)
        return value if type(value) is int else float(value)
    if value is None or type(value) is bool:
        return value
    raise Refused("type", where)


def _shown(name: str) -> str:
    """A name of theirs, short and without anything invisible, as we may repeat it."""
    return "".join(c if c.isprintable() else "?" for c in name[:60])
