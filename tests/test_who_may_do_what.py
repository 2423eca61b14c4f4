"""Every address for every role, made of the addresses themselves: a page that nobody thought of here fails.

What lies out of sight answers word for word like what does not exist; no form is sent without its token; a token of the API
opens no page, and a session no API.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from groundswell.desk.api_pages import operations
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.access.models import ApiToken, User
from groundswell.listen.channels.api.callers import Caller
from groundswell.listen.channels.api.describing import Operation
from groundswell.listen.channels.api.intake import ROUTES
from groundswell.listen.channels.api.tests.door import Knock, knock
from groundswell.listen.signals.letters import letterbox_path
from tests.crowd import make_york
from tests.test_every_page import EVERY, PUBLIC, addresses, flaws, opened
from tests.test_every_page import INSIDE as EVERY_INSIDE
from tests.world import NOW, World, make_user

ROLES = User.Role.values
INSIDE = [(name, path) for name, path in EVERY_INSIDE if not path.startswith("/api/")]
NARROW = {"frontline", "lead"}
"""Who sees a part of the organisation only."""
TWICE = {"lead", "office"}
"""For whom each page is opened on the second Python too: one of the narrow, and who has most pages."""
NUMBER = re.compile(r"<int:(\w+)>")
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
NOWHERE = 99_999_999
WITHOUT_SESSION = {
    "asking:episodes", "decisions:api", "initiatives:lots_api", "channels:consent_api", "channels:hook", "unknown_call",
    "channels:answer", "channels:open_answer", "channels:going_on", "channels:kiosk", "channels:kiosk_going_on",
    "channels:consents", "channels:stop", "complaints:complain", "desk:complaint_add", "desk:complaint_verdict",
    "advocates:answer", "advocates:join", "advocates:own_words", "advocates:referrals_api", "advocates:referred",
    "telling:less", "replies:better",
}  # fmt: skip
"""Where nobody is signed in: machines with a token of their own, and customers with the token of their link."""
OBJECTS = {
    "watching:alert": "alert", "watching:acknowledge": "alert", "watching:settle": "alert",
    "advocates:advocate": "advocate", "advocates:ask": "advocate", "advocates:give": "advocate", "advocates:decide_wall": "testimonial", "advocates:settle": "advocate's ask", "advocates:thank": "voice",
    "coaching:appeal": "appeal", "coaching:decide": "appeal", "coaching:withdraw_appeal": "appeal", "coaching:make_appeal": "own voice", "coaching:show": "voice of a colleague",
    "coaching:person": "person", "coaching:plan": "person", "coaching:name_coach": "person",
    "cases:person": "person", "cases:abilities": "person", "cases:absence": "person", "cases:end_absence": "absence", "cases:forget": "saved view",
    "cases:offer_word": "offer", "cases:end_promise": "promise in a case", "cases:take_apart": "merge",
    "complaints:forget_list": "saved list",
    "council:propose": "opportunity",
    "council:body": "body", "council:change": "body", "council:meeting": "meeting", "council:meeting_paper": "meeting", "council:meeting_file": "meeting", "council:book": "meeting", "council:meet": "meeting", "council:reword": "meeting", "council:place": "meeting",
    "desk:customer": "customer", "desk:consents": "customer", "desk:voice": "voice", "desk:voice_is_complaint": "low voice",
    "desk:raised": "raised",
    "initiatives:part": "initiative", "replies:new": "initiative", "replies:people": "initiative", "replies:change": "initiative", "partners:open": "initiative", "partners:part": "board",
    "huddles:keep": "promise", "huddles:end_rhythm": "rhythm",
    "decisions:letter": "letter",
    "scores:unit": "unit", "telling:open": "tiding",
    "scorecards:correct": "target", "scorecards:page": "scorecard",
    "watching:series": "series", "watching:hand_over": "series", "watching:stop": "series",
}  # fmt: skip
"""The object of York behind the first number of an address, for those that are not named after their room's own."""
OF_ROOM = {
    "cases": "case", "certified": "figure", "scores": "unit", "watching": "alert", "complaints": "complaint", "council": "proposal", "decisions": "registered decision", "huddles": "huddle", "initiatives": "initiative",
    "opportunities": "opportunity", "partners": "board", "replies": "announcement", "praise": "card", "coaching": "talk", "telling": "chat",
}  # fmt: skip
PARTS = {
    "action_pk": "agreed action",
    "promise_pk": "promise",
    "milestone_pk": "milestone",
    "customer_pk": "customer",
    "remark_pk": "remark",
    "condition_pk": "condition",
    "proposal_pk": "proposal",
    "part_pk": "risk",
    "thing_pk": "idea",
    "file_pk": "file",
}
WORDS = {
    "how": "done",
    "choice": "leave-out",
    "deed": "roll-out",
    "setting": "right",
    "step": "remark",
    "ask": "why",
    "part": "look",
    "doing": "remark",
    "saying": "say",
}
FOR_EVERYBODY = {
    "cases:cause",
    "objectives:page", "surveys:version", "advocates:gathering", "advocates:need", "practices:practice", "practices:take_up",
    "practices:withdraw", "practices:give_up", "theming:theme",
}  # fmt: skip
"""Objectives are what everybody is aligned with; the wording of a survey is anybody's who may open surveys; gatherings and
calls belong to no part of the organisation, and show each reader their own advocates; practices are there to spread;
root causes and themes are shared."""


