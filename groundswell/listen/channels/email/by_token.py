"""Mailboxes of Microsoft 365 and Google: the same letters, let in by a short-lived token (XOAUTH2) in place of a password."""

from __future__ import annotations

import base64
import imaplib
import json
from collections.abc import Callable

from imap_tools import BaseMailBox

from groundswell.listen.signals.models import Signal

from ..connections.channel import Asking, Channel, Field, Page
from ..connections.tokens import access_token, forget_token
from ..outbound.errors import Refused
from .mailbox import letters_of
from .receive import RULES, read

RIGHT = "IMAP.AccessAsApp"
APPLICATIONS_SCOPE = "https://outlook.office365.com/.default"
PERSONS_SCOPE = "https://outlook.office365.com/IMAP.AccessAsUser.All offline_access"
Form = dict[str, str]


def fetch_microsoft(asking: Asking) -> Page:
    """By the application itself (client credentials), or in the name of one person where a refresh token was entered."""
    entered = asking.settings
    form = {
        "client_id": entered["client"],
        "client_secret": asking.secret,
        "scope": APPLICATIONS_SCOPE,
        "grant_type": "client_credentials",
    }
    if asking.second:
        form |= {"grant_type": "refresh_token", "refresh_token": asking.second, "scope": PERSONS_SCOPE}
    address = entered["token_address"].replace("{directory}", entered["directory"].strip())
    return _letters(asking, address, form, _why_microsoft_refuses)


def fetch_google(asking: Asking) -> Page:
    """In the name of the person who agreed once."""
    form = {
        "client_id": asking.settings["client"],
        "client_secret": asking.second,
        "refresh_token": asking.secret,
        "grant_type": "refresh_token",
    }
    return _letters(asking, asking.settings["token_address"], form, _why_google_refuses)


def _letters(asking: Asking, address: str, form: Form, why: Callable[[str, str], str]) -> Page:
    token = access_token(asking.ask, address, form, keep=asking.keep)
    user = asking.settings["user"]

    def sign_in(box: BaseMailBox) -> None:
        try:
            box.client.authenticate("XOAUTH2", lambda asked: b"" if asked else _words(user, token))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as no:
            forget_token(address, form)  # rights that are given now are in the next token only
            raise Refused(why(user, token)) from no

    return letters_of(asking, sign_in)


def _words(user: str, token: str) -> bytes:
    return f"user={user}\1auth=Bearer {token}\1\1".encode()


def rights_in(token: str) -> list[str] | None:
    """What a token of Microsoft lets an application do, as the token says itself; None where it cannot be read."""
    part = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        told = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return [str(right) for right in told.get("roles", [])]
    except (ValueError, AttributeError, TypeError):
        return None


def _why_microsoft_refuses(user: str, token: str) -> str:
    rights = rights_in(token)
    if rights is not None and RIGHT not in rights:
        return (
            f"The administrator has not granted {RIGHT} to this application. In Entra add it under API permissions"
            " (Office 365 Exchange Online, application permissions) and grant admin consent."
        )
    return (
        f"Exchange does not let this application into {user}. Check the address; the administrator gives the right with"
        " New-ServicePrincipal and Add-MailboxPermission, and IMAP must be on for this mailbox."
    )


def _why_google_refuses(user: str, token: str) -> str:
    return (
        f"Google does not let us into {user}. The person who agreed must be the owner of this mailbox,"
        " and have agreed to https://mail.google.com/; IMAP must be on."
    )


MAILBOX = (
    Field("user", "Mailbox", help="Its e-mail address."),
    Field("folder", "Folder", "INBOX"),
)
MICROSOFT = Channel(
    code="mailbox_microsoft",
    title="Mailbox of Microsoft 365",
    signal_channel=Signal.Channel.EMAIL,
    about="Letters of customers, answers to our messages, complaints; files are kept. Machines' mail is left.",
    fields=(
        *MAILBOX,
        Field(
            "directory", "Directory (tenant) ID", help="From the overview of the app registration in Entra."
        ),
        Field("client", "Application (client) ID"),
        *RULES,
        Field("host", "Server", "outlook.office365.com"),
        Field("port", "Port", "993"),
        Field(
            "token_address",
            "Address for tokens",
            "https://login.microsoftonline.com/{directory}/oauth2/v2.0/token",
        ),
    ),
    secret_label="Client secret",  # noqa: S106 (a label)
    second_label="Refresh token",
    second_help="Only where one person lets us into their own mailbox; empty where the application has the right itself.",
    what_to_do="In Entra register an application, give it IMAP.AccessAsApp of Office 365 Exchange Online with admin consent,"
    " and make a client secret. In Exchange Online let it into this one mailbox; the documentation has the three lines.",
    fetch=fetch_microsoft,
    read=read,
)
GOOGLE = Channel(
    code="mailbox_google",
    title="Mailbox of Google",
    signal_channel=Signal.Channel.EMAIL,
    about="Letters of customers, answers to our messages, complaints; files are kept. Machines' mail is left.",
    fields=(
        *MAILBOX,
        Field("client", "Client ID", help="Of an OAuth client in your Google Cloud project."),
        *RULES,
        Field("host", "Server", "imap.gmail.com"),
        Field("port", "Port", "993"),
        Field("token_address", "Address for tokens", "https://oauth2.googleapis.com/token"),
    ),
    secret_label="Refresh token",  # noqa: S106 (a label)
    second_label="Client secret",
    is_second_required=True,
    what_to_do="In Google's console make an OAuth client, and let the owner of the mailbox agree to https://mail.google.com/"
    " once: what you get then is the refresh token.",
    fetch=fetch_google,
    read=read,
)
