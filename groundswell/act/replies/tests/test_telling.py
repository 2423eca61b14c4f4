"""You said, we did: everybody behind it is told once, and nothing is claimed that was not measured."""

from datetime import timedelta

import pytest

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.tests.chamber import make_approval, make_chamber, make_proposal
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.actions import join_elevation, set_aside_elevation
from groundswell.act.opportunities.tests.register import (
    make_elevation,
    make_opportunity,
    make_theme,
    read_all,
)
from groundswell.act.replies.actions import announce, tell_everybody
from groundswell.act.replies.errors import NothingToTell
from groundswell.act.replies.models import Reply
from groundswell.act.replies.queries import (
    announcements_visible_to,
    trace_of_signal_outer,
    untold_initiatives,
    what_became_of,
)
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.models import Consent
from groundswell.foundation.organisation.actions import choose_language
from groundswell.listen.channels.models import Message
from tests.world import NOW, make_customer, make_signal

WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose a slot of one hour."}


def _initiative_with_voices(world, *customers):
    for customer in customers:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    return make_initiative(world)


def _reading(initiative, verdict, at=NOW):
    return EffectReading.objects.create(
        initiative=initiative, verdict=verdict, sentence="As measured.", measured_at=at
    )


def test_each_customer_behind_it_is_told_once_and_nobody_else(world):
    behind, silent, happy, stopped = (make_customer(name) for name in ("Bea", "Sam", "Hal", "Sue"))
    silent.consents.all().delete()
    withdraw_consent(stopped, Consent.Purpose.CONTACT, by=stopped, at=NOW)
    make_signal(10, "Late but lovely", touchpoint=world.delivery, customer=happy)
    initiative = _initiative_with_voices(world, behind, behind, silent, stopped)
    announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    assert [reply.customer for reply in announcement.replies.all()] == [behind]
    assert tell_everybody(announcement, by=world.office, at=NOW) == 0
    message = Message.objects.get(reply__announcement=announcement)
    assert message.address == behind.email
    assert "You choose a slot of one hour." in message.body
    assert "Bea" not in message.body


def test_who_speaks_after_the_announcement_is_not_told_by_a_second_run(world):
    initiative = _initiative_with_voices(world, make_customer())
    announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    make_signal(2, "Late", touchpoint=world.delivery, customer=make_customer(), at=NOW + timedelta(days=1))
    assert tell_everybody(announcement, by=world.office, at=NOW + timedelta(days=2)) == 0


def test_a_thousand_customers_take_few_questions(world, django_assert_max_num_queries):
    initiative = _initiative_with_voices(world, *(make_customer() for _ in range(60)))
    with django_assert_max_num_queries(63):
        announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    assert announcement.replies.count() == 60


def test_whoever_raised_it_is_told_once(world):
    opportunity = make_opportunity(world)
    for title in ("Late", "Late again"):
        elevation = make_elevation(world.leeds, world.frontline.person, title=title)
        join_elevation(elevation, opportunity, by=world.office, at=NOW)
    gone = make_elevation(world.york, world.york_lead.person)
    world.york_lead.person.left_on = NOW.date()
    world.york_lead.person.save()
    join_elevation(gone, opportunity, by=world.office, at=NOW)
    decision = make_approval(world, make_chamber(world).council, opportunity=opportunity)
    announce(make_initiative(world, decision=decision), by=world.office, at=NOW, **WORDS)
    reply = Reply.objects.get()
    assert reply.person == world.frontline.person
    assert reply.message.address == world.frontline.person.email
    assert reply.message.body.startswith("Fay, you raised something")
    assert f"/act/initiatives/{reply.announcement.initiative_id}/" in reply.message.body


def test_whoever_raised_it_and_has_no_sign_in_is_sent_to_what_anybody_reads(world):
    world.frontline.is_active = False
    world.frontline.save()
    opportunity = make_opportunity(world, theme=make_theme("Slots", "slot"))
    raised = make_elevation(world.leeds, world.frontline.person)
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    reply = announce(
        make_initiative(world, opportunity=opportunity), by=world.office, at=NOW, **WORDS
    ).replies.get(person=world.frontline.person)
    assert "/you-said-we-did/slots/" in reply.message.body
    assert "/act/" not in reply.message.body


def test_whoever_raised_it_reads_around_the_announcement_in_their_language(world):
    choose_language(world.frontline.person, "fr", by=world.frontline, at=NOW)
    opportunity = make_opportunity(world)
    join_elevation(make_elevation(world.leeds, world.frontline.person), opportunity, by=world.office, at=NOW)
    decision = make_approval(world, make_chamber(world).council, opportunity=opportunity)
    announce(make_initiative(world, decision=decision), by=world.office, at=NOW, **WORDS)
    message = Reply.objects.get().message
    assert message.subject == "Ce que vous avez signalé : les suites données"
    assert message.body.startswith("Bonjour Fay, vous avez signalé quelque chose")
    assert f"Ce qui a été fait\u00a0:\n{WORDS['we_did']}" in message.body


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (None, "We have not measured yet"),
        (EffectReading.Verdict.CANNOT_TELL, "It is too early to say"),
        (EffectReading.Verdict.DID_NOT, "It has not made the difference"),
        (EffectReading.Verdict.WORKED, "It helped."),
    ],
)
def test_no_more_is_claimed_than_was_measured(world, verdict, words):
    initiative = _initiative_with_voices(world, make_customer())
    _reading(initiative, EffectReading.Verdict.WORKED, at=NOW - timedelta(days=9)) if verdict else None
    reading = verdict and _reading(initiative, verdict)
    announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    assert announcement.what_came_of_it.startswith(words)
    assert announcement.effect_reading == reading
    assert announcement.what_came_of_it in Message.objects.get().body


