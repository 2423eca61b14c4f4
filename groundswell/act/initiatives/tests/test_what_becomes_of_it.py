"""Work is handed over, rests, goes on, is stopped half-way; and an owner who has left is noticed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.act.council.models import Envelope, Release
from groundswell.act.council.money import money_of_envelope
from groundswell.act.initiatives.actions import plan_milestone, roll_out, spend
from groundswell.act.initiatives.errors import (
    AtRest,
    InitiativeEnded,
    NotYours,
    OwnsAndSponsors,
    ReasonMissing,
)
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, plan_gates
from groundswell.act.initiatives.models import Ending
from groundswell.act.initiatives.queries import board
from groundswell.act.initiatives.running.actions import end_initiative, go_on, hand_over, let_rest
from groundswell.foundation.history.models import Event
from tests.world import NOW

from .works import make_initiative

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def initiative(world):
    return make_initiative(world, amount=10_000)


def _leaves(person):
    person.left_on = NOW.date()
    person.save(update_fields=["left_on"])


def _health(world):
    return board(world.office, NOW)[0].health


def test_what_is_left_of_work_that_is_stopped_goes_back_to_the_envelope(world, initiative):
    envelope = Envelope.objects.get(body=initiative.decision.proposal.body)
    spend(initiative, Decimal(4_000), what_for="Scanners", on=DAY, by=world.lead, at=NOW)
    before = money_of_envelope(envelope).left
    ended = end_initiative(
        initiative, how="stopped", learned="Couriers will not scan.", by=world.lead, at=NOW
    )
    assert money_of_envelope(envelope).left - before == 6_000
    assert (ended.ending.how, ended.ending.returned) == ("stopped", 6_000)
    with pytest.raises(InitiativeEnded):
        end_initiative(initiative, learned="Again.", by=world.lead, at=NOW)
    assert Ending.objects.count() == 1


def test_nothing_ends_without_what_was_learned(world, initiative):
    with pytest.raises(ReasonMissing):
        end_initiative(initiative, learned=" ", by=world.lead, at=NOW)


def test_what_was_learned_stays_on_the_page_and_on_the_board(world, initiative, signed_in):
    client = signed_in(world.lead)
    page = reverse("initiatives:initiative", args=[initiative.pk])
    assert (
        "£10,000 of £10,000 is not spent and goes back to the envelope" in client.get(page).content.decode()
    )
    refused = client.post(reverse("initiatives:do", args=[initiative.pk, "end"]), {"how": "stopped"})
    assert refused.status_code == 422
    client.post(
        reverse("initiatives:do", args=[initiative.pk, "end"]),
        {"how": "stopped", "learned": "Couriers will not scan."},
    )
    ended = client.get(page).content.decode()
    assert "£10,000 went back to the envelope" in ended
    assert "Couriers will not scan." in ended
    assert "Learned: Couriers will not scan." in client.get(reverse("initiatives:board")).content.decode()


def test_while_it_rests_nothing_is_spent_rolled_out_or_let_through(world, initiative):
    Release.objects.filter(decision=initiative.decision).delete()
    (gate,) = plan_gates(initiative, [GatePlan("widen", DAY, Decimal(100))], by=world.office, at=NOW)
    plan_milestone(initiative, name="Trained", due_on=DAY, by=world.lead, at=NOW)
    let_rest(initiative, because="The till supplier is bankrupt.", by=world.lead, at=NOW)
    for deed in (
        lambda: spend(initiative, Decimal(1), what_for="A", on=DAY, by=world.lead, at=NOW),
        lambda: roll_out(initiative, world.leeds, from_on=DAY, by=world.lead, at=NOW),
        lambda: decide_at_gate(gate, passed=True, why="Go.", by=world.office, at=NOW),
        lambda: let_rest(initiative, because="Twice.", by=world.lead, at=NOW),
    ):
        with pytest.raises(AtRest, match="The till supplier is bankrupt"):
            deed()
    assert _health(world) == ("It rests since 11 March 2026: The till supplier is bankrupt.",)
    assert board(world.office, NOW)[0].waits == ()
    go_on(initiative, by=world.lead, at=NOW)
    assert any("“Trained” is 9 days late" in words for words in _health(world))
    roll_out(initiative, world.leeds, from_on=DAY, by=world.lead, at=NOW)
    with pytest.raises(AtRest, match="does not rest"):
        go_on(initiative, by=world.lead, at=NOW)


def test_work_is_handed_over_and_who_had_it_stays_on_record(world, initiative, signed_in):
    client = signed_in(world.lead)
    given = {"role": "owner", "to": world.york_lead.person.pk, "because": "Moves to another post."}
    client.post(reverse("initiatives:do", args=[initiative.pk, "hand-over"]), given)
    initiative.refresh_from_db()
    assert initiative.owner == world.york_lead.person
    page = (
        signed_in(world.york_lead)
        .get(reverse("initiatives:initiative", args=[initiative.pk]))
        .content.decode()
    )
    assert "its owner is Yara Lead in place of Lena Lead. Moves to another post." in page
    assert Event.objects.filter(verb="handed over").count() == 1
    assert client.post(reverse("initiatives:do", args=[initiative.pk, "end"]), {}).status_code == 403


def test_nobody_owns_the_work_and_lets_it_through_its_gates(world, initiative):
    given = {"because": "She knows it.", "by": world.office, "at": NOW}
    with pytest.raises(OwnsAndSponsors, match="would own the work and let it through"):
        hand_over(initiative, role="owner", to=world.executive.person, **given)
    with pytest.raises(OwnsAndSponsors, match="has it already"):
        hand_over(initiative, role="owner", to=world.lead.person, **given)
    with pytest.raises(NotYours, match="nobody chooses who decides at the gates of their own work"):
        hand_over(
            initiative, role="sponsor", to=world.york_lead.person, because="A friend.", by=world.lead, at=NOW
        )
    hand_over(
        initiative, role="sponsor", to=world.york_lead.person, because="On leave.", by=world.executive, at=NOW
    )
    initiative.refresh_from_db()
    assert initiative.sponsor == world.york_lead.person


def test_an_owner_who_has_left_is_named_and_their_work_waits_for_the_sponsor(world, initiative):
    plan_milestone(initiative, name="Trained", due_on=NOW.date() + timedelta(days=2), by=world.lead, at=NOW)
    _leaves(world.lead.person)
    (line,) = board(world.office, NOW)
    assert line.health == ("Lena Lead, who owns it, has left: hand it over.",)
    assert [(one.words, one.whose) for one in line.waits] == [
        ("Lena Lead, who owns it, has left: hand it over.", world.executive.person),
        ("Choose how its effect is measured", world.executive.person),
        ("Trained", world.executive.person),
    ]
    _leaves(world.executive.person)
    assert {one.whose for line in board(world.office, NOW) for one in line.waits} == {"The advocacy office"}
    hand_over(
        initiative, role="owner", to=world.york_lead.person, because="She left.", by=world.office, at=NOW
    )
    assert [one.whose for line in board(world.office, NOW) for one in line.waits][1:] == [
        world.york_lead.person
    ] * 2
    with pytest.raises(OwnsAndSponsors, match="Lena Lead has left"):
        hand_over(initiative, role="owner", to=world.lead.person, because="Back.", by=world.office, at=NOW)
