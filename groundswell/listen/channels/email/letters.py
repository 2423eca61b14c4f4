"""A letter that came in, read so that no text is lost and no machine is taken for a customer (RFC 5322, 3834)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Mail
from email.utils import parseaddr, parsedate_to_datetime

from ..connections.plain_text import words_of_html
from ..files.names import safe_filename

LONGEST_TEXT = 100_000
BULK = {"bulk", "list", "junk", "auto_reply"}
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


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
    named = MESSAGE_ID.search(_header(mail, "Message-ID"))
    return Letter(
        message_id=named[0] if named else hashlib.sha256(raw).hexdigest(),
        sender=parseaddr(_header(mail, "From"))[1],
        recipients=" ".join(_header(mail, name) for name in ("To", "Cc", "Delivered-To")).casefold(),
        subject=_header(mail, "Subject"),
        text=text[:LONGEST_TEXT],
        sent_at=_moment(_header(mail, "Date")),
        is_automatic=is_automatic(mail),
        answers=tuple(MESSAGE_ID.findall(_header(mail, "In-Reply-To") + _header(mail, "References"))),
        files=files,
    )


def is_automatic(mail: Mail) -> bool:
    """Auto-replies, bounces and list mail: no customer speaks, and nobody is to be answered."""
    sender = parseaddr(_header(mail, "From"))[1].casefold()
    return (
        _header(mail, "Auto-Submitted").split(";")[0].strip().casefold() not in {"", "no"}
        or _header(mail, "Precedence").casefold() in BULK
        or _header(mail, "X-Auto-Response-Suppress").casefold() not in {"", "none"}
        or any(name in mail for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond"))
        or ("Return-Path" in mail and _header(mail, "Return-Path") in {"", "<>"})
        or mail.get_content_type() == "multipart/report"
        or sender.startswith(("mailer-daemon@", "postmaster@"))
    )


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
            files.append((safe_filename(_decoded(name or "")), _payload(part)))
        elif part.get_content_type() == "text/html":
            html.append(words_of_html(_text(part)))
        elif part.get_content_maintype() in {"text", "multipart"}:
            plain.append(_text(part))
    words = "\n".join(text for text in plain if text.strip()) or "\n".join(html)
    return words.replace("\r\n", "\n").strip(), tuple(files)


def _payload(part: Mail) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _text(part: Mail) -> str:
    """Decoded as promised; where the promise is wrong, as UTF-8; else with replacement. Never refused."""
    content = _payload(part)
    for codec in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(codec)
        except (LookupError, ValueError):
            continue
    return content.decode("utf-8", "replace")


def _header(mail: Mail, name: str) -> str:
    """One header in one line, decoded; a line break hidden inside becomes a blank."""
    return " ".join(_decoded(str(mail.get(name, ""))).split())


def _decoded(text: str) -> str:
    try:
        pieces = decode_header(text)
    except (ValueError, MessageError):
        return text
    return "".join(_piece(piece, codec) for piece, codec in pieces)


def _piece(piece: bytes | str, codec: str | None) -> str:
    if isinstance(piece, str):
        return piece.encode("utf-8", "replace").decode("utf-8")
    try:
        return piece.decode(codec or "utf-8", "replace")
    except LookupError:
        return piece.decode("utf-8", "replace")


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
