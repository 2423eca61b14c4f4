"""An agency sees the boards that are shared with it. Everything else in the house carries a word that it must never meet.

Public pages are left out: they say to everybody what they say to a partner.
"""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Model, TextField, Value
from django.db.models.functions import Concat, Length
from django.test import Client
from django.urls import resolve, reverse

from groundswell.act.council.models import Body
from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import start
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.models import SharedFile
from groundswell.act.partners.sharing import share_result, share_voice, write_brief
from groundswell.act.partners.tests.agencies import make_agency, make_board
from groundswell.act.partners.working import offer_idea, say, set_task
from groundswell.act.telling.jobs import JOBS
from groundswell.act.telling.models import Tiding
from groundswell.desk.api_pages import operations
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.access.models import User
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.journeys_read.actions import read_journey
from tests.canary import CARLA, leave_something_everywhere
from tests.crowd import make_york
from tests.paper import body_of
from tests.test_every_page import PUBLIC
from tests.test_who_may_do_what import NUMBER, OBJECTS, OF_ROOM, ROUTES_OF_PAGES
from tests.test_who_may_do_what import PARTS as PARTS_OF_PATHS
from tests.world import NOW, World, make_customer, make_signal, make_user

CANARY = " zqcanaryzq"
MADE_OF_RULES = {
    "username", "password", "email", "first_name", "code", "kind", "key", "digest", "token", "source", "channel", "medium", "time_zone", "country",
    "subdivision", "level", "rule", "verb", "subject_kind", "detail_digest", "previous_digest", "salt", "link", "prefix",
    "method", "measure", "stored_as", "submission", "pace", "format", "session_key",
}  # fmt: skip
"""Texts that programs read. A person's name, words and titles are in none of them."""
LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)')
PATIENCE = 400


def _plant() -> int:
    """Put the canary at the end of every text of every record. Returns in how many fields."""
    planted = 0
    for model in apps.get_models():
        if apps.get_containing_app_config(model.__module__).name not in settings.ROOMS:
            continue
        if model._meta.app_label in {"history", "surveys"}:
            continue
        for field in model._meta.concrete_fields:
            if (
                isinstance(field, CharField | TextField)
                and not field.choices
                and field.name not in MADE_OF_RULES
            ):
                planted += _plant_in(model, field)
    return planted


def _plant_in(model: type[Model], field: CharField | TextField) -> int:
    rows = model._base_manager.exclude(**{field.name: ""}).annotate(long=Length(field.name))
    if field.max_length:
        rows = rows.filter(long__lte=field.max_length - len(CANARY))
    wanted = list(rows.values_list("pk", flat=True))
    changed = Concat(field.name, Value(CANARY), output_field=TextField())
    try:
        with transaction.atomic():
            return model._base_manager.filter(pk__in=wanted).update(**{field.name: changed})
    except Exception:  # noqa: BLE001 a record that the database itself keeps as it is
        return 0


@pytest.fixture
def house(world: World, time_machine):
    """Everything with its canary, then two agencies: one board each, and one for both."""
    time_machine.move_to(NOW, tick=False)
    york = make_york(world).numbers
    read_new_signals(at=NOW)
    read_journey(at=NOW)
    leave_something_everywhere(CARLA, world)
    assert _plant() > 200
    world.root.name = "Linden & Lark"
    world.root.save(update_fields=["name"])
    world.partner.person.name = "Paul Partner"
    world.partner.person.save(update_fields=["name"])
    world.returns.name = "Returns"
    world.returns.save(update_fields=["name"])
    colleague = make_user("Clara Clean", world.shops, User.Role.OFFICE)
    quick, petra = make_agency(world)
    slow, simon = make_agency(world, "Bold Design", "Simon Second")
    boards = {
        name: make_board(world, *agencies, initiative=_initiative(world, colleague, f"Work {name}"))
        for name, agencies in {
            "quick": (quick,),
            "slow": (slow,),
            "both": (quick, slow),
            "nobody": (),
        }.items()
    }
    for name, board in boards.items():
        given = {"by": colleague, "at": NOW}
        board.purpose = f"Purpose of {name}board"
        board.save(update_fields=["purpose"])
        sheet = looked_at(f"File of {name}board.csv", f"Lies on {name}board,1\n".encode())
        write_brief(
            board, title=f"Brief of {name}board", words=f"Asked on {name}board", files=[sheet], **given
        )
        idea = offer_idea(board, title=f"Idea of {name}board", **given)
        say(board, words=f"Below on {name}board", idea=idea, **given)
        set_task(board, what=f"Task of {name}board", due_on=NOW.date(), agency=None, **given)
        share_result(board, title=f"Result of {name}board", words=f"Came out on {name}board", **given)
        share_voice(board, _voice(world, colleague, board, f"A parcel of {name}board by Vera Vogel"), **given)
    return york, boards, petra, simon


def _initiative(world: World, colleague: User, name: str):
    decision = make_approval_by(world, name)
    people = {"owner": colleague.person, "sponsor": colleague.person}
    return start(decision, name=name, expected_points=7, by=colleague, at=NOW, **people)


