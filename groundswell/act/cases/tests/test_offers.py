"""What somebody may offer without asking, and whose word it takes above that."""

from datetime import timedelta
from decimal import Decimal

import pytest

from groundswell.act.cases.errors import OfferRefused
from groundswell.act.cases.models import Case, Empowerment, Offer, OfferWord
from groundswell.act.cases.offers.limits import end_limit, limit_of, set_limit
from groundswell.act.cases.offers.offering import give_word, given_in, make_offer, offers_waiting_for
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.standing import sort_out
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.models import Person
from tests.at_once import at_once
from tests.world import NOW, make_world

from .scenes import HOUR, open_case

POST = Person.Post


@pytest.fixture
def limits(world):
    for post, most in ((POST.FRONTLINE, 20), (POST.LEAD, 100), (POST.EXECUTIVE, 5000)):
        set_limit(post=post, unit=None, most=Decimal(most), by="a test", at=NOW)


def offer(case: Case, amount: int, by: Person, at=NOW) -> Offer:
    return make_offer(case, what="A voucher", amount=Decimal(amount), why="Three days late.", by=by, at=at)


def told(kind: str) -> list[tuple[Person, str]]:
    note_tidings(at=NOW + 2 * HOUR, at_once=True)
    return [(one.person, one.words) for one in Tiding.objects.filter(kind=kind).order_by("pk")]


def test_an_offer_within_the_limit_stands_at_once_and_is_in_the_record(world, limits):
    case = open_case(world.leeds)
    made = offer(case, 20, world.frontline.person)
    assert (made.needs_word, given_in(case)) == (False, 20)
    assert [event.verb for event in events_of(case)] == ["opened a case", "offered something"]


def test_several_offers_in_one_case_share_one_limit(world, limits):
    case = open_case(world.leeds)
    assert not offer(case, 15, world.frontline.person).needs_word
    assert offer(case, 10, world.frontline.person).needs_word


def test_above_the_limit_the_nearest_with_a_higher_one_is_asked_and_says_yes(world, limits):
    case = open_case(world.leeds)
    asked = offer(case, 60, world.frontline.person)
    assert given_in(case) == 0
    assert told("case.word_wanted") == [
        (world.lead.person, f"Fay Frontline asks for your word: £60 in case {case.pk}")
    ]
    assert list(offers_waiting_for(world.lead)) == [asked]
    assert not offers_waiting_for(world.york_lead).exists()
    assert not offers_waiting_for(world.frontline).exists()

    give_word(asked, is_allowed=True, by=world.lead.person, at=NOW + HOUR)
    assert given_in(case) == 60
    assert told("case.word_said") == [
        (world.frontline.person, f"Lena Lead says yes: £60 in case {case.pk}"),
    ]
    assert not offers_waiting_for(world.lead).exists()


def test_a_no_gives_nothing_and_stands(world, limits):
    case = open_case(world.leeds)
    asked = offer(case, 60, world.frontline.person)
    give_word(asked, is_allowed=False, why="A call does more.", by=world.lead.person, at=NOW)
    assert given_in(case) == 0
    with pytest.raises(OfferRefused, match="Lena Lead said no a moment ago"):
        give_word(asked, is_allowed=True, by=world.executive.person, at=NOW)


def test_nobody_decides_on_their_own_offer_or_above_their_limit(world, limits):
    case = open_case(world.leeds)
    asked = offer(case, 600, world.lead.person)
    assert [to for to, _ in told("case.word_wanted")] == [world.executive.person]
    with pytest.raises(OfferRefused, match="their own offer"):
        give_word(asked, is_allowed=True, by=world.lead.person, at=NOW)
    with pytest.raises(OfferRefused, match="above your limit"):
        give_word(asked, is_allowed=True, by=world.frontline.person, at=NOW)


def test_where_nobody_may_give_so_much_the_office_is_told(world, limits):
    offer(open_case(world.leeds), 9000, world.lead.person)
    assert [to for to, _ in told("case.word_wanted")] == [world.office.person]


def test_an_offer_that_has_its_word_is_asked_about_no_more(world, limits):
    asked = offer(open_case(world.leeds), 60, world.frontline.person)
    note_tidings(at=NOW + timedelta(minutes=1), at_once=True)
    give_word(asked, is_allowed=True, by=world.executive.person, at=NOW + timedelta(minutes=2))
    tiding = Tiding.objects.get(kind="case.word_wanted")
    assert sort_out(world.lead, [tiding]).settled == [tiding]


def test_what_is_told_repeats_neither_what_nor_why(world, limits):
    offer(open_case(world.leeds), 60, world.frontline.person)
    words = told("case.word_wanted")[0][1]
    assert "voucher" not in words.lower()
    assert "late" not in words.lower()


def test_without_a_limit_everything_is_asked_for(world):
    assert limit_of(world.lead.person) == 0
    assert offer(open_case(world.leeds), 1, world.lead.person).needs_word


def test_a_limit_of_a_unit_holds_below_it_before_that_of_the_whole(world, limits):
    set_limit(post=POST.LEAD, unit=world.shops, most=Decimal(40), by="a test", at=NOW)
    assert limit_of(world.lead.person) == 40
    end_limit(Empowerment.objects.get(unit=world.shops, retired_at=None), by="a test", at=NOW)
    assert limit_of(world.lead.person) == 100


@pytest.mark.django_db(transaction=True)
def test_two_who_say_their_word_at_once_say_it_once():
    world = make_world()
    for post in (POST.LEAD, POST.EXECUTIVE):
        set_limit(post=post, unit=None, most=Decimal(100), by="a test", at=NOW)
    asked = offer(open_case(world.leeds), 60, world.frontline.person)

    def say(person: Person, *, is_allowed: bool) -> None:
        give_word(
            Offer.objects.get(pk=asked.pk), is_allowed=is_allowed, by=person, at=NOW + timedelta(minutes=1)
        )

    told = at_once(
        lambda: say(world.lead.person, is_allowed=True),
        lambda: say(world.executive.person, is_allowed=False),
        refusal=OfferRefused,
    )
    first = OfferWord.objects.get()
    assert told == [
        f"{first.by} said {'yes' if first.is_allowed else 'no'} a moment ago. Nothing is left to decide."
    ]
