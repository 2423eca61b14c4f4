"""One-to-ones: two people, their evidence, what they agreed, and nobody else."""

from datetime import timedelta

import pytest

from groundswell.act.coaching import actions
from groundswell.act.coaching.coaches import coach_of, people_coached_by
from groundswell.act.coaching.errors import (
    ActionAlreadyLookedAt,
    CoachCannotSee,
    ConversationAlreadyHeld,
    ConversationAlreadyPlanned,
    ConversationCalledOff,
    NotYetNeedsAWord,
)
from groundswell.act.coaching.helping import to_talk_with, what_helps
from groundswell.act.coaching.models import Conversation
from groundswell.act.coaching.own import own_voices
from groundswell.act.coaching.queries import (
    actions_to_look_at,
    conversations_visible_to,
    held_in,
    open_actions_of,
)
from groundswell.foundation.organisation.models import Person
from tests.world import NOW, make_signal, make_user

from .scenes import coach_first

SOON = NOW + timedelta(days=14)


def plan(world, at=NOW, **more) -> Conversation:
    return actions.plan_conversation(
        world.lead.person, world.frontline.person, planned_at=at, by=world.lead, at=NOW, **more
    )


def test_the_lead_of_the_unit_coaches_and_a_lead_is_coached_from_above(world):
    assert coach_of(world.frontline.person) == world.lead.person
    assert coach_of(world.lead.person) == world.executive.person
    assert list(people_coached_by(world.lead.person)) == [world.frontline.person]
    assert world.lead.person in people_coached_by(world.executive.person)
    assert world.frontline.person not in people_coached_by(world.executive.person)


def test_a_named_peer_coaches_in_the_place_of_the_lead(world):
    peer = make_user("Pia Peer", world.leeds, "frontline").person
    actions.name_coach(world.frontline.person, peer, by=world.lead, at=NOW)
    assert coach_of(world.frontline.person) == peer
    assert list(people_coached_by(peer)) == [world.frontline.person]
    assert list(people_coached_by(world.lead.person)) == [peer]
    actions.name_coach(world.frontline.person, None, by=world.lead, at=NOW)
    assert coach_of(world.frontline.person) == world.lead.person


def test_a_coach_who_has_left_coaches_nobody(world):
    Person.objects.filter(pk=world.lead.person.pk).update(left_on=NOW.date())
    assert coach_of(world.frontline.person) == world.executive.person
    assert world.frontline.person in people_coached_by(world.executive.person)


def test_a_peer_from_elsewhere_cannot_read_the_voices(world):
    with pytest.raises(CoachCannotSee):
        actions.name_coach(world.frontline.person, world.york_lead.person, by=world.office, at=NOW)


def test_what_helps_is_two_strengths_and_one_thing_to_grow_by_name_and_never_a_score_of_a_person(world):
    zoe = make_user("Adam Able", world.leeds, "frontline").person
    for number in range(3):
        make_signal(
            10, f"Strength {number}", unit=world.leeds, employee=zoe, at=NOW - timedelta(hours=number)
        )
    make_signal(2, "Older pain", unit=world.leeds, employee=zoe, at=NOW - timedelta(days=3))
    make_signal(5, "Newer pain", unit=world.leeds, employee=zoe)
    make_signal(0, "Worse pain", unit=world.leeds, employee=world.frontline.person)
    helped = what_helps(people_coached_by(world.lead.person), world.lead, NOW)
    assert [one.person.name for one in helped] == ["Adam Able", "Fay Frontline"]
    assert [signal.comment for signal in helped[0].strengths] == ["Strength 0", "Strength 1"]
    assert helped[0].grow.comment == "Newer pain"
    assert [one.person.name for one in to_talk_with(helped)] == ["Adam Able", "Fay Frontline"]


def test_what_was_talked_about_is_not_put_before_the_coach_again(world):
    signal = make_signal(1, "Never.", unit=world.leeds, employee=world.frontline.person)
    actions.hold(plan(world, voices=[signal]), by=world.lead, at=NOW)
    assert what_helps(people_coached_by(world.lead.person), world.lead, NOW)[0].grow is None


def test_nobody_else_reads_it_whatever_their_role(world, signed_in):
    one = plan(world)
    actions.add_note(one, text="Between the two of us.", by=world.frontline, at=NOW)
    for name in ("york_lead", "office", "executive", "partner"):
        user = getattr(world, name)
        assert not conversations_visible_to(user).exists()
        assert signed_in(user).get(f"/act/coaching/talks/{one.pk}/").status_code in {403, 404}
    for name in ("lead", "frontline"):
        assert (
            b"Between the two of us."
            in signed_in(getattr(world, name)).get(f"/act/coaching/talks/{one.pk}/").content
        )


def test_one_is_planned_at_a_time(world):
    first = plan(world, at=SOON)
    with pytest.raises(ConversationAlreadyPlanned, match="25 March"):
        plan(world)
    actions.call_off(first, by=world.frontline, at=NOW)
    assert plan(world).is_planned
    with pytest.raises(ConversationCalledOff):
        actions.hold(first, by=world.lead, at=NOW)


def test_holding_it_shows_the_person_what_they_talked_about(world, signed_in):
    coach_first(world)
    signal = make_signal(1, "Never, zebrawort.", unit=world.leeds, employee=world.frontline.person)
    one = plan(world, voices=[signal])
    fay = signed_in(world.frontline)
    assert b"zebrawort" not in fay.get(f"/act/coaching/talks/{one.pk}/").content
    actions.hold(one, by=world.lead, at=NOW)
    assert own_voices(world.frontline).get() == signal
    assert b"zebrawort" in fay.get(f"/act/coaching/talks/{one.pk}/").content
    with pytest.raises(ConversationAlreadyHeld):
        actions.hold(one, by=world.frontline, at=NOW)