def routes(
    patterns: list[URLPattern | URLResolver], space: str = "", start: str = ""
) -> dict[str, tuple[str, Callable[..., HttpResponse]]]:
    """Every name with its address as it is declared, and its view."""
    found: dict[str, tuple[str, Callable[..., HttpResponse]]] = {}
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else ""
            found |= routes(one.url_patterns, space + inner, start + str(one.pattern))
        else:
            found[f"{space}{one.name}"] = (f"/{start}{one.pattern}", one.callback)
    return found


ROUTES_OF_PAGES = routes(get_resolver().url_patterns)
NUMBERED = sorted(
    name
    for name, (path, view) in ROUTES_OF_PAGES.items()
    if NUMBER.search(path)
    and NARROW & getattr(view, "allowed_roles", frozenset())
    and name not in FOR_EVERYBODY
)


def address(name: str, numbers: dict[str, int], number: int | None = None) -> str:
    """The address with the object of York behind it, or with one that does not exist."""
    path = ROUTES_OF_PAGES[name][0]
    first = NUMBER.search(path)[1]
    own = numbers[OBJECTS.get(name) or OF_ROOM[name.partition(":")[0]]] if number is None else number
    filled = NUMBER.sub(lambda found: str(own if found[1] == first else numbers[PARTS[found[1]]]), path)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: WORDS[found[1]], filled)


def said(answer: HttpResponse) -> tuple[int, str, str]:
    return answer.status_code, answer.get("Location", ""), CSRF.sub("", answer.content.decode())


def asked(client: Client, one: Operation) -> HttpResponse:
    """What a described call answers to this caller."""
    if one.method == "get":
        return client.get(one.path)
    return client.post(one.path, json.dumps(one.example), content_type="application/json")


def user_of(world: World, role: str) -> User:
    return getattr(world, role, None) or make_user(f"Somebody {role}", world.root, role)


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role in TWICE else [pytest.mark.once]) for role in sorted(NARROW)]
)
def test_what_lies_out_of_sight_answers_like_what_does_not_exist(world: World, signed_in, role: str) -> None:
    york, client = make_york(world).numbers, signed_in(user_of(world, role))
    told_apart = [
        (method, name)
        for name in NUMBERED
        for method in ("get", "post")
        if said(getattr(client, method)(address(name, york)))
        != said(getattr(client, method)(address(name, york, NOWHERE)))
    ]
    assert told_apart == []


