"""An agency sees the boards that are shared with it. Everything else in the house carries a word that it must never meet.

Public pages are left out: they say to everybody what they say to a partner.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import resolve, reverse
from time_machine import travel

from groundswell.act.partners.deeds import DEEDS, PARTS
from groundswell.act.partners.models import SharedFile
from tests.paper import body_of
from tests.partner_house import CANARY, House, forbidden, make_house
from tests.test_every_page import PUBLIC
from tests.test_who_may_do_what import NUMBER, OBJECTS, OF_ROOM, ROUTES_OF_PAGES, said
from tests.test_who_may_do_what import PARTS as PARTS_OF_PATHS
from tests.world import NOW, World, make_world

LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)')
PATIENCE = 400
THEIRS = {
    "desk:home", "partners:boards", "partners:board", "partners:file", "telling:list", "telling:choices",
}  # fmt: skip
"""All that opens to a partner inside, by the name of its address."""
NOWHERE = 999_999
PART_OF_A_PAGE = {"HX-Request": "true", "Accept": "application/json"}
SEARCHED = ("get", "?q=zqcanary&as=csv", PART_OF_A_PAGE)
OTHERWISE = (
    ("get", "?as=csv", {}), ("get", "", PART_OF_A_PAGE), ("head", "", {}), ("put", "", {}), ("options", "", {}),
)  # fmt: skip
"""Other ways to ask for what may open to a partner; of everything else the first way that comes to mind is tried."""


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, House, Path]]:
    """One house for all who look at it, taken back at the end."""
    home = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock(), transaction.atomic():
        with (
            travel(NOW, tick=False),
            override_settings(GROUNDSWELL_HOME=home, EVIDENCE_HOME=home / "evidence"),
        ):
            world = make_world()
            made = make_house(world)
        yield world, made, home
        transaction.set_rollback(True)


@pytest.fixture
def house(built, own_home: None, settings, time_machine) -> Iterator[House]:
    """What one of them does in it is taken back before the next."""
    _, made, home = built
    time_machine.move_to(NOW, tick=False)
    settings.GROUNDSWELL_HOME, settings.EVIDENCE_HOME = home, home / "evidence"
    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def test_no_address_tells_a_partner_what_is_not_shared_with_them(house, signed_in):
    client = signed_in(house.petra)
    paths, refusing = [], set()
    for path in sorted(_all_addresses(house.york, house.boards)):
        name = _name_of(path)
        paths += [] if name in refusing else [path]
        refusing |= set() if _is_for_partners(name) else {name}
    paths += [f"{reverse('desk:voices')}?q=zqcanary", f"{reverse('partners:boards')}?q=zqcanary"]
    leaks, opened = {}, set()
    for path in paths:
        for method in ("get", "post"):
            answer = _answer(client, method, path)
            words = answer.read.replace(path, "")
            if found := [word for word in forbidden("quick", "both") if word in words]:
                leaks[path] = found
            if method == "get" and answer.status_code == 200:
                opened.add(_name_of(path))
    assert leaks == {}
    assert opened == THEIRS, "no figure and no person stands on any of these"
    assert len(paths) > 300


def test_however_it_is_asked_nothing_else_opens(house, signed_in):
    client, opened = signed_in(house.petra), {}
    one_of_each = {_name_of(path): path for path in sorted(_all_addresses(house.york, house.boards))}
    for name, path in one_of_each.items():
        for method, query, headers in (*(OTHERWISE if _is_for_partners(name) else ()), SEARCHED):
            answer = _answer(client, method, path + query, headers)
            words = answer.read.replace(path, "").replace("q=zqcanary", "")
            found = [word for word in forbidden("quick", "both") if word in words]
            if found or (answer.status_code == 200 and name not in THEIRS):
                opened[method, path + query] = (answer.status_code, found)
    assert opened == {}


def test_what_is_not_theirs_answers_like_what_does_not_exist(house, signed_in):
    """A board of somebody else, and on a board of their own a thing that stands on another."""
    client, told_apart = signed_in(house.petra), []
    own, strange = house.boards["quick"].pk, house.boards["slow"].pk
    boards = [((strange,), (NOWHERE,))]
    pairs = [("partners:board", {}, boards), *(("partners:do", {"doing": deed}, boards) for deed in DEEDS)]
    things = [("partners:file", {}, SharedFile)]
    things += [("partners:part", {"saying": part}, model) for part, (model, _) in PARTS.items()]
    for name, words, model in things:
        thing = model.objects.filter(board=strange).first().pk
        pairs.append((name, words, [((strange, thing), (NOWHERE, NOWHERE)), ((own, thing), (own, NOWHERE))]))
    for name, words, numbers in pairs:
        for method, (there, nowhere) in product(("get", "post"), numbers):
            paths = [_address(name, words, one) for one in (there, nowhere)]
            answers = [said(_answer(client, method, path)) for path in paths]
            if answers[0] != answers[1] or answers[0][0] not in {403, 404, 405}:
                told_apart.append((method, paths[0], [one[0] for one in answers]))
    assert told_apart == []


def _address(name: str, words: dict[str, str], numbers: tuple[int, ...]) -> str:
    names = NUMBER.findall(ROUTES_OF_PAGES[name][0])
    return reverse(name, kwargs=words | dict(zip(names, numbers, strict=True)))


def _numbered(path: str, name: str, york: dict[str, int], boards: dict[str, object]) -> list[str]:
    """The address with York's object, with every board, and with the first of anything."""
    kind = OBJECTS.get(name) or OF_ROOM.get(name.partition(":")[0])
    others = [board.pk for board in boards.values()] if kind == "board" else []
    firsts = {york.get(kind, 1), 1, *others}
    if name == "partners:file":
        pairs = SharedFile.objects.values_list("board", "pk")
        return [reverse(name, args=[board, file]) for board in firsts for _, file in pairs]
    found = []
    for number in firsts:
        filled = NUMBER.sub(lambda one, n=number: str(york.get(PARTS_OF_PATHS.get(one[1], ""), n)), path)
        for word in ("idea", "say", "roll-out", "look", "design"):
            found.append(re.sub(r"<(?:\w+:)?\w+>", word, filled))
            if filled == found[-1]:
                break
    return found


