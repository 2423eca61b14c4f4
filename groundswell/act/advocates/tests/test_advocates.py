"""Customers who say yes, what is asked of them, whom they bring."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.advocates import errors
from groundswell.act.advocates.actions import ask, bring_friend, join, leave, mark_declined, mark_done, thank
from groundswell.act.advocates.models import Advocate, Ask, Referral, Thanks
from groundswell.act.advocates.queries import advocate_by_code, advocates_visible_to, living_advocates
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.channels.models import Message
from tests.world import NOW, make_customer, make_signal

DAY = timedelta(days=1)


def _thanks(world, name: str = "Petra Promoter", unit=None) -> Thanks:
    signal = make_signal(10, "Wonderful.", unit=unit or world.leeds, customer=make_customer(name))
    return thank(signal, words="Thanks.", by=world.lead.person, at=NOW)


def _living(customer: Customer) -> bool:
    return customer.consents.filter(purpose=Consent.Purpose.ADVOCACY, withdrawn_at=None).exists()


def test_a_yes_makes_an_advocate_with_consent_and_a_code_of_their_own(world):
    first, second = join(_thanks(world), at=NOW), join(_thanks(world, "Pia Promoter"), at=NOW)

    assert _living(first.customer)
    assert len(first.referral_code) == 8
    assert first.referral_code != second.referral_code


def test_a_yes_said_twice_changes_nothing(world):
    thanks = _thanks(world)

    assert join(thanks, at=NOW) == join(thanks, at=NOW + DAY)
    assert Advocate.objects.get().joined_at == NOW
    assert Consent.objects.filter(purpose=Consent.Purpose.ADVOCACY).count() == 1


def test_who_leaves_is_asked_nothing_and_their_link_ends_and_they_may_come_back(world):
    thanks = _thanks(world)
    advocate = join(thanks, at=NOW)
    leave(advocate, at=NOW + DAY)

    assert not _living(advocate.customer)
    assert advocate_by_code(advocate.referral_code) is None
    assert not living_advocates(Advocate.objects.all()).exists()
    with pytest.raises(errors.AdvocateHasLeft):
        ask(advocate, kind="review", by=world.lead.person, at=NOW + DAY)

    join(thanks, at=NOW + 2 * DAY)
    assert _living(advocate.customer)


def test_a_referral_is_asked_for_with_the_personal_link(world):
    advocate = join(_thanks(world), at=NOW)

    ask(advocate, kind="referral", by=world.lead.person, at=NOW)

    assert f"/r/{advocate.referral_code}/" in Message.objects.get(key__startswith="ask").body


def test_one_thing_at_a_time(world):
    advocate = join(_thanks(world), at=NOW)
    first = ask(advocate, kind="review", by=world.lead.person, at=NOW)

    with pytest.raises(errors.AskStillOpen, match="Write a review"):
        ask(advocate, kind="panel", by=world.office.person, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.create(advocate=advocate, kind="panel", asked_at=NOW)

    mark_declined(first, by=world.lead.person, at=NOW + DAY)
    ask(advocate, kind="panel", by=world.lead.person, at=NOW + DAY)


def test_the_first_settlement_stands(world):
    made = ask(join(_thanks(world), at=NOW), kind="review", by=world.lead.person, at=NOW)
    mine, yours = Ask.objects.get(pk=made.pk), Ask.objects.get(pk=made.pk)
    mark_done(mine, by=world.lead.person, at=NOW + DAY)

    with pytest.raises(errors.AskAlreadySettled, match="done"):
        mark_declined(yours, by=world.office.person, at=NOW + DAY)

    assert Ask.objects.get().declined_at is None


def test_without_consent_to_be_written_to_nothing_is_asked(world):
    advocate = join(_thanks(world), at=NOW)
    Consent.objects.filter(purpose=Consent.Purpose.CONTACT).update(withdrawn_at=NOW)

    with pytest.raises(errors.CustomerMayNotBeWritten):
        ask(advocate, kind="review", by=world.lead.person, at=NOW)

    assert not Ask.objects.exists()


def test_a_friend_becomes_a_new_customer_who_came_by_referral_and_settles_the_ask(world):
    advocate = join(_thanks(world), at=NOW)
    made = ask(advocate, kind="referral", by=world.lead.person, at=NOW)

    referral = bring_friend(
        advocate, name="Frida", email=" Frida@People.example ", may_write=True, at=NOW + DAY
    )

    friend = referral.customer
    assert (friend.name, friend.email, friend.came_by) == ("Frida", "frida@people.example", "referral")
    assert friend.joined_on == (NOW + DAY).date()
    assert friend.consents.get().purpose == Consent.Purpose.CONTACT
    made.refresh_from_db()
    assert made.done_at == NOW + DAY


def test_a_customer_we_knew_already_was_not_referred(world):
    advocate = join(_thanks(world), at=NOW)
    known = make_customer("Kim Known")

    assert bring_friend(advocate, name="Kim", email=known.email, may_write=True, at=NOW) is None
    assert bring_friend(advocate, name="Me", email=advocate.customer.email, may_write=True, at=NOW) is None

    assert not Referral.objects.exists()
    known.refresh_from_db()
    assert (known.name, known.came_by) == ("Kim Known", "unknown")


def test_a_new_customer_is_counted_once_for_the_first_who_brought_them(world):
    first, second = join(_thanks(world), at=NOW), join(_thanks(world, "Pia"), at=NOW)
    for advocate in (first, second, first):
        bring_friend(advocate, name="Frida", email="frida@people.example", may_write=False, at=NOW)

    assert Referral.objects.get().advocate == first
    assert {advocate: advocate.brought for advocate in living_advocates(Advocate.objects.all())} == {
        first: 1,
        second: 0,
    }


def test_advocates_are_seen_where_their_first_praise_was(world):
    leeds, york = join(_thanks(world), at=NOW), join(_thanks(world, unit=world.york), at=NOW)

    assert list(advocates_visible_to(world.lead)) == [leeds]
    assert list(advocates_visible_to(world.york_lead)) == [york]
    assert set(advocates_visible_to(world.office)) == {leeds, york}
    assert not advocates_visible_to(world.partner).exists()
