"""A letter as a signal: an answer to one of our messages, a complaint by its address or subject, or feedback."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from groundswell.listen.signals.models import Signal

from ..connections.channel import Call, Field, Filed, Heard, Page, page_of
from ..outbox.models import Message
from .bounces import reports_in
from .letters import Letter, read_letter
from .message_ids import message_behind
from .quoted import without_quotes

LONGEST_SUBJECT, MOST_EARLIER = 200, 20
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
RULES = (
    Field(
        "complaint_to", "Address for complaints", is_required=False, help="Letters to it enter as complaints."
    ),
    Field(
        "complaint_words",
        "Words of a complaint",
        "complaint, refund",
        "A subject with one of these words makes a complaint.",
        is_required=False,
    ),
    Field(
        "decisions_to",
        "Address for decisions",
        is_required=False,
        help="Letters to it register a decision, and are never a customer's voice: at once where they go to somebody's own "
        "filing address (the same with +code before the @), else after one click of a colleague.",
    ),
    Field(
        "decisions_from",
        "Who may write to it without a code",
        is_required=False,
        help="Addresses, or domains such as @example.org, with commas between them. Their letters wait for a click.",
    ),
)


def heard_in(raw: bytes, settings: Mapping[str, str], at: datetime) -> Heard | None:
    """What a customer says in this letter; None when a machine wrote it."""
    letter = read_letter(raw)
    if letter.is_automatic or is_for_decisions(letter, settings):
        return None
    answered = next(filter(None, map(message_behind, letter.answers)), None)
    sent_at = letter.sent_at if letter.sent_at and EARLIEST < letter.sent_at < at else at
    return Heard(
        key=letter.message_id,
        said_at=sent_at,
        comment=_words(letter, answered),
        email=letter.sender,
        kind=Signal.Kind.COMPLAINT
        if is_complaint(letter, settings, _subject_of(answered))
        else Signal.Kind.ANSWER,
        answers=answered,
        files=letter.files,
        about=_thread(letter),
        may_change=False,
    )


def _thread(letter: Letter) -> dict[str, object]:
    """What a letter says it belongs to: its subject, and the letters before it in the same thread."""
    return {"subject": letter.subject[:LONGEST_SUBJECT], "earlier": list(letter.answers[-MOST_EARLIER:])}


def is_complaint(letter: Letter, settings: Mapping[str, str], ours: str = "") -> bool:
    """By the address it went to, or by a word of its subject; ``ours``, the subject that it answers, is not their word."""
    address = settings.get("complaint_to", "").strip().casefold()
    words = [word.strip().casefold() for word in settings.get("complaint_words", "").split(",")]
    subject = letter.subject.casefold()
    if ours:
        subject = subject.replace(ours.casefold(), "")
    return bool(address and address in letter.recipients) or any(word and word in subject for word in words)


def _subject_of(message: int | None) -> str:
    if message is None:
        return ""
    return Message.objects.filter(pk=message).values_list("subject", flat=True).first() or ""


def is_for_decisions(letter: Letter, settings: Mapping[str, str]) -> bool:
    """By the address it went to: with a code from anybody, without one from who may. Anybody else there is a customer, and heard."""
    code = _filing_code(letter, settings)
    allowed = [one.strip().casefold() for one in settings.get("decisions_from", "").split(",") if one.strip()]
    sender = letter.sender.casefold()
    may = any(sender.endswith(one) if one.startswith("@") else sender == one for one in allowed)
    return bool(code) or (code is not None and may)


def filed_in(raws: Iterable[bytes], settings: Mapping[str, str]) -> list[Filed]:
    """The letters that register a decision. A machine may write one; what cannot be taken apart is left to the others."""
    filed = []
    for raw in raws if settings.get("decisions_to", "").strip() else ():
        with suppress(ValueError):
            letter = read_letter(raw)
            if is_for_decisions(letter, settings):
                code = _filing_code(letter, settings) or ""
                filed.append(Filed(letter.message_id, letter.sender, letter.text, code))
    return filed


def _filing_code(letter: Letter, settings: Mapping[str, str]) -> str | None:
    """What stands behind the plus of the address for decisions; empty without one, None where it went elsewhere."""
    name, at, domain = settings.get("decisions_to", "").strip().casefold().partition("@")
    if not (name and at and domain):
        return None
    address = re.compile(rf"{re.escape(name)}(?:\+([a-z0-9]{{1,64}}))?@{re.escape(domain)}")
    found = [address.fullmatch(one) for one in re.split(r"[\s<>,;\"]+", letter.recipients)]
    codes = [one[1] or "" for one in found if one]
    return max(codes, key=len, default=None)


def read(call: Call) -> Page:
    """One letter as a file (.eml), or handed on by a mail server."""
    page = page_of([call.body], lambda raw: heard_in(raw, call.settings, call.at))
    return replace(page, reports=reports_in(call.body), filed=filed_in([call.body], call.settings))


def _words(letter: Letter, answered: int | None) -> str:
    """Subject and text; an answer needs no subject, and not our own words quoted below it."""
    if answered is None:
        return f"{letter.subject}\n\n{letter.text}"
    return without_quotes(letter.text, _subject_of(answered))
