"""Days that move, an agenda in another order, votes between meetings, deputies, the limit that is argued, minutes that stay."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import decide, escalate, recuse, vote
from groundswell.act.council.bodies import change_body, seat_member
from groundswell.act.council.circulating import ask_to_talk, circulate
from groundswell.act.council.errors import (
    AboveTheEnvelope,
    AlreadySettled,
    NotYourSeat,
    NotYourTurn,
    PeriodsOverlap,
    TooMuchAtOnce,
    WordsMissing,
)
from groundswell.act.council.meeting import (
    approve_minutes,
    call_off,
    close_meeting,
    correct_minutes,
    move_meeting,
    note_presence,
    place_on_agenda,
    plan_meeting,
    remark,
)
from groundswell.act.council.minutes import agenda_of, minutes_of
from groundswell.act.council.models import Body, Decision, Envelope, Placing, Proposal, Seat, Vote
from groundswell.act.council.money import money_of_ended
from groundswell.act.council.representation import needs_of
from groundswell.act.council.spending import set_envelope, spend_money
from groundswell.act.council.tidings import decided, meetings_moved, votes_asked_for, wanted
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


def test_a_meeting_moves_with_its_agenda_and_every_seat_is_told_once(world):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW + 7 * DAY, by=world.office, at=NOW)
    with pytest.raises(WordsMissing):
        move_meeting(meeting, NOW + 9 * DAY, why=" ", by=world.office, at=NOW)
    with pytest.raises(NotYourTurn, match="still to come"):
        move_meeting(meeting, NOW - DAY, why="Snow", by=world.office, at=NOW)
    with pytest.raises(NotYourSeat):
        move_meeting(meeting, NOW + 9 * DAY, why="Snow", by=world.york_lead, at=NOW)
    moved = move_meeting(meeting, NOW + 9 * DAY, why="Snow", place="Attic", by=world.lead, at=NOW + MINUTE)
    assert (moved.planned_at, moved.place, moved.moves.get().before) == (
        NOW + 9 * DAY,
        "Attic",
        NOW + 7 * DAY,
    )
    told = list(meetings_moved(NOW, NOW + DAY))
    assert names(told) == [
        (name, "Service council meets on another day: 20 March") for name in ("Lena Lead", "Olu Office")
    ]
    move_meeting(moved, moved.planned_at, why="", place="Cellar", by=world.office, at=NOW + DAY + MINUTE)
    assert list(meetings_moved(NOW + DAY, NOW + 2 * DAY)) == []
    other = plan_meeting(council, NOW + 20 * DAY, by=world.office, at=NOW)
    with pytest.raises(AlreadySettled, match="at that moment already"):
        move_meeting(other, NOW + 9 * DAY, why="Snow", by=world.office, at=NOW)


def test_a_meeting_is_called_off_with_a_reason_by_who_keeps_its_days(world):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW + 7 * DAY, by=world.office, at=NOW)
    with pytest.raises(NotYourSeat):
        call_off(meeting, because="Snow", by=world.york_lead, at=NOW)
    with pytest.raises(WordsMissing):
        call_off(meeting, because=" ", by=world.office, at=NOW)
    call_off(meeting, because="Snow", by=world.executive, at=NOW + MINUTE)
    assert len(list(meetings_moved(NOW, NOW + DAY))) == 2
    with pytest.raises(AlreadySettled):
        move_meeting(meeting, NOW + 9 * DAY, why="Sun", by=world.office, at=NOW)


def test_who_reads_a_body_without_a_seat_in_it_does_not_call_its_meetings_off(world, signed_in):
    chamber = make_chamber(world)
    meeting = plan_meeting(chamber.board, NOW + 7 * DAY, by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        address = reverse("council:meet", args=[meeting.pk, "call-off"])
        answer = signed_in(world.lead).post(address, {"because": "I say so"})
        page = signed_in(world.lead).get(reverse("council:meeting", args=[meeting.pk])).content.decode()
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.called_off_at) == (422, None)
    assert address not in page


def test_the_agenda_is_argued_into_another_order_and_back(world):
    council = make_chamber(world, quorum=1).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    one, two, three = (
        make_proposal(world, council, opportunity=make_opportunity(world, title=t)) for t in "abc"
    )
    with pytest.raises(WordsMissing):
        place_on_agenda(meeting, three, 1, why="", by=world.office, at=NOW)
    place_on_agenda(meeting, three, 1, why="The courier waits.", by=world.office, at=NOW)

    def order():
        return [item.proposal for item in agenda_of(council, NOW, TODAY, meeting).proposals]

    assert order() == [three, one, two]
    assert [item.proposal for item in agenda_of(council, NOW, TODAY).proposals] == [one, two, three]
    place_on_agenda(meeting, three, None, by=world.office, at=NOW)
    assert (order(), Placing.objects.count()) == ([one, two, three], 0)
    vote(two, in_favour=True, by=world.lead, at=NOW)
    decide(two, by=world.office, **YES)
    with pytest.raises(AlreadySettled):
        place_on_agenda(meeting, two, 1, why="Late", by=world.office, at=NOW)


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
    circulate(proposal, until_on=TODAY + DAY, why="It presses.", by=world.office, at=NOW)
    assert decide(proposal, by=world.office, **{**YES, "at": NOW + 2 * DAY}).approved


def test_a_seat_that_wants_to_talk_takes_it_to_the_meeting(world):
    council = make_chamber(world, quorum=1).council
    proposal = make_proposal(world, council)
    with pytest.raises(NotYourTurn, match="Nobody asked for votes"):
        ask_to_talk(proposal, why="Which depots?", by=world.lead, at=NOW)
    circulate(proposal, until_on=TODAY + DAY, why="It presses.", by=world.office, at=NOW)
    ask_to_talk(proposal, why="Which depots?", by=world.lead, at=NOW)
    for who in (world.office, world.lead):
        vote(proposal, in_favour=True, by=who, at=NOW)
    with pytest.raises(AlreadySettled):
        circulate(proposal, until_on=TODAY + 9 * DAY, why="Again.", by=world.office, at=NOW)
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


def test_a_meeting_without_quorum_says_so_and_takes_no_decision_with_it(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    note_presence(meeting, council.seats.filter(is_chair=True), by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.office).get(reverse("council:meeting", args=[meeting.pk])).content.decode()
    assert "No quorum yet: 1 more seat needed" in page
    facts = dict(minutes_in_parts(minutes_of(meeting, NOW))[0]["facts"])
    assert facts["Quorum"] == "1 of 2 seats there, 2 needed. Without quorum: what lacked votes waits for them"


def test_approved_minutes_read_the_same_whatever_is_changed_afterwards(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    made = make_approval(world, council)
    Decision.objects.filter(pk=made.pk).update(review_on=TODAY + 9 * DAY)
    note_presence(meeting, council.seats.all(), by=world.office, at=NOW)
    remark(meeting, words="Couriers first.", by=world.lead, at=NOW)
    close_meeting(meeting, by=world.office, at=NOW + MINUTE)
    with pytest.raises(NotYourTurn, match="not approved yet"):
        correct_minutes(meeting, words="Wrong", by=world.lead, at=NOW)
    approved = approve_minutes(meeting, by=world.office, at=NOW + 2 * MINUTE)
    with time_machine.travel(NOW, tick=False):
        client, address = signed_in(world.office), reverse("council:meeting", args=[meeting.pk])
        before = client.get(address).content.decode()
        seat_member(council, world.york_lead.person, speaks_for="York", by=world.office, at=NOW)
        council.seats.update(speaks_for="Nobody")
        Decision.objects.update(review_on=None, reasons="Other.")
        made.proposal.opportunity.title = "Else"
        made.proposal.opportunity.save()
        after = client.get(address).content.decode()
    parts = [page.split('id="minutes"')[1].split("</section>")[0] for page in (before, after)]
    assert parts[0] == parts[1]
    for words in (
        "Lena Lead (Customers)",
        "2 in favour, 0 against.",
        "Looked at again on 20 March 2026.",
        "Couriers first.",
    ):
        assert words in parts[1]
    correct_minutes(meeting, words="It was Leeds.", by=world.lead, at=NOW + 3 * MINUTE)
    approved.refresh_from_db()
    assert "It was Leeds." not in str(approved.written)
    later = plan_meeting(council, NOW + 28 * DAY, by=world.office, at=NOW)
    assert "It was Leeds." in str(minutes_in_parts(minutes_of(later, NOW + 28 * DAY)))


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
    made = make_proposal(world, council)
    Proposal.objects.update(kind_of_decision=kind)
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
            {"approved": "yes", "reasons": "A long <reason>.", "conditions": "Leeds first."},
        )
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("0 of 2 votes are in", "A long &lt;reason&gt;.</textarea>", "Leeds first.</textarea>"):
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


@pytest.mark.parametrize("written", ["38.000", "38.000,00", "38,00", "1,2345", "many", "-5"])
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


def test_the_calendar_follows_a_day_that_moves_and_ends_with_the_password(world, signed_in, client):
    council = make_chamber(world).council
    change_body(council, name="Prices, fees; and a very long name of a body that sits in Łódź and meets there often", by=world.office, at=NOW)  # fmt: skip
    first = plan_meeting(
        council, datetime(2026, 3, 20, 10, tzinfo=UTC), place="Attic", by=world.office, at=NOW
    )
    second = plan_meeting(council, NOW + 20 * DAY, by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        office = signed_in(world.office)
        page = office.get(reverse("council:council")).content.decode()
        address = (
            page.split('id="calendar_address" readonly value="')[1]
            .split('"')[0]
            .replace("http://testserver", "")
        )
        file = client.get(address).content.decode()
        assert file == office.get(reverse("council:calendar")).content.decode()
        assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
        whole = file.replace("\r\n ", "")
        for line in ("DTSTART:20260320T100000Z", "SUMMARY:Prices\\, fees\\; and a very long name of a body that sits in Łódź and meets there often", "LOCATION:Attic", "SEQUENCE:0"):  # fmt: skip
            assert f"\r\n{line}\r\n" in whole
        move_meeting(first, NOW + 12 * DAY, why="Snow", by=world.office, at=NOW)
        call_off(second, because="Snow", by=world.office, at=NOW)
        whole = client.get(address).content.decode()
        assert (whole.count("SEQUENCE:1"), whole.count("STATUS:CANCELLED")) == (2, 1)
        assert client.get(address.replace(".ics", "x.ics")).status_code == 404
        assert client.post(address).status_code == 405
        world.office.set_password("another one altogether")
        world.office.save()
        assert client.get(address).status_code == 404
        assert (
            "calendar_address"
            not in signed_in(world.york_lead).get(reverse("council:council")).content.decode()
        )
