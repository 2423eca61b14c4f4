"""Hand a letter to the mail server, and say in the words of the outbox what it answered."""

import re
from collections.abc import Callable
from contextlib import closing, suppress
from email.message import EmailMessage
from email.utils import parseaddr
from smtplib import SMTP, SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused
from ssl import create_default_context
from typing import Any

from django.conf import settings

from ..outbox.errors import TryLater, TurnedAway
from ..outbox.models import Message
from .foot import foot_of
from .letter_out import letter_out
from .message_ids import message_id_of

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NOBODY_THERE = {550, 551, 553}


def hand_letter(message: Message) -> str:
    """Hand one message to the mail server. Raises TryLater or TurnedAway."""
    try:
        letter = letter_of(message)
    except ValueError as problem:
        raise TurnedAway(str(problem), is_address=True) from problem
    _with_server(lambda post: post.send_message(letter))
    return ""


def letter_of(message: Message) -> EmailMessage:
    """The letter as it leaves the house; to a customer with its foot and headers."""
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    foot = foot_of(message)
    return letter_out(
        sender=sender,
        sender_name=name,
        to=message.address,
        subject=message.subject,
        body=message.body + (foot.plain if foot else ""),
        html=message.html + (foot.html if foot and message.html else ""),
        headers=foot.headers if foot else None,
        message_id=message_id_of(message.pk),
        written_at=message.written_at,
    )


def _with_server(send: Callable[[SMTP], Any]) -> None:
    """Open, sign in, send, leave. How the server says good-bye after it took the letter does not matter."""
    server = settings.MAIL_SERVER
    try:
        with closing(SMTP(server.host, server.port, timeout=10)) as post:
            try:
                if server.use_tls:
                    post.starttls(context=create_default_context())
                if server.username:
                    post.login(server.username, server.password)
                send(post)
            finally:
                with suppress(SMTPException, OSError):
                    post.quit()
    except SMTPRecipientsRefused as refused:
        ((code, words),) = refused.recipients.values()
        raise _answer(code, _text(words)) from refused
    except SMTPDataError as refused:
        raise _answer(refused.smtp_code, _text(refused.smtp_error), at_the_door=False) from refused
    except SMTPNotSupportedError as problem:
        raise TurnedAway(str(problem), is_address=False) from problem
    except (SMTPException, OSError, ValueError) as problem:
        raise TryLater(f"{type(problem).__name__}: {problem}") from problem


def _answer(code: int, words: str, *, at_the_door: bool = True) -> TryLater | TurnedAway:
    note = f"{code} {words}"
    if code < 500:
        return TryLater(note)
    return TurnedAway(note, is_address=at_the_door and says_nobody_is_there(note))


def says_nobody_is_there(note: str) -> bool:
    """Whether a refusal speaks of the address (RFC 3463: 5.1.x, or the mailbox is disabled, 5.2.1), not of us or the letter."""
    found = ENHANCED.search(note)
    if found:
        kind, subject, detail = found.groups()
        return kind == "5" and (subject == "1" or (subject, detail) == ("2", "1"))
    return note[:3].isdigit() and int(note[:3]) in NOBODY_THERE


def _text(words: Any) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
