"""LimeSurvey's relevance as a condition of ours, where it only compares answers with values."""

import re
from collections.abc import Callable

from .building import NotCarried

NAME = r"[A-Za-z0-9_]+(?:\.(?:NAOK|value|code|shown))?"
COMPARED = re.compile(
    rf"({NAME})\s*(==|=|!=|<=|>=|<|>|\beq\b|\bne\b|\blt\b|\ble\b|\bgt\b|\bge\b)\s*(\"[^\"']*\"|'[^\"']*'|-?\d{{1,9}}(?:\.\d{{1,6}})?)"
)
EMPTY = re.compile(rf"(!\s*)?is_empty\(\s*({NAME})\s*\)")
SIGNS = {"==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
PLACED = re.compile("\ue000(\\d+)\ue001")
JOINED = re.compile(r"(?:\s|[()!]|&&|\|\||\b(?:and|or|not|AND|OR|NOT)\b|\ue000\d+\ue001)*")


Compare = Callable[[str, str, str], str]
"""Their name of an answer, a sign and a value become a comparison of ours, or NotCarried is raised."""


def is_always(relevance: str) -> bool:
    """Whether nothing is asked by it."""
    return relevance.strip() in {"", "1", "(1)", "((1))"}


def condition_of(relevance: str, compare: Compare) -> str:
    """The condition as we write it. Raises NotCarried."""
    parts: list[str] = []

    def keep(part: str) -> str:
        parts.append(part)
        return f" \ue000{len(parts) - 1}\ue001 "

    def compared(found: re.Match[str]) -> str:
        value = found[3]
        plain = re.fullmatch(r"[\"'](-?\d{1,9})[\"']", value)
        return keep(
            compare(
                _bare(found[1]), SIGNS.get(found[2], found[2]), plain[1] if plain else value.replace('"', "'")
            )
        )

    text = relevance.replace("\ue000", "").replace("\ue001", "")
    text = EMPTY.sub(
        lambda found: keep(compare(_bare(found[2]), "notempty" if found[1] else "empty", "")), text
    )
    text = COMPARED.sub(compared, text)
    if not parts or not JOINED.fullmatch(text):
        raise NotCarried(relevance)
    text = re.sub(r"&&|\bAND\b", " and ", text)
    text = re.sub(r"\|\||\bOR\b", " or ", text)
    text = re.sub(r"!|\bNOT\b", " not ", text)
    whole = " ".join(PLACED.sub(lambda found: parts[int(found[1])], text).split())
    return _unwrapped(whole.replace("( ", "(").replace(" )", ")"))


def _bare(name: str) -> str:
    return name.partition(".")[0]


def _unwrapped(text: str) -> str:
    """Without brackets around the whole."""
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for place, sign in enumerate(text):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0 and place < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text
