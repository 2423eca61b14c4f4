"""The list and the call card."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.act.cases.actions import ask_again, close_case, note_attempt
from groundswell.act.cases.call_card import revenue_of_last_year
from groundswell.act.cases.models import Case, Closure, ContactAttempt, Handover, RootCause, SecondAsk
from groundswell.foundation.customers.models import Revenue
from tests.world import NOW, make_customer, make_signal

from .scenes import HOUR, answer_to, closed_case, open_case

LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def two_days_later():
    with time_machine.travel(LATER, tick=False):
        yield


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_my_cases_with_the_clock_in_words(world, signed_in):
    case = open_case(world.leeds, comment="The parcel came late.")

    page = _page(signed_in(world.lead), "/act/cases/")

    assert "1 case waits for you" in page
    assert f'href="/act/cases/{case.pk}/"' in page
    assert "The parcel came late." in page
    assert "Overdue by 1 day" in page


@pytest.mark.parametrize(
    "show", ["mine", "team", "late", "closed", "opened", "in-time", "asked-again", "recovered"]
)
def test_an_empty_list_teaches(world, signed_in, show):
    assert 'class="empty"' in _page(signed_in(world.lead), f"/act/cases/?show={show}")


def test_an_unknown_list_is_refused(world, signed_in):
    assert signed_in(world.lead).get("/act/cases/?show=everything").status_code == 400


def test_a_york_lead_finds_no_leeds_case_in_the_list_by_its_address_or_by_acting(world, signed_in):
    case = open_case(world.leeds, comment="A secret of Leeds.")
    york = signed_in(world.york_lead)

    assert "A secret of Leeds." not in _page(york, "/act/cases/?show=team")
    assert york.get(f"/act/cases/{case.pk}/").status_code == 404
    for deed in ("contact", "close", "hand-over", "ask-again"):
        assert (
            york.post(f"/act/cases/{case.pk}/{deed}/", {"reached": "yes", "channel": "phone"}).status_code
            == 404
        )
    assert not ContactAttempt.objects.exists()


def test_a_colleague_may_read_but_not_act(world, signed_in):
    case = open_case(world.leeds)
    colleague = signed_in(world.frontline)

    assert "act on it" in _page(colleague, f"/act/cases/{case.pk}/")
    assert (
        colleague.post(f"/act/cases/{case.pk}/contact/", {"reached": "yes", "channel": "phone"}).status_code
        == 403
    )
    assert not ContactAttempt.objects.exists()


def test_partners_and_strangers_do_not_come_in(world, signed_in):
    assert signed_in(world.partner).get("/act/cases/").status_code == 403
    assert Client().get("/act/cases/").status_code == 302


def test_the_card_shows_the_voice_the_value_what_was_said_before_and_what_to_say(world, signed_in):
    customer = make_customer("Carla Customer")
    Revenue.objects.create(customer=customer, month=date(2026, 1, 1), amount=Decimal("1234.50"))
    make_signal(9, "Lovely shop.", unit=world.leeds, customer=customer, at=NOW - timedelta(days=30))
    make_signal(9, "Lovely York.", unit=world.york, customer=customer, at=NOW - timedelta(days=30))
    case = open_case(world.leeds, customer=customer, comment="It arrived torn.", touchpoint=world.delivery)

    page = _page(signed_in(world.lead), f"/act/cases/{case.pk}/")

    assert "Get back to Carla Customer" in page
    assert "It arrived torn." in page
    assert "£1,234" in page
    assert "Lovely shop." in page
    assert "Lovely York." not in page
    assert "Hello Carla, this is Lena from Leeds." in page


def test_unknown_revenue_is_not_nought(world):
    assert revenue_of_last_year(make_customer(), NOW.date()) is None
    assert revenue_of_last_year(None, NOW.date()) is None


def test_the_last_twelve_full_months_count(world):
    customer = make_customer()
    for month in (date(2025, 2, 1), date(2025, 3, 1), date(2026, 2, 1), date(2026, 3, 1)):
        Revenue.objects.create(customer=customer, month=month, amount=10)

    assert revenue_of_last_year(customer, date(2026, 3, 11)) == 20


def test_from_contact_to_closure_in_the_page(world, signed_in):
    case = open_case(world.leeds)
    lead = signed_in(world.lead)

    noted = lead.post(
        f"/act/cases/{case.pk}/contact/",
        {"reached": "yes", "channel": "phone", "note": "Sorry."},
        follow=True,
    )
    cause = RootCause.objects.get(name="Delivery").pk
    closed = lead.post(
        f"/act/cases/{case.pk}/close/", {"outcome": "recovered", "root_cause": cause}, follow=True
    )

    assert "The contact is noted." in noted.content.decode()
    assert "The case is closed." in closed.content.decode()
    assert Closure.objects.get().by == world.lead.person
    assert "Ask again now" in closed.content.decode()
    lead.post(f"/act/cases/{case.pk}/ask-again/")
    assert SecondAsk.objects.get().case == case


def test_closing_wants_an_outcome_and_a_root_cause(world, signed_in):
    case = open_case(world.leeds)

    answer = signed_in(world.lead).post(f"/act/cases/{case.pk}/close/", {"note": "Never mind."})

    assert answer.status_code == 422
    assert "Please look at this again" in answer.content.decode()
    assert not Closure.objects.exists()


def test_the_page_offers_to_close_only_once_there_is_something_to_close_with(world, signed_in):
    case = open_case(world.leeds)
    lead, address = signed_in(world.lead), f"/act/cases/{case.pk}/"

    assert 'name="outcome"' not in _page(lead, address)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    page = _page(lead, address)
    assert page.count('name="outcome"') == 3
    assert "Not reached after several attempts" not in page


def test_the_second_to_close_is_told_who_was_first(world, signed_in):
    case = closed_case(world.leeds, world.lead.person)
    cause = RootCause.objects.get(name="Delivery").pk

    answer = signed_in(world.office).post(
        f"/act/cases/{case.pk}/close/", {"outcome": "goodwill", "root_cause": cause}, follow=True
    )

    assert "Lena Lead closed this case" in answer.content.decode()
    assert Closure.objects.get().outcome == "recovered"


def test_handing_a_case_out_of_sight_leads_back_to_the_list(world, signed_in):
    case = open_case(world.leeds)
    boss = world.executive.person

    answer = signed_in(world.lead).post(
        f"/act/cases/{case.pk}/hand-over/", {"to": boss.pk, "why": "Too big for us"}
    )

    assert Handover.objects.get().to == boss
    assert answer.url == f"/act/cases/{case.pk}/"


def test_nobody_out_of_sight_can_be_chosen(world, signed_in):
    case = open_case(world.leeds)

    answer = signed_in(world.lead).post(
        f"/act/cases/{case.pk}/hand-over/", {"to": world.york_lead.person.pk, "why": "Take it"}
    )

    assert answer.status_code == 422
    assert Case.objects.get().owner == world.lead.person


def test_a_voice_without_customer_says_that_nobody_can_be_contacted_and_what_to_do(world, signed_in):
    case = open_case(world.leeds, customer=None)
    lead = signed_in(world.lead)

    page = _page(lead, f"/act/cases/{case.pk}/")

    assert "Nobody can be contacted about this" in page
    assert "next huddle" in page
    assert "Note a contact" not in page
    assert "Overdue" not in page
    assert "Nobody to contact" in _page(lead, "/act/cases/")
    cause = RootCause.objects.get(name="Product").pk
    lead.post(f"/act/cases/{case.pk}/close/", {"outcome": "learned", "root_cause": cause})
    assert Closure.objects.get().outcome == Closure.Outcome.LEARNED


def test_the_card_shows_that_the_customer_has_come_back(world, signed_in):
    case = closed_case(world.leeds, world.lead.person)
    answer_to(ask_again(case, at=NOW + 3 * HOUR).invitation, 9, "Thank you for calling.", at=NOW + 4 * HOUR)

    page = _page(signed_in(world.lead), f"/act/cases/{case.pk}/")

    assert "This customer has come back" in page
    assert "The score moved from 3 to 9." in page
    assert "Thank you for calling." in page


def test_the_list_asks_the_same_questions_for_one_case_and_for_three(world, signed_in):
    client = signed_in(world.lead)

    def questions(new_rows: int) -> list[str]:
        for _ in range(new_rows):
            open_case(world.leeds, employee=world.frontline.person, touchpoint=world.delivery)
        with CaptureQueriesContext(connection) as asked:
            client.get("/act/cases/?show=team")
        return [one["sql"] for one in asked]

    for_one, for_three = questions(1), questions(2)
    assert len(for_one) == len(for_three)
    assert len([one for one in for_three if '"cases_' in one]) <= 12


def test_words_from_a_customer_are_never_markup(world, signed_in):
    case = open_case(world.leeds, comment="<script>alert(1)</script>")
    client = signed_in(world.lead)

    assert "<script>alert" not in _page(client, f"/act/cases/{case.pk}/")
    assert "<script>alert" not in _page(client, "/act/cases/")


def test_giving_up_is_refused_with_what_to_do_next(world, signed_in):
    case = open_case(world.leeds)
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW)
    cause = RootCause.objects.get(name="Delivery").pk

    answer = signed_in(world.lead).post(
        f"/act/cases/{case.pk}/close/", {"outcome": "unreachable", "root_cause": cause}, follow=True
    )

    assert "Try once more first." in answer.content.decode()


def test_the_first_closure_is_what_the_history_keeps(world):
    case = closed_case(world.leeds, world.lead.person)
    with pytest.raises(Exception, match="closed this case"):
        close_case(case, outcome="goodwill", root_cause=RootCause.objects.first(), by=None, at=LATER)


@pytest.mark.parametrize("role", ["executive", "lead"])
def test_an_executive_reads_the_words_of_a_case_and_not_whose_they_are(world, signed_in, role):
    case = open_case(world.leeds, comment="Late again. Call me on 0113 496 0000.")
    case.signal.customer.name = "Ottoline Quist"
    case.signal.customer.save()
    client = signed_in(getattr(world, role))

    card, cases = _page(client, f"/act/cases/{case.pk}/"), _page(client, "/act/cases/?show=team")

    reads_names = role == "lead"
    assert ("Ottoline Quist" in card) is reads_names
    assert (case.signal.customer.email in card) is reads_names
    assert ("0113 496 0000" in card + cases) is reads_names
    assert "Late again" in card
