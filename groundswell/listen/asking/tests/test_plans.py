"""Plans draw, ask, remind, each once; the queue keeps its order and survives a bad address."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.history.models import Event
from groundswell.listen.asking.actions import ask_customer, record_episode
from groundswell.listen.asking.chance import chance_in_unit, lot
from groundswell.listen.asking.errors import SurveyNotForCustomers
from groundswell.listen.asking.jobs import offer_asks, send_asks
from groundswell.listen.asking.models import Ask, Draw, Reason, Sending, Suppression, Way
from groundswell.listen.asking.planning import end_plan
from groundswell.listen.asking.sending import sort_due
from groundswell.listen.channels.models import Message
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, make_customer, make_signal

from .scenes import DAY, HOUR, answered, brand_plan, delivered, plan_after_delivery, work


def test_an_episode_is_asked_about_after_the_hours_that_the_plan_waits_with_its_places_frozen(world):
    plan_after_delivery(world)
    episode = delivered(world, make_customer())

    work(NOW + HOUR)
    assert Sending.objects.count() == 0
    work(NOW + 2 * HOUR)

    invitation = Invitation.objects.get()
    assert (invitation.touchpoint, invitation.unit) == (world.delivery, world.leeds)
    assert invitation.episode_at == episode.happened_at
    assert Message.objects.get().customer == episode.customer


def test_an_episode_that_arrives_twice_is_asked_about_once(world):
    plan_after_delivery(world)
    customer = make_customer()
    for _ in range(2):
        record_episode(
            customer, world.delivery, source="till", key="order 7", happened_at=NOW, by="till", at=NOW
        )
    for _ in range(3):
        work(NOW + DAY)
    assert (Ask.objects.count(), Sending.objects.count(), Message.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(verb="recorded an episode").count() == 1


def test_a_plan_asks_only_about_its_own_unit_touchpoint_segment_and_time(world):
    plan_after_delivery(world, unit=world.york, name="York")
    plan_after_delivery(world, segments=["Family"], name="Families")
    plan_after_delivery(world, starts_on=date(2027, 1, 1), name="Later")
    delivered(world, make_customer())
    assert Ask.objects.count() == 0
    plan_after_delivery(world, unit=world.shops, name="Shops")
    delivered(world, make_customer())
    assert Ask.objects.get().plan.name == "Shops"


def test_a_rolling_sample_is_drawn_once_a_month_with_its_chance_and_spread_over_the_days(world):
    people = [make_customer() for _ in range(60)]
    brand_plan(world, "rolling", share=50)

    assert offer_asks(NOW).startswith("drew")
    asks = list(Ask.objects.all())
    assert 18 <= len(asks) <= 42
    assert {ask.probability for ask in asks} == {0.5}
    assert len({ask.due_at.date() for ask in asks}) > 8
    assert all(date(2026, 3, 11) <= ask.due_at.date() <= date(2026, 3, 31) for ask in asks)
    assert offer_asks(NOW + 5 * DAY) == ""
    assert Draw.objects.get().population == len(people)
    offer_asks(NOW + 25 * DAY)
    assert set(Draw.objects.values_list("occasion", flat=True)) == {"2026-03", "2026-04"}


def test_the_lot_is_the_same_after_a_restart_and_even(world):
    lots = [lot(1, "plan", number) for number in range(4000)]
    assert lots == [lot(1, "plan", number) for number in range(4000)]
    assert 0 <= min(lots) < max(lots) < 1
    assert abs(sum(lots) / len(lots) - 0.5) < 0.02


def test_quotas_ask_as_many_of_each_unit_as_the_margin_needs():
    # (1.96 x 100 / 20)^2 x 2/3 - 3 = 61.03, so 62 answers; at 25 % response 248 are asked.
    assert chance_in_unit(2480, 0.1, 20, 0.25) == pytest.approx(0.1)
    assert chance_in_unit(100, 0.1, 20, 0.25) == 1.0
    assert chance_in_unit(100, 0.1, None, 0.25) == 0.1


def test_a_quota_draws_small_units_fully_and_large_ones_by_chance(world):
    for unit, size in ((world.leeds, 120), (world.york, 8)):
        for _ in range(size):
            make_signal(8, unit=unit, customer=make_customer())
    brand_plan(world, margin=38, expected_response=50)
    offer_asks(NOW)
    chances = dict(Ask.objects.values_list("unit__name", "probability"))
    assert chances["York"] == 1.0
    assert chances["Leeds"] == pytest.approx(30 / 120)


def test_a_wave_is_drawn_a_month_ahead_so_that_nothing_else_comes_first(world):
    customer = make_customer()
    brand_plan(world, starts_on=date(2026, 3, 20))
    plan_after_delivery(world)
    offer_asks(NOW)
    delivered(world, customer)

    work(NOW + 3 * HOUR)
    assert Suppression.objects.get().reason == Reason.PRECEDENCE
    work(NOW + 9 * DAY)
    assert Sending.objects.get().ask.survey == world.relationship.survey


def test_only_who_keeps_silent_is_reminded_and_at_most_as_often_as_the_plan_says(world):
    plan_after_delivery(world, reminders_at_most=2, remind_after_days=3)
    silent, quick = make_customer("Silent"), make_customer("Quick")
    for customer in (silent, quick):
        delivered(world, customer)
    work(NOW + 2 * HOUR)
    answered(Invitation.objects.get(customer=quick), NOW + DAY)
    for day in range(3, 30):
        work(NOW + day * DAY + 2 * HOUR)

    steps = Sending.objects.order_by("at").values_list("ask__customer__name", "ask__step")
    assert list(steps) == [("Silent", 0), ("Quick", 0), ("Silent", 1), ("Silent", 2)]
    assert Invitation.objects.count() == 2
    reminder = Message.objects.filter(key__startswith="reminder").first()
    assert reminder.subject == "A reminder: one question about your visit"
    assert Invitation.objects.get(customer=silent).token in reminder.body


def test_an_answer_that_arrives_before_the_planned_reminder_stops_it(world):
    plan_after_delivery(world, reminders_at_most=1, remind_after_days=2)
    delivered(world, make_customer())
    work(NOW + 2 * HOUR)
    offer_asks(NOW + 3 * DAY)
    answered(Invitation.objects.get(), NOW + 3 * DAY)
    send_asks(NOW + 3 * DAY)
    assert Suppression.objects.get().reason == Reason.ANSWERED


def test_after_a_downtime_overdue_asks_go_out_in_due_order_and_once(world):
    plan_after_delivery(world)
    people = [make_customer(str(number)) for number in range(4)]
    for number, customer in enumerate(reversed(people)):
        delivered(world, customer, NOW + number * HOUR)
    for _ in range(3):
        work(NOW + 6 * DAY)
    assert list(Sending.objects.order_by("id").values_list("ask__customer__name", flat=True)) == list("3210")


def test_quiet_hours_hold_back_until_the_morning_of_the_person(world):
    plan_after_delivery(world)
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(time_zone="America/New_York")
    delivered(world, customer, NOW - 6 * HOUR)

    work(NOW)
    ask = Ask.objects.get()
    assert ask.held_until == NOW + 2 * HOUR
    work(NOW + HOUR)
    assert Sending.objects.count() == Suppression.objects.count() == 0
    work(NOW + 2 * HOUR)
    assert Sending.objects.get().at == NOW + 2 * HOUR


def test_one_ask_that_cannot_be_sent_never_stops_the_rest(world):
    plan_after_delivery(world)
    broken = plan_after_delivery(world, name="Broken", survey=_survey_without_wording(world))
    first, second = make_customer(), make_customer()
    record_episode(first, world.returns, source="till", key="a", happened_at=NOW, by="till", at=NOW)
    delivered(world, second, NOW + HOUR)
    assert Ask.objects.filter(plan=broken).count() == 1

    assert send_asks(NOW + 4 * HOUR) == "sent 1 asks, suppressed 0"
    assert Ask.objects.get(plan=broken).held_until == NOW + 5 * HOUR
    assert Sending.objects.get().ask.customer == second


def _survey_without_wording(world):
    survey = world.experience.survey
    survey.pk, survey.code, survey.touchpoint = None, "empty", world.returns
    survey.save()
    return survey


def test_an_ended_plan_asks_nobody_any_more(world):
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    end_plan(plan, by=world.office, at=NOW)
    work(NOW + DAY)
    delivered(world, make_customer(), NOW + DAY)
    work(NOW + 2 * DAY)
    assert (Ask.objects.count(), Sending.objects.count()) == (1, 0)


def test_judging_takes_the_same_number_of_queries_for_three_and_for_three_hundred(
    world, django_assert_max_num_queries
):
    plan_after_delivery(world)
    for size in (3, 300):
        for number in range(size):
            customer = make_customer()
            delivered(world, customer)
            if number % 3 == 0:
                withdraw_consent(customer, Consent.Purpose.ASKING, by="the customer", at=NOW)
        with django_assert_max_num_queries(20):
            found = sort_due(NOW + 3 * HOUR)
        assert found.suppressed == size // 3
        Ask.objects.all().delete()


def test_the_same_key_is_sent_once_and_a_standing_reason_is_kept_once(world):
    customer = make_customer()
    given = {"way": "by_hand", "by": world.office, "at": NOW}
    first = ask_customer(customer, world.experience, key="a", **given)
    assert ask_customer(customer, world.experience, key="a", **given) == first
    for _ in range(3):
        stopped = ask_customer(customer, world.experience, key="b", **given)
        assert stopped.reason == Reason.FLOOR
    assert Suppression.objects.count() == 1
    later = ask_customer(customer, world.experience, key="b", **{**given, "at": NOW + 91 * DAY})
    assert isinstance(later, Sending)


def test_a_plan_that_cannot_be_meant_is_refused(world):
    with pytest.raises(ValidationError):
        plan_after_delivery(world, share=0)
    with pytest.raises(ValidationError):
        plan_after_delivery(world, remind_after_days=0)


def test_a_late_episode_asks_at_once(world):
    plan_after_delivery(world)
    delivered(world, make_customer(), NOW - timedelta(days=3))
    work(NOW)
    assert Sending.objects.count() == 1


def test_a_survey_for_colleagues_and_a_closed_one_never_go_to_customers(world, signed_in):
    colleagues = world.experience
    colleagues.definition["questions"][0]["kind"] = "employee"
    colleagues.save()
    closed = world.relationship.survey
    closed.closed_at = NOW
    closed.save()
    for survey in (colleagues.survey, closed):
        with pytest.raises(ValidationError):
            plan_after_delivery(world, survey=survey)
    with pytest.raises(SurveyNotForCustomers):
        ask_customer(make_customer(), colleagues, way=Way.BY_HAND, key="k", by="somebody", at=NOW)
    page = signed_in(world.office).get("/listen/asking/new/?kind=wave").content.decode()
    assert ">Brand</option>" not in page
    assert ">Delivery</option>" not in page
