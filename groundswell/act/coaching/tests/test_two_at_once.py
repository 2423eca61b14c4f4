"""Two people act at the very same moment: one wins, the other is told."""

from functools import partial

import pytest

from groundswell.act.coaching import actions
from groundswell.act.coaching.appealing import appeal, decide
from groundswell.act.coaching.errors import CoachingRefusal
from groundswell.act.coaching.models import ActionReview, Appeal, AppealDecision, Conversation
from groundswell.listen.signals.models import Attribution, PoorVoicePolicy
from groundswell.listen.signals.withholding import set_policy
from tests.at_once import at_once as together
from tests.world import NOW, make_signal, make_world

at_once = partial(together, refusal=CoachingRefusal)


@pytest.mark.django_db(transaction=True)
def test_one_decides_an_appeal_and_the_other_is_told():
    world = make_world()
    signal = make_signal(2, "Rude.", unit=world.leeds, employee=world.frontline.person)
    made = appeal(signal, reason="person", by=world.frontline, at=NOW)

    def by(user, is_granted):
        mine = Appeal.objects.get(pk=made.pk)
        return lambda: decide(mine, is_granted=is_granted, reason="Seen.", by=user, at=NOW)

    told = at_once(by(world.lead, True), by(world.office, False))
    first = AppealDecision.objects.select_related("by").get()
    assert len(told) == 1
    assert told[0].startswith(f"{first.by} has {'granted' if first.is_granted else 'refused'} this appeal")
    assert Attribution.objects.count() == int(first.is_granted)


@pytest.mark.django_db(transaction=True)
def test_two_plan_the_next_one_to_one_and_there_is_one():
    world = make_world()
    two = (world.lead.person, world.frontline.person)

    def plan(user):
        return lambda: actions.plan_conversation(*two, planned_at=NOW, by=user, at=NOW)

    told = at_once(plan(world.lead), plan(world.frontline))
    assert len(told) == 1
    assert "planned already" in told[0]
    assert Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_look_at_an_agreed_action_and_what_is_said_first_stands():
    world = make_world()
    two = (world.lead.person, world.frontline.person)
    first = actions.plan_conversation(*two, planned_at=NOW, by=world.lead, at=NOW)
    actions.hold(first, by=world.lead, at=NOW)
    action = actions.agree(first, person=two[1], text="Hello", due_on=NOW.date(), by=world.lead, at=NOW)
    later = actions.plan_conversation(*two, planned_at=NOW.replace(day=25), by=world.lead, at=NOW)

    def look(user, is_done):
        return lambda: actions.look_again(action, later, is_done=is_done, words="A word", by=user, at=NOW)

    told = at_once(look(world.lead, False), look(world.frontline, True))
    said = ActionReview.objects.select_related("by").get()
    assert len(told) == 1
    assert told[0].startswith(f"{said.by} has said “{'done' if said.is_done else 'not yet'}”")


@pytest.mark.django_db(transaction=True)
def test_one_holds_it_and_the_other_calls_it_off():
    world = make_world()
    one = actions.plan_conversation(
        world.lead.person, world.frontline.person, planned_at=NOW, by=world.lead, at=NOW
    )
    told = at_once(
        lambda: actions.hold(one, by=world.lead, at=NOW),
        lambda: actions.call_off(one, by=world.frontline, at=NOW),
    )
    assert len(told) == 1
    one.refresh_from_db()
    assert (one.held_at is None) != (one.called_off_at is None)


@pytest.mark.django_db(transaction=True)
def test_two_say_who_comes_first_and_one_policy_holds():
    world = make_world()

    def say(order):
        return lambda: set_policy(world.leeds, order=order, hours=4, poor_to=6, by=world.office, at=NOW)

    assert at_once(say("coach_first"), say("together")) == []
    assert PoorVoicePolicy.objects.filter(ended_at=None).count() == 1