def test_what_was_agreed_is_seen_again_until_it_is_done(world):
    fay = world.frontline.person
    first = actions.hold(plan(world), by=world.lead, at=NOW)
    agreed = actions.agree(
        first, person=fay, text="Say the name", due_on=SOON.date(), by=world.frontline, at=NOW
    )
    second = actions.hold(plan(world, at=SOON), by=world.lead, at=SOON)
    assert [(line.action, line.review) for line in actions_to_look_at(second)] == [(agreed, None)]
    with pytest.raises(NotYetNeedsAWord):
        actions.look_again(agreed, second, is_done=False, words="", by=world.frontline, at=SOON)
    actions.look_again(agreed, second, is_done=False, words="Too busy", by=world.frontline, at=SOON)
    with pytest.raises(ActionAlreadyLookedAt, match="Fay Frontline has said “not yet”"):
        actions.look_again(agreed, second, is_done=True, words="", by=world.lead, at=SOON)
    third = plan(world, at=SOON + timedelta(days=14))
    (line,) = actions_to_look_at(third)
    assert (line.carried, list(open_actions_of(fay))) == (1, [agreed])
    actions.look_again(agreed, third, is_done=True, words="It works", by=world.lead, at=SOON)
    fourth = actions.hold(third, by=world.lead, at=SOON) and plan(world, at=SOON + timedelta(days=28))
    assert actions_to_look_at(fourth) == []
    assert not open_actions_of(fay).exists()


def test_how_many_talked_is_said_of_ten_colleagues_or_more(world):
    actions.hold(plan(world), by=world.lead, at=NOW)
    since = NOW - timedelta(days=90)
    assert held_in(world.leeds, since, NOW).had_one is None
    for number in range(8):
        make_user(f"Col League{number}", world.leeds, "frontline")
    assert held_in(world.leeds, since, NOW).had_one == 1


def test_the_pages_of_a_one_to_one(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    signal = make_signal(2, "Nobody said hello.", unit=world.leeds, employee=world.frontline.person)
    fay, lena, yara = (signed_in(user) for user in (world.frontline, world.lead, world.york_lead))
    person = f"/act/coaching/people/{world.frontline.person.pk}/"
    assert b"Nobody said hello." in lena.get(person).content
    assert yara.get(person).status_code == 404
    assert fay.get(person).status_code == 404
    assert lena.post(f"{person}plan/", {"planned_at": "tomorrow"}).status_code == 422
    assert lena.post(f"{person}plan/", {"voices": [signal.pk], "now": "1"}).status_code == 302
    one = Conversation.objects.get()
    page = f"/act/coaching/talks/{one.pk}/"
    assert b"Nobody said hello." in fay.get(page).content
    agreed = {"person": world.frontline.person.pk, "text": "Say hello first", "due_on": "2026-03-20"}
    assert fay.post(f"{page}agree/", agreed | {"due_on": ""}).status_code == 422
    assert fay.post(f"{page}agree/", agreed).status_code == 302
    assert fay.post(f"{page}note/", {"text": "I was alone at the till."}).status_code == 302
    assert b"I was alone at the till." in lena.get(page).content
    assert b"Say hello first" in fay.get("/act/coaching/").content
    later = actions.plan_conversation(
        world.lead.person, world.frontline.person, planned_at=SOON, by=world.lead, at=NOW
    )
    action = one.actions.get()
    done = f"/act/coaching/talks/{later.pk}/actions/{action.pk}/"
    assert fay.post(done, {"is_done": "yes", "words": "Every day"}).status_code == 302
    assert (
        b"has said \xe2\x80\x9cdone\xe2\x80\x9d" in lena.post(done, {"is_done": "yes"}, follow=True).content
    )
    assert fay.post(f"{page}actions/{action.pk}/", {"is_done": "yes"}).status_code == 404


def test_the_lead_names_a_coach_on_the_page(world, signed_in):
    peer = make_user("Pia Peer", world.leeds, "frontline")
    person = f"/act/coaching/people/{world.frontline.person.pk}/"
    assert signed_in(world.lead).post(f"{person}coach/", {"coach": peer.person.pk}).status_code == 302
    assert coach_of(world.frontline.person) == peer.person
    assert signed_in(peer).get(person).status_code == 200


def test_a_coach_of_many_finds_one_by_name_or_unit(world, signed_in):
    page = "/act/coaching/?words="
    lena = signed_in(world.lead)
    assert b"Name or unit" not in lena.get("/act/coaching/").content
    for number in range(10):
        make_user(f"Ana {number}", world.leeds, "frontline")
    make_user("Zoë Émile", world.leeds, "frontline")
    make_user("Zara Elsewhere", world.york, "frontline")
    first = lena.get("/act/coaching/").content.decode()
    assert "Name or unit" in first
    assert "Zoë Émile" not in first
    found = lena.get(f"{page}zoë é").content.decode()
    assert "Zoë Émile" in found
    assert "Ana 1" not in found
    assert "Ana 1" in lena.get(f"{page}{world.leeds.name}").content.decode()
    nobody = lena.get(f"{page}Zara").content.decode()
    assert "You coach nobody called so" in nobody
    assert "Elsewhere" not in nobody
