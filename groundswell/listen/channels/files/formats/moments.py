"""Times as other tools write them, turned into the forms that our reader knows; and the order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

SECONDS = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?")
MILLISECONDS = re.compile(r"[0-9]{12,13}")
WRITTEN = re.compile(
    r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})"
    r"(?:(?:,? +|T)([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?: *([AaPp])\.?[Mm]\.?)?)?"
    r" *(Z|UTC|GMT|(?:UTC|GMT)? *[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
)


class DateOrder(NamedTuple):
    """The order of day and month, and what to tell people when it was not certain."""

    order: str
    sentence: str = ""


def plain_time(text: str, date_order: str) -> str:
    """The moment as our reader knows it; the text itself where we would have to guess."""
    if MILLISECONDS.fullmatch(text):
        text = str(int(text) / 1000)
    if SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(text), UTC).replace(microsecond=0).isoformat()
    found = WRITTEN.fullmatch(text)
    if not found or text[:5].isdigit():
        return text
    first, _, second, third, hour, minute, seconds, half, zone = found.groups()
    if len(first) == 4:
        year, month, day = first, second, third
    elif len(third) == 4 and date_order in ("dmy", "mdy"):
        day, month = (first, second) if date_order == "dmy" else (second, first)
        year = third
    else:
        return text
    return f"{year}-{month:0>2}-{day:0>2}{_clock(hour, minute, seconds, half, zone)}"


def _clock(hour: str | None, minute: str, seconds: str | None, half: str | None, zone: str | None) -> str:
    if hour is None:
        return ""
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half in "Pp" else 0)
    return f"T{hours:02}:{minute}:{seconds or '00'}{_offset(zone)}"


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    digits = re.search(r"([+-])([0-9]{1,2}):?([0-9]{2})?", zone)
    return f"{digits[1]}{digits[2]:0>2}:{digits[3] or '00'}" if digits else "+00:00"


def looks_like_a_time(text: str) -> bool:
    """Whether the text has the shape of a moment that we could read."""
    found = WRITTEN.fullmatch(text)
    if found:
        return 4 in (len(found[1]), len(found[4]))
    return (
        bool(SECONDS.fullmatch(text) or MILLISECONDS.fullmatch(text)) and 631152000 <= float(text[:10]) < 4e9
    )


def guess_date_order(texts: Iterable[str]) -> DateOrder:
    """Read from the dates themselves: a number over 12, else an order in which the rows run, else said to be open."""
    pairs = [
        (int(f[1]), int(f[3]), int(f[4]), f[8]) for f in map(WRITTEN.fullmatch, texts) if f and len(f[1]) < 3
    ]
    if not pairs:
        return DateOrder("iso")
    if any(first > 12 for first, *_ in pairs):
        return DateOrder("dmy")
    if any(second > 12 for _, second, *_ in pairs):
        return DateOrder("mdy")
    as_dmy, as_mdy = (
        _turns([(y, *((b, a) if dmy else (a, b))) for a, b, y, _ in pairs]) for dmy in (True, False)
    )
    if len(pairs) > 2 and as_dmy != as_mdy:
        order = "dmy" if as_dmy < as_mdy else "mdy"
        return DateOrder(
            order, "No day is over 12, so the order of day and month is read from the order of the rows."
        )
    order = "mdy" if any(half for *_, half in pairs) else "dmy"
    return DateOrder(
        order, "No day is over 12, so these dates could be read either way. Please check the order."
    )


def _turns(days: list[tuple[int, ...]]) -> int:
    """How often the days run backwards, seen from the direction in which they mostly run."""
    back = sum(a > b for a, b in pairwise(days))
    forth = sum(a < b for a, b in pairwise(days))
    return min(back, forth)
