"""Praise finds those whom it is about, and nobody is counted."""

from datetime import timedelta

import pytest

from groundswell.act.praise.actions import find_praise, take_back, thank
from groundswell.act.praise.errors import CardAlreadyTakenBack, NobodyThanksThemselves, VoiceNotSeenByBoth
from groundswell.act.praise.models import Praise, ThankYou
from groundswell.act.praise.naming import names_of
from groundswell.act.praise.queries import (
    cards_for,
    cards_to,
    cards_visible_to,
    one_to_thank,
    praise_for,
    praise_of,
    praise_to_read,
    praise_visible_to,
)
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.attributing import correct_attribution
from tests.world import NOW, make_signal

WEEK = timedelta(days=7)


def praised():
    find_praise(at=NOW)
    return {(praise.person.name, praise.found_by) for praise in Praise.objects.select_related("person")}


def test_a_ten_praises_who_served(world):
    make_signal(10, "So kind.", unit=world.leeds, employee=world.frontline.person)
    assert praised() == {("Fay Frontline", "served")}


def test_a_nine_praises_who_is_named_in_the_words(world):
    make_signal(9, "Please thank Fay from me, she was lovely.", unit=world.leeds)
    assert praised() == {("Fay Frontline", "words")}


def test_an_eight_praises_nobody_and_a_name_inside_another_word_is_no_name(world):
    make_signal(8, "Fay was fine.", unit=world.leeds)
    make_signal(10, "Fayre prices, says fay", unit=world.leeds)
    assert praised() == set()


def test_a_first_name_means_somebody_only_where_it_means_one_person_and_is_no_word(world):
    team = [
        Person(pk=pk, name=name)
        for pk, name in ((1, "Ann Able"), (2, "Ann Bond"), (3, "Will Cole"), (4, "Zoe Day"))
    ]
    names = names_of(team)
    assert names.found_in("Ann and Will and Zoe were great") == [4]
    assert names.found_in("Ann Bond and Will Cole were great, thank you Ann Bond") == [2, 3]


def test_praise_is_found_once_however_often_it_is_looked_for(world):
    make_signal(10, "Fay!", unit=world.leeds, employee=world.frontline.person)
    find_praise(at=NOW)
    assert find_praise(at=NOW) == 0
    assert Praise.objects.count() == 1


def test_double_blind_answers_praise_nobody(world):
    make_signal(10, "Fay", unit=world.leeds, employee=world.frontline.person, kind_of_score="competitive")
    assert praised() == set()


def test_praise_travels_to_the_team_and_up_the_tree_and_not_to_another_team(world):
    make_signal(10, "So kind.", unit=world.leeds, employee=world.frontline.person)
    find_praise(at=NOW)
    for units, expected in (
        ([world.leeds.pk], 1), ([world.york.pk], 0), (subtree_ids(world.shops), 1), (subtree_ids(world.root), 1),
    ):  # fmt: skip
        assert praise_for(units, NOW - WEEK, NOW).count() == expected
    assert praise_for([world.leeds.pk], NOW, NOW + WEEK).count() == 0
    assert not praise_visible_to(world.york_lead).exists()
    assert praise_visible_to(world.lead).count() == 1


def test_a_leadership_huddle_reads_each_person_once_and_every_team_first(world):
    for _ in range(3):
        make_signal(10, "Fay again.", unit=world.leeds, employee=world.frontline.person)
    make_signal(10, "Lena too.", unit=world.leeds, employee=world.lead.person, at=NOW - timedelta(hours=1))
    make_signal(10, "Yara.", unit=world.york, employee=world.york_lead.person, at=NOW - timedelta(hours=2))
    find_praise(at=NOW)
    read = praise_to_read(subtree_ids(world.root), NOW - WEEK, NOW)
    assert [praise.person.first_name for praise in read] == ["Fay", "Yara", "Lena"]


def test_praise_follows_a_corrected_attribution(world):
    signal = make_signal(10, "So kind.", unit=world.leeds, employee=world.lead.person)
    find_praise(at=NOW)
    correct_attribution(
        signal, employee=world.frontline.person, unit=world.leeds, reason="person", by="test", at=NOW
    )
    assert not praise_of(world.lead.person).exists()


