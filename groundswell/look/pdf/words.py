"""Words as a page shows them: runs of text with what is strong, soft or a link."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

LONGEST_WORD = 24
LONGEST_TEXT = 8000
Run = dict[str, Any]


def tidy(runs: list[Run]) -> list[Run]:
    """White space as a browser shows it, long words breakable, nothing longer than a page could hold."""
    kept: list[Run] = []
    room = LONGEST_TEXT
    for run in runs:
        words = "\n" if run["text"] == "\n" else re.sub(r"\s+", " ", run["text"])
        last = kept[-1]["text"][-1:] if kept else "\n"
        words = words.lstrip(" ") if last in {" ", "\n"} else words
        if words == "\n" and kept:
            kept[-1]["text"] = kept[-1]["text"].rstrip(" ")
        if not words or (words == "\n" and last == "\n"):
            continue
        if len(words) > room:
            words = f"{words[: max(room - 1, 0)]}…"
        room -= len(words)
        kept.append({**run, "text": words})
        if room <= 0:
            break
    while kept and not kept[-1]["text"].strip():
        kept.pop()
    if kept:
        kept[-1]["text"] = kept[-1]["text"].rstrip()
    return [{**run, "text": _breakable(run["text"])} for run in kept if run["text"]]


def _breakable(words: str) -> str:
    """Zero-width spaces within words that are longer than a line could hold."""
    long = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
    return long.sub(lambda found: f"{found[0]}\u200b", words)


def plain(words: str) -> str:
    return "".join(
        one for one in words if one in "\n\t " or unicodedata.category(one) not in {"Cc", "Cs", "Co", "Cn"}
    )


def direction(runs: list[Run]) -> str:
    """As ``dir="auto"``: the first letter that has a direction gives it."""
    for one in "".join(run["text"] for run in runs):
        kind = unicodedata.bidirectional(one)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"
