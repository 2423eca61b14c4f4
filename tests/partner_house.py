"""A house in which every text carries a word that a partner must never meet, and four boards between two agencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import CharField, Model, TextField, Value
from django.db.models.functions import Concat, Length

from groundswell.act.council.models import Body
from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import start
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.models import PartnerBoard
from groundswell.act.partners.sharing import share_result, share_voice, write_brief
from groundswell.act.partners.tests.agencies import make_agency, make_board
from groundswell.act.partners.working import offer_idea, say, set_task
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.journeys_read.actions import read_journey
from tests.canary import CARLA, leave_something_everywhere
from tests.crowd import make_york
from tests.world import NOW, World, make_customer, make_signal, make_user

CANARY = " zqcanaryzq"
MADE_OF_RULES = {
    "username", "password", "email", "first_name", "code", "kind", "key", "digest", "token", "source", "channel", "medium", "time_zone", "country",
    "subdivision", "level", "rule", "verb", "subject_kind", "detail_digest", "previous_digest", "salt", "link", "prefix",
    "method", "measure", "stored_as", "submission", "pace", "format", "session_key",
}  # fmt: skip
"""Texts that programs read. A person's name, words and titles are in none of them."""


@dataclass(frozen=True)
class House:
    """York's numbers, the boards by whom they are shared with, and somebody of each agency."""

    york: dict[str, int]
    boards: dict[str, PartnerBoard]
    petra: User
    simon: User


def make_house(world: World) -> House:
    """Everything with its canary, then two agencies: one board each, one for both, and one for nobody. It is ``NOW``."""
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
    return House(york, boards, petra, simon)


def _initiative(world: World, colleague: User, name: str):
    decision = _approval(world, name)
    sponsor, _ = Person.objects.get_or_create(name="Sam Clean", unit=world.shops)
    people = {"owner": colleague.person, "sponsor": sponsor}
    return start(decision, name=name, expected_points=7, by=colleague, at=NOW, **people)


def _approval(world: World, name: str) -> Any:
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
    except DatabaseError:
        # A record that the database itself keeps as it is.
        return 0


def forbidden(*theirs: str) -> list[str]:
    """What nobody outside may read, and what is of the boards that are not theirs."""
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
