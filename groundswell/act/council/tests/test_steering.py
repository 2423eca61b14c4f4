"""Votes between meetings, deputies, the limit that is argued, amounts, and a body that says what it still needs."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import decide, escalate, recuse, vote
from groundswell.act.council.bodies import seat_member
from groundswell.act.council.circulating import ask_to_talk, circulate
from groundswell.act.council.errors import (
    AboveTheEnvelope,
    AlreadySettled,
    ConflictOfInterest,
    NotYourSeat,
    NotYourTurn,
    PeriodsOverlap,
    TooMuchAtOnce,
)
from groundswell.act.council.meeting import (
    plan_meeting,
)
from groundswell.act.council.minutes import minutes_of
from groundswell.act.council.models import Body, Envelope, Seat, Vote
from groundswell.act.council.money import money_of_ended
from groundswell.act.council.representation import needs_of
from groundswell.act.council.spending import set_envelope, spend_money
from groundswell.act.council.tidings import decided, votes_asked_for, wanted
from groundswell.act.council.written import minutes_in_parts, votes_in_words
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import note_absence
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_envelope, make_proposal

TODAY, DAY, MINUTE = NOW.date(), timedelta(days=1), timedelta(minutes=1)
YES = {"approved": True, "reasons": "It costs us customers.", "at": NOW}


def names(tidings):
    return sorted((Person.objects.get(pk=one.person_id).name, str(one.words)) for one in tidings)


def test_votes_between_meetings_wait_for_their_day_or_for_every_seat(world):
    council = make_chamber(world, quorum=1).council
    proposal = make_proposal(world, council)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    asked = {"until_on": TODAY + 3 * DAY, "why": "The courier waits."}
    with pytest.raises(NotYourSeat, match="Olu Office or the advocacy office"):
        circulate(proposal, **asked, by=world.lead, at=NOW)
    with pytest.raises(NotYourTurn, match="until tomorrow"):
        circulate(proposal, until_on=TODAY, why="Now", by=world.office, at=NOW)
    circulate(proposal, **asked, by=world.office, at=NOW + MINUTE)
    assert names(votes_asked_for(NOW, NOW + DAY)) == [
        ("Lena Lead", "Service council asks for votes by 14 March")
    ]
    assert len(list(votes_asked_for(NOW + 1 * DAY, NOW + 2 * DAY))) == 1
    with pytest.raises(NotYourTurn, match="Still to vote: Lena Lead"):
        decide(proposal, by=world.office, **YES)
    with pytest.raises(NotYourTurn, match="Still to vote"):
        decide(proposal, by=world.office, **{**YES, "at": NOW + 3 * DAY})
    vote(proposal, in_favour=False, note="Too dear.", by=world.lead, at=NOW)
    assert list(votes_asked_for(NOW + 1 * DAY, NOW + 2 * DAY)) == []
    made = decide(proposal, by=world.office, **YES)
    assert votes_in_words(made) == "1 in favour, 1 against: even"


def test_after_its_day_a_circulated_proposal_is_decided_with_the_votes_there_are(world):
    council = make_chamber(world, quorum=1).council
    proposal = make_proposal(world, council)
    vote(proposal, in_favour=True, by=world.office, at=NOW)
    circulate(proposal, until_on=TODAY + DAY, why="It presses.", by=world.executive, at=NOW)
    assert decide(proposal, by=world.office, **{**YES, "at": NOW + 2 * DAY}).approved


def test_a_seat_that_wants_to_talk_takes_it_to_the_meeting(world):
    chamber = make_chamber(world, quorum=1)
    council = chamber.council
    proposal = make_proposal(world, council)
    with pytest.raises(NotYourTurn, match="Nobody asked for votes"):
        ask_to_talk(proposal, why="Which depots?", by=world.lead, at=NOW)
    circulate(proposal, until_on=TODAY + DAY, why="It presses.", by=world.office, at=NOW)
    Seat.objects.create(body=council, person=world.york_lead.person, speaks_for="York")
    recuse(proposal, why="My sister drives for them.", by=world.york_lead, at=NOW)
    with pytest.raises(ConflictOfInterest, match="Yara Lead keeps out of this proposal"):
        ask_to_talk(proposal, why="Not now.", by=world.york_lead, at=NOW)
    ask_to_talk(proposal, why="Which depots?", by=world.lead, at=NOW)
    for who in (world.office, world.lead):
        vote(proposal, in_favour=True, by=who, at=NOW)
    with pytest.raises(AlreadySettled):
        circulate(proposal, until_on=TODAY + 9 * DAY, why="Again.", by=world.office, at=NOW)
    plan_meeting(chamber.board, NOW, by=world.office, at=NOW)
    for day in (NOW, NOW + 5 * DAY):
        with pytest.raises(NotYourTurn, match="Lena Lead wants to talk about it first"):
            decide(proposal, by=world.office, **{**YES, "at": day})
    plan_meeting(council, NOW + 5 * DAY, by=world.office, at=NOW)
    assert decide(proposal, by=world.office, **{**YES, "at": NOW + 5 * DAY}).approved


def test_a_deputy_decides_where_the_chair_keeps_out_or_has_no_term_and_never_else(world):
    chamber = make_chamber(world, quorum=1)
    given = {"speaks_for": "Shops", "is_deputy": True, "by": world.office, "at": NOW}
    seat_member(chamber.council, world.lead.person, **given)
    with pytest.raises(NotYourTurn, match="own deputy"):
        seat_member(chamber.council, world.lead.person, is_chair=True, **given)
    first, second = (
        make_proposal(world, chamber.council, opportunity=make_opportunity(world, title=t)) for t in "ab"
    )
    for one in (first, second):
        vote(one, in_favour=True, by=world.lead, at=NOW)
    with pytest.raises(NotYourSeat, match="Olu Office, who decides here"):
        decide(first, by=world.lead, **YES)
    recuse(first, why="My brother sells it.", by=world.office, at=NOW)
    assert decide(first, by=world.lead, **YES).by.person == world.lead.person
    Seat.objects.filter(person=world.office.person).update(until_on=TODAY - DAY)
    assert decide(second, by=world.lead, **YES).by.person == world.lead.person


def test_one_more_than_the_limit_needs_a_reason_and_more_votes_for_it_than_against(world):
    chamber = make_chamber(world, wip=1)
    make_approval(world, chamber.council)
    more = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="More"))
    vote(more, in_favour=True, by=world.office, at=NOW)
    vote(more, in_favour=False, note="Too much.", by=world.lead, at=NOW)
    with pytest.raises(TooMuchAtOnce, match="say why one more"):
        decide(more, by=world.office, **YES)
    with pytest.raises(TooMuchAtOnce, match="there are 1 and 1"):
        decide(more, by=world.office, over_limit_because="Christmas.", **YES)
    vote(more, in_favour=True, by=world.lead, at=NOW)
    assert Vote.objects.filter(proposal=more).count() == 2
    assert (
        decide(more, by=world.office, over_limit_because="Christmas.", **YES).over_limit_because
        == "Christmas."
    )


def test_what_was_passed_on_comes_back_decided_to_those_who_passed_it_on(world, signed_in):
    chamber = make_chamber(world)
    meeting = plan_meeting(chamber.council, NOW + DAY, by=world.office, at=NOW)
    made = make_proposal(world, chamber.council, amount=40_000)
    vote(made, in_favour=False, note="Couriers will refuse.", by=world.lead, at=NOW)
    higher = escalate(made, why="Above us.", by=world.office, at=NOW)
    vote(higher, in_favour=True, by=world.executive, at=NOW)
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.executive).get(reverse("council:proposal", args=[higher.pk])).content.decode()
        assert "Couriers will refuse." in page
        decide(higher, by=world.executive, **{**YES, "reasons": "It pays.", "at": NOW + MINUTE})
        below = signed_in(world.lead).get(reverse("council:proposal", args=[made.pk])).content.decode()
    assert "Board approved it" in below
    assert "It pays." in below
    assert names(decided(NOW, NOW + DAY)) == [
        (name, "Board approved a proposal of yours") for name in ("Lena Lead", "Olu Office")
    ]
    heads = {part["head"]: part["lines"] for part in minutes_in_parts(minutes_of(meeting, NOW + DAY))}
    assert [line["before"] for line in heads["Came back decided"]] == ["Approved by Board:"]


def test_who_stands_in_opens_the_page_on_which_they_vote(world, signed_in):
    made = make_proposal(world, make_chamber(world).council)
    address = reverse("council:proposal", args=[made.pk])
    with time_machine.travel(NOW, tick=False):
        assert signed_in(world.york_lead).get(address).status_code == 404
        note_absence(
            world.lead.person, starts_on=TODAY, ends_on=TODAY, stand_in=world.york_lead.person, by=world.lead.person, at=NOW
        )  # fmt: skip
        page = signed_in(world.york_lead).get(address).content.decode()
    assert reverse("council:vote", args=[made.pk]) in page


def test_who_must_agree_is_told_and_opens_the_page_without_a_seat(world, signed_in):
    council = make_chamber(world).council
    kind = council.kinds.create(name="Prices")
    kind.parts.create(name="agrees", person=world.york_lead.person)
    made = make_proposal(world, council, kind_of_decision=kind)
    told = [one for one in names(wanted(NOW - MINUTE, NOW)) if one[0] == "Yara Lead"]
    assert told == [("Yara Lead", "A proposal before Service council wants your word: you must agree")]
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.york_lead).get(reverse("council:proposal", args=[made.pk])).content.decode()
    assert "You must agree, or say why not" in page


def test_a_refused_decision_gives_back_what_was_written(world, signed_in):
    made = make_proposal(world, make_chamber(world).council)
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(world.office).post(
            reverse("council:decide", args=[made.pk]),
            {
                "approved": "yes",
                "reasons": "A long <reason>.",
                "condition_1": "Leeds first.",
                "owner_1": world.lead.person.pk,
                "due_1": NOW.date(),
            },
        )
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("0 of 2 votes are in", "A long &lt;reason&gt;.</textarea>", 'value="Leeds first."'):
        assert words in page


def test_a_new_body_is_told_what_it_still_needs(world):
    body = Body.objects.create(name="Prices", quorum=2)
    assert needs_of(body, TODAY) == [
        "2 seats must have voted, and none is filled",
        "nobody decides: name a chair",
        "it has no right to money: only what costs nothing can be approved",
    ]
    for user, chairs in ((world.office, True), (world.lead, False)):
        seat_member(body, user.person, speaks_for="All", is_chair=chairs, by=world.office, at=NOW)
    body.rights.create(kind="operating", limit=100)
    assert needs_of(body, TODAY) == ["no operating expense money is set aside for today"]
    make_envelope(body)
    assert needs_of(body, TODAY) == []
    Person.objects.filter(pk=world.lead.person.pk).update(left_on=TODAY)
    assert needs_of(body, TODAY) == ["2 seats must have voted, and 1 is filled"]


def test_a_period_that_is_over_says_what_is_still_committed_and_is_never_cut_before_it_paid(world):
    council = make_chamber(world).council
    made = make_approval(world, council)
    again = {"begins_on": TODAY.replace(month=1, day=1), "amount": 2_000_000, "by": world.office, "at": NOW}
    with pytest.raises(PeriodsOverlap, match="On 11 March 2026 money was approved out of it"):
        set_envelope(council, "operating", ends_on=TODAY - DAY, **again)
    set_envelope(council, "operating", ends_on=TODAY, **again)
    assert money_of_ended(council, TODAY) == []
    assert [one.to_spend for one in money_of_ended(council, TODAY + DAY)] == [10_000]
    with pytest.raises(AboveTheEnvelope):
        set_envelope(council, "operating", ends_on=TODAY, **{**again, "amount": 9_000})
    made.releases.create(amount=10_000, what_for="All", at=NOW)
    spend_money(made, 10_000, what_for="Boxes", on=TODAY + DAY, by=world.office.person, at=NOW + DAY)
    assert money_of_ended(council, TODAY + DAY) == []
    assert Envelope.objects.get(body=council).ends_on == TODAY


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("38,000", 38_000),
        ("£38,000.50", 38_000.5),
        (" 38 000 ", 38_000),
        ("38000 GBP", 38_000),
        ("1,234,567", 1_234_567),
    ],
)
def test_an_amount_is_read_as_people_write_it(world, signed_in, written, read):
    body = make_chamber(world).council
    with time_machine.travel(NOW, tick=False):
        signed_in(world.office).post(
            reverse("council:change", args=[body.pk, "right"]), {"kind": "people", "limit": written}
        )
    assert float(body.rights.get(kind="people").limit) == read


@pytest.mark.parametrize("written", ["38.000", "38,00", "1,2345", "many", "-5"])
def test_an_amount_that_could_be_read_in_two_ways_is_refused(world, signed_in, written):
    body = make_chamber(world).council
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(world.office).post(
            reverse("council:change", args=[body.pk, "right"]), {"kind": "people", "limit": written}
        )
    assert answer.status_code == 422
    assert not body.rights.filter(kind="people").exists()


def test_a_seat_is_changed_with_what_was_kept_of_it(world, signed_in):
    body = make_chamber(world).council
    seat = body.seats.get(person=world.lead.person)
    Seat.objects.filter(pk=seat.pk).update(function="Shops", until_on=TODAY + 30 * DAY)
    with time_machine.travel(NOW, tick=False):
        page = (
            signed_in(world.office)
            .get(reverse("council:body", args=[body.pk]) + f"?seat={seat.pk}")
            .content.decode()
        )
    assert 'value="2026-04-10"' in page
    assert "Ends soon" in page


def test_where_no_body_is_the_pages_say_how_to_begin(world, signed_in):
    with time_machine.travel(NOW, tick=False):
        for address in (
            reverse("council:council"),
            reverse("council:propose", args=[make_opportunity(world).pk]),
        ):
            page = signed_in(world.office).get(address).content.decode()
            assert "No body decides yet" in page
            assert f'class="button" href="{reverse("council:new_body")}"' in page
        assert (
            "No body decides yet"
            not in signed_in(world.lead).get(reverse("council:council")).content.decode()
        )
