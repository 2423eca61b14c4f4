"""What a text message says: stop, start, or a number first where the number was asked for, then words."""

from __future__ import annotations

import re

from ..connections.channel import Field

NUMBER_FIRST = re.compile(r"\s*(10|[0-9])(?![0-9]|[.,:/][0-9])[\s.,:;-]*(.*)", re.DOTALL)
STOPS = frozenset(
    [
        "stop",
        "stopall",
        "stop all",
        "stopp",
        "arret",
        "arrêt",
        "unsubscribe",
        "end",
        "quit",
        "cancel",
        "optout",
        "opt out",
        "revoke",
    ]
)
STARTS = frozenset({"start", "unstop", "subscribe"})
"""The usual words; the whole message is one of them, however it is written."""

COMPLAINTS = frozenset(
    [
        "complaint", "complain", "beschwerde", "réclamation", "reclamation", "plainte", "queja", "reclamo",
        "reclamación", "klacht", "شكوى", "תלונה",
    ]
)  # fmt: skip
"""A text that begins with one of these words is a complaint."""

ASKS = Field(
    "asks",
    "A number that nobody was invited to send",
    "no",
    "Whether customers answer our question from 0 to 10 by text without an invitation, for example from a poster.",
    choices=(("no", "is only words"), ("yes", "is an answer to the recommendation question")),
)


def said(text: str, *, asks: bool) -> tuple[int | None, str]:
    """The score, where one was asked for and stands first, and the words."""
    found = NUMBER_FIRST.fullmatch(text) if asks else None
    return (int(found[1]), found[2]) if found else (None, text)


def consent_word(text: str) -> bool | None:
    """True for a word that allows texts again, False for one that ends them, None for everything else."""
    word = " ".join(text.casefold().strip(" \t\r\n.,!?\"'“”").split())
    return False if word in STOPS else True if word in STARTS else None


def is_complaint(text: str) -> bool:
    """Whether a text says with its first word that it is a complaint."""
    first = text.split(maxsplit=1)[:1]
    return bool(first) and first[0].casefold().strip(".,:;!?-\"'“”") in COMPLAINTS
