"""What is owed stands first: with its day, for the one who owes it, and with nobody's name where nobody does."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.assessing import ask_for_impact
from groundswell.act.council.circulating import circulate
from groundswell.act.council.conditions import settle_condition
from groundswell.act.council.errors import NotYourTurn
from groundswell.act.council.following_up import answer_authors, review_decision
from groundswell.act.council.meeting import close_meeting, plan_meeting
from groundswell.act.council.models import Body, Condition, Decision, Seat
from groundswell.act.council.owed import COMPARE, owed_after, owed_by
from groundswell.act.council.queries import Asked, decisions_asked, decisions_taken, open_proposals
from groundswell.act.council.tidings import reviews_coming_due
from groundswell.act.council.wanted import waiting_for
from groundswell.act.council.written import votes_in_words
from groundswell.act.decisions.actions import learn, register
from groundswell.act.decisions.tests.test_registering import assessed
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.foundation.organisation.presence import note_absence
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal

TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chamber(world):
    return make_chamber(world)


def a_no(world, chamber) -> Decision:
    """Declined today, so that the lead of York is owed an answer within 14 days."""
    raised = make_opportunity(world, title="Raised")
    join_elevation(make_elevation(world.york, world.york_lead.person), raised, by=world.office, at=NOW)
    proposal = make_proposal(world, chamber.council, opportunity=raised)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    return decide(proposal, approved=False, reasons="Another year.", by=world.office, at=NOW)


def a_yes(world, chamber, **later: object) -> Decision:
    made = make_approval(world, chamber.council, opportunity=make_opportunity(world, title="Approved"))
    Decision.objects.filter(pk=made.pk).update(**later)
    return Decision.objects.get(pk=made.pk)


def owed(world):
    return [
        (one.words, one.by, one.who, one.is_late) for one in owed_after(decisions_taken(world.office), NOW)
    ]


def test_what_has_a_day_comes_first_and_each_names_who_owes_it(world, chamber):
    yes, chair = a_yes(world, chamber, review_on=TODAY - DAY), world.office.person
    condition = Condition.objects.create(decision=yes, words="Couriers agree.")
    no = a_no(world, chamber)
    assert owed(world) == [
        ("Look at it again", TODAY - DAY, chair, True),
        ("Answer those who raised it", TODAY + 14 * DAY, chair, False),
        ("Say whether it is so: “Couriers agree.”", None, chair, False),
    ]
    review_decision(yes, outcome="goes_on", words="Seen.", by=world.office, at=NOW)
    answer_authors(no, words="Here is why.", by=world.office, at=NOW)
    settle_condition(condition, is_met=True, words="They do.", by=world.lead, at=NOW)
    assert owed(world) == []


def test_a_comparison_is_owed_by_who_answers_for_the_decision(world, chamber):
    proposal = make_proposal(world, chamber.council)
    registered = ask_for_impact(proposal, by=world.office, at=NOW)
    registered.takes_effect_on, registered.owner = TODAY - 100 * DAY, world.lead.person
    registered.save()
    assessed(world, registered)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    decide(proposal, approved=True, reasons="It costs us customers.", by=world.office, at=NOW)
    assert owed(world) == [(COMPARE, TODAY - 10 * DAY, world.lead.person, True)]
    (one,) = owed_after(decisions_taken(world.office), NOW)
    assert one.address == reverse("decisions:decision", args=[registered.pk])
    learn(registered, words="Fewer wait.", by=world.lead, at=NOW)
    assert owed(world) == []


def test_who_left_the_seat_owes_nothing_more_the_chair_does_then_the_deputy_then_nobody(world, chamber):
    yes = a_yes(world, chamber, review_on=TODAY)
    lead = Seat.objects.get(body=chamber.council, person=world.lead.person)
    Decision.objects.filter(pk=yes.pk).update(by=lead)

    def told():
        return [one.person_id for one in reviews_coming_due(NOW - DAY, NOW)]

    assert [who for _, _, who, _ in owed(world)] == [world.lead.person]
    lead.until_on = TODAY - DAY
    lead.save()
    assert [who for _, _, who, _ in owed(world)] == [world.office.person]
    assert told() == [world.office.person_id]
    Seat.objects.filter(body=chamber.council, person=world.office.person).update(
        is_chair=False, is_deputy=True
    )
    assert [who for _, _, who, _ in owed(world)] == [world.office.person]
    Seat.objects.filter(body=chamber.council).update(until_on=TODAY - DAY)
    assert ([who for _, _, who, _ in owed(world)], told()) == ([None], [])


def test_the_filter_of_the_log_finds_just_what_is_owed(world, chamber):
    yes, no = a_yes(world, chamber, review_on=TODAY + DAY), a_no(world, chamber)
    assert list(decisions_asked(world.office, Asked(show="owed"))) == [no]
    Condition.objects.create(decision=yes, words="Couriers agree.")
    assert set(decisions_asked(world.office, Asked(show="owed"))) == {yes, no}
    assert {one.decision for one in owed_after(decisions_taken(world.office), NOW)} == {yes, no}


def test_each_proposal_says_what_it_waits_for_and_by_when(world, chamber):
    proposal = make_proposal(world, chamber.council)

    def said(user):
        (one,) = waiting_for(user, open_proposals(world.office), NOW)
        return one.word, one.waits_for, one.by

    assert said(world.lead) == ("Your vote", "2 more votes: Lena Lead, Olu Office", None)
    plan_meeting(chamber.council, NOW + 9 * DAY, place="", by=world.office, at=NOW)
    assert said(world.executive) == ("", "2 more votes: Lena Lead, Olu Office", TODAY + 9 * DAY)
    circulate(proposal, until_on=TODAY + 3 * DAY, why="It burns.", by=world.office, at=NOW)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert said(world.office) == ("Your vote", "1 more vote: Olu Office", TODAY + 3 * DAY)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    assert said(world.office) == ("Your decision", "The decision of Olu Office", TODAY + 3 * DAY)


def test_a_vote_is_overdue_from_the_day_on_which_its_body_met_until_that_meeting_is_closed(
    world, chamber, signed_in
):
    make_proposal(world, chamber.council)
    first = plan_meeting(chamber.council, NOW + 2 * DAY, by=world.office, at=NOW)
    plan_meeting(chamber.council, NOW + 30 * DAY, by=world.office, at=NOW)

    def by(at):
        return next(one.by for one in waiting_for(world.lead, open_proposals(world.office), at))

    assert by(NOW + 9 * DAY) == TODAY + 2 * DAY
    with time_machine.travel(NOW + 9 * DAY, tick=False):
        page = signed_in(world.lead).get(reverse("council:council")).content.decode()
        assert page.index("What you owe") < page.index("Your vote") < page.index("since 13 March 2026")
        assert "Overdue by 7 days" in signed_in(world.lead).get("/").content.decode()
    close_meeting(first, by=world.office, at=NOW + 9 * DAY)
    assert by(NOW + 9 * DAY) == TODAY + 30 * DAY


def test_a_meeting_is_to_be_closed_by_the_one_that_followed_it_and_stands_on_its_body_until_then(
    world, chamber, signed_in
):
    for days in (1, 15, 29):
        plan_meeting(chamber.council, NOW + days * DAY, by=world.office, at=NOW)
    later = NOW + 20 * DAY
    found = [
        (one.words, one.since, one.by, one.is_late)
        for one in owed_by(world.office, later)
        if not one.decision
    ]
    assert found == [
        ("Close the meeting", TODAY + DAY, TODAY + 15 * DAY, True),
        ("Close the meeting", TODAY + 15 * DAY, TODAY + 29 * DAY, False),
    ]
    with time_machine.travel(later, tick=False):
        page = (
            signed_in(world.office).get(reverse("council:body", args=[chamber.council.pk])).content.decode()
        )
    with time_machine.travel(NOW + DAY + timedelta(hours=1), tick=False):
        meeting = signed_in(world.office).get(reverse("council:body", args=[chamber.council.pk]))
        assert "Not closed yet" not in meeting.content.decode(), "they sit together just now"
    assert page.index("Not closed yet") < page.index("12 March 2026") < page.index("9 April 2026")


def test_the_pages_begin_with_what_their_reader_owes(world, chamber, signed_in):
    a_yes(world, chamber, review_on=TODAY - DAY)
    make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Waits"))
    page = signed_in(world.office).get(reverse("council:council")).content.decode()
    assert "2 things wait for you, 1 proposal for a decision" in page
    assert page.index("What you owe") < page.index("Overdue") < page.index("Agenda, by the ranking")
    lead = signed_in(world.lead).get(reverse("council:log")).content.decode()
    assert (
        lead.index("What others owe") < lead.index("Look at it again") < lead.index("All, the latest first")
    )
    decided = reverse("council:proposal", args=[Decision.objects.get().proposal_id])
    own = signed_in(world.lead).get(decided).content.decode()
    assert own.index("<h3>Owed</h3>") < own.index("Look at it again") < own.index("The problem")
    outside = signed_in(world.york_lead).get(reverse("council:council")).content.decode()
    assert "owe</h2>" not in outside


def test_what_was_registered_outside_a_council_is_owed_by_who_answers_for_it(world):
    given = {"what": "One fewer.", "amount": Decimal(90_000), "by": world.lead, "at": NOW, "door": "page"}
    register("Depot", owner=world.york_lead.person, takes_effect_on=TODAY, **given)
    looked, _ = register("Fee", owner=world.york_lead.person, takes_effect_on=TODAY - 91 * DAY, **given)
    assessed(world, looked)
    assert [(one.words, one.about, one.is_late) for one in owed_by(world.york_lead, NOW)] == [
        (COMPARE, "Fee", True),
        ("Say what it does to customers", "Depot", False),
    ]
    assert owed_by(world.lead, NOW) == []


def test_no_meeting_is_named_on_a_day_that_is_over(world, chamber):
    with pytest.raises(NotYourTurn, match="is over"):
        plan_meeting(chamber.council, NOW - DAY, by=world.office, at=NOW)


def test_a_vote_of_a_seat_that_is_empty_by_now_is_shown_and_not_counted(world, chamber, signed_in):
    proposal = make_proposal(world, chamber.council)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    Seat.objects.filter(person=world.lead.person).update(until_on=TODAY - DAY)
    assert open_proposals(world.office).get().voted == 1
    page = signed_in(world.office).get(reverse("council:proposal", args=[proposal.pk])).content.decode()
    for words in (
        "Votes: 1 in favour, 0 against",
        "1 of 2 needed",
        "Does not count: the seat is empty today",
    ):
        assert words in page


def test_what_an_absent_member_owes_stands_first_with_who_stands_in(world, chamber):
    a_no(world, chamber)
    assert owed_by(world.york_lead, NOW) == []
    note_absence(
        world.office.person, starts_on=TODAY, ends_on=TODAY + 9 * DAY, stand_in=world.york_lead.person,
        by=world.office.person, at=NOW,
    )  # fmt: skip
    [line] = owed_by(world.york_lead, NOW)
    assert (line.words, line.who, line.meanwhile) == (
        "Answer those who raised it",
        world.office.person,
        world.york_lead.person,
    )
    assert [one.words for one in owed_by(world.office, NOW)] == ["Answer those who raised it"]


def test_a_vote_of_a_seat_that_was_empty_by_the_decision_counts_nowhere_and_keeps_its_words(
    world, chamber, signed_in
):
    Body.objects.update(quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    vote(proposal, in_favour=False, note="Too dear.", by=world.lead, at=NOW)
    Seat.objects.filter(person=world.lead.person).update(until_on=TODAY - DAY)
    decision = decide(proposal, approved=True, reasons="It is time.", by=world.office, at=NOW)
    assert votes_in_words(decision) == "1 in favour, 0 against"
    Seat.objects.update(until_on=None)
    office = signed_in(world.office)
    page = office.get(reverse("council:proposal", args=[proposal.pk])).content.decode()
    for words in ("Votes: 1 in favour, 0 against", "Does not count: the seat was empty by the decision"):
        assert words in page
    meeting = plan_meeting(chamber.council, NOW + timedelta(hours=1), by=world.office, at=NOW)
    minutes = office.get(reverse("council:meeting", args=[meeting.pk])).content.decode()
    assert "“Too dear.” (not counted: the seat was empty)" in minutes
    [line] = csv.DictReader(StringIO(b"".join(office.get(reverse("council:log_file"))).decode("utf-8-sig")))
    assert (line["In favour"], line["Against"], line["Dissent"]) == ("1", "0", "Too dear.")
