"""Two people act at the very same moment: one wins, the other is told, and money is released once."""

from decimal import Decimal
from threading import Event
from time import sleep

import pytest

from groundswell.act.council.models import Release
from groundswell.act.council.money import money_of
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.errors import InitiativeRefused
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, plan_gates
from groundswell.act.initiatives.models import Design, Gate
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.partners import inviting
from groundswell.act.partners.errors import FileRefused, PartnerRefused
from groundswell.act.partners.files import actions as file_actions
from groundswell.act.partners.files.actions import attach_files
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.files.storing import place
from groundswell.act.partners.inviting import accept_invitation, add_agency, end_partnership, invite_to_agency
from groundswell.act.partners.models import AgencyMember, SharedFile
from groundswell.act.partners.working import answer_idea, offer_idea
from groundswell.foundation.access.models import User
from tests.at_once import at_once
from tests.world import NOW, make_world

from .agencies import PASSWORD, UNTIL, make_agency, make_board

pytestmark = pytest.mark.django_db(transaction=True)
CHOICE = Choice(kind="before_after", smallest_points=Decimal(5), starts_on=UNTIL, months=3)


def test_a_gate_that_two_open_releases_its_money_once():
    world = make_world()
    initiative = make_initiative(world)
    Release.objects.filter(decision=initiative.decision).delete()
    gate = plan_gates(
        initiative, [GatePlan(Gate.Stage.PILOT, UNTIL, Decimal(2_000))], by=world.office, at=NOW
    )[0]
    register_design(initiative, CHOICE, by=world.office, at=NOW)

    told = at_once(
        *(
            lambda who=who: decide_at_gate(gate, passed=True, why="Ready.", despite="Soon.", by=who, at=NOW)
            for who in (world.office, world.executive)
        ),
        refusal=InitiativeRefused,
    )

    assert told == [f"{gate.decisions.get().by} let it through before you."]
    assert money_of(initiative.decision).released == 2_000


def test_two_register_and_one_design_stands():
    world = make_world()
    initiative = make_initiative(world)

    told = at_once(
        *(lambda: register_design(initiative, CHOICE, by=world.office, at=NOW) for _ in range(2)),
        refusal=InitiativeRefused,
    )

    assert told == ["A design is on record. Put another one in its place and say why."]
    assert Design.objects.count() == 1


def test_a_link_that_is_opened_twice_lets_one_in():
    world = make_world()
    agency = add_agency("Quick Couriers", by=world.office, at=NOW)
    _, token = invite_to_agency(agency, name="Petra", email="petra@agency.example", by=world.office, at=NOW)

    told = at_once(
        *(lambda: accept_invitation(token, password=PASSWORD, at=NOW) for _ in range(2)),
        refusal=PartnerRefused,
    )

    assert len(told) == 1
    assert AgencyMember.objects.count() == 1


def test_an_idea_is_answered_once():
    world = make_world()
    agency, petra = make_agency(world)
    idea = offer_idea(make_board(world, agency), title="A second van", by=petra, at=NOW)

    told = at_once(
        *(
            lambda who=who: answer_idea(idea, verdict="later", why="In June.", by=who, at=NOW)
            for who in (world.office, world.lead)
        ),
        refusal=PartnerRefused,
    )

    idea.refresh_from_db()
    assert told == [f"{idea.answer.author} answered this a moment ago."]


def test_the_last_bytes_of_a_board_are_given_once(monkeypatch):
    world = make_world()
    idea = offer_idea(make_board(world), title="A second van", by=world.lead, at=NOW)
    sheet = looked_at("vans.csv", b"van,tours\n1,2\n")
    monkeypatch.setattr(file_actions, "QUOTA", len(sheet.content))

    told = at_once(
        *(
            lambda who=who: attach_files(idea, [sheet], by=who, at=NOW)
            for who in (world.office, world.executive)
        ),
        refusal=FileRefused,
    )

    assert len(told) == 1
    assert "Take one back first" in told[0]
    assert [path.name for path in place().iterdir()] == [SharedFile.objects.get().stored_as]


def test_a_partnership_that_ends_while_a_link_is_opened_leaves_nobody_in(monkeypatch):
    world = make_world()
    agency = add_agency("Quick Couriers", by=world.office, at=NOW)
    _, token = invite_to_agency(agency, name="Petra", email="petra@agency.example", by=world.office, at=NOW)
    looked = Event()

    def validated(*given: object) -> None:
        looked.set()
        sleep(0.3)

    monkeypatch.setattr(inviting, "validate_password", validated)

    def ends() -> None:
        looked.wait(5)
        end_partnership(agency, because="It is over.", by=world.office, at=NOW)

    at_once(lambda: accept_invitation(token, password=PASSWORD, at=NOW), ends, refusal=PartnerRefused)

    assert not User.objects.filter(email="petra@agency.example", is_active=True).exists()
