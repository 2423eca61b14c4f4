"""Two people act at the very same moment: one wins, the other is told, and no money is counted twice."""

from decimal import Decimal
from functools import partial

import pytest

from groundswell.act.council.actions import decide, escalate, vote
from groundswell.act.council.bodies import change_body
from groundswell.act.council.conditions import settle_condition
from groundswell.act.council.errors import CouncilRefused
from groundswell.act.council.following_up import answer_authors
from groundswell.act.council.meeting import (
    approve_minutes,
    close_meeting,
    note_presence,
    plan_meeting,
    remark,
    reword_remark,
)
from groundswell.act.council.minutes import minutes_of
from groundswell.act.council.models import Body, Decision, Envelope, MinutesApproval, Proposal, Remark, Seat
from groundswell.act.council.money import money_of, money_of_envelope
from groundswell.act.council.spending import release_money, spend_money, take_back
from groundswell.act.council.written import minutes_in_parts, print_of
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.tests.register import SAME, make_elevation, make_opportunity, two
from groundswell.science.text.fingerprint import fingerprint
from tests.at_once import at_once as together
from tests.world import NOW, make_world

from .chamber import make_approval, make_chamber, make_proposal, on

pytestmark = pytest.mark.django_db(transaction=True)
at_once = partial(together, refusal=CouncilRefused)
YES = {"approved": True, "reasons": "It costs us customers.", "at": NOW}


