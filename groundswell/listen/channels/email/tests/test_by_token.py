"""Mailboxes that let programs in by OAuth only: a real IMAP server that asks about each token, and an endpoint that gives them."""

from __future__ import annotations

import base64
import imaplib
import json
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from groundswell.listen.channels.connections.fetching import try_out
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.secrets import second_of, secret_of
from groundswell.listen.channels.connections.tests.listening import connected, fetched, told
from groundswell.listen.channels.registry import CHANNELS
from tests.world import NOW, World

from .post_office import DOVECOT, mail_server

pytestmark = pytest.mark.skipif(DOVECOT is None, reason="Dovecot is not installed here")
LETTER = b"From: Ann <ann@people.example>\r\nMessage-ID: <m1@people.example>\r\nDate: Tue, 10 Mar 2026 10:00:00 +0100\r\nSubject: Lamp\r\n\r\nIt is broken."


def token_with(*rights: str) -> str:
    """A token as Entra makes them: three parts, the middle one readable."""
    parts = ({"alg": "none"}, {"roles": list(rights)}, {"sign": "x"})
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )


class Giver:
    """The endpoint for tokens, and the one that the mail server asks whose a token is."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.answer: dict[str, Any] = {}
        self.status = 200

    def gives(self, token: str, owner: str = "", status: int = 200, **more: Any) -> None:
        self.owners[token] = owner
        self.answer, self.status = {"access_token": token, "expires_in": 3599} | more, status

    def refuses(self, error: str, words: str) -> None:
        self.answer, self.status = {"error": error, "error_description": words}, 400


@pytest.fixture(scope="module")
def giver() -> Iterator[tuple[Giver, str]]:
    known = Giver()

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = {
                name: held[0]
                for name, held in parse_qs(
                    self.rfile.read(int(self.headers["Content-Length"])).decode()
                ).items()
            }
            owner = known.owners.get(sent.get("token", ""))
            said, status = (
                ({"active": bool(owner), "email": owner}, 200)
                if "token" in sent
                else (known.answer, known.status)
            )
            if "token" not in sent:
                known.asked.append(sent | {"path": self.path})
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield known, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def post(giver: tuple[Giver, str]) -> Iterator[int]:
    with (
        tempfile.TemporaryDirectory(prefix="post") as home,
        mail_server(Path(home), asks_about_tokens=f"{giver[1]}/whose") as port,
    ):
        yield port


@pytest.fixture
def tokens(giver: tuple[Giver, str], settings: Any) -> Giver:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    giver[0].asked.clear()
    return giver[0]


@pytest.fixture
def entered(giver: tuple[Giver, str], post: int) -> dict[str, Any]:
    address = f"{giver[1]}/{{directory}}/oauth2/v2.0/token"
    return {
        "host": "127.0.0.1",
        "port": str(post),
        "user": "care@linden.example",
        "folder": "INBOX",
        "client": "app",
        "directory": "our-directory",
        "token_address": address,
    }


@pytest.fixture
def box(world: World, entered: dict[str, Any]) -> Connection:
    return connected("mailbox_microsoft", None, "the-secret", **entered)


def put(port: int, token: str) -> None:
    with imaplib.IMAP4("127.0.0.1", port, timeout=5) as mail:
        mail.authenticate("XOAUTH2", lambda _: f"user=care@linden.example\1auth=Bearer {token}\1\1".encode())
        assert mail.append("INBOX", "", None, LETTER)[0] == "OK"


def test_an_application_with_the_right_reads_the_mailbox_with_one_token_an_hour(
    box: Connection, tokens: Giver, post: int
):
    token = token_with("IMAP.AccessAsApp")
    tokens.gives(token, "care@linden.example")
    put(post, token)
    assert (fetched(box).note, fetched(box).known, told()[0][0]) == ("", 0, "Lamp\n\nIt is broken.")
    (asked,) = tokens.asked
    assert asked == {
        "path": "/our-directory/oauth2/v2.0/token",
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": "the-secret",
        "scope": "https://outlook.office365.com/.default",
    }


def test_a_missing_right_is_named_and_looked_for_again_at_once(box: Connection, tokens: Giver):
    tokens.gives(token_with("Mail.Read"), "")
    assert "The administrator has not granted IMAP.AccessAsApp to this application." in fetched(box).note
    tokens.gives(token_with("IMAP.AccessAsApp"), "care@linden.example")
    assert fetched(box).note == ""


def test_a_mailbox_that_the_application_is_not_let_into_is_named(box: Connection, tokens: Giver):
    tokens.gives(token_with("IMAP.AccessAsApp") + "x", "somebody.else@linden.example")
    note = fetched(box).note
    assert "Exchange does not let this application into care@linden.example." in note
    assert "Add-MailboxPermission" in note


@pytest.mark.parametrize(
    ("error", "words", "said"),
    [
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", "enter its value, not its ID"),
        (
            "unauthorized_client",
            "AADSTS700016: Application not found in the directory.",
            "Check the client ID",
        ),
        ("invalid_request", "AADSTS90002: Tenant not found.", "There is no such directory."),
        ("server_is_moody", "", "Enter new ones."),
    ],
)
def test_what_the_endpoint_says_is_told_in_plain_words(
    box: Connection, tokens: Giver, error: str, words: str, said: str
):
    tokens.refuses(error, words)
    done = fetched(box)
    assert (done.outcome, said in done.note) == ("refused", True)


def test_a_refresh_token_that_is_replaced_is_kept_and_the_next_round_uses_it(
    world: World, entered: dict[str, Any], tokens: Giver
):
    box = connected("mailbox_microsoft", None, "the-secret", "first", **entered)
    tokens.gives("of-a-person", "care@linden.example", refresh_token="second", expires_in=0)
    assert [fetched(box).note, fetched(box).note] == ["", ""]
    assert [(asked["grant_type"], asked["refresh_token"]) for asked in tokens.asked] == [
        ("refresh_token", "first"),
        ("refresh_token", "second"),
    ]
    assert (secret_of(second_of(box.pk)), secret_of(box.pk)) == ("second", "the-secret")


def test_a_refresh_token_that_counts_no_more_is_told_to_its_owner(
    world: World, entered: dict[str, Any], tokens: Giver
):
    box = connected("mailbox_google", None, "gone", "client-secret", **entered)
    tokens.refuses("invalid_grant", "Token has been expired or revoked.")
    assert "Let its owner agree again" in fetched(box).note


def test_a_trial_keeps_nothing(world: World, entered: dict[str, Any], tokens: Giver, settings: Any):
    tokens.gives("tried", "care@linden.example", refresh_token="another")
    trial = try_out(CHANNELS["mailbox_microsoft"], entered, secret="s", second="r", at=NOW)
    assert trial.problem == ""
    assert not (settings.GROUNDSWELL_HOME / "connection_keys").exists()


def test_google_gives_a_token_for_the_refresh_token_of_the_owner(
    world: World, entered: dict[str, Any], tokens: Giver
):
    box = connected("mailbox_google", None, "lasting", "client-secret", **entered)
    tokens.gives("ya29", "care@linden.example")
    assert fetched(box).note == ""
    asked = {
        name: tokens.asked[0][name] for name in ("grant_type", "client_id", "client_secret", "refresh_token")
    }
    assert asked == {
        "grant_type": "refresh_token",
        "client_id": "app",
        "client_secret": "client-secret",
        "refresh_token": "lasting",
    }
    tokens.gives("ya30", "another@linden.example")
    other = connected("mailbox_google", None, "lasting-2", "client-secret", **entered)
    assert "Google does not let us into care@linden.example." in fetched(other).note
