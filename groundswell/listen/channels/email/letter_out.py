"""The one writer of our e-mails: every letter that leaves the house is made here, with one From, To and Subject."""

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ..outbox.writing import one_line

NEVER_ENCODED = {"In-Reply-To", "References", "List-Unsubscribe"}
"""Message-IDs and addresses: a program reads them as they stand, never as encoded words (RFC 2047, 5)."""


class _Whole(EmailPolicy):
    """Breaks these headers between their words only: the usual way encodes a long Message-ID or address."""

    def fold(self, name: str, value: str) -> str:
        """As text."""
        if name not in NEVER_ENCODED:
            return super().fold(name, value)
        return f"{name}: {f'{self.linesep} '.join(value.split())}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """As bytes."""
        if name not in NEVER_ENCODED:
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii", "replace")


def letter_out(
    *,
    sender: str,
    to: str,
    subject: str,
    body: str,
    html: str = "",
    sender_name: str = "",
    message_id: str = "",
    written_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """Make a letter to one address. Line breaks in headers become blanks, also those that hide in encoded words.

    Raises ValueError where ``to`` or the sender is not exactly one address.
    """
    letter = EmailMessage(policy=_Whole())
    letter["From"] = _one(sender_name, sender)
    letter["To"] = _one("", to)
    letter["Subject"] = plain_line(subject)
    if written_at is not None:
        letter["Date"] = format_datetime(written_at)
    if message_id:
        letter["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        letter[name] = " ".join(value.split()) if name in NEVER_ENCODED else plain_line(value)
    letter.set_content(_whole(body))
    if html:
        letter.add_alternative(_whole(as_document(html)), subtype="html")
    return letter


def as_document(html: str) -> str:
    """The words as a whole page that mail programs show in light and in dark without guessing colours."""
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        "<style>@media (prefers-color-scheme: dark){a.number,a.link{color:#9cc2ff!important}}</style></head>"
        '<body style="margin:0;padding:16px;font-family:system-ui,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5">'
        f"{html}</body></html>"
    )


def plain_line(text: str) -> str:
    """One line that no reader decodes: an encoded word (RFC 2047) is shown as it was typed."""
    return one_line("".join(char if char.isprintable() else " " for char in text)).replace("=?", "= ?")


def _whole(text: str) -> str:
    """Half characters (lone surrogates) cannot be sent; a question mark stands in their place."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _one(name: str, address: str) -> Address:
    try:
        validate_email(address)
        return Address(plain_line(name), addr_spec=address)
    except (ValidationError, IndexError) as problem:
        raise ValueError(f"{address[:80]!r} is not one address") from problem
