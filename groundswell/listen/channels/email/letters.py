"""A letter that came in, read so that no text is lost and no machine is taken for a customer (RFC 5322, 3834)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as Mail
from email.utils import parsedate_to_datetime

from ..connections.plain_text import words_of_html
from ..files.names import safe_filename
from .charsets import decoded
from .headers import header, headers, sender_of, unencoded

LONGEST_TEXT = 100_000
BULK = re.compile(r"(?:bulk|list|junk|auto[-_]?reply)\b", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")
BARE_ID = re.compile(r"[^<>\s]{1,998}")
MACHINES = {
    "x-autoreply",
    "x-autorespond",
    "x-autoreply-from",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-failed-recipients",
    "x-ms-exchange-generated-message-source",
}
"""Headers that only programs write (beside those of lists), as vacation programs and mail servers do."""
SENT_BY_NOBODY = ("mailer-daemon@", "postmaster@")
CHARSET_IN_HTML = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w:.-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person would see of a letter, and what it answers."""

    message_id: str
    sender: str
    recipients: str
    subject: str
    text: str
    sent_at: datetime | None
    is_automatic: bool
    answers: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...]


def read_letter(raw: bytes) -> Letter:
    """Read one letter. ValueError when its parts lie in each other too deeply to be read."""
    try:
        mail = message_from_bytes(raw)
        text, files = _content(mail)
    except (RecursionError, MessageError) as problem:
        raise ValueError("the letter cannot be taken apart") from problem
    named = header(mail, "Message-ID")
    found = MESSAGE_ID.search(named) or BARE_ID.fullmatch(named)
    return Letter(
        message_id=found[0] if found else hashlib.sha256(raw).hexdigest(),
        sender=sender_of(mail),
        recipients=" ".join(header(mail, name) for name in ("To", "Cc", "Delivered-To")).casefold(),
        subject=header(mail, "Subject"),
        text=shortened(text),
        sent_at=_moment(header(mail, "Date")),
        is_automatic=is_automatic(mail),
        answers=tuple(MESSAGE_ID.findall(header(mail, "In-Reply-To") + header(mail, "References"))),
        files=files,
    )


def shortened(text: str) -> str:
    """The beginning of a text that is too long, and that it goes on: nothing is cut in silence."""
    more = len(text) - LONGEST_TEXT
    return (
        text
        if more <= 0
        else f"{text[:LONGEST_TEXT]}\n\n[{more:,} more characters stand in the letter itself.]"
    )


def is_automatic(mail: Mail) -> bool:
    """Auto-replies, bounces and list mail: no customer speaks, and nobody is to be answered."""
    names = {name.casefold() for name in mail.keys()}  # noqa: SIM118 a letter is no dict
    paths = [path.strip("<> ").casefold() for path in headers(mail, "Return-Path")]
    return (
        any(_first_word(value) not in {"", "no"} for value in headers(mail, "Auto-Submitted"))
        or any(BULK.match(value) for name in ("Precedence", "X-Precedence") for value in headers(mail, name))
        or any(value.casefold() not in {"", "none"} for value in headers(mail, "X-Auto-Response-Suppress"))
        or bool(MACHINES & names)
        or any(name.startswith("list-") for name in names)
        or "" in paths
        or "mailer-daemon" in paths
        or mail.get_content_type() == "multipart/report"
        or sender_of(mail).casefold().startswith(SENT_BY_NOBODY)
        or header(mail, "From") == "<>"
    )


def _first_word(value: str) -> str:
    return value.partition(";")[0].partition("(")[0].strip().casefold()


def _content(mail: Mail) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """The plain words (or those of the HTML), and the attached files under safe names."""
    plain: list[str] = []
    html: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part in mail.walk():
        if part.is_multipart():
            continue
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            files.append((safe_filename(unencoded(name or "")), _payload(part)))
        elif part.get_content_type() == "text/html":
            html.append(words_of_html(_text(part)))
        elif part.get_content_maintype() in {"text", "multipart"}:
            plain.append(_text(part))
    words = "\n".join(text for text in plain if text.strip()) or "\n".join(html)
    return words.replace("\r\n", "\n").strip(), tuple(files)


def _payload(part: Mail) -> bytes:
    if coding := header(part, "Content-Transfer-Encoding"):
        part.replace_header("Content-Transfer-Encoding", coding)
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _text(part: Mail) -> str:
    """The words of a part; HTML may name its charset itself."""
    content, named = _payload(part), part.get_content_charset()
    if named is None and (inside := CHARSET_IN_HTML.search(content[:4096])):
        named = inside[1].decode("ascii")
    return decoded(content, named)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
