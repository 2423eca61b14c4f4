"""What one does on the card: write, offer, say a word, promise, merge, close in three taps."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from groundswell.act.cases.actions import note_attempt
from groundswell.act.cases.models import Case, CaseLetter, Closure, FollowUp, Offer, RootCause
from groundswell.act.cases.offers.limits import set_limit
from groundswell.act.cases.routing.rehoming import keep_owners
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.presence import note_absence
from tests.world import NOW, make_customer

from .scenes import HOUR, closed_case, open_case

pytestmark = pytest.mark.once

LATER = NOW + 2 * HOUR


@pytest.fixture(autouse=True)
def two_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def lead(world, signed_in):
    set_limit(post=Person.Post.LEAD, unit=None, most=Decimal(50), by="a test", at=NOW)
    set_limit(post=Person.Post.EXECUTIVE, unit=None, most=Decimal(500), by="a test", at=NOW)
    return signed_in(world.lead)


def page_after(client, address: str, **given: object) -> str:
    return client.post(address, given, follow=True).content.decode()


def test_the_card_says_what_may_be_offered_and_who_is_told_next(world, lead):
    case = open_case(world.leeds)
    page = lead.get(f"/act/cases/{case.pk}/").content.decode()
    assert "You may offer up to £50 without asking" in page
    assert "Next: Lena Lead (the owner of the case) is told Wednesday 11 March, 16:00." in page
    assert "Comes to Lena Lead: answers for Leeds." in page


def test_an_offer_within_the_limit_is_made_and_one_above_it_gets_its_word_on_the_card(world, lead, signed_in):
    case = open_case(world.leeds)
    address = f"/act/cases/{case.pk}/offer/"
    assert "It is within your limit" in page_after(lead, address, what="A voucher", amount="20", why="Late")
    assert "You may offer up to £30" in lead.get(f"/act/cases/{case.pk}/").content.decode()
    assert "somebody with a higher one is asked" in page_after(
        lead, address, what="A coat", amount="90", why="Torn"
    )

    above = signed_in(world.executive)
    assert "Say yes" in above.get(f"/act/cases/{case.pk}/").content.decode()
    assert "Say yes" not in lead.get(f"/act/cases/{case.pk}/").content.decode()
    word = f"/act/cases/offers/{Offer.objects.latest('pk').pk}/word/"
    assert "They are told: yes." in page_after(above, word, yes="", why="Of course.")
    assert "Eva Executive said yes" in lead.get(f"/act/cases/{case.pk}/").content.decode()
    assert signed_in(world.york_lead).post(word, {"yes": ""}).status_code == 404


def test_a_letter_is_written_on_the_card_and_stands_there(world, lead):
    case = open_case(world.leeds, touchpoint=world.delivery)
    assert 'value="What you told us about delivery"' in lead.get(f"/act/cases/{case.pk}/").content.decode()
    page = page_after(lead, f"/act/cases/{case.pk}/letter/", subject="Your parcel", words="We are sorry.")
    assert "Your letter leaves within seconds" in page
    assert "We are sorry.<br>" in page
    assert CaseLetter.objects.get().by == world.lead.person


def test_a_form_that_could_not_be_used_keeps_what_was_typed(world, lead):
    case = open_case(world.leeds)
    for name, given in {
        "letter": {"subject": "", "words": "Half a letter"},
        "offer": {"what": "Half an offer", "amount": "", "why": ""},
        "promise": {"what": "Half a promise"},
    }.items():
        answer = lead.post(f"/act/cases/{case.pk}/{name}/", given)
        assert answer.status_code == 422
        assert "Half a" in answer.content.decode()


def test_a_promise_is_made_kept_and_seen_overdue(world, lead, signed_in):
    case = open_case(world.leeds)
    given = {"what": "Send a 42.", "person": world.frontline.person.pk, "due_on": "2026-03-10"}
    assert "Noted: Fay Frontline, by 10 March." in page_after(lead, f"/act/cases/{case.pk}/promise/", **given)
    assert "Overdue" in lead.get(f"/act/cases/{case.pk}/").content.decode()

    home = signed_in(world.frontline).get("/").content.decode()
    assert "Send a 42." in home
    assert "Send a 42." in lead.get("/").content.decode()
    end = f"/act/cases/promises/{FollowUp.objects.get().pk}/end/"
    assert signed_in(world.york_lead).post(end, {"done": ""}).status_code == 404
    assert "Done." in page_after(signed_in(world.frontline), end, done="")


def test_two_cases_are_merged_on_the_card_and_the_old_address_leads_on(world, lead):
    carla = make_customer()
    first = open_case(world.leeds, customer=carla)
    second = open_case(world.leeds, customer=carla, comment="And torn.", at=NOW + HOUR)
    page = page_after(lead, f"/act/cases/{first.pk}/merge/", case=second.pk)
    assert f"Case {second.pk} goes on here." in page
    assert "And torn." in page
    assert lead.get(f"/act/cases/{second.pk}/")["Location"] == f"/act/cases/{first.pk}/"
    merge = second.merges.get()
    assert "stand for themselves again" in page_after(lead, f"/act/cases/merges/{merge.pk}/apart/")
    assert lead.get(f"/act/cases/{second.pk}/").status_code == 200


def test_a_case_closes_in_three_taps_where_the_cause_is_a_usual_one(world, lead):
    closed_case(world.leeds, world.lead.person, touchpoint=world.delivery, at=NOW - timedelta(days=2))
    case = open_case(world.leeds, touchpoint=world.delivery)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    cause = RootCause.objects.get(name="Delivery")
    assert f'name="usual_cause" value="{cause.pk}"' in lead.get(f"/act/cases/{case.pk}/").content.decode()
    page_after(lead, f"/act/cases/{case.pk}/close/", outcome="answered", usual_cause=cause.pk)
    assert Closure.objects.get(case=case).root_cause == cause


def test_a_case_without_a_cause_does_not_close(world, lead):
    case = open_case(world.leeds)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    answer = lead.post(f"/act/cases/{case.pk}/close/", {"outcome": "answered"})
    assert answer.status_code == 422
    assert "Choose a root cause" in answer.content.decode()


def test_the_lead_sees_whose_owner_is_away(world, lead):
    case = open_case(world.leeds)
    note_absence(world.lead.person, starts_on=NOW.date(), ends_on=NOW.date(), stand_in=None, by=None, at=NOW)
    keep_owners(at=LATER)
    assert "is away until 11 March 2026" in lead.get(f"/act/cases/{case.pk}/").content.decode()
    assert "Nobody is there for" in lead.get("/").content.decode()


def test_an_offer_waiting_for_ones_word_stands_on_the_home(world, lead, signed_in):
    case = open_case(world.leeds)
    Case.objects.filter(pk=case.pk).update(owner=world.frontline.person)
    signed_in(world.frontline).post(
        f"/act/cases/{case.pk}/offer/", {"what": "A scarf", "amount": "30", "why": "Sorry"}
    )
    assert "A scarf" in lead.get("/").content.decode()


def test_limits_are_set_and_ended_by_the_office_only(world, lead, signed_in):
    office = signed_in(world.office)
    page = page_after(office, "/act/cases/limits/", post="frontline", unit=world.leeds.pk, most="15")
    assert "Frontline, 15 for one case" in page
    assert "Set a limit" not in lead.get("/act/cases/limits/").content.decode()
    assert lead.post("/act/cases/limits/1/end/").status_code == 403


def test_the_card_says_that_nobody_may_contact_them_and_who_said_so(world, lead):
    carla = make_customer("Carla Customer")
    case = open_case(world.leeds, customer=carla)
    assert "Not to be contacted" not in lead.get(f"/act/cases/{case.pk}/").text
    ban_contact(carla, why="Their lawyer asks for it.", by="Olu Office", at=NOW)
    page = lead.get(f"/act/cases/{case.pk}/").text
    for words in ("Not to be contacted", "Their lawyer asks for it.", "Olu Office, 11 March 2026"):
        assert words in page
    assert "There is no address, or no consent" not in page
    assert "What you may say first" not in page