def test_a_card_reaches_a_colleague_and_no_third_person(world):
    card = thank(world.frontline.person, words="You stayed late.", by=world.lead, at=NOW)
    assert list(cards_to(world.frontline.person)) == [card]
    seen = {
        name: cards_visible_to(getattr(world, name)).exists()
        for name in ("frontline", "lead", "york_lead", "office")
    }
    assert seen == {"frontline": True, "lead": True, "york_lead": False, "office": False}


def test_a_card_to_a_team_reaches_those_who_work_there(world):
    thank(world.leeds, words="What a week.", by=world.york_lead, at=NOW)
    assert cards_to(world.frontline.person).exists()
    assert cards_for([world.leeds.pk], NOW - WEEK, NOW).count() == 1
    assert not cards_for([world.york.pk], NOW - WEEK, NOW).exists()


def test_a_card_that_is_not_for_the_huddle_is_not_read_there(world):
    thank(world.frontline.person, words="Between us.", by=world.lead, at=NOW, is_for_the_huddle=False)
    assert not cards_for([world.leeds.pk], NOW - WEEK, NOW).exists()


def test_a_customer_is_quoted_only_to_those_who_may_read_the_voice(world):
    signal = make_signal(10, "So kind.", unit=world.leeds, employee=world.frontline.person)
    assert (
        thank(world.frontline.person, words="Read this.", by=world.lead, at=NOW, signal=signal).signal
        == signal
    )
    with pytest.raises(VoiceNotSeenByBoth):
        thank(world.york_lead.person, words="Look what we did.", by=world.lead, at=NOW, signal=signal)


def test_nobody_thanks_themselves(world):
    with pytest.raises(NobodyThanksThemselves):
        thank(world.lead.person, words="Well done, me.", by=world.lead, at=NOW)


def test_a_card_is_taken_back_once_and_then_nobody_sees_it(world):
    card = thank(world.frontline.person, words="Oops.", by=world.lead, at=NOW)
    take_back(card, by=world.lead, at=NOW)
    assert not cards_visible_to(world.frontline).exists()
    with pytest.raises(CardAlreadyTakenBack):
        take_back(card, by=world.lead, at=NOW)


def test_one_thank_you_to_give_is_a_praised_colleague_of_the_team_not_thanked_yet(world):
    signal = make_signal(10, "Lena helped.", unit=world.leeds, employee=world.lead.person)
    make_signal(10, "Fay helped.", unit=world.leeds, employee=world.frontline.person)
    find_praise(at=NOW)
    assert one_to_thank(world.frontline.person, NOW).signal == signal
    thank(world.lead.person, words="Thanks.", by=world.frontline, at=NOW)
    assert one_to_thank(world.frontline.person, NOW) is None


def test_pages(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    signal = make_signal(10, "Fay carried it to the car.", unit=world.leeds, employee=world.frontline.person)
    find_praise(at=NOW)
    fay, lead, york = (signed_in(user) for user in (world.frontline, world.lead, world.york_lead))
    assert b"carried it to the car" in fay.get("/act/praise/").content
    assert b"carried it to the car" in lead.get("/act/praise/?show=around").content
    assert b"carried it to the car" not in york.get("/act/praise/?show=around").content
    form = {
        "person": world.frontline.person.pk,
        "words": "That was kind.",
        "signal": signal.pk,
        "is_for_the_huddle": "on",
    }
    assert lead.post("/act/praise/thank/", form).status_code == 302
    cards = fay.get("/act/praise/?show=cards").content
    assert b"That was kind." in cards
    assert b"carried it to the car" in cards
    assert lead.post("/act/praise/thank/", {"words": "To whom?"}).status_code == 422
    card = ThankYou.objects.get()
    assert fay.post(f"/act/praise/cards/{card.pk}/take-back/").status_code == 404
    assert lead.post(f"/act/praise/cards/{card.pk}/take-back/").status_code == 302


def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(
    world, signed_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = signed_in(world.lead), []
    for _ in range(2):
        make_signal(10, "Fay was kind.", unit=world.leeds, employee=world.frontline.person)
        find_praise(at=NOW)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/act/praise/?show=around")
        counts.append(len(asked))
    assert counts[0] == counts[1]
