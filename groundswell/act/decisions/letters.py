"""A decision that comes by letter: "Title: ..." line by line, as a plain template says. What a letter says is only data."""

import re
from typing import Any

from .told import KNOWN, LISTS

LONGEST_LETTER, MOST_LINES = 40_000, 400
LABELS = {
    "title": "title",
    "decision": "title",
    "what": "what",
    "what is decided": "what",
    "area": "area",
    "amount": "amount",
    "cost": "amount",
    "costs": "amount",
    "takes effect": "takes_effect_on",
    "takes effect on": "takes_effect_on",
    "owner": "owner",
    "who is touched": "who",
    "segment": "segment",
    "parts": "parts",
    "touchpoints": "touchpoints",
    "customers touched": "customers_touched",
    "expected change": "expected",
    "vulnerable groups": "vulnerable",
    "mitigations": "mitigations",
    "watch": "watch",
}
LINE = re.compile(
    r"[\s\ufeff*_•-]{0,8}([A-Za-z][A-Za-z ]{2,24}?)\s{0,4}(?:\(([^()]{0,20})\))?[*_ ]{0,4}[:\uff1a\t]\s?[*_]{0,2}(.*)"
)
"""As programs write it too: in bold, in a list, as two cells of a table, with the currency behind the label."""
SAID_ONCE = ("amount", "customers_touched")
"""Where another number is said of the same nobody can tell which holds."""
MULTIPLIES = re.compile(r"\d|thousand|million|%|\bk\b", re.IGNORECASE)
RANGE = re.compile(
    r"\s*([+\-\u2212]?\d{1,3}(?:\.\d)?)\s+to\s+([+\-\u2212]?\d{1,3}(?:\.\d)?)\s*(?:points?)?\s*",
    re.IGNORECASE,
)
TEMPLATE = """\
Title: Delivery fee from April
What: Parcels below 30 cost 3.90 from April on.
Area: Finance
Amount: 120000
Takes effect: 2026-04-01
Owner: finance@example.org
Who is touched: everybody who orders for less than 30
Touchpoints: delivery
Parts: web
Customers touched:
Expected change: -6 to -1
Vulnerable groups: customers who live far from a shop
Mitigations: collecting stays free
Watch: delivery
"""


def read_letter_words(text: str) -> dict[str, Any]:
    """What the lines of a letter say, by our own names. A line without a label goes on with the one before it.

    Quotations and everything below a signature are passed over; labels that we do not know are words of the line before.
    """
    said: dict[str, str] = {}
    name = ""
    for line in text[:LONGEST_LETTER].replace("\r", "").split("\n")[:MOST_LINES]:
        if line.startswith(">"):
            continue
        if line in {"--", "-- "}:
            break
        found = LINE.fullmatch(line)
        label = LABELS.get(" ".join(found[1].casefold().split())) if found else None
        unit = _unit(label, found[2] or "") if found else ""
        value = f"{found[3].strip()} {unit}".strip() if found else ""
        if label and label not in said:
            name = label
            said[name] = value
        elif label in SAID_ONCE:
            said[label] += f" and {value}" if value not in {"", said[label]} else ""
        elif name and line.strip():
            said[name] = f"{said[name]}\n{line.strip()}".strip()
    return _as_fields(said)


def _unit(label: str | None, unit: str) -> str:
    """What is read with the number: a currency, and what makes more of a count than stands there."""
    return unit if label == "amount" or (label in SAID_ONCE and MULTIPLIES.search(unit)) else ""


def label_of(field: str) -> str:
    """What the template calls a field: "Expected change" for either end of the range."""
    field = "expected" if field in {"expected_low", "expected_high"} else field
    return next((label.capitalize() for label, name in LABELS.items() if name == field), field)


def _as_fields(said: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: words for name, words in said.items() if words and name in KNOWN}
    for name in LISTS:
        if name in fields:
            fields[name] = [code.strip() for code in re.split(r"[,\n]", fields[name]) if code.strip()]
    if said.get("expected"):
        found = RANGE.fullmatch(said["expected"])
        low, high = (found[1], found[2]) if found else (said["expected"][:30], said["expected"][:30])
        fields["expected_low"], fields["expected_high"] = (
            text.replace("\u2212", "-") for text in (low, high)
        )
    return fields
