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

from groundswell.foundation.customers.models import Purpose

from ..outbox.errors import EndUnknown, TryLater, TurnedAway
from ..outbox.models import Message
from .foot import foot_of, one_click
from .letter_out import letter_out
from .message_ids import message_id_of

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NOBODY_THERE = {550, 551, 553}
PATIENCE, PATIENCE_WITH_LETTER = 10, 60
MOST_REFERENCES = 10


def hand_letter(message: Message) -> str:
    """Hand one message to the mail server. Raises TryLater, TurnedAway or EndUnknown.

    Where the line breaks or we die between the letter and the server's answer, nobody knows whether it was taken. A
    question is then not sent again, because a customer who is asked twice is worse off than one who is not asked; an
    answer or a notice is, under the same Message-ID, because a voice without an answer is worse than one answered twice.
    """
    try:
        letter = letter_of(message)
    except ValueError as problem:
        raise TurnedAway(str(problem), is_address=True) from problem
    is_question = message.purpose == Purpose.ASKING
    rest = Message.objects.filter(pk=message.pk)
    before_letter = (lambda: rest.update(due_at=None)) if is_question else (lambda: None)
    _post(letter, before_letter=before_letter, is_question=is_question)
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
        body=message.body.rstrip() + (foot.plain if foot else "\n"),
        html=message.html + (foot.html if foot and message.html else ""),
        headers=_thread(message) | (foot.headers if foot else one_click(message.stop_url)),
        message_id=message_id_of(message.pk),
        written_at=message.written_at,
    )


def _thread(message: Message) -> dict[str, str]:
    """By these a mail program shows a letter below the ones before it (RFC 5322, 3.6.4): the first, and the newest ones."""
    earlier = message.references.split()
    if not earlier:
        return {}
    return {
        "In-Reply-To": earlier[-1],
        "References": " ".join([*earlier[:1], *earlier[1:][-MOST_REFERENCES:]]),
    }


class _Line(SMTP):
    """A connection to the mail server that says when the letter itself is under way: from then on until the answer
    nobody knows whether it was taken."""

    is_under_way = False

    def __init__(self, host: str, port: int, *, before_letter: Callable[[], object]) -> None:
        self._before_letter = before_letter
        super().__init__(host, port, timeout=PATIENCE)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """The letter itself."""
        self._before_letter()
        self.is_under_way = True
        if self.sock is not None:
            self.sock.settimeout(PATIENCE_WITH_LETTER)
        answer = super().data(msg)
        self.is_under_way = False
        return answer


def _post(letter: EmailMessage, *, before_letter: Callable[[], object], is_question: bool) -> None:
    """Open, sign in, send, leave. How the server says good-bye after it took the letter does not matter."""
    server, line = settings.MAIL_SERVER, None
    try:
        with closing(_Line(server.host, server.port, before_letter=before_letter)) as line:
            try:
                _sign_in(line)
                line.send_message(letter)
            finally:
                with suppress(SMTPException, OSError):
                    line.quit()
    except SMTPRecipientsRefused as refused:
        ((code, words),) = refused.recipients.values()
        raise _answer(code, _text(words)) from refused
    except SMTPDataError as refused:
        raise _answer(refused.smtp_code, _text(refused.smtp_error), at_the_door=False) from refused
    except SMTPNotSupportedError as problem:
        raise TurnedAway(str(problem), is_address=False) from problem
    except (SMTPException, OSError, ValueError) as problem:
        is_unknown = is_question and line is not None and line.is_under_way
        raise (EndUnknown if is_unknown else TryLater)(f"{type(problem).__name__}: {problem}") from problem


def _sign_in(line: SMTP) -> None:
    """What fails here is between us and our own server, and says nothing about any letter."""
    server = settings.MAIL_SERVER
    try:
        if server.use_tls:
            line.starttls(context=create_default_context())
        if server.username:
            line.login(server.username, server.password)
    except SMTPNotSupportedError as problem:
        raise TryLater(f"Our mail server: {problem} Look at EMAIL_URL.") from problem


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
