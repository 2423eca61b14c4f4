"""The customer is asked again, once."""

from datetime import timedelta

import pytest

from groundswell.act.cases import errors
from groundswell.act.cases.actions import ask_again, close_case, note_attempt
from groundswell.act.cases.jobs import ask_customers_again
from groundswell.act.cases.models import Case, Closure, RootCause, SecondAsk
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.queries import history_of, is_recovery, second_answer_to
from groundswell.foundation.customers.actions import (
    find_or_make_customer,
    give_consent,
    refuse_contact,
    withdraw_consent,
)
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.channels.models import Message
from groundswell.listen.surveys.models import Invitation, Survey
from tests.world import NOW, make_customer

from .scenes import HOUR, answer_to, closed_case, low_score_rule, open_case

DAY = timedelta(days=1)


def test_one_working_day_after_closing_the_customer_is_asked_again_once(world):
    case = closed_case(world.leeds, world.lead.person)
    closed_at = NOW + 2 * HOUR

    assert ask_customers_again(closed_at + DAY - timedelta(minutes=1)) == ""
    assert ask_customers_again(closed_at + DAY) == "asked 1 customers again"
    assert ask_customers_again(closed_at + DAY) == ""

    invitation = Invitation.objects.get()
    assert (invitation.purpose, invitation.customer, invitation.unit) == (
        "second",
        case.signal.customer,
        world.leeds,
    )
    assert Message.objects.get().subject == "Did we put it right?"


def test_the_rule_says_how_long_to_wait(world):
    case = closed_case(world.leeds, world.lead.person)
    case.rule.ask_again_after_hours = 0
    case.rule.save()

    assert ask_customers_again(NOW + 2 * HOUR) == "asked 1 customers again"


def test_the_second_answer_says_whether_the_customer_has_come_back(world):
    case = closed_case(world.leeds, world.lead.person)
    asked = ask_again(case, at=NOW + DAY)
    answer_to(asked.invitation, 9, "You listened.", at=NOW + 2 * DAY)

    answer = second_answer_to(case)

    assert answer.score == 9
    assert is_recovery(answer)
    assert history_of(case)[-1].detail == "The score moved from 3 to 9. You listened."


def test_a_low_second_answer_opens_a_new_case_and_nobody_is_asked_a_third_time(world):
    case = closed_case(world.leeds, world.lead.person)
    answer_to(ask_again(case, at=NOW + DAY).invitation, 2, "Still broken.", at=NOW + DAY)
    (second,) = open_cases_for(low_score_rule(), at=NOW + DAY)
    note_attempt(second, channel="phone", reached=True, by=world.lead.person, at=NOW + DAY)
    cause = RootCause.objects.get(name="Product")
    close_case(second, outcome=Closure.Outcome.GOODWILL, root_cause=cause, by=world.lead.person, at=NOW + DAY)

    assert ask_customers_again(NOW + 4 * DAY) == ""
    with pytest.raises(errors.CustomerMayNotBeAsked, match="third time"):
        ask_again(second, at=NOW + 4 * DAY)


def test_an_open_case_is_not_asked_about(world):
    with pytest.raises(errors.CaseStillOpen):
        ask_again(open_case(world.leeds), at=NOW)


def test_nobody_is_asked_again_twice(world):
    case = closed_case(world.leeds, world.lead.person)
    ask_again(case, at=NOW + DAY)

    with pytest.raises(errors.CustomerAlreadyAskedAgain):
        ask_again(Case.objects.get(), at=NOW + 2 * DAY)

    assert SecondAsk.objects.count() == 1


def test_who_took_back_the_consent_is_not_asked(world):
    case = closed_case(world.leeds, world.lead.person)
    withdraw_consent(case.signal.customer, Consent.Purpose.ASKING, by="the customer", at=NOW + 3 * HOUR)

    assert ask_customers_again(NOW + 3 * DAY) == ""
    with pytest.raises(errors.CustomerMayNotBeAsked):
        ask_again(case, at=NOW + DAY)


def by_text_only(customer, allows: bool = True) -> None:
    """No e-mail address any more; a number, and what they said about texts."""
    find_or_make_customer({"email": customer.email, "phone": "07700 900123"})
    Customer.objects.filter(pk=customer.pk).update(email=None)
    customer.refresh_from_db()
    if allows:
        give_consent(customer, Consent.Purpose.ASKING, channel="text", by="the customer", at=NOW)


def test_who_agreed_to_texts_and_has_no_e_mail_is_asked_again_by_text(world):
    case = closed_case(world.leeds, world.lead.person)
    by_text_only(case.signal.customer)
    assert ask_customers_again(NOW + 2 * HOUR + DAY) == "asked 1 customers again"
    message = Message.objects.get()
    assert (message.medium, message.address) == ("text", "+447700900123")


def test_who_has_a_number_and_did_not_agree_to_texts_is_left_in_peace(world):
    case = closed_case(world.leeds, world.lead.person)
    by_text_only(case.signal.customer, allows=False)
    assert ask_customers_again(NOW + 2 * HOUR + DAY) == ""
    assert not Message.objects.exists()


def test_a_second_ask_by_text_keeps_the_quiet_hours_too(world):
    case = closed_case(world.leeds, world.lead.person)
    by_text_only(case.signal.customer)
    night = (NOW + 2 * DAY).replace(hour=22)
    assert ask_customers_again(night) == ""
    assert ask_customers_again((NOW + 3 * DAY).replace(hour=9)) == "asked 1 customers again"


def test_who_allows_both_is_asked_again_by_e_mail(world):
    case = closed_case(world.leeds, world.lead.person)
    find_or_make_customer({"email": case.signal.customer.email, "phone": "07700 900123"})
    give_consent(case.signal.customer, Consent.Purpose.ASKING, channel="text", by="the customer", at=NOW)
    ask_customers_again(NOW + 2 * HOUR + DAY)
    assert Message.objects.get().medium == "email"


def test_an_address_under_a_merged_record_is_enough_to_be_asked_again(world):
    case = closed_case(world.leeds, world.lead.person)
    kept = make_customer("Ann")
    merge_customers(kept, case.signal.customer, by="office", at=NOW)
    assert ask_customers_again(NOW + 2 * HOUR + DAY) == "asked 1 customers again"
    assert Message.objects.get().customer == kept


def test_a_refusal_under_a_merged_record_is_one_against_being_asked_again(world):
    case = closed_case(world.leeds, world.lead.person)
    kept = make_customer("Ann")
    merge_customers(kept, case.signal.customer, by="office", at=NOW)
    refuse_contact([kept.pk], by="file", at=NOW, why="as delighted says")
    assert ask_customers_again(NOW + 2 * HOUR + DAY) == ""


def test_a_customer_who_was_never_reached_is_not_asked_how_it_went(world):
    case = open_case(world.leeds)
    for hour in (1, 2):
        note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW + hour * HOUR)
    cause = RootCause.objects.get(name="Product")
    close_case(case, outcome="unreachable", root_cause=cause, by=world.lead.person, at=NOW + 2 * HOUR)

    assert ask_customers_again(NOW + 3 * DAY) == ""


def test_a_case_closed_long_ago_is_left_in_peace(world):
    closed_case(world.leeds, world.lead.person)

    assert ask_customers_again(NOW + 15 * DAY) == ""


def test_without_an_open_survey_there_is_nothing_to_ask_with(world):
    case = closed_case(world.leeds, world.lead.person)
    Survey.objects.update(closed_at=NOW)

    with pytest.raises(errors.CustomerMayNotBeAsked, match="no open survey"):
        ask_again(case, at=NOW + DAY)
