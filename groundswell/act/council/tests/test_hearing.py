"""Who gives input to a kind of decision is asked, and says what the body should know; it binds nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import agree, decide, vote
from groundswell.act.council.bodies import write_kind
from groundswell.act.council.errors import AlreadyDecided, NotYourSeat
from groundswell.act.council.hearing import give_input
from groundswell.act.council.meeting import plan_meeting
from groundswell.act.council.minutes import minutes_of
from groundswell.act.council.models import Input, Part
from groundswell.act.council.queries import performer_of
from groundswell.act.council.tidings import wanted, wants_me
from groundswell.act.council.wanted import wanted_of
from groundswell.act.council.written import minutes_in_parts
from tests.world import NOW

from .chamber import make_chamber, make_proposal

DAY = timedelta(days=1)
WORDS = "The courier ends its contract in May."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def proposal(world):
    council = make_chamber(world).council
    parts = [(Part.Name.INPUT, world.frontline.person), (Part.Name.PERFORMS, world.york_lead.person)]
    kind = write_kind(council, "Systems", parts=parts, by=world.office, at=NOW)
    return make_proposal(world, council, kind_of_decision=kind)


def test_who_is_heard_is_asked_and_what_they_say_is_read_before_the_decision(world, proposal, signed_in):
    told = {(one.person_id, one.key) for one in wanted(NOW - DAY, NOW)}
    assert (world.frontline.person_id, f"{proposal.pk}-input") in told
    assert [one.word for one in wanted_of(world.frontline, NOW)] == ["Your input"]
    client, page = signed_in(world.frontline), reverse("council:proposal", args=[proposal.pk])
    assert "You are asked for your input" in client.get(page).content.decode()
    assert client.post(reverse("council:input", args=[proposal.pk]), {"words": " "}).status_code == 422
    assert client.post(reverse("council:input", args=[proposal.pk]), {"words": WORDS}).status_code == 302
    assert wanted_of(world.frontline, NOW) == []
    assert not wants_me(type(proposal).objects.all(), world.frontline).exists()
    chair = signed_in(world.office)
    for address in (page, reverse("council:read_before", args=[proposal.pk])):
        read = chair.get(address).content.decode()
        assert (WORDS in read, "You are asked for your input" in read) == (True, False)


def test_nothing_waits_for_who_was_not_heard_and_the_page_says_so(world, proposal, signed_in):
    plan_meeting(proposal.body, NOW, by=world.office, at=NOW)
    read = signed_in(world.office).get(reverse("council:proposal", args=[proposal.pk])).content.decode()
    assert "Not heard yet: Fay Frontline. The decision need not wait for it." in read
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    decision = decide(proposal, approved=True, reasons="So.", by=world.office, at=NOW)
    assert performer_of(decision) == world.york_lead.person
    with pytest.raises(AlreadyDecided):
        give_input(proposal, words=WORDS, by=world.frontline, at=NOW)


def test_only_who_is_heard_gives_input_and_the_minutes_keep_it(world, proposal):
    for user in (world.lead, world.york_lead):
        with pytest.raises(NotYourSeat, match="does not ask for your input"):
            give_input(proposal, words=WORDS, by=user, at=NOW)
    with pytest.raises(NotYourSeat, match="does not need your agreement"):
        agree(proposal, agrees=True, by=world.frontline, at=NOW)
    for words in ("Wait.", WORDS):
        give_input(proposal, words=words, by=world.frontline, at=NOW)
    assert [one.words for one in Input.objects.all()] == [WORDS]
    meeting = plan_meeting(proposal.body, NOW, by=world.office, at=NOW)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    decide(proposal, approved=True, reasons="So.", by=world.office, at=NOW)
    assert f"Fay Frontline was heard: “{WORDS}”" in str(minutes_in_parts(minutes_of(meeting, NOW)))
