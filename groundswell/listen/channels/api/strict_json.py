"""JSON by the letter of the standard: UTF-8, each name once, no NaN, not deep."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from .errors import Refused

DEEPEST = 32
LONGEST_INTEGER = 400
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
TOO_BIG = Decimal("1e400")


def read_object(body: bytes) -> dict[str, Any]:
    """The one object of a body. Fractions are Decimal, so that nothing is rounded before it is judged."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as misfit:
        raise Refused("malformed_json") from misfit
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        raise Refused("too_deep")
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError) as wrong:
        raise Refused("malformed_json") from wrong
    if type(found) is not dict:
        raise Refused("type")
    return found


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in STRINGS.sub("", text):
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("duplicate_key")
    return found


def _integer(digits: str) -> int | Decimal:
    if len(digits) > LONGEST_INTEGER:
        return -TOO_BIG if digits.startswith("-") else TOO_BIG
    return int(digits)


def _fraction(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return -TOO_BIG if digits.startswith("-") else TOO_BIG


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once_each, parse_int=_integer, parse_float=_fraction, parse_constant=_no_constant
)