def _answer(client: Client, method: str, path: str, headers: dict[str, str] | None = None) -> HttpResponse:
    with transaction.atomic():
        answer = getattr(client, method)(path, headers=headers or {})
        answer.read = unescape(body_of(answer).decode("utf-8", "replace")) + str(dict(answer.headers))
        transaction.set_rollback(True)
    assert answer.status_code < 500, (method, path)
    return answer


def _is_for_partners(name: str) -> bool:
    """What names other roles refuses a partner before it looks which object is asked for: one of them stands for all."""
    return "partner" in getattr(ROUTES_OF_PAGES[name][1], "allowed_roles", ("partner",))


def _name_of(path: str) -> str:
    return resolve(path.partition("?")[0]).view_name


def _all_addresses(york: dict[str, int], boards: dict[str, object]) -> set[str]:
    return {
        path
        for name, (pattern, _) in ROUTES_OF_PAGES.items()
        if name not in PUBLIC
        for path in _numbered(pattern, name, york, boards)
    }


def _walked(client: Client) -> dict[str, str]:
    """Every page that links lead to, from the home on."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting and len(found) < PATIENCE:
        path = waiting.pop()
        if (
            path in found
            or path.startswith("/static/")
            or resolve(path.partition("?")[0]).view_name in PUBLIC
        ):
            continue
        answer = client.get(path)
        found[path] = unescape(body_of(answer).decode("utf-8", "replace")) if not answer.streaming else ""
        waiting += LINK.findall(found[path]) if answer.status_code == 200 else []
    return found


def test_what_links_lead_to_is_their_own_and_all_of_it(house, signed_in, built):
    world, york, petra, simon = built[0], house.york, house.petra, house.simon
    for user, own, others in ((petra, ("quick", "both"), ("slow",)), (simon, ("slow", "both"), ("quick",))):
        pages = _walked(signed_in(user))
        together = "".join(pages.values())
        for name in own:
            for words in (
                "Purpose of",
                "Brief of",
                "Idea of",
                "Below on",
                "Task of",
                "Came out on",
                "A parcel of",
                "File of",
                "Lies on",
            ):
                assert f"{words} {name}board" in together, (words, name)
        assert [word for word in forbidden(*own) if word in together] == []
        assert not any(f"{name}board" in together for name in others)
        assert len(pages) < 30, sorted(pages)
    together = "".join(_walked(signed_in(world.partner)).values())
    assert [word for word in forbidden() if word in together] == [], "the role alone opens nothing"
    client = signed_in(world.office)
    for path in (
        f"/act/cases/{york['case']}/", f"/act/opportunities/{york['opportunity']}/",
        reverse("initiatives:board"), f"/act/huddles/{york['huddle']}/",
    ):  # fmt: skip
        assert CANARY.strip() in client.get(path).content.decode(), "it could have been seen"