def test_an_announcement_says_both(world):
    initiative = _initiative_with_voices(world)
    for you_said, we_did in (("", "Something."), ("Something.", " ")):
        with pytest.raises(NothingToTell):
            announce(initiative, you_said=you_said, we_did=we_did, by=world.office, at=NOW)


def test_only_the_initiatives_within_sight_are_listed(world):
    announcement = announce(_initiative_with_voices(world), by=world.office, at=NOW, **WORDS)
    assert list(announcements_visible_to(world.office)) == [announcement]
    for outsider in (world.york_lead, world.partner):
        assert list(announcements_visible_to(outsider)) == []
    assert list(untold_initiatives(world.office)) == []


def _states(steps):
    return [(step.kind, step.state) for step in steps]


def test_an_elevation_is_followed_from_waiting_to_told(world):
    elevation = make_elevation(world.leeds, world.frontline.person)
    assert _states(what_became_of(elevation))[:3] == [
        ("elevation", "done"), ("opportunity", "current"), ("decision", "not_yet")
    ]  # fmt: skip
    opportunity = make_opportunity(world)
    join_elevation(elevation, opportunity, by=world.office, at=NOW)
    elevation.refresh_from_db()
    assert _states(what_became_of(elevation))[1:3] == [("opportunity", "done"), ("decision", "current")]
    chamber = make_chamber(world)
    proposal = make_proposal(world, chamber.council, opportunity=opportunity)
    assert what_became_of(elevation)[2].title == "Before Service council"
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    decision = decide(proposal, approved=True, reasons="Yes.", by=world.office, at=NOW)
    assert _states(what_became_of(elevation))[2:4] == [("decision", "done"), ("initiative", "current")]
    initiative = make_initiative(world, decision=decision)
    _reading(initiative, EffectReading.Verdict.WORKED)
    announce(initiative, by=world.office, at=NOW, **WORDS)
    assert _states(what_became_of(elevation)) == [
        (kind, "done") for kind in ("elevation", "opportunity", "decision", "initiative", "effect", "reply")
    ]


def test_a_no_reaches_whoever_raised_it(world, time_machine):
    time_machine.move_to(NOW)
    elevation = make_elevation(world.leeds, world.frontline.person)
    join_elevation(elevation, make_opportunity(world), by=world.office, at=NOW)
    proposal = make_proposal(
        world, make_chamber(world, quorum=1).council, opportunity=elevation.joining.opportunity
    )
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    decide(proposal, approved=False, reasons="The new depot solves it.", by=world.office, at=NOW)
    last = what_became_of(elevation)[-1]
    promised = "An answer is promised by 25 March 2026."
    assert (last.title, last.detail) == (
        "Declined by Service council",
        f"The new depot solves it. {promised}",
    )
    time_machine.move_to(NOW + timedelta(days=15))
    assert (
        what_became_of(elevation)[-1].title == "Declined by Service council, and the promised answer is late"
    )


def test_an_elevation_set_aside_says_why(world):
    elevation = make_elevation(world.leeds, world.frontline.person)
    set_aside_elevation(elevation, why="We close that desk.", by=world.office, at=NOW)
    assert [step.detail for step in what_became_of(elevation)][1:] == ["We close that desk."]


def test_a_voice_is_followed_to_the_reply_of_its_own_customer(world):
    theme, customer = make_theme("Delivery", "late"), make_customer()
    signal = make_signal(3, "Late", touchpoint=world.delivery, customer=customer, unit=world.york)
    read_all()
    make_opportunity(world, title="Late anywhere", theme=theme)
    initiative = make_initiative(world)
    make_signal(3, "Rude", touchpoint=world.returns, customer=customer)
    elsewhere = make_opportunity(world, title="Returns", touchpoint=world.returns)
    decision = make_approval(world, initiative.decision.proposal.body, opportunity=elsewhere)
    other = make_initiative(world, decision=decision)
    Initiative.objects.filter(pk=other.pk).update(owner=world.york_lead.person)
    announce(other, by=world.office, at=NOW, **WORDS)
    assert trace_of_signal_outer(signal)[-1].state == "not_yet", "of the other one they were told"
    announce(initiative, by=world.office, at=NOW, **WORDS)
    steps = trace_of_signal_outer(signal)
    assert [step.kind for step in steps] == [
        "theme", "opportunity", "opportunity", "decision", "initiative", "effect", "reply"
    ]  # fmt: skip
    assert (steps[1].title, steps[-1].title) == ("Late anywhere", "Told what was done")
    assert all(step.url for step in steps[1:5])
    assert [step.url for step in trace_of_signal_outer(signal, viewer=world.york_lead)[1:6]] == [""] * 5


def test_praise_leads_to_its_themes_and_no_further(world):
    make_theme("Delivery", "late")
    signal = make_signal(10, "Never late", touchpoint=world.delivery)
    read_all()
    make_opportunity(world)
    assert [step.kind for step in trace_of_signal_outer(signal)] == ["theme"]