def test_all_of_it_could_have_been_seen(world: World, signed_in, time_machine) -> None:
    """The same addresses lead somewhere for the lead of York or the office: nothing above was refused by mistake."""
    time_machine.move_to(NOW)
    york, clients = make_york(world).numbers, [signed_in(one) for one in (world.york_lead, world.office)]
    lost = []
    for name in NUMBERED:
        with transaction.atomic():
            path = address(name, york)
            answers = (
                getattr(one, method)(path).status_code for one in clients for method in ("get", "post")
            )
            lost += [] if any(status in {200, 302, 422} for status in answers) else [name]
            transaction.set_rollback(True)
    assert lost == []


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role in TWICE else [pytest.mark.once]) for role in ROLES]
)
def test_a_page_opens_for_the_roles_that_it_names_and_for_nobody_else(
    world: World, signed_in, role: str
) -> None:
    client = signed_in(user_of(world, role))
    paths = dict(addresses(get_resolver().url_patterns))
    wrong = []
    for name, _ in INSIDE:
        allowed = ROUTES_OF_PAGES[name][1].allowed_roles
        for method in ("get", "post"):
            answer = opened(paths[name], client, method)
            if role not in allowed and answer.status_code not in {403, 405}:
                wrong.append((method, name, answer.status_code))
            wrong += [(method, name, flaw) for flaw in flaws(answer)]
    assert wrong == []


def test_every_page_inside_names_its_roles() -> None:
    assert [name for name, _ in INSIDE if not hasattr(ROUTES_OF_PAGES[name][1], "allowed_roles")] == []


def test_no_form_is_sent_without_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.office, backend="allauth.account.auth_backends.AuthenticationBackend")
    taken = {name: client.post(path).status_code for name, path in EVERY if name not in WITHOUT_SESSION}
    assert {name: status for name, status in taken.items() if status != 403} == {}


def test_only_addresses_without_a_session_go_without_a_token() -> None:
    exempt = {name for name, (_, view) in ROUTES_OF_PAGES.items() if getattr(view, "csrf_exempt", False)}
    assert exempt == WITHOUT_SESSION
    assert WITHOUT_SESSION <= PUBLIC


@pytest.mark.parametrize(
    "scopes",
    [(), ("intake",), ("consent",), ("scores",), ("decisions",), ("lots",)],
    ids=lambda given: ",".join(given) or "none",
)
def test_a_token_does_what_its_rights_say_and_opens_no_page(world: World, scopes: tuple[str, ...]) -> None:
    _, secret = give_token(
        "a system", world.office, scopes=scopes, lasts=timedelta(days=1), by="test", at=timezone.now()
    )
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    for one in operations():
        if one.path not in ROUTES:
            answer = asked(machine, one)
            assert (answer.status_code == 403) == (one.scope not in scopes), one.name
    pages = {name: machine.get(path) for name, path in INSIDE}
    assert {name for name, page in pages.items() if page.status_code not in {302, 405}} == set()


def test_a_token_does_what_its_rights_say_at_the_door() -> None:
    async def tokens() -> dict[bytes, Caller]:
        return {
            sha256(scope.encode()).digest(): Caller(scope, frozenset({scope}), float("inf"))
            for scope in ApiToken.Scope.values
        }

    for one in operations():
        if one.path in ROUTES:
            path = one.path.format(code="nothing")
            knocks = [
                Knock(one.example, one.method.upper(), path, token=scope) for scope in ApiToken.Scope.values
            ]
            for scope, answer in zip(
                ApiToken.Scope.values, knock(letterbox_path(), *knocks, load=tokens), strict=True
            ):
                assert (answer.status == 403) == (scope != one.scope), (one.name, scope)


def test_a_session_sends_nothing_to_the_api(world: World, signed_in) -> None:
    client = signed_in(world.office)
    for one in operations():
        if one.path not in ROUTES and one.method == "post":
            assert asked(client, one).status_code == 401


@pytest.mark.parametrize("made_up", ["nothing-here", "A" * 43, "0" * 32, "x" * 500])
def test_no_link_of_a_customer_can_be_guessed_by_what_it_answers(db, made_up: str) -> None:
    """Every public address with a token says the same to every token that is none."""
    for name in sorted(PUBLIC):
        path = ROUTES_OF_PAGES[name][0]
        if "<str:token>" in path or "<str:code>" in path:
            first, second = (re.sub(r"<(?:\w+:)?\w+>", token, path) for token in (made_up, "another-made-up"))
            answers = [Client().get(one) for one in (first, second)]
            bodies = [
                CSRF.sub("", one.content.decode()).replace(token, "")
                for one, token in zip(answers, (made_up, "another-made-up"), strict=True)
            ]
            assert answers[0].status_code == answers[1].status_code in {404, 405, 410}, name
            assert bodies[0] == bodies[1], name
