"""Terms, stand-ins, conflicts of interest, who must agree, conditions, reviews and answers."""

from datetime import date, timedelta

import pytest
import time_machine

from groundswell.act.council.actions import agree, decide, escalate, recuse, vote
from groundswell.act.council.assessing import ask_for_impact
from groundswell.act.council.bodies import change_body, seat_member, set_up_body, write_kind
from groundswell.act.council.conditions import settle_condition
from groundswell.act.council.day_tidings import meetings_soon
from groundswell.act.council.errors import (
    AlreadyDecided,
    AlreadySettled,
    ConflictOfInterest,
    NoQuorum,
    NotAgreed,
    NotAssessed,
    NotYourSeat,
    NotYourTurn,
    WordsMissing,
)
from groundswell.act.council.following_up import answer_authors, review_decision
from groundswell.act.council.minutes import answers_owed, open_conditions, reviews_due
from groundswell.act.council.models import Body, Proposal, Seat, Vote
from groundswell.act.council.queries import open_proposals, proposals_visible_to
from groundswell.act.council.representation import in_words, silences_of
from groundswell.act.council.seats import seat_for, votes_that_count
from groundswell.act.council.tidings import answered, answers_coming_due
from groundswell.act.decisions.actions import Impact, assess
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.rules import holds_a_seat
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.foundation.access.models import User
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.models import Absence, Person, Unit
from groundswell.foundation.organisation.presence import note_absence
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal, on

TODAY, DAY = NOW.date(), timedelta(days=1)
YES = {"approved": True, "reasons": "It costs us customers.", "at": NOW}


def away(person, stand_in):
    note_absence(person, starts_on=TODAY - DAY, ends_on=TODAY, stand_in=stand_in, by=person, at=NOW)


def test_a_seat_whose_term_is_over_neither_votes_nor_counts(world):
    chamber = make_chamber(world, quorum=2)
    proposal = make_proposal(world, chamber.council)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    Seat.objects.filter(person=world.lead.person).update(until_on=TODAY - DAY)
    with pytest.raises(NoQuorum):
        decide(proposal, by=world.office, **YES)
    with pytest.raises(NotYourSeat, match="Your term in Service council ended on 10 March 2026"):
        vote(proposal, in_favour=True, by=world.lead, at=NOW)
    Seat.objects.filter(person=world.lead.person).update(until_on=TODAY)
    assert decide(proposal, by=world.office, **YES).approved


