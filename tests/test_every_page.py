"""Every address of the product, known and unknown: who may open it. A new page without a rule fails here."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import World

PUBLIC = {
    "alive",
    "ready",
    "account_login",
    "account_logout",
    "account_signup",
    "account_reset_password",
    "account_reauthenticate",
    "account_inactive",
    "asking:episodes",
    "certified:api",
    "scores:api",
    "opportunities:api",
    "council:api",
    "council:calendar_feed",
    "decisions:api",
    "desk:api_docs",
    "desk:openapi",
    "unknown_call",
    "channels:answer",
    "channels:open_answer",
    "channels:consent_api",
    "channels:consents",
    "channels:hook",
    "channels:going_on",
    "channels:kiosk",
    "channels:kiosk_going_on",
    "channels:intercept",
    "channels:stop",
    "channels:site_question",
    "complaints:complain",
    "desk:complaint_status",
    "desk:complaint_add",
    "desk:complaint_verdict",
    "advocates:answer",
    "advocates:join",
    "advocates:own_words",
    "advocates:referrals_api",
    "advocates:referred",
    "advocates:wall",
    "advocates:wall_feed",
    "advocates:wall_frame",
    "partners:come_in",
    "replies:public",
    "replies:theme",
    "replies:theme_frame",
    "replies:theme_feed",
    "replies:theme_picture",
    "replies:better",
    "telling:less",
    "look:guide",
    "look:guide_public",
    "look:guide_print",
}
SAMPLES = {
    "int": "999999",
    "str": "no-such-thing",
    "slug": "no-such-thing",
    "uuid": "0" * 32,
    "path": "no/such/thing",
}


def addresses(
    patterns: list[URLPattern | URLResolver], space: str = "", start: str = ""
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, space + inner, start + str(pattern.pattern))
        else:
            path = re.sub(
                r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], start + str(pattern.pattern)
            )
            yield f"{space}{pattern.name}", f"/{path}"


EVERY = sorted(addresses(get_resolver().url_patterns))
INSIDE = [(name, path) for name, path in EVERY if name not in PUBLIC]


def test_the_list_of_public_pages_is_exact():
    assert {name for name, _ in EVERY} >= PUBLIC


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "path"), INSIDE)
def test_a_stranger_opens_nothing_inside(db, name, path, method):
    answer = getattr(Client(), method)(path)
    assert answer.status_code in ({401, 405} if path.startswith("/api/") else {302, 405}), name
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/"), name


@pytest.mark.parametrize(("name", "path"), INSIDE)
def test_a_partner_sees_nothing_that_is_not_shared(world: World, signed_in, name, path):
    answer = signed_in(world.partner).get(path)
    own = {"desk:home", "partners:boards", "telling:list", "telling:choices"}
    assert answer.status_code in ({200} if name in own else {403, 404, 405}), name


@pytest.mark.parametrize("role", ["frontline", "lead", "office", "executive"])
@pytest.mark.parametrize(("name", "path"), EVERY)
def test_no_address_breaks_for_anybody(world: World, signed_in, name, path, role):
    answer = signed_in(getattr(world, role)).get(path)
    assert answer.status_code < 500, name
    assert "Content-Security-Policy" in answer.headers
    body = getattr(answer, "content", b"")  # a file that is streamed has none
    assert b'style="' not in body
    assert b"<script>" not in body


def test_an_unknown_address_says_what_to_do(world: World, signed_in):
    page = signed_in(world.lead).get("/no/such/page/")
    assert page.status_code == 404
    assert b"may be mistyped" in page.content
