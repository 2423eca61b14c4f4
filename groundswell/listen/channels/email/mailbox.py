"""A mailbox by IMAP: every new letter once, left in place and unread."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings as installed
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Page, Unreadable, each
from ..outbound.addresses import canonical_host, public_addresses
from ..outbound.errors import Refused, Unreachable
from .bounces import reports_in
from .receive import RULES, filed_in, heard_in, read

SECONDS = 10
AT_ONCE = 50
LARGEST = 25 * 1024 * 1024
SignIn = Callable[[BaseMailBox], object]
"""Signs in to a mailbox that is open, or raises Refused or MailboxLoginError."""


class _CheckedTls(imaplib.IMAP4_SSL):
    """TLS to the address that was checked, for the name that was given."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.checked = address
        super().__init__(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self.checked, self.port), timeout)
        return self.ssl_context.wrap_socket(plain, server_hostname=self.host)


class _CheckedMailBox(MailBox):
    def __init__(self, host: str, port: int, address: str) -> None:
        self._checked = address
        super().__init__(host, port)

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _CheckedTls(self._host, self._port, self._checked)


def fetch(asking: Asking) -> Page:
    """The next fifty letters, by a user name and a password."""
    return letters_of(
        asking, lambda box: box.login(asking.settings["user"], asking.secret, initial_folder=None)
    )


def letters_of(asking: Asking, sign_in: SignIn) -> Page:
    """The next fifty letters. A folder that was made anew (UIDVALIDITY) is read from its beginning; known letters stay known."""
    with _opened(asking, sign_in) as box:
        validity = int(box.folder.status(asking.settings["folder"], ["UIDVALIDITY"])["UIDVALIDITY"])
        last = asking.cursor.get("uid", 0) if asking.cursor.get("validity") == validity else 0
        waiting = sorted(uid for uid in map(int, box.uids(f"UID {last + 1}:*")) if uid > last)
        taken = waiting[:AT_ONCE]
        letters = [_letter(box, uid) for uid in taken]
    lost = [letter for letter in letters if isinstance(letter, Unreadable)]
    whole = [letter for letter in letters if isinstance(letter, bytes)]
    heard, unreadable, ignored = each(whole, lambda raw: heard_in(raw, asking.settings, asking.at))
    cursor = {"validity": validity, "uid": taken[-1] if taken else last}
    reports = [report for raw in whole for report in reports_in(raw)]
    filed = filed_in(whole, asking.settings)
    return Page(heard, [*unreadable, *lost], cursor, len(waiting) > len(taken), ignored, reports, filed=filed)


@contextmanager
def _opened(asking: Asking, sign_in: SignIn) -> Iterator[BaseMailBox]:
    place = asking.settings
    try:
        box = _box(place["host"], int(place["port"]))
        try:
            sign_in(box)
            box.folder.set(place["folder"], readonly=True)
            yield box
        finally:
            _leave(box)
    except MailboxLoginError as problem:
        raise Refused("The mailbox does not accept the name or the password. Enter them anew.") from problem
    except (ImapToolsError, imaplib.IMAP4.error) as problem:
        raise Refused(f"The mailbox refuses: {problem}. Check the folder.") from problem
    except (OSError, ValueError) as problem:
        raise Unreachable(
            f"The mailbox does not answer ({type(problem).__name__}). We try again."
        ) from problem


def _leave(box: BaseMailBox) -> None:
    """Sign out where it still works; the connection is closed in any case."""
    with suppress(imaplib.IMAP4.error, OSError):
        box.client.logout()
    with suppress(OSError):
        box.client.shutdown()


def _box(named: str, port: int) -> BaseMailBox:
    if installed.OUTBOUND_MAY_REACH_LOOPBACK and named == "127.0.0.1":
        return MailBoxUnencrypted(named, port, timeout=SECONDS)
    host = canonical_host(named)
    if port != 993:
        raise Refused("Mailboxes are read by TLS on port 993 only.")
    return _CheckedMailBox(host, port, public_addresses(host)[0])


def _letter(box: BaseMailBox, uid: int) -> bytes | Unreadable:
    size = _first(box.client.uid("fetch", str(uid), "(RFC822.SIZE)"))
    digits = size.rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split(b" ")[0]
    if int(digits or 0) > LARGEST:
        return Unreadable(f"Letter {uid}", "The letter is larger than 25 MiB. Read it in the mailbox.")
    return _first(box.client.uid("fetch", str(uid), "(BODY.PEEK[])"))


def _first(answer: Any) -> bytes:
    """The content of the first part of a FETCH answer."""
    for part in answer[1]:
        if isinstance(part, tuple):
            return bytes(part[1])
        if isinstance(part, bytes) and part.strip() != b")":
            return part
    return b""


CHANNEL = Channel(
    code="mailbox",
    title="Mailbox (IMAP)",
    signal_channel=Signal.Channel.EMAIL,
    about="Letters of customers, answers to our messages, complaints; files are kept. Machines' mail is left.",
    fields=(
        Field("host", "Server", help="Such as imap.example.org. Read by TLS."),
        Field("port", "Port", "993"),
        Field("user", "User name"),
        Field("folder", "Folder", "INBOX"),
        *RULES,
    ),
    secret_label="Password",  # noqa: S106 (a label)
    what_to_do="Many providers want a password for programs. Microsoft 365 and Google let programs in by OAuth only:"
    " they have channels of their own here.",
    fetch=fetch,
    read=read,
)
