"""Proposals, votes, decisions and escalations, and who may not."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from groundswell.act.council.actions import conclude, decide, escalate, propose, recuse, vote
from groundswell.act.council.circulating import ask_to_talk, circulate
from groundswell.act.council.errors import (
    AboveTheLimit,
    AlreadyDecided,
    NoQuorum,
    NotYourSeat,
    NowhereToEscalate,
    TooMuchAtOnce,
    WordsMissing,
)
from groundswell.act.council.models import Body, Decision, Proposal, Right, Seat, Vote
from groundswell.act.council.queries import (
    agenda,
    bodies_visible_to,
    decisions_taken,
    proposals_visible_to,
    rights,
    votes_on,
)
from groundswell.act.council.rules import may_propose
from groundswell.act.council.standing_for import stand_for
from groundswell.act.council.withdrawing import withdraw
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.models import Settlement
from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.foundation.history.models import Event
from groundswell.foundation.history.queries import events_of
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal, on

YES = {"approved": True, "reasons": "It costs us customers.", "at": NOW}
NO = {"approved": False, "reasons": "The new depot solves it.", "at": NOW}


def test_a_decision_keeps_reasons_conditions_and_takes_the_opportunity_up(world):
    chamber = make_chamber(world)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    vote(proposal, in_favour=False, note="Couriers will refuse.", by=world.lead, at=NOW)
    decision = decide(proposal, conditions=[on(world.lead)], review_on=NOW.date(), by=world.office, **YES)
    assert (decision.approved, decision.by.person) == (True, world.office.person)
    assert [condition.words for condition in decision.conditions.all()] == ["Begin in Leeds."]
    assert proposal.opportunity.settlement.outcome == Settlement.Outcome.TAKEN_UP
    assert [given.note for given in votes_on(proposal)] == ["Couriers will refuse.", ""]
    assert [event.verb for event in events_of(decision)] == ["approved"]


def test_a_body_decides_only_up_to_its_limit_and_says_who_may(world):
    chamber = make_chamber(world, limit=20_000)
    proposal = make_proposal(world, chamber.council, amount=20_001)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    with pytest.raises(AboveTheLimit, match="Escalate it to Board"):
        decide(proposal, by=world.office, **YES)
    assert not Decision.objects.exists()


def test_the_limit_itself_is_within_the_right(world):
    chamber = make_chamber(world, limit=20_000)
    assert make_approval(world, chamber.council, amount=20_000).approved


def test_a_right_for_one_kind_of_money_is_none_for_another(world):
    chamber = make_chamber(world)
    proposal = make_proposal(world, chamber.council, amount=1, kind=Right.Kind.CAPITAL)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    with pytest.raises(AboveTheLimit):
        decide(proposal, by=world.office, **YES)


def test_a_no_is_possible_above_the_limit(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council, amount=20_001)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert not decide(proposal, by=world.office, **NO).approved
    assert not Settlement.objects.exists()


def test_without_quorum_nothing_is_decided(world):
    chamber = make_chamber(world, quorum=2)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    for answer in (YES, NO):
        with pytest.raises(NoQuorum, match="1 of 2 votes are in"):
            decide(proposal, by=world.office, **answer)


def test_nothing_that_was_said_of_another_proposal_counts_for_this_one(world):
    chamber = make_chamber(world, quorum=2)
    other = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Another"))
    circulate(other, until_on=NOW.date() + timedelta(days=3), why="It presses.", by=world.office, at=NOW)
    ask_to_talk(other, why="First of all the contract.", by=world.lead, at=NOW)
    vote(other, in_favour=True, by=world.office, at=NOW)
    vote(other, in_favour=False, note="Too dear.", by=world.lead, at=NOW)
    proposal = make_proposal(world, chamber.council)
    with pytest.raises(NoQuorum, match="0 of 2 votes are in"):
        decide(proposal, by=world.office, **YES)
    recuse(other, why="My sister works there.", by=world.lead, at=NOW)
    circulate(proposal, until_on=NOW.date() + timedelta(days=3), why="It presses.", by=world.office, at=NOW)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    assert decide(proposal, by=world.office, **YES).approved
    assert other.votes.get().by == world.office.person
    said = {"proposed", "circulated", "wanted to talk", "voted", "recused", "approved"}
    assert said <= set(Event.objects.values_list("verb", flat=True))


def test_only_the_chair_decides_and_only_seats_vote(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(NotYourSeat, match="Olu Office, who decides here"):
        decide(proposal, by=world.lead, **YES)
    for stranger in (world.executive, world.frontline):
        with pytest.raises(NotYourSeat):
            vote(proposal, in_favour=True, by=stranger, at=NOW)
        with pytest.raises(NotYourSeat):
            decide(proposal, by=stranger, **YES)
    assert Vote.objects.count() == 1


def test_a_seat_may_change_its_mind_until_the_decision(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=False, note="Too dear.", by=world.lead, at=NOW)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert [given.in_favour for given in votes_on(proposal)] == [True]
    decide(proposal, by=world.office, **YES)
    with pytest.raises(AlreadyDecided):
        vote(proposal, in_favour=False, note="No.", by=world.lead, at=NOW)


def test_the_first_decision_stands(world):
    decision = make_approval(world, make_chamber(world).council)
    with pytest.raises(AlreadyDecided):
        decide(decision.proposal, by=world.office, **NO)
    with pytest.raises(AlreadyDecided):
        propose(
            decision.proposal.opportunity,
            decision.proposal.body,
            solution="Again.",
            amount=1,
            kind_of_money=Right.Kind.OPERATING,
            recommended_by=world.office.person,
            by=world.office,
            at=NOW,
        )


def test_what_was_decided_is_neither_passed_on_nor_withdrawn_nor_given_to_somebody_else(world):
    proposal, given = (
        make_approval(world, make_chamber(world).council).proposal,
        {"by": world.office, "at": NOW},
    )
    for act in (
        lambda: recuse(proposal, why="My sister works there.", **given),
        lambda: escalate(proposal, why="It is above us.", **given),
        lambda: withdraw(proposal, why="No longer.", **given),
        lambda: stand_for(proposal, person=world.lead.person, **given),
        lambda: circulate(proposal, until_on=date(2026, 4, 1), why="It presses.", **given),
        lambda: ask_to_talk(proposal, why="The contract.", **given),
    ):
        with pytest.raises(AlreadyDecided):
            act()


def test_dissent_and_decisions_are_never_without_words(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    with pytest.raises(WordsMissing):
        vote(proposal, in_favour=False, note=" ", by=world.lead, at=NOW)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(WordsMissing):
        decide(proposal, approved=True, reasons="", by=world.office, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            proposal=proposal, seat=chamber.council.seats.get(is_chair=True), in_favour=False, at=NOW
        )


def test_one_more_than_the_limit_must_be_argued_for(world):
    chamber = make_chamber(world, wip=1)
    first = make_approval(world, chamber.council)
    second = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Another"))
    for user in (world.office, world.lead):
        vote(second, in_favour=True, by=user, at=NOW)
    with pytest.raises(TooMuchAtOnce, match="has 1 running across functions and allows itself 1"):
        decide(second, by=world.office, **YES)
    conclude(first, by=world.office, at=NOW)
    assert decide(second, by=world.office, **YES).over_limit_because == ""
    third = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="A third"))
    for user in (world.office, world.lead):
        vote(third, in_favour=True, by=user, at=NOW)
    argued = decide(third, over_limit_because="It is done in a day.", by=world.office, **YES)
    assert argued.over_limit_because == "It is done in a day."


def test_an_escalated_proposal_is_decided_above_and_only_there(world):
    chamber = make_chamber(world, quorum=1)
    Right.objects.filter(body=chamber.board).update(limit=40_000)
    proposal = make_proposal(world, chamber.council, amount=40_000)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    higher = escalate(proposal, why="It is above our limit.", by=world.lead, at=NOW)
    assert (higher.body, higher.escalates, higher.amount) == (chamber.board, proposal, proposal.amount)
    with pytest.raises(AlreadyDecided, match="passed on to Board"):
        decide(proposal, by=world.office, **NO)
    vote(higher, in_favour=True, by=world.executive, at=NOW)
    assert decide(higher, by=world.executive, **YES).approved


def test_one_seat_alone_takes_nothing_away_from_a_body_that_may_decide_it(world, signed_in):
    chamber = make_chamber(world)
    proposal = make_proposal(world, chamber.council, amount=20_000)
    page, words = reverse("council:proposal", args=[proposal.pk]), "Where it cannot be settled here"
    with pytest.raises(NotYourSeat, match="only Olu Office, who decides here, passes it on"):
        escalate(proposal, why="I want it decided above.", by=world.lead, at=NOW)
    seen = [words in signed_in(user).get(page).content.decode() for user in (world.lead, world.office)]
    assert seen == [False, True]
    assert escalate(proposal, why="We cannot settle it.", by=world.office, at=NOW).body == chamber.board


def test_the_same_proposal_sent_twice_is_one(world):
    council, opportunity = make_chamber(world).council, make_opportunity(world)
    first, second = (make_proposal(world, council, opportunity=opportunity) for _ in range(2))
    assert first == second
    other = make_proposal(world, council, opportunity=opportunity, amount=5_000)
    assert other != first


def test_there_may_be_nowhere_to_escalate_to(world):
    chamber = make_chamber(world)
    proposal = make_proposal(world, chamber.council, amount=900_000)
    with pytest.raises(NowhereToEscalate):
        escalate(proposal, why="Too much for us.", by=world.office, at=NOW)
    with pytest.raises(NotYourSeat):
        escalate(proposal, why="I want it.", by=world.frontline, at=NOW)
    assert Proposal.objects.count() == 1


def test_the_agenda_shows_what_waits_and_the_rights_what_runs(world):
    chamber = make_chamber(world)
    make_approval(world, chamber.council)
    waiting = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Another"))
    assert [item.proposal for item in agenda(world.office, NOW)] == [waiting]
    assert [line.running for line in rights(world.office)] == [0, 1]
    assert [taken.approved for taken in decisions_taken(world.office)] == [True]


def test_a_team_reads_the_decision_on_what_it_raised_and_no_other(world):
    chamber = make_chamber(world)
    ours = make_opportunity(world, title="Ours")
    join_elevation(make_elevation(world.york, world.york_lead.person), ours, by=world.office, at=NOW)
    proposal = make_proposal(world, chamber.council, opportunity=ours)
    make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Not theirs"))
    assert list(proposals_visible_to(world.york_lead)) == [proposal]
    assert proposals_visible_to(world.lead).count() == 2, "a seat reads everything"
    for outsider in (world.frontline, world.partner):
        assert list(proposals_visible_to(outsider)) == []
        assert list(decisions_taken(outsider)) == []
    assert list(bodies_visible_to(world.york_lead)) == []
    assert rights(world.york_lead) == []


def test_a_seat_opens_the_whole_register_except_to_partners(world):
    opportunity = make_opportunity(world)
    body = Body.objects.create(name="Service council", quorum=1)
    for user in (world.york_lead, world.partner):
        Seat.objects.create(body=body, person=user.person, speaks_for="Shops")
    assert list(opportunities_visible_to(world.york_lead)) == [opportunity]
    assert list(opportunities_visible_to(world.partner)) == []
    users = (world.office, world.york_lead, world.lead, world.partner)
    assert [may_propose(user) for user in users] == [True, True, False, False]
