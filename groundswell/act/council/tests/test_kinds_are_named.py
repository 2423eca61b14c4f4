"""A body that wrote kinds of decision approves nothing of which nobody says which kind it is."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import agree, decide, escalate, vote
from groundswell.act.council.bodies import write_kind
from groundswell.act.council.errors import AlreadySettled, KindMissing, NotAgreed, NotYourSeat
from groundswell.act.council.meeting import plan_meeting
from groundswell.act.council.minutes import minutes_of
from groundswell.act.council.models import KindNaming, Proposal
from groundswell.act.council.naming_kinds import name_kind
from groundswell.act.council.tidings import agreement_wanted, still_refused
from groundswell.act.council.wanted import wanted_of
from groundswell.act.council.written import minutes_in_parts
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW

from .chamber import make_chamber, make_proposal

YES = {"approved": True, "reasons": "It costs us customers.", "at": NOW}
HOUR = timedelta(hours=1)


def write_prices(world, body):
    parts = [("agrees", world.york_lead.person)]
    return write_kind(body, "Prices", parts=parts, by=world.office, at=NOW)


def test_a_body_with_kinds_takes_no_proposal_without_one(world):
    council = make_chamber(world).council
    write_prices(world, council)
    with pytest.raises(KindMissing, match="whoever must agree at Service council"):
        make_proposal(world, council)
    assert not Proposal.objects.exists()


def test_the_page_asks_for_the_kind_and_keeps_what_was_typed(client, world):
    council = make_chamber(world).council
    prices = write_prices(world, council)
    client.force_login(world.office)
    address = reverse("council:propose", args=[make_opportunity(world).pk])
    said = {
        "body": council.pk, "solution": "One fee for all.", "amount": "100", "kind_of_money": "operating",
        "crosses_functions": "yes", "recommended_by": world.office.person.pk,
    }  # fmt: skip
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "Say which kind of Service council it is." in refused.text
    assert "One fee for all." in refused.text
    assert "Service council: Prices" in refused.text
    assert client.post(address, said | {"kind_of_decision": prices.pk}).status_code == 302


def test_what_came_before_the_kinds_is_approved_only_once_its_kind_is_named_and_agreed(world):
    council = make_chamber(world, quorum=1).council
    proposal = make_proposal(world, council)
    prices = write_prices(world, council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(KindMissing):
        decide(proposal, by=world.office, **YES)
    waits = {one.waits_for for one in wanted_of(world.office, NOW)}
    assert waits == {"Which kind of decision it is: whoever decides or the advocacy office says so"}
    name_kind(proposal, kind=prices, why="It raises a fee.", by=world.office, at=NOW)
    with pytest.raises(NotAgreed, match="Yara Lead must agree first"):
        decide(proposal, by=world.office, **YES)
    told = list(agreement_wanted(NOW - HOUR, NOW + HOUR))
    assert [one.person_id for one in told] == [world.york_lead.person_id]


def test_a_no_needs_no_kind(world):
    council = make_chamber(world, quorum=1).council
    proposal = make_proposal(world, council)
    write_prices(world, council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    declined = decide(proposal, approved=False, reasons="Not now.", by=world.office, at=NOW)
    assert declined.approved is False


def test_the_body_above_asks_for_its_own_kind(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council, amount=30_000)
    write_prices(world, chamber.board)
    higher = escalate(proposal, why="Above our right.", by=world.lead, at=NOW)
    vote(higher, in_favour=True, by=world.executive, at=NOW)
    with pytest.raises(KindMissing, match="whoever must agree at Board"):
        decide(higher, by=world.executive, **YES)


def test_who_decides_names_a_kind_where_none_is_named_and_takes_none_away(world):
    chamber = make_chamber(world, quorum=1)
    council, board = chamber.council, chamber.board
    council.seats.filter(is_chair=True).update(is_chair=False)
    council.seats.filter(person=world.lead.person).update(is_chair=True)
    proposal = make_proposal(world, council)
    prices = write_prices(world, council)
    lax = write_kind(council, "Anything else", by=world.office, at=NOW)
    with pytest.raises(NotYourSeat):
        name_kind(proposal, kind=prices, why="A fee.", by=world.york_lead, at=NOW)
    name_kind(proposal, kind=prices, why="A fee.", by=world.lead, at=NOW)
    with pytest.raises(NotYourSeat, match="The advocacy office says which kind"):
        name_kind(proposal, kind=lax, why="It is small.", by=world.lead, at=NOW)
    with pytest.raises(AlreadySettled, match="Choose another kind of Service council"):
        name_kind(
            proposal, kind=write_kind(board, "Prices", by=world.office, at=NOW), why="No.", by=world.office, at=NOW
        )  # fmt: skip
    assert list(KindNaming.objects.values_list("kind__name", "by__name")) == [("Prices", "Lena Lead")]


def test_the_minutes_tell_who_named_another_kind_and_why(world):
    council = make_chamber(world).council
    lax = write_kind(council, "Anything else", by=world.office, at=NOW)
    proposal = make_proposal(world, council, kind_of_decision=lax)
    prices = write_prices(world, council)
    name_kind(proposal, kind=prices, why="It raises a fee.", by=world.office, at=NOW + HOUR)
    meeting = plan_meeting(council, NOW + 2 * HOUR, by=world.office, at=NOW)
    parts = {part["head"]: part["lines"] for part in minutes_in_parts(minutes_of(meeting, NOW + 3 * HOUR))}
    [line] = parts["Kind of decision"]
    assert (line["before"], line["after"]) == (f"Prices, {world.office.person}:", "It raises a fee.")


@time_machine.travel(NOW, tick=False)
def test_the_page_of_a_proposal_has_the_kind_named(client, world):
    council = make_chamber(world).council
    proposal = make_proposal(world, council)
    prices = write_prices(world, council)
    client.force_login(world.office)
    page = reverse("council:proposal", args=[proposal.pk])
    assert "Which kind of decision is it?" in client.get(page).text
    named = client.post(
        reverse("council:kind", args=[proposal.pk]), {"kind": prices.pk, "why": "A fee."}, follow=True
    )
    assert "It is of another kind" in named.text
    assert "Must still agree: Yara Lead" in named.text
    client.force_login(world.lead)
    assert "It is of another kind" not in client.get(page).text


def test_a_refusal_of_who_must_not_agree_any_more_holds_nothing_up(world):
    council = make_chamber(world, quorum=1).council
    proposal = make_proposal(world, council, kind_of_decision=write_prices(world, council))
    agree(proposal, agrees=False, words="It is too dear.", by=world.york_lead, at=NOW)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert list(still_refused(Proposal.objects.all(), world.office)) == [proposal]
    parts = [("agrees", world.frontline.person)]
    tills = write_kind(council, "Tills", parts=parts, by=world.office, at=NOW)
    name_kind(proposal, kind=tills, why="It is about tills.", by=world.office, at=NOW)
    with pytest.raises(NotAgreed, match="Fay Frontline must agree first"):
        decide(proposal, by=world.office, **YES)
    assert not still_refused(Proposal.objects.all(), world.office).exists()