def test_two_decide_and_the_second_is_told_who_did():
    world = make_world()
    proposal = make_proposal(world, make_chamber(world, quorum=1).council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    told = at_once(
        lambda: decide(proposal, by=world.office, **YES),
        lambda: decide(proposal, by=world.office, **{**YES, "approved": False}),
    )
    assert len(told) == 1
    assert told[0].startswith("Olu Office decided this proposal. The first decision stands")
    assert Decision.objects.count() == 1


def test_the_last_money_of_an_envelope_is_committed_once():
    world = make_world()
    council = make_chamber(world, quorum=1).council
    Envelope.objects.filter(body=council).update(amount=15_000)
    proposals = [
        make_proposal(world, council, opportunity=make_opportunity(world, title=title)) for title in "ab"
    ]
    for proposal in proposals:
        vote(proposal, in_favour=True, by=world.lead, at=NOW)
    told = at_once(*(lambda one=one: decide(one, by=world.office, **YES) for one in proposals))
    assert len(told) == 1
    assert "£5,000 of operating expense money is left" in told[0]
    assert money_of_envelope(Envelope.objects.get(body=council)).committed == 10_000


def test_released_money_is_spent_once_and_approved_money_released_once():
    world = make_world()
    decision = make_approval(world, make_chamber(world).council, amount=10_000)
    given = {"by": world.lead.person, "at": NOW}
    told = at_once(
        *(
            lambda what=what: release_money(decision, Decimal(6_000), what_for=what, **given)
            for what in ("One", "Two")
        )
    )
    assert len(told) == 1
    told = at_once(
        *(
            lambda what=what: spend_money(decision, Decimal(4_000), what_for=what, on=NOW.date(), **given)
            for what in ("One", "Two")
        )
    )
    assert len(told) == 1
    money = money_of(decision)
    assert (money.released, money.spent) == (6_000, 4_000)
    spend = decision.spends.get()
    told = at_once(*(partial(take_back, spend, Decimal(3_000), why=why, **given) for why in ("One", "Two")))
    assert len(told) == 1
    assert money_of(decision).spent == 1_000


def test_a_condition_is_settled_once_and_a_no_answered_once():
    world = make_world()
    chamber = make_chamber(world, quorum=1)
    Seat.objects.filter(person=world.lead.person).update(function="Shops")
    approved = make_proposal(world, chamber.council)
    vote(approved, in_favour=True, by=world.lead, at=NOW)
    condition = decide(approved, by=world.office, conditions=[on(world.lead)], **YES).conditions.get()
    other = make_opportunity(world, title="Another")
    join_elevation(make_elevation(world.york, world.york_lead.person), other, by=world.office, at=NOW)
    declined = make_proposal(world, chamber.council, opportunity=other)
    vote(declined, in_favour=True, by=world.lead, at=NOW)
    no = decide(declined, approved=False, reasons="Not now.", by=world.office, at=NOW)
    people = (world.office.person, world.lead.person)
    told = at_once(
        *(
            lambda who=who: settle_condition(condition, is_met=True, words="So.", by=who, at=NOW)
            for who in people
        )
    )
    assert len(told) == 1
    assert told[0].endswith("said already that this was met.")
    told = at_once(
        *(lambda who=who: answer_authors(no, words="Ask again.", by=who, at=NOW) for who in people)
    )
    assert len(told) == 1
    assert told[0].endswith("answered a moment ago.")


def test_two_note_who_is_there_and_neither_undoes_the_other():
    world = make_world()
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    seats = list(council.seats.all())
    told = at_once(*(partial(note_presence, meeting, [one], by=world.office, at=NOW) for one in seats))
    assert told == []
    assert {one.seat for one in meeting.attendances.all()} == set(seats)
    note_presence(meeting, seats[:1], seen=[one.pk for one in seats], by=world.office, at=NOW)
    assert [one.seat for one in meeting.attendances.all()] == seats[:1]


def test_one_person_rewords_in_two_windows_and_the_second_is_told():
    world = make_world()
    meeting = plan_meeting(make_chamber(world).council, NOW, by=world.office, at=NOW)
    said = remark(meeting, words="Couriers first.", by=world.lead, at=NOW)
    over = fingerprint(said.words)
    told = at_once(
        *(
            partial(
                reword_remark, Remark.objects.get(pk=said.pk), words=words, over=over, by=world.lead, at=NOW
            )
            for words in ("Couriers at Easter.", "Couriers in spring.")
        )
    )
    assert len(told) == 1
    assert told[0].startswith("This remark was changed")
    said.refresh_from_db()
    assert said.words in ("Couriers at Easter.", "Couriers in spring.")


def test_minutes_are_approved_as_they_were_read_or_not_at_all():
    world = make_world()
    meeting = plan_meeting(make_chamber(world).council, NOW, by=world.office, at=NOW)
    close_meeting(meeting, by=world.office, at=NOW)
    told = at_once(
        partial(
            approve_minutes,
            meeting,
            over=print_of(minutes_in_parts(minutes_of(meeting, meeting.closing.at))),
            by=world.office,
            at=NOW,
        ),
        partial(remark, meeting, words="Couriers first.", by=world.lead, at=NOW),
    )
    assert len(told) == 1
    assert told[0].startswith(("Somebody changed these minutes", "Olu Office approved these minutes"))
    assert meeting.remarks.exists() != MinutesApproval.objects.filter(meeting=meeting).exists()


def test_what_is_passed_on_while_its_opportunity_becomes_one_with_another_goes_along():
    world = make_world()
    late, slots = two(world)
    proposal = make_proposal(world, make_chamber(world).council, opportunity=late, amount=40_000)
    at_once(
        lambda: escalate(proposal, why="It is above our right.", by=world.lead, at=NOW),
        lambda: merge_opportunity(late, slots, by=world.office, **SAME),
    )
    assert not Proposal.objects.filter(opportunity=late).exists()


def test_two_bodies_that_are_put_above_each_other_make_no_ring():
    world = make_world()
    one, other = (Body.objects.create(name=name, quorum=1) for name in ("Prices", "Shops"))
    told = at_once(
        lambda: change_body(one, parent=other, by=world.office, at=NOW),
        lambda: change_body(other, parent=one, by=world.office, at=NOW),
    )
    assert len(told) == 1
    assert "would stand above itself" in str(told[0])
    assert Body.objects.filter(parent=None).count() == 1
