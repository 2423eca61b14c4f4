"""A condition has an owner and a day: it is owed, told when it is late, met or not met with what shows it, and kept."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.condition_tidings import conditions_told
from groundswell.act.council.conditions import entrust_condition, settle_condition
from groundswell.act.council.errors import NotYourTurn, WordsMissing
from groundswell.act.council.meeting import approve_minutes, close_meeting, plan_meeting
from groundswell.act.council.minutes import agenda_of, minutes_of
from groundswell.act.council.models import Body, Condition, Decision
from groundswell.act.council.owed import owed_after, owed_by
from groundswell.act.council.queries import Asked, decisions_asked, decisions_taken
from groundswell.act.council.written import how_it_stands, minutes_in_parts
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.organisation.models import Person
from tests.world import NOW

from .chamber import make_chamber, make_proposal, on

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def decision(world) -> Decision:
    """Approved on condition that the lead of York trains the couriers within thirty days."""
    proposal = make_proposal(world, make_chamber(world, quorum=1).council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    wanted = [on(world.york_lead, "The couriers are trained.")]
    return decide(proposal, approved=True, reasons="Yes.", conditions=wanted, by=world.office, at=NOW)


def told(since, until):
    return {
        (Person.objects.get(pk=one.person_id).name, f"{one.words}") for one in conditions_told(since, until)
    }


def test_a_condition_is_owed_by_its_owner_and_by_the_body_once_its_day_is_over(world, decision):
    (one,) = owed_by(world.york_lead, NOW)
    assert (one.words, one.by) == ("Say whether it is so: “The couriers are trained.”", date(2026, 4, 10))
    assert owed_by(world.office, NOW + 30 * DAY) == []
    late = NOW + 31 * DAY
    assert [(one.is_late, one.who, one.and_who) for one in owed_by(world.office, late)] == [
        (True, world.york_lead.person, world.office.person)
    ]
    assert [one.is_late for one in owed_by(world.york_lead, late)] == [True]
    settle_condition(decision.conditions.get(), is_met=True, words="A list.", by=world.york_lead, at=late)
    assert owed_by(world.york_lead, late) == owed_by(world.office, late) == []


def test_its_owner_is_told_at_once_and_before_its_day_and_the_body_when_it_is_over(world, decision):
    assert told(NOW - MINUTE, NOW) == {("Yara Lead", "You see to a condition of Service council by 10 April")}
    assert {who for who, _ in told(NOW + 26 * DAY, NOW + 27 * DAY)} == {"Yara Lead"}
    assert told(NOW + 27 * DAY, NOW + 30 * DAY) == set()
    late = told(NOW + 30 * DAY, NOW + 31 * DAY)
    assert late == {
        (who, "A condition of Service council is not met, and its day is over")
        for who in ("Yara Lead", "Olu Office")
    }


def test_one_that_is_not_met_calls_its_decision_back_and_tells_the_body(world, decision):
    condition = decision.conditions.get()
    with pytest.raises(WordsMissing, match="what shows it"):
        settle_condition(condition, is_met=False, words=" ", by=world.york_lead, at=NOW)
    settle_condition(condition, is_met=False, words="No trainer.", by=world.york_lead, at=NOW + DAY)
    assert ("Olu Office", "A condition of Service council was not met") in told(NOW, NOW + DAY)
    after = decisions_taken(world.office)
    assert [one.words for one in owed_after(after, NOW + DAY)] == ["Look at it again"]
    assert agenda_of(Body.objects.get(name="Service council"), NOW + DAY, (NOW + DAY).date()).reviews == [
        decision
    ]


def test_a_condition_of_before_owners_were_named_stays_and_is_given_to_somebody(world, decision):
    old = Condition.objects.create(decision=decision, words="Leeds first.")
    found = {one.words: one for one in owed_after(decisions_taken(world.office), NOW)}
    one = found["Say whether it is so: “Leeds first.”"]
    assert (one.who, one.by) == (world.office.person, None)
    with pytest.raises(NotYourTurn, match="is over"):
        entrust_condition(
            old, owner=world.lead.person, due_on=(NOW - DAY).date(), why="x", by=world.office, at=NOW
        )
    to = {"owner": world.lead.person, "due_on": (NOW + DAY).date()}
    entrust_condition(old, why="It had nobody.", by=world.office, at=NOW, **to)
    assert [one.words for one in owed_by(world.lead, NOW)] == ["Say whether it is so: “Leeds first.”"]
    entrust_condition(old, why="Ill.", by=world.office, at=NOW, **{**to, "owner": world.york_lead.person})
    kept = [(one.owner_before, one.due_before, one.why) for one in old.entrustings.all()]
    assert kept == [(None, None, "It had nobody."), (world.lead.person, (NOW + DAY).date(), "Ill.")]


def test_a_condition_of_somebody_who_left_falls_to_the_body_until_it_is_given_on(world, decision):
    Person.objects.filter(pk=world.york_lead.person.pk).update(left_on=NOW.date())
    (one,) = owed_by(world.office, NOW)
    assert one.who == world.office.person
    gone = Person.objects.get(pk=world.york_lead.person.pk)
    with pytest.raises(NotYourTurn, match="has left"):
        entrust_condition(
            decision.conditions.get(), owner=gone, due_on=NOW.date(), why="x", by=world.office, at=NOW
        )


def test_minutes_and_file_say_who_sees_to_it_by_when_and_whether_it_was_met(world, decision):
    meeting = plan_meeting(decision.proposal.body, NOW + DAY, by=world.office, at=NOW)
    condition = decision.conditions.get()
    settle_condition(condition, is_met=True, words="A list.", by=world.york_lead, at=NOW + DAY)
    said = str(minutes_in_parts(minutes_of(meeting, NOW + DAY)))
    assert "On condition: The couriers are trained. (Yara Lead, by 10 April 2026)" in said
    assert "Met: “The couriers are trained.”" in said
    condition = decisions_asked(world.office, Asked()).get().conditions.all()[0]
    assert how_it_stands(condition) == (
        "The couriers are trained. (Yara Lead, by 10 April 2026): met, Yara Lead, 12 March 2026. A list."
    )


def test_on_the_page_a_condition_needs_its_three_parts_and_a_no_has_none(world, signed_in):
    made = make_proposal(world, make_chamber(world, quorum=1).council)
    vote(made, in_favour=True, by=world.lead, at=NOW)
    office, address = signed_in(world.office), reverse("council:decide", args=[made.pk])
    given = {"approved": "yes", "reasons": "Yes.", "condition_2": "Leeds first."}
    with time_machine.travel(NOW, tick=False):
        page = office.post(address, given)
        assert page.status_code == 422
        for words in (
            "Who sees to it: a condition needs it.",
            "By when: a condition needs it.",
            "Leeds first.",
        ):
            assert words in page.content.decode()
        given |= {"owner_2": world.york_lead.person.pk, "due_2": (NOW - DAY).date()}
        assert "is over. Choose a day from today on." in office.post(address, given).content.decode()
        given |= {"due_2": NOW.date()}
        refused = office.post(address, given | {"approved": "no"}).content.decode()
        assert "Conditions belong to an approval." in refused
        office.post(address, given)
    kept = Condition.objects.get()
    assert (kept.words, kept.owner, kept.due_on) == ("Leeds first.", world.york_lead.person, NOW.date())


def test_its_owner_settles_it_on_the_page_and_cannot_give_it_away(world, signed_in, decision):
    page = reverse("council:proposal", args=[decision.proposal_id])
    deed = [decision.proposal_id, decision.conditions.get().pk]
    york, other = signed_in(world.york_lead), signed_in(world.frontline)
    with time_machine.travel(NOW, tick=False):
        assert "Say whether it is so" in york.get(page).content.decode()
        assert (
            other.post(reverse("council:settle", args=deed), {"is_met": "yes", "words": "x"}).status_code
            == 404
        )
        to = {"owner": world.lead.person.pk, "due_on": NOW.date(), "why": "Not mine."}
        york.post(reverse("council:entrust", args=deed), to)
        assert decision.conditions.get().owner == world.york_lead.person
        york.post(reverse("council:settle", args=deed), {"is_met": "no", "words": "No trainer."})
        assert "No trainer." in york.get(page).content.decode()
        home = york.get("/").content.decode()
    assert "Say whether it is so" not in home


def test_minutes_wait_for_each_seat_until_one_approves_them(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW - DAY, by=world.office, at=NOW - 2 * DAY)
    later = plan_meeting(council, NOW + 7 * DAY, by=world.office, at=NOW - 2 * DAY)
    assert [one.words for one in owed_by(world.lead, NOW)] == ["Close the meeting"]
    close_meeting(meeting, by=world.office, at=NOW)
    (one,) = owed_by(world.lead, NOW)
    assert (one.words, one.by) == ("Approve the minutes", later.planned_at.date())
    with time_machine.travel(NOW, tick=False):
        for page in ("/", reverse("council:council")):
            assert one.address in signed_in(world.lead).get(page).content.decode()
    assert owed_by(world.york_lead, NOW) == []
    approve_minutes(meeting, by=world.office, at=NOW)
    assert owed_by(world.lead, NOW) == []


def test_an_agenda_item_names_every_seat_that_has_not_voted(world, signed_in):
    council = make_chamber(world, quorum=1).council
    made = make_proposal(world, council, opportunity=make_opportunity(world, title="Slots"))
    meeting = plan_meeting(council, NOW + DAY, by=world.office, at=NOW)
    vote(made, in_favour=True, by=world.office, at=NOW)
    (item,) = agenda_of(council, NOW, NOW.date()).proposals
    assert item.still == (world.lead.person,)
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.office).get(reverse("council:meeting", args=[meeting.pk])).content.decode()
    assert "Still to vote: Lena Lead." in page
