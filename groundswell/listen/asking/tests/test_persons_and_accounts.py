"""The rules bind people, not records: merged records are one person, and an account is asked as one."""

import pytest

from groundswell.foundation.customers.accounts import join_account, leave_account
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Account, Channel, Consent, Customer
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.asking.actions import ask_customer, set_rule
from groundswell.listen.asking.models import Ask, Reason, Sending, Suppression, Way
from groundswell.listen.asking.preview import replay
from groundswell.listen.asking.rules import Rules
from groundswell.listen.asking.why import person_by, standing_of, timeline_of
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, answered, brand_plan, delivered, plan_after_delivery, work


@pytest.fixture
def couple(world):
    """Two people of one household, whose account is asked once in thirty days."""
    set_rule("account_window", 30, by="office", at=NOW)
    household = Account.objects.create(name="Ash household", kind="household")
    people = [make_customer("Ann Ash"), make_customer("Bob Ash")]
    for one in people:
        join_account(household, one, by="office", at=NOW)
    return people


def ask(world, customer, at=NOW, version=None):
    version = version or world.experience
    return ask_customer(customer, version, way=Way.BY_HAND, key=f"{customer.pk}-{at}", by="somebody", at=at)


def test_an_account_is_asked_once_over_all_surveys_and_ways(world, couple):
    ann, bob = couple
    plan_after_delivery(world)
    assert isinstance(ask(world, ann, version=world.relationship), Sending)
    stopped = ask(world, bob, NOW + DAY)
    assert (stopped.reason, stopped.until) == (Reason.ACCOUNT_WINDOW, NOW + 30 * DAY)
    delivered(world, bob, NOW + 2 * DAY)
    work(NOW + 2 * DAY + 2 * HOUR)
    assert Suppression.objects.latest("pk").reason == Reason.ACCOUNT_WINDOW
    assert isinstance(ask(world, bob, NOW + 30 * DAY), Sending)


def test_who_left_the_account_is_bound_no_more(world, couple):
    ann, bob = couple
    ask(world, ann)
    leave_account(bob.memberships.get(), by="office", at=NOW)
    assert isinstance(ask(world, bob, NOW + DAY), Sending)


def test_why_and_the_preview_know_the_account(world, couple):
    ann, bob = couple
    ask(world, ann)
    seen = {one.survey.code: one for one in standing_of(bob, at=NOW + DAY)}
    assert "Somebody of the same account was asked on 11 March 2026." in seen["delivery"].sentence
    assert seen["delivery"].free_from == NOW + 30 * DAY
    leave_account(bob.memberships.get(), by="office", at=NOW)
    ask(world, bob, NOW + 2 * DAY)
    join_account(Account.objects.get(), bob, by="office", at=NOW + 3 * DAY)
    assert replay(Rules(account_window=30), at=NOW + 4 * DAY).suppressed == 1
    assert replay(Rules(), at=NOW + 4 * DAY).suppressed == 0


def test_what_was_asked_under_one_record_counts_for_the_other_until_they_are_taken_apart(world):
    one, other = make_customer(), make_customer()
    ask(world, other)
    merge = merge_customers(one, other, by="office", at=NOW)
    assert ask(world, one, NOW + 2 * DAY).reason == Reason.PERSON_WINDOW
    unmerge(merge, by="office", at=NOW + 3 * DAY)
    assert isinstance(ask(world, one, NOW + 4 * DAY), Sending)


def test_a_person_with_two_records_is_drawn_once_and_written_to_at_the_living_address(world):
    one, other = make_customer(), make_customer()
    brand_plan(world)
    work(NOW - 40 * DAY)
    brand_plan(world, "rolling", starts_on=(NOW - 31 * DAY).date())
    merge_customers(one, other, by="office", at=NOW - 31 * DAY)
    work(NOW - 31 * DAY)
    assert Ask.objects.filter(plan__kind="wave").count() == 1
    delivered(world, other, NOW + 100 * DAY)
    plan_after_delivery(world)
    delivered(world, other, NOW + 100 * DAY)
    work(NOW + 100 * DAY + 3 * HOUR)
    assert set(Message.objects.values_list("customer", flat=True)) <= {one.pk}
    assert person_by(str(other.email)) == one


def test_a_ban_under_one_record_binds_the_person(world):
    one, other = make_customer(), make_customer()
    ban_contact(other, why="Asked us to stop", by="office", at=NOW)
    merge_customers(one, other, by="office", at=NOW)
    assert ask(world, one).reason == Reason.DO_NOT_CONTACT
    titles = [moment.title for moment in timeline_of(one, at=NOW)]
    assert {"Two records became one person", "Marked as never to be asked"} <= set(titles)


def test_consent_by_text_message_is_none_by_e_mail(world):
    customer = make_customer(consents=False)
    Consent.objects.create(
        customer=customer, purpose=Consent.Purpose.ASKING, channel=Channel.TEXT, given_at=NOW
    )
    assert ask(world, customer).reason == Reason.NO_CONSENT


def test_a_complaint_answered_by_e_mail_is_no_consent_to_be_asked(world):
    customer = make_customer(consents=False)
    Consent.objects.create(customer=customer, purpose=Consent.Purpose.CONTACT, given_at=NOW)
    assert ask(world, customer).reason == Reason.NO_CONSENT


def test_nothing_goes_out_on_a_public_holiday_where_the_customer_lives_by_the_clock(world):
    plan_after_delivery(world)
    good_friday = NOW.replace(month=4, day=3)
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(time_zone="Australia/Sydney")
    delivered(world, make_customer(), good_friday)
    delivered(world, customer, good_friday)
    work(good_friday + 2 * HOUR)
    assert not Sending.objects.exists()
    held = Ask.objects.get(customer=customer).held_until
    assert held == NOW.replace(month=4, day=3, hour=21)
    work(NOW.replace(month=4, day=7, hour=9))
    assert Sending.objects.count() == 2


def test_the_place_of_an_answer_is_that_of_the_episode_whatever_moves_meanwhile(world):
    plan_after_delivery(world)
    customer, employee = make_customer(), world.frontline.person
    episode = delivered(world, customer)
    episode.employee = employee
    episode.save()
    work(NOW + 2 * HOUR)
    employee.unit = world.york
    employee.save()
    Unit.objects.filter(pk=world.leeds.pk).update(parent=world.web)
    merge_customers(make_customer(), customer, by="office", at=NOW + 3 * HOUR)
    answered(Sending.objects.get().invitation, NOW + DAY)
    signal = Signal.objects.get()
    assert (signal.unit, signal.employee, signal.customer) == (world.leeds, employee, customer)
