"""Asking one thing: what is known of the person decides, over all of their records."""

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.advocates import errors
from groundswell.act.advocates.actions import leave
from groundswell.act.advocates.asking import answer_ask, ask, end_silent_asks, mark_done, take_back
from groundswell.act.advocates.gathering import place_in_line
from groundswell.act.advocates.judging import Why
from groundswell.act.advocates.knowing import rules_in_force, set_rule, standings
from groundswell.act.advocates.models import Ask, AskRule
from groundswell.act.cases.tests.scenes import open_case
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Consent
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, make_signal

from .scenes import DAY, make_advocate, make_event, make_need, make_platform


def _why(advocate, at=NOW) -> Why | None:
    (found,) = standings([advocate], at)
    return found.held and found.held.why


def test_fresh_praise_with_nothing_open_is_the_moment(world):
    assert _why(make_advocate(world)) is None


def test_what_is_known_of_a_person_decides(world):
    def poor(customer):
        make_signal(3, customer=customer, at=NOW - DAY)

    def complains(customer):
        told = NewComplaint("a-complaint-00001", "The zip broke.", customer_id=customer.pk)
        receive_complaint(told, at=NOW - DAY)

    def surveyed(customer):
        Invitation.objects.create(
            customer=customer, version=world.relationship, invited_at=NOW - DAY, episode_at=NOW - DAY
        )

    deeds = {
        Why.LEFT: lambda customer: leave(customer.advocate, at=NOW),
        Why.NO_CONSENT: lambda customer: withdraw_consent(customer, "advocacy", by="x", at=NOW),
        Why.NO_ADDRESS: lambda customer: withdraw_consent(customer, "contact", by="x", at=NOW),
        Why.BANNED: lambda customer: ban_contact(customer, why="Asked", by="x", at=NOW),
        Why.COMPLAINT: complains,
        Why.CASE: lambda customer: open_case(world.leeds, customer=customer),
        Why.POOR: poor,
        Why.NO_PRAISE: lambda customer: make_signal(8, customer=customer, at=NOW - DAY),
        Why.SURVEY: surveyed,
    }
    for why, deed in deeds.items():
        advocate = make_advocate(world, f"Petra {why}")
        deed(advocate.customer)
        advocate.refresh_from_db()
        assert _why(advocate) == why
        with pytest.raises(errors.AdvocateRefusal):
            ask(advocate, kind="case_study", by=world.lead.person, at=NOW)
    assert not Ask.objects.exists()
    assert not Message.objects.filter(key__startswith="ask").exists()


def test_a_competitive_answer_is_double_blind_and_says_nothing(world):
    advocate = make_advocate(world)
    make_signal(2, customer=advocate.customer, at=NOW - DAY, kind_of_score="competitive")
    assert _why(advocate) is None


def test_a_budget_binds_the_person_under_every_record(world):
    first, second = make_advocate(world), make_advocate(world, "Petra again")
    for number in (1, 2):
        made = ask(first, kind="case_study", by=world.lead.person, at=NOW + number * DAY)
        answer_ask(made, "yes", by="The customer", at=NOW + number * DAY)
    merge_customers(second.customer, first.customer, by="x", at=NOW)
    assert _why(second, NOW + 3 * DAY) == Why.QUARTER


def test_the_same_questions_are_asked_of_the_database_however_many_they_are(world, django_assert_num_queries):
    few = [make_advocate(world) for _ in range(2)]
    with django_assert_num_queries(14) as counted:
        standings(few, NOW)
    many = few + [make_advocate(world) for _ in range(5)]
    with django_assert_num_queries(len(counted)):
        standings(many, NOW)


def test_the_office_sets_how_often_and_the_past_stays_known(world):
    set_rule("per_quarter", 1, by=world.office, at=NOW)
    set_rule("per_quarter", 1, by=world.office, at=NOW)
    set_rule("per_quarter", 3, by=world.office, at=NOW + DAY)

    assert rules_in_force().per_quarter == 3
    assert list(AskRule.objects.values_list("amount", "ended_at")) == [(3, None), (1, NOW + DAY)]
    with pytest.raises(errors.CustomersAreTold):
        set_rule("per_year", 0, by=world.office, at=NOW)


def test_a_referral_is_asked_for_with_the_personal_link(world):
    advocate = make_advocate(world)
    made = ask(advocate, kind="referral", by=world.lead.person, at=NOW)

    letter = Message.objects.get(key__startswith="ask")
    assert f"/r/{advocate.referral_code}/" in letter.body
    assert f"/advocates/ask/{made.token}/" in letter.body


def test_a_letter_waits_for_the_end_of_the_night_where_the_customer_lives(world):
    advocate = make_advocate(world)
    advocate.customer.time_zone = "Australia/Sydney"
    advocate.customer.save()
    ask(advocate, kind="referral", by=world.lead.person, at=NOW)
    letter = Message.objects.get(key__startswith="ask")
    assert letter.quiet.zone == "Australia/Sydney"
    assert letter.quiet.over_at(NOW) is not None


