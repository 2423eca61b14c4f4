"""Two act on one thing at the very same moment: one stands, the other is told."""

from functools import partial

import pytest

from groundswell.act.advocates.actions import join
from groundswell.act.advocates.asking import answer_ask, ask, take_back
from groundswell.act.advocates.errors import AdvocateRefusal, MinutesMoved
from groundswell.act.advocates.gathering import write_minutes
from groundswell.act.advocates.giving import give_incentive
from groundswell.act.advocates.models import Advocate, Ask, Incentive, Referral, RefusedReferral
from groundswell.act.advocates.models import Testimonial as Quoted
from groundswell.act.advocates.referring import claim_code
from groundswell.act.advocates.testifying import give_words
from tests.at_once import at_once as together
from tests.at_once import gave_at_once
from tests.world import NOW, make_customer, make_world

from .scenes import make_advocate, make_event, make_thanks

pytestmark = pytest.mark.django_db(transaction=True)

at_once = partial(together, refusal=AdvocateRefusal)


def test_the_office_takes_an_ask_back_while_the_customer_answers():
    world = make_world()
    made = ask(make_advocate(world), kind="case_study", by=world.lead.person, at=NOW)
    mine, yours = Ask.objects.get(pk=made.pk), Ask.objects.get(pk=made.pk)
    told = at_once(
        lambda: answer_ask(mine, "yes", by="The customer", at=NOW),
        lambda: take_back(yours, by=world.office.person, at=NOW),
    )
    made.refresh_from_db()
    words = {
        "yes": "The customer answered this already: Yes",
        "taken_back": "Olu Office answered this already: Taken back by us",
    }
    assert len(told) == 1
    assert told[0].startswith(words[made.answer])


def test_two_colleagues_ask_one_person():
    world = make_world()
    advocate = make_advocate(world)
    told = at_once(
        lambda: ask(advocate, kind="case_study", by=world.lead.person, at=NOW),
        lambda: ask(advocate, kind="referral", by=world.office.person, at=NOW),
    )
    assert Ask.objects.count() == 1
    assert len(told) == 1
    assert "One thing at a time" in told[0]


def test_two_gifts_together_do_not_pass_the_yearly_limit():
    world = make_world()
    advocate = make_advocate(world)
    gift = {
        "kind": "gift",
        "value": 40,
        "given_for": "thanks",
        "why": "x",
        "by": world.lead.person,
        "at": NOW,
    }
    told = at_once(*[lambda: give_incentive(advocate, **gift)] * 2)
    assert (Incentive.objects.count(), len(told)) == (1, 1)


def test_two_codes_named_for_one_new_customer_count_once():
    world = make_world()
    first, second = make_advocate(world), make_advocate(world, "Pia")
    friend = make_customer("Frida")
    at_once(
        *[
            lambda one=one: claim_code(one.referral_code, friend, bought_on=NOW.date(), by="till", at=NOW)
            for one in (first, second)
        ]
    )
    assert Referral.objects.count() == 1
    assert RefusedReferral.objects.get().why == "brought"


def test_a_yes_and_its_words_sent_twice_are_there_once():
    world = make_world()
    thanks = make_thanks(world)
    assert at_once(*[lambda: join(thanks, at=NOW)] * 2) == []
    advocate = Advocate.objects.get()
    made = Ask.objects.create(
        advocate=advocate, kind="testimonial", asked_at=NOW, answer="yes", answered_at=NOW
    )
    given = {"shown_as": "full", "town": "", "language": "en", "at": NOW, "ask": made}
    assert at_once(*[lambda: give_words(advocate, "Lovely.", **given)] * 2) == []
    assert Quoted.objects.count() == 1


def test_two_write_minutes_and_the_second_is_handed_what_stands():
    world = make_world()
    event, ours = make_event(world), ["Parcels are late.", "Sizes are odd."]
    gave = gave_at_once(
        *(partial(write_minutes, event, words, by=world.office.person, at=NOW) for words in ours),
        refusal=MinutesMoved,
    )
    moved = [one for one in gave if isinstance(one, MinutesMoved)]
    event.refresh_from_db()
    assert len(moved) == 1
    assert event.minutes == moved[0].stand
    assert event.minutes in ours
