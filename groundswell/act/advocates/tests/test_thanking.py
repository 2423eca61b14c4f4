"""Promoters are thanked, once and by a person."""

from datetime import timedelta

import pytest

from groundswell.act.advocates import errors
from groundswell.act.advocates.actions import thank
from groundswell.act.advocates.models import Thanks
from groundswell.act.advocates.queries import promoters_to_thank
from groundswell.act.advocates.wording import words_in
from groundswell.foundation.history.queries import events_of
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.languages import usual_word
from tests.world import NOW, make_customer, make_signal


def _praise(world, **fields) -> Signal:
    fields = {"unit": world.leeds, "customer": make_customer("Petra Promoter")} | fields
    return make_signal(10, "Wonderful.", **fields)


def test_a_promoter_gets_a_message_with_our_words_and_a_link_to_say_yes(world):
    thanks = thank(_praise(world), words="You made our day.", by=world.frontline.person, at=NOW)

    message = Message.objects.get()
    assert thanks.message == message
    assert "Dear Petra Promoter" in message.body
    assert "You made our day." in message.body
    assert f"/advocates/join/{thanks.token}/" in message.body
    assert [event.verb for event in events_of(thanks)] == ["thanked a promoter"]


@pytest.mark.parametrize(("said_in", "asks"), [("de-AT", "de"), ("ar", "ar"), ("", "en"), ("xx", "en")])
def test_around_our_words_the_letter_speaks_the_language_in_which_the_customer_spoke(world, said_in, asks):
    signal = _praise(world, metadata={"language": said_in} if said_in else {})
    thank(signal, words="You made our day.", by=world.frontline.person, at=NOW)
    message, words = Message.objects.get(), words_in(asks)
    assert message.subject == usual_word("thanks", asks)
    told = (
        words["dear"].format("Petra Promoter"),
        "You made our day.",
        words["join_title"],
        words["letter_join"],
    )
    assert all(one in message.body for one in told)
    assert words["join_lead"].format(4) in message.body


def test_words_are_sent_as_they_were_written(world):
    thank(_praise(world), words='Ben & Jo say "thanks"', by=world.frontline.person, at=NOW)

    assert 'Ben & Jo say "thanks"' in Message.objects.get().body


def test_nobody_is_thanked_twice_for_one_voice(world):
    signal = _praise(world)
    thank(signal, words="Thanks.", by=world.frontline.person, at=NOW)

    with pytest.raises(errors.AlreadyThanked, match="Fay Frontline"):
        thank(signal, words="Thanks again.", by=world.lead.person, at=NOW)

    assert Message.objects.count() == 1


def test_only_a_nine_or_a_ten_is_thanked(world):
    with pytest.raises(errors.NotAPromoter):
        thank(make_signal(8, customer=make_customer()), words="Thanks.", by=world.lead.person, at=NOW)


@pytest.mark.parametrize("customer", [None, "unwilling"])
def test_who_may_not_be_written_to_gets_no_message_and_no_trace_of_one(world, customer):
    signal = _praise(world, customer=customer and make_customer(consents=False))

    with pytest.raises(errors.CustomerMayNotBeWritten):
        thank(signal, words="Thanks.", by=world.lead.person, at=NOW)

    assert not Thanks.objects.exists()


def test_the_list_holds_fresh_praise_within_sight_from_customers_who_let_us_write(world):
    wanted = _praise(world)
    _praise(world, unit=world.york)
    _praise(world, customer=None)
    _praise(world, customer=make_customer(consents=False))
    _praise(world, at=NOW - timedelta(days=31))
    _praise(world, kind_of_score="competitive")
    make_signal(8, unit=world.leeds, customer=make_customer())
    thank(_praise(world), words="Thanks.", by=world.lead.person, at=NOW)

    assert list(promoters_to_thank(world.lead, NOW)) == [wanted]
    assert list(promoters_to_thank(world.partner, NOW)) == []