def test_who_leaves_has_nothing_to_answer_any_more(world):
    advocate = make_advocate(world)
    made = ask(advocate, kind="referral", by=world.lead.person, at=NOW)
    leave(advocate, at=NOW)
    made.refresh_from_db()
    assert (made.answer, made.answered_by) == ("taken_back", "The customer")


def test_a_letter_speaks_the_language_in_which_they_said_yes(world):
    advocate = make_advocate(world)
    advocate.language = "de"
    advocate.save()
    ask(advocate, kind="testimonial", by=world.lead.person, at=NOW)
    letter = Message.objects.get(key__startswith="ask")
    assert letter.subject == "Dürfen wir Sie zitieren?"
    assert letter.body.startswith("Guten Tag Petra Promoter,")


def test_one_thing_at_a_time(world):
    advocate = make_advocate(world)
    ask(advocate, kind="case_study", by=world.lead.person, at=NOW)

    with pytest.raises(errors.NotNow, match="One thing at a time"):
        ask(advocate, kind="referral", by=world.office.person, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.create(advocate=advocate, kind="referral", asked_at=NOW)


def test_the_first_answer_stands_and_the_second_is_told_whose_it_was(world):
    made = ask(make_advocate(world), kind="case_study", by=world.lead.person, at=NOW)
    mine, yours = Ask.objects.get(pk=made.pk), Ask.objects.get(pk=made.pk)
    answer_ask(mine, "never", by="The customer", at=NOW)

    with pytest.raises(errors.AskAlreadyAnswered, match="The customer answered this already: Never this"):
        take_back(yours, by=world.office.person, at=NOW)
    assert Ask.objects.get().answer == "never"


def test_only_a_yes_is_done_and_once(world):
    made = ask(make_advocate(world), kind="case_study", by=world.lead.person, at=NOW)
    with pytest.raises(errors.NotYetAYes):
        mark_done(made, by=world.lead.person, at=NOW)
    answer_ask(made, "yes", by="The customer", at=NOW)
    mark_done(made, by=world.lead.person, at=NOW)
    with pytest.raises(errors.NotYetAYes):
        mark_done(made, by=world.lead.person, at=NOW)


def test_silence_ends_an_ask_and_a_late_answer_is_still_heard(world):
    made = ask(make_advocate(world), kind="case_study", by=world.lead.person, at=NOW)
    assert end_silent_asks(at=NOW + 20 * DAY) == 0
    assert end_silent_asks(at=NOW + 21 * DAY) == 1
    assert end_silent_asks(at=NOW + 21 * DAY) == 0
    answer_ask(made, "yes", by="The customer", at=NOW + 30 * DAY)
    assert made.answer == "yes"


def test_without_consent_to_be_written_to_nothing_is_asked(world):
    advocate = make_advocate(world)
    Consent.objects.filter(purpose=Consent.Purpose.CONTACT).update(withdrawn_at=NOW)
    with pytest.raises(errors.NotNow, match="does not allow us to write"):
        ask(advocate, kind="case_study", by=world.lead.person, at=NOW)
    assert not Ask.objects.exists()


def test_a_platform_that_forbids_choosing_is_not_offered_to_those_who_praise(world):
    advocate = make_advocate(world)
    with pytest.raises(errors.ReviewsAreForEverybody, match="Prate forbids"):
        ask(advocate, kind="review", by=world.lead.person, at=NOW, about=make_platform(world))
    with pytest.raises(errors.AboutWhat):
        ask(advocate, kind="review", by=world.lead.person, at=NOW)
    free = make_platform(world, open_to_advocates=True, name="Shelf")
    ask(advocate, kind="review", by=world.lead.person, at=NOW, about=free)
    assert "On Shelf. Write what you think, good or bad." in Message.objects.get(key__startswith="ask").body


def test_one_person_at_a_time_is_asked_for_a_call(world):
    need = make_need(world)
    first, second = make_advocate(world, "Ada"), make_advocate(world, "Bea")
    made = ask(first, kind="reference", by=world.lead.person, at=NOW, about=need)
    with pytest.raises(errors.NeedHasAnOpenAsk, match="Ada is asked for this call already"):
        ask(second, kind="reference", by=world.lead.person, at=NOW, about=need)
    take_back(made, by=world.lead.person, at=NOW)
    ask(second, kind="reference", by=world.lead.person, at=NOW, about=need)


def test_seats_go_in_the_order_of_the_yeses(world):
    event = make_event(world, seats=1)
    made = [ask(make_advocate(world), kind="event", by=None, at=NOW, about=event) for _ in range(3)]
    for hours, one in enumerate((made[2], made[0])):
        answer_ask(one, "yes", by="The customer", at=NOW + hours * DAY)
    assert [place_in_line(made[2]), place_in_line(made[0])] == [1, 2]


def test_an_ask_about_something_else_is_refused(world):
    advocate, board = make_advocate(world), make_event(world, kind="advisory")
    with pytest.raises(errors.AboutWhat):
        ask(advocate, kind="event", by=None, at=NOW, about=board)
