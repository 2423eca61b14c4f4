"""The API is described as it stands: every address, every method, every refusal; what is described answers."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.tests.test_customers import choose
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.desk.api_pages import operations
from groundswell.foundation.access.actions import give_token
from groundswell.listen.channels.api.errors import PROBLEMS
from groundswell.listen.channels.api.intake import ROUTES
from groundswell.listen.channels.api.tests.door import Knock, knock
from groundswell.listen.signals.letters import letterbox_path

HERE = [one for one in operations() if one.path not in ROUTES]
AT_THE_DOOR = [one for one in operations() if one.path in ROUTES]
BY_NAME = {"ids": lambda one: one.name}


def api_addresses(patterns, start=""):
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from api_addresses(one.url_patterns, start + str(one.pattern))
        elif isinstance(one, URLPattern) and (start + str(one.pattern)).startswith("api/v"):
            yield f"/{start}{one.pattern}"


@pytest.fixture
def document(db):
    return Client().get("/api/openapi.json").json()


def test_every_address_of_the_api_is_described(document):
    assert set(document["paths"]) == {*ROUTES, *api_addresses(get_resolver().url_patterns)}


def test_the_door_describes_exactly_what_it_does(document):
    for path, methods in ROUTES.items():
        assert {method.upper() for method in document["paths"][path]} == set(methods)


def test_every_refusal_is_met_somewhere_and_none_is_unknown(document):
    met = {name for one in operations() for name in one.problems}
    assert met | {"not_found", "method"} == set(PROBLEMS)
    assert document["components"]["schemas"]["Problem"]["properties"]["class"]["enum"] == list(PROBLEMS)


def test_the_document_names_nothing_twice_and_says_where_it_is(document):
    said = [one for place in document["paths"].values() for one in place.values()]
    assert len({one["operationId"] for one in said}) == len(said)
    assert document["servers"] == [{"url": settings.BASE_URL}]
    assert document["security"] == [{"token": []}]


def said(client, one):
    if one.method == "get":
        return client.get(one.path).status_code
    return client.post(one.path, json.dumps(one.example), content_type="application/json").status_code


def make_what_it_is_about(one, world):
    """The initiative of which the example of a call asks."""
    if number := (one.example or {}).get("initiative"):
        Initiative.objects.filter(pk=make_initiative(world).pk).update(id=number)
        choose(world, Initiative.objects.get(pk=number), why="Nobody has answered yet")


@pytest.mark.parametrize("one", HERE, **BY_NAME)
def test_a_described_call_answers(one, world):
    make_what_it_is_about(one, world)
    _, secret = give_token(
        "a system", world.office, scopes=[one.scope], lasts=timedelta(days=1), by="test", at=timezone.now()
    )
    call = Client(headers={"Authorization": f"Bearer {secret}"})
    assert said(call, one) in one.answers
    assert said(Client(), one) == 401
    refused = call.delete(one.path)
    assert (refused.status_code, refused["Allow"]) == (405, "POST" if one.method == "post" else "GET, HEAD")
    assert one.method == "post" or call.head(one.path).status_code in one.answers


@pytest.mark.parametrize("one", AT_THE_DOOR, **BY_NAME)
def test_a_described_call_answers_at_the_door(one):
    path = one.path.format(code="nothing")
    named = Knock(one.example, method=one.method.upper(), path=path)
    answer, unknown, other = knock(
        letterbox_path(),
        named,
        Knock(one.example, one.method.upper(), path, token=None),
        Knock(method="PUT", path=path),
    )
    assert answer.status in {*one.answers, *(PROBLEMS[name][0] for name in one.refusals)}
    assert (unknown.status, other.status) == (401, 405)
    assert answer.body.keys() >= {"class"} or answer.status in one.answers


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/surveys", "/api/v1/episodes/", "/api/v2/responses", "/api/v1/../x"]
)
def test_a_program_is_told_in_its_own_way_that_there_is_nothing(path, db):
    for answer in (
        Client().get(path),
        Client(enforce_csrf_checks=True).post(path, "{}", content_type="application/json"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert answer.json()["class"] == "not_found"


def test_people_read_the_same_without_a_sign_in(document):
    page = Client().get("/api/docs")
    words = page.content.decode()
    assert page.status_code == 200
    for path, place in document["paths"].items():
        for method in set(place) - {"head"}:
            assert f"<h2>{method.upper()} {path}</h2>" in words
    for name in PROBLEMS:
        assert f'<tr id="{name}">' in words
    assert "at most 10,000 characters" in words


def test_what_leads_to_a_refusal_stands_in_its_list():
    page = Client().get("/api/docs").content.decode()
    assert page.count('<a href="#conflict">conflict</a>') == sum(
        "conflict" in one.problems for one in operations()
    )
