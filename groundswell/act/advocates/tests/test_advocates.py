"""Customers who say yes to speaking for us, and take it back."""

from groundswell.act.advocates.actions import join, leave
from groundswell.act.advocates.models import Advocate
from groundswell.act.advocates.queries import advocate_by_code, advocates_visible_to, living_advocates
from groundswell.foundation.customers.models import Consent, Customer
from tests.world import NOW

from .scenes import DAY, make_advocate, make_thanks


def _living(customer: Customer) -> bool:
    return customer.consents.filter(purpose=Consent.Purpose.ADVOCACY, withdrawn_at=None).exists()


def test_a_yes_makes_an_advocate_with_consent_and_a_code_of_their_own(world):
    first, second = make_advocate(world), make_advocate(world, "Pia Promoter")

    assert _living(first.customer)
    assert len(first.referral_code) == 8
    assert first.referral_code != second.referral_code


def test_a_yes_said_twice_changes_nothing(world):
    thanks = make_thanks(world)

    assert join(thanks, at=NOW) == join(thanks, at=NOW + DAY)
    assert Advocate.objects.get().joined_at == NOW
    assert Consent.objects.filter(purpose=Consent.Purpose.ADVOCACY).count() == 1


def test_who_leaves_says_why_if_they_like_and_their_link_ends_and_they_may_come_back(world):
    thanks = make_thanks(world)
    advocate = join(thanks, at=NOW)
    leave(advocate, at=NOW + DAY, why="too_often")

    advocate.refresh_from_db()
    assert advocate.left_because == "too_often"
    assert not _living(advocate.customer)
    assert advocate_by_code(advocate.referral_code) is None
    assert not living_advocates(Advocate.objects.all()).exists()

    join(thanks, at=NOW + 2 * DAY)
    advocate.refresh_from_db()
    assert (advocate.left_at, advocate.left_because) == (None, "")
    assert _living(advocate.customer)


def test_a_reason_that_is_none_of_ours_is_not_kept(world):
    advocate = make_advocate(world)
    leave(advocate, at=NOW, why="<script>")
    assert Advocate.objects.get().left_because == ""


def test_advocates_are_seen_where_their_first_praise_was(world):
    leeds, york = make_advocate(world), make_advocate(world, unit=world.york)

    assert list(advocates_visible_to(world.lead)) == [leeds]
    assert list(advocates_visible_to(world.york_lead)) == [york]
    assert set(advocates_visible_to(world.office)) == {leeds, york}
    assert not advocates_visible_to(world.partner).exists()
