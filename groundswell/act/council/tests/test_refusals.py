"""Somebody who must agree and does not: the page says so, who recommends it and who decides are told, and nobody asks again."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import agree, decide, vote
from groundswell.act.council.bodies import write_kind
from groundswell.act.council.circulating import ask_to_talk, circulate
from groundswell.act.council.meeting import plan_meeting
from groundswell.act.council.models import Part, Proposal
from groundswell.act.council.queries import open_proposals
from groundswell.act.council.tidings import not_agreed, wants_me
from groundswell.act.council.wanted import waiting_for
from tests.world import NOW

from .chamber import make_chamber, make_proposal

DAY = timedelta(days=1)
NO = {"agrees": False, "words": "The tills cannot show it."}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def proposal(world) -> Proposal:
    """Recommended by the lead of York, decided by the office; the executive must agree."""
    council = make_chamber(world).council
    parts = [(Part.Name.AGREES, world.executive.person)]
    made = make_proposal(world, council)
    made.kind_of_decision = write_kind(council, "Prices", parts=parts, by=world.office, at=NOW)
    made.recommended_by = world.york_lead.person
    made.save()
    for user in (world.office, world.lead):
        vote(made, in_favour=True, by=user, at=NOW)
    return made


def told(world) -> set[int]:
    return {one.person_id for one in not_agreed(NOW - DAY, NOW)}


def test_who_recommends_it_and_who_would_decide_it_are_told_while_it_is_open(world, proposal):
    agree(proposal, by=world.executive, at=NOW, **NO)
    assert told(world) == {world.york_lead.person_id, world.office.person_id}
    assert not wants_me(Proposal.objects.all(), world.executive).exists()
    decide(proposal, approved=False, reasons="Not so.", by=world.office, at=NOW)
    assert told(world) == set()


def test_who_changes_their_mind_is_not_told_of_as_refusing(world, proposal):
    agree(proposal, by=world.executive, at=NOW, **NO)
    agree(proposal, agrees=True, by=world.executive, at=NOW)
    assert told(world) == set()


def test_the_page_the_paper_and_the_agenda_tell_a_refusal_from_silence(world, proposal, signed_in):
    client = signed_in(world.office)
    pages = [reverse(f"council:{name}", args=[proposal.pk]) for name in ("proposal", "read_before")]
    silent = [client.get(page).content.decode() for page in pages]
    assert all("Eva Executive must agree and does not" not in page for page in silent)
    assert "Eva Executive must agree first." in silent[0]
    agree(proposal, by=world.executive, at=NOW, **NO)
    for page in pages:
        said = client.get(page).content.decode()
        assert "Eva Executive must agree and does not" in said
        assert "Must still agree" not in said
    (line,) = waiting_for(world.office, open_proposals(world.office), NOW)
    assert line.waits_for == "Eva Executive must agree and does not: settle it, decline it or pass it on"


@pytest.mark.parametrize(
    ("name", "user", "said", "field"),
    [
        ("agree", "executive", {"agrees": "no"}, "agreeform_words"),
        ("vote", "lead", {"in_favour": "no"}, "voteform_note"),
    ],
)
def test_a_no_without_words_is_asked_for_them_at_the_field(
    world, proposal, signed_in, name, user, said, field
):
    address = reverse(f"council:{name}", args=[proposal.pk])
    answer = signed_in(getattr(world, user)).post(address, said)
    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.content.decode()


def test_what_was_to_be_talked_about_can_be_decided_when_the_body_meets_and_its_page_says_so(
    world, proposal, signed_in
):
    agree(proposal, agrees=True, by=world.executive, at=NOW)
    circulate(proposal, until_on=(NOW + DAY).date(), why="It burns.", by=world.office, at=NOW)
    ask_to_talk(proposal, why="Not by letter.", by=world.lead, at=NOW)
    client, page = signed_in(world.office), reverse("council:proposal", args=[proposal.pk])
    assert "Lena Lead wants to talk about it first." in client.get(page).content.decode()
    plan_meeting(proposal.body, NOW + timedelta(hours=1), by=world.office, at=NOW)
    assert "Service council can decide now: it meets today." in client.get(page).content.decode()
