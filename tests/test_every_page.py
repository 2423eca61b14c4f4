"""Every address of the product, known and unknown: who may open it. A new page without a rule fails here."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
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
    "initiatives:lots_api",
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


def opened(path: str, client: Client | None = None, method: str = "get") -> HttpResponse:
    """What an address answers to a browser with this client's session that was nowhere else. Nothing of it is kept."""
    browser = Client()
    if client is not None:
        browser.cookies.update(client.cookies)
    cache.clear()
    try:
        with transaction.atomic():
            answer = getattr(browser, method)(path)
            transaction.set_rollback(True)
    except Exception as error:
        error.add_note(f"asked for {path} by {method}")
        raise
    return answer


def flaws(answer: HttpResponse) -> list[str]:
    """What no answer may be or have, whoever asked."""
    body = getattr(answer, "content", b"")  # a file that is streamed has none
    found = {
        f"answers {answer.status_code}": answer.status_code >= 500,
        "has no policy": "Content-Security-Policy" not in answer.headers,
        "has a style of its own": b'style="' in body,
        "has a script of its own": b"<script>" in body,
    }
    return [flaw for flaw, is_so in found.items() if is_so]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_opens_nothing_inside(db, method: str) -> None:
    wrong = {}
    for name, path in INSIDE:
        answer = opened(path, method=method)
        is_sent_away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        refused = {401, 405} if path.startswith("/api/") else {405}
        if not (answer.status_code in refused or (is_sent_away and 401 not in refused)):
            wrong[name] = answer.status_code
    assert wrong == {}


def test_a_partner_sees_nothing_that_is_not_shared(world: World, signed_in) -> None:
    client = signed_in(world.partner)
    own = {"desk:home", "partners:boards", "telling:list", "telling:choices"}
    found = {name: opened(path, client).status_code for name, path in INSIDE}
    assert {name for name, status in found.items() if status == 200} == own
    assert {status for name, status in found.items() if name not in own} <= {403, 404, 405}, found


@pytest.mark.parametrize("role", ["frontline", "lead", "office", "executive"])
def test_no_public_address_breaks_for_anybody(world: World, signed_in, role: str) -> None:
    """The pages inside are opened for every role in ``test_who_may_do_what``, and looked at in the same way."""
    client = signed_in(getattr(world, role))
    outside = [one for one in EVERY if one not in INSIDE or one[1].startswith("/api/")]
    found = {name: flaws(opened(path, client)) for name, path in outside}
    assert {name: flaw for name, flaw in found.items() if flaw} == {}


def test_an_unknown_address_says_what_to_do(world: World, signed_in):
    page = signed_in(world.lead).get("/no/such/page/")
    assert page.status_code == 404
    assert b"may be mistyped" in page.content
