"""Whom coaching tells what: each once, nothing that anybody wrote, and nobody before they may see it."""

from datetime import timedelta

from groundswell.act.coaching import actions, tidings
from groundswell.act.coaching.appealing import appeal, decide
from groundswell.act.praise.actions import take_back, thank
from groundswell.act.praise.models import ThankYou
from groundswell.act.praise.tidings import TIDINGS as OF_PRAISE
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.withholding import show_to
from tests.world import NOW, make_signal

from .scenes import coach_first

KINDS = {kind.code: kind for kind in (*tidings.TIDINGS, *OF_PRAISE)}
BEFORE = NOW - timedelta(minutes=1)


def told(world, code: str) -> list[str]:
    """The people who are told of it now: those who may see it, while it still waits."""
    kind, found = KINDS[code], []
    for name in ("frontline", "lead", "york_lead", "office"):
        user = getattr(world, name)
        for one in kind.find(BEFORE, NOW):
            waits = kind.unsettled(kind.visible_to(user), user).filter(pk=one.subject_id)
            if one.person_id == user.person_id and waits.exists():
                assert "zebrawort" not in str(one.words)
                found.append(name)
    return found


def test_the_coach_is_told_of_a_voice_that_waits_for_them_until_it_is_shown(world):
    coach_first(world)
    make_signal(1, "Never, zebrawort.", unit=world.leeds, employee=world.frontline.person)
    assert told(world, "coaching.waits") == ["lead"]
    show_to(world.frontline.person, Signal.objects.all(), by=world.lead, at=NOW)
    assert told(world, "coaching.waits") == []


def test_both_are_told_of_a_one_to_one_of_the_next_day_unless_it_is_called_off(world):
    soon = NOW + timedelta(hours=20)
    talk = actions.plan_conversation(
        world.lead.person, world.frontline.person, planned_at=soon, by=world.lead, at=NOW
    )
    assert told(world, "coaching.talk") == ["frontline", "lead"]
    actions.call_off(talk, by=world.lead, at=NOW)
    assert told(world, "coaching.talk") == []


def test_an_appeal_is_told_to_who_answers_for_the_part_and_its_decision_to_who_appealed(world):
    signal = make_signal(1, "Never, zebrawort.", unit=world.leeds, employee=world.frontline.person)
    made = appeal(signal, reason="person", words="zebrawort", by=world.frontline, at=NOW)
    assert (told(world, "coaching.appeal"), told(world, "coaching.decided")) == (["lead"], [])
    decide(made, is_granted=False, reason="zebrawort", by=world.office, at=NOW)
    assert (told(world, "coaching.appeal"), told(world, "coaching.decided")) == ([], ["frontline"])


def test_a_card_is_told_to_whom_it_goes_until_it_is_taken_back(world):
    thank(world.frontline.person, words="zebrawort", by=world.lead, at=NOW)
    assert told(world, "praise.card") == ["frontline"]
    take_back(ThankYou.objects.get(), by=world.lead, at=NOW)
    assert told(world, "praise.card") == []