@time_machine.travel(NOW, tick=False)
def test_a_seat_speaks_from_its_first_day_and_until_its_member_leaves(world):
    proposal = make_proposal(world, make_chamber(world, quorum=2).council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    seat = Seat.objects.filter(person=world.lead.person)
    for since_on, left_on, speaks in ((TODAY + DAY, None, 0), (TODAY, TODAY, 0), (TODAY, TODAY + DAY, 1)):
        seat.update(since_on=since_on)
        Person.objects.filter(pk=world.lead.person.pk).update(left_on=left_on)
        user = User.objects.get(pk=world.lead.pk)
        assert (seat_for(user, proposal.body, TODAY) is not None, holds_a_seat(user)) == (speaks, speaks)
        assert votes_that_count(proposal, TODAY).count() == speaks
        assert open_proposals(world.office).get().voted == speaks


def test_a_seat_whose_term_is_over_reads_no_more_than_others(world):
    make_proposal(world, make_chamber(world).council)
    with time_machine.travel(NOW, tick=False):
        assert proposals_visible_to(world.lead).count() == 1
        Seat.objects.filter(person=world.lead.person).update(until_on=TODAY - DAY)
        assert proposals_visible_to(world.lead).count() == 0


def test_a_stand_in_votes_while_the_member_is_away_and_never_over_their_own_vote(world):
    chamber = make_chamber(world)
    proposal = make_proposal(world, chamber.council)
    with pytest.raises(NotYourSeat):
        vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    away(world.lead.person, world.york_lead.person)
    given = vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    assert (given.seat.person, given.by) == (world.lead.person, world.york_lead.person)
    vote(proposal, in_favour=False, note="I read it on the train.", by=world.lead, at=NOW)
    with pytest.raises(NotYourSeat, match="Lena Lead voted before leaving"):
        vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    assert Vote.objects.get().in_favour is False


def test_who_keeps_out_neither_votes_nor_counts_and_a_chair_who_does_cannot_decide(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    recuse(proposal, why="My brother sells it.", by=world.office, at=NOW)
    assert not Vote.objects.exists()
    with pytest.raises(ConflictOfInterest):
        vote(proposal, in_favour=True, by=world.office, at=NOW)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(ConflictOfInterest, match="Pass it on to the body above"):
        decide(proposal, by=world.office, **YES)
    higher = escalate(proposal, why="Our chair keeps out.", by=world.lead, at=NOW)
    vote(higher, in_favour=True, by=world.executive, at=NOW)
    assert decide(higher, by=world.executive, **YES).approved
    with pytest.raises(AlreadyDecided):
        recuse(higher, why="Late.", by=world.executive, at=NOW)


def test_who_must_agree_and_does_not_blocks_it_with_words(world):
    chamber = make_chamber(world, quorum=1)
    kind = write_kind(
        chamber.council, "Prices", parts=[("agrees", world.york_lead.person)], by=world.office, at=NOW
    )
    proposal = make_proposal(world, chamber.council, kind_of_decision=kind)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(NotAgreed, match="Yara Lead must agree first"):
        decide(proposal, by=world.office, **YES)
    with pytest.raises(NotYourSeat):
        agree(proposal, agrees=True, by=world.lead, at=NOW)
    with pytest.raises(WordsMissing):
        agree(proposal, agrees=False, words=" ", by=world.york_lead, at=NOW)
    agree(proposal, agrees=False, words="The law asks for notice.", by=world.york_lead, at=NOW)
    with pytest.raises(NotAgreed, match="The law asks for notice"):
        decide(proposal, by=world.office, **YES)
    agree(proposal, agrees=True, by=world.york_lead, at=NOW)
    assert decide(proposal, by=world.office, **YES).approved


def test_the_one_who_decides_a_kind_may_be_another_than_the_chair(world):
    chamber = make_chamber(world, quorum=1)
    seat = Seat.objects.get(body=chamber.council, person=world.lead.person)
    kind = write_kind(chamber.council, "People", decided_by=seat, by=world.office, at=NOW)
    proposal = make_proposal(world, chamber.council, kind_of_decision=kind)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    with pytest.raises(NotYourSeat, match="Lena Lead, who decides here"):
        decide(proposal, by=world.office, **YES)
    assert decide(proposal, by=world.lead, **YES).by == seat
    with pytest.raises(NotYourTurn):
        write_kind(chamber.board, "People", decided_by=seat, by=world.office, at=NOW)


def test_above_the_limits_a_proposal_says_first_what_it_does_to_customers(world):
    chamber = make_chamber(world, quorum=1, limit=90_000)
    proposal = make_proposal(world, chamber.council, amount=60_000)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(NotAssessed, match="it costs £60,000, and from £50,000 on it is obligatory"):
        decide(proposal, by=world.office, **YES)
    registered = ask_for_impact(proposal, by=world.office, at=NOW)
    assert ask_for_impact(proposal, by=world.lead, at=NOW) == registered
    with pytest.raises(NotAssessed):
        decide(proposal, by=world.office, **YES)
    assess(registered, Impact("Everybody", 0, 5), by=world.office, at=NOW)
    assert decide(proposal, by=world.office, **YES).approved


def test_a_no_needs_no_assessment_and_no_agreement(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council, amount=60_000)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert not decide(proposal, approved=False, reasons="Not now.", by=world.office, at=NOW).approved


def test_the_cap_of_one_function_is_its_own(world):
    chamber = make_chamber(world, wip=1)
    make_approval(world, chamber.council)
    alone = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Alone"))
    Proposal.objects.filter(pk=alone.pk).update(crosses_functions=False)
    for user in (world.office, world.lead):
        vote(alone, in_favour=True, by=user, at=NOW)
    assert decide(alone, by=world.office, **YES).over_limit_because == ""


def test_conditions_are_seen_again_until_it_is_said_whether_they_are_met(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    decision = decide(
        proposal, conditions=[on(world.lead), on(world.lead, "Train the couriers.")], by=world.office, **YES
    )
    first, second = open_conditions()
    assert (first.words, second.words) == ("Begin in Leeds.", "Train the couriers.")
    settle_condition(first, is_met=True, words="Begun.", by=world.lead, at=NOW)
    with pytest.raises(AlreadySettled, match="Lena Lead said already that this was met"):
        settle_condition(first, is_met=False, words="No.", by=world.office, at=NOW)
    assert list(open_conditions()) == [second]
    assert decision.conditions.count() == 2


def test_a_decision_is_looked_at_again_on_its_day_and_may_name_another(world):
    decision = make_approval(world, make_chamber(world).council)
    decision.review_on = TODAY
    decision.save()
    assert list(reviews_due(TODAY)) == [decision]
    later = TODAY + timedelta(days=90)
    seen = review_decision(decision, outcome="goes_on", words="Better.", next_on=later, by=world.lead, at=NOW)
    assert [event.verb for event in events_of(seen)] == ["reviewed"]
    assert (list(reviews_due(TODAY)), list(reviews_due(later))) == ([], [decision])
    with pytest.raises(WordsMissing):
        review_decision(decision, outcome="stops", words=" ", by=world.lead, at=NOW)


def declined(world):
    opportunity = make_opportunity(world, title="Raised")
    raised = make_elevation(world.york, world.york_lead.person)
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council, opportunity=opportunity)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    return decide(proposal, approved=False, reasons="Not now.", by=world.office, at=NOW)


def test_a_no_is_owed_to_those_who_raised_it_until_it_is_answered(world):
    decision = declined(world)
    assert decision.answer_due_on == TODAY + timedelta(days=14)
    assert list(answers_owed()) == [decision]
    near = NOW + timedelta(days=11)
    told = list(answers_coming_due(near - DAY, near))
    assert [(one.person_id, one.words) for one in told] == [
        (world.office.person.pk, "A no waits for your answer")
    ]
    late = NOW + timedelta(days=15)
    assert [one.words for one in answers_coming_due(late - DAY, late)] == [
        "A no is not answered, and its day is over"
    ]
    answer_authors(decision, words="Ask again in May.", by=world.office, at=NOW + DAY)
    assert list(answers_owed()) == []
    assert list(answers_coming_due(late - DAY, late)) == []
    assert [one.person_id for one in answered(NOW, NOW + DAY)] == [world.york_lead.person.pk]


def test_a_no_that_nobody_raised_is_owed_to_nobody(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert decide(proposal, approved=False, reasons="No.", by=world.office, at=NOW).answer_due_on is None


def test_who_is_not_heard_is_said_in_words(world):
    chamber = make_chamber(world)
    north = Unit.objects.create(code="north", name="the North", kind=Unit.Kind.REGION, parent=world.shops)
    change_body(chamber.council, wanted_functions="Shops, Finance", by=world.office, at=NOW)
    chamber.council.refresh_from_db()
    said = silences_of(chamber.council, TODAY)
    assert said == [
        "nobody speaks for the North", "no frontline level", "no executive", "nobody from Shops", "nobody from Finance",
        "no customer voice",
    ]  # fmt: skip
    assert in_words(said).startswith("Nobody speaks for the North; no frontline level;")
    seat_member(
        chamber.council, world.frontline.person, speaks_for="The till", function="shops", region=north, level="frontline",
        is_customer_voice=True, by=world.office, at=NOW,
    )  # fmt: skip
    assert silences_of(chamber.council, TODAY) == ["no executive", "nobody from Finance"]
    assert silences_of(chamber.council, TODAY - 999 * DAY) == ["no executive", "nobody from Finance"]
    empty = Body.objects.create(name="Empty", quorum=1)
    assert silences_of(empty, TODAY) == ["nobody sits here yet"]


def test_a_new_chair_takes_over_and_no_body_stands_above_itself(world):
    chamber = make_chamber(world)
    seat_member(
        chamber.council, world.lead.person, speaks_for="Shops", is_chair=True, by=world.office, at=NOW
    )
    assert [seat.person for seat in Seat.objects.filter(body=chamber.council, is_chair=True)] == [
        world.lead.person
    ]
    with pytest.raises(NotYourTurn, match="would stand above itself"):
        change_body(chamber.board, parent=chamber.council, by=world.office, at=NOW)
    with pytest.raises(NotYourTurn, match="There is a body named"):
        set_up_body("board", quorum=1, by=world.office, at=NOW)
    with pytest.raises(NotYourTurn):
        seat_member(
            chamber.council, world.lead.person, speaks_for="Shops", since_on=TODAY, until_on=date(2020, 1, 1),
            by=world.office, at=NOW,
        )  # fmt: skip
    assert list(meetings_soon(NOW, NOW + DAY)) == []


def test_one_person_gives_one_voice_however_many_seats_they_stand_in_for(world):
    proposal = make_proposal(world, make_chamber(world).council)
    away(world.lead.person, world.york_lead.person)
    vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    Absence.objects.all().delete()
    away(world.office.person, world.york_lead.person)
    with pytest.raises(NotYourSeat, match="You voted on this for Lena Lead already"):
        vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    assert Vote.objects.get().seat.person == world.lead.person