def make_approval_by(world: World, name: str):
    body = Body.objects.order_by("pk").get(rights__limit=20_000)
    body.work_in_progress_limit = 20
    body.save(update_fields=["work_in_progress_limit"])
    if not body.seats.filter(person=world.lead.person).exists():
        body.seats.create(person=world.lead.person, speaks_for="Customers")
    opportunity = make_opportunity(world, title=f"Secret{CANARY} {name}")
    opportunity.touchpoint = opportunity.theme = None
    opportunity.save(update_fields=["touchpoint", "theme"])
    return make_approval(world, body, opportunity=opportunity, amount=9_173)


def _voice(world: World, colleague: User, board, words: str) -> Signal:
    signal = make_signal(
        2, words, unit=world.leeds, touchpoint=world.returns, customer=make_customer("Vera Vogel")
    )
    elevation = make_elevation(world.leeds, colleague.person, title=f"Raised{CANARY}")
    elevation.signals.add(signal)
    join_elevation(elevation, board.initiative.decision.proposal.opportunity, by=colleague, at=NOW)
    return signal


def _numbered(path: str, name: str, york: dict[str, int], boards: dict[str, object]) -> list[str]:
    """The address with York's object, with every board, and with the first of anything."""
    kind = OBJECTS.get(name) or OF_ROOM.get(name.partition(":")[0])
    firsts = {york.get(kind, 1), 1, *(board.pk for board in boards.values())}
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


def _asked(client: Client, path: str) -> list[str]:
    said = []
    for method in ("get", "post"):
        with transaction.atomic():
            answer = getattr(client, method)(path)
            body = body_of(answer)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (method, path)
        said.append(unescape(body.decode("utf-8", "replace")) + str(dict(answer.headers)))
    return said


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


def test_no_address_tells_a_partner_what_is_not_shared_with_them(house, signed_in):
    york, boards, petra, _ = house
    client = signed_in(petra)
    paths = sorted(_all_addresses(york, boards))
    paths += [f"{reverse('desk:voices')}?q=zqcanary", f"{reverse('partners:boards')}?q=zqcanary"]
    leaks = {}
    for path in paths:
        for said in _asked(client, path):
            words = said.replace(path, "")
            if found := [word for word in _forbidden("quick", "both") if word in words]:
                leaks[path] = found
    assert leaks == {}
    assert len(paths) > 300


def _forbidden(*theirs: str) -> list[str]:
    others = {"quick", "slow", "both", "nobody"} - set(theirs)
    return [
        CANARY.strip(),
        "Vogel",
        "9,173",
        "9173",
        CARLA.name,
        CARLA.words,
        CARLA.email,
        *(f"{name}board" for name in others),
    ]


def test_what_links_lead_to_is_their_own_and_all_of_it(house, signed_in, world):
    york, _, petra, simon = house
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
        assert [word for word in _forbidden(*own) if word in together] == []
        assert not any(f"{name}board" in together for name in others)
        assert len(pages) < 30, sorted(pages)
    together = "".join(_walked(signed_in(world.partner)).values())
    assert [word for word in _forbidden() if word in together] == [], "the role alone opens nothing"
    client = signed_in(world.office)
    for path in (
        f"/act/cases/{york['case']}/", f"/act/opportunities/{york['opportunity']}/",
        reverse("initiatives:board"), f"/act/huddles/{york['huddle']}/",
    ):  # fmt: skip
        assert CANARY.strip() in client.get(path).content.decode(), "it could have been seen"


def test_no_token_of_a_partner_reads_more_than_they_do(house):
    *_, petra, _ = house
    _, secret = give_token(
        "theirs", petra, scopes=("intake", "consent", "scores"), lasts=timedelta(days=1), by="test", at=NOW
    )
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    for one in operations():
        if one.method == "get":
            said = machine.get(one.path).content.decode()
            assert [word for word in _forbidden("quick", "both") if word in said] == [], one.name
            figures = [row for row in _rows(said) if row.get("n")]
            assert figures == [], one.name


def test_letters_to_a_partner_say_that_something_is_new_and_nothing_of_what(house, world, time_machine):
    _, boards, petra, simon = house
    for days in (0, 1, 7):
        time_machine.move_to(NOW + timedelta(days=days, hours=1), tick=False)
        for job in JOBS:
            job.work(NOW + timedelta(days=days, hours=1))
    for user, own in ((petra, ("quick", "both")), (simon, ("slow", "both"))):
        letters = Message.objects.filter(address=user.email)
        said = " ".join(f"{one.subject} {one.body} {one.html}" for one in letters)
        assert "There is a new brief for you" in said
        assert [word for word in _forbidden() if word in said] == [], "not even what is shared with them"
        shown = {reverse("partners:board", args=[boards[name].pk]) for name in own}
        links = Tiding.objects.filter(partner=user).values_list("link", flat=True)
        assert {link.partition("#")[0] for link in links} == shown
    assert not Message.objects.filter(address=world.partner.email).exists(), "the role alone is told nothing"


def _rows(said: str) -> list[dict]:
    """Everything in an answer that may be a figure."""
    try:
        waiting, found = [json.loads(said)], []
    except ValueError:
        return []
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found
