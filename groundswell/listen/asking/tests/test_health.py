"""What wants a hand stands on top, in words; a plan that does well says nothing."""

from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.models import Consent
from groundswell.listen.asking.health import health_of, morning
from groundswell.listen.asking.models import Ask, Episode, Sending
from groundswell.listen.asking.planning import pause_plan
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, answered, brand_plan, delivered, plan_after_delivery, work


def worries(plan, at) -> tuple[str, ...]:
    return health_of([type(plan).objects.select_related("survey").get(pk=plan.pk)], at=at)[plan.pk].worries


def asked_before(world, plan, at, asked: int, answering: int) -> None:
    """So many questions of one day, the first of them answered."""
    for number in range(asked):
        customer = make_customer()
        invitation = Invitation.objects.create(
            version=world.experience, customer=customer, episode_at=at, invited_at=at
        )
        key = f"{plan.pk}-{at}-{number}"
        ask = Ask.objects.create(
            key=key, plan=plan, customer=customer, survey=plan.survey, way="planned", occasion="x", offered_at=at, due_at=at
        )  # fmt: skip
        Sending.objects.create(ask=ask, invitation=invitation, at=at)
        if number < answering:
            answered(invitation, at)


def test_a_plan_that_does_well_says_nothing(world):
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    work(NOW + 2 * HOUR)
    assert worries(plan, NOW + 3 * HOUR) == ()


def test_a_response_that_fell_beyond_chance_is_said_and_a_wobble_is_not(world):
    plan = plan_after_delivery(world)
    asked_before(world, plan, NOW - 60 * DAY, 60, 30)
    asked_before(world, plan, NOW - 20 * DAY, 30, 12)
    assert worries(plan, NOW) == ()
    asked_before(world, plan, NOW - 19 * DAY, 30, 0)
    assert worries(plan, NOW) == ("The response rate fell from 50% to 20% in the last month, beyond chance.",)


def test_a_plan_that_leaves_out_most_says_by_which_reason(world):
    plan = plan_after_delivery(world)
    for number in range(20):
        customer = make_customer()
        if number < 15:
            withdraw_consent(customer, Consent.Purpose.ASKING, by="the customer", at=NOW)
        delivered(world, customer)
    work(NOW + 2 * HOUR)
    assert worries(plan, NOW + 3 * HOUR) == (
        "75% of 20 were left out in 30 days, most of them: no consent (15).",
    )


def test_episodes_that_no_longer_arrive_are_missed_and_a_weekend_is_not(world):
    plan = plan_after_delivery(world)
    Episode.objects.bulk_create(
        Episode(
            source="till", key=str(n), customer=world_customer, touchpoint=world.delivery, happened_at=at, arrived_at=at
        )
        for world_customer in [make_customer()]
        for n in range(120)
        for at in [NOW - 40 * DAY + n * 8 * HOUR]
    )  # fmt: skip
    last = NOW - 40 * DAY + 119 * 8 * HOUR
    assert worries(plan, last + 2 * DAY) == ()
    (words,) = worries(plan, last + 5 * DAY)
    assert words.startswith("No episode arrived for 5 days")


def test_a_closed_survey_an_empty_draw_and_what_is_overdue_are_said(world):
    wave = brand_plan(world)
    work(NOW)
    assert worries(wave, NOW) == ("Its last draw found nobody among 0.",)
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    assert worries(plan, NOW + 4 * HOUR) == ("1 question is overdue. Look whether the worker runs.",)
    type(plan.survey).objects.filter(pk=plan.survey_id).update(closed_at=NOW)
    assert worries(plan, NOW)[0].startswith("Its survey is closed")


def test_a_plan_that_rests_says_since_when_and_why_instead(world):
    plan = plan_after_delivery(world)
    delivered(world, make_customer())
    pause_plan(plan, why="Strike", by="office", at=NOW)
    found = health_of([plan], at=NOW + 4 * HOUR)[plan.pk]
    assert (found.worries, found.rests) == ((), "Paused since 11 March 2026: Strike")


def test_the_morning_counts_what_went_and_what_comes(world):
    plan_after_delivery(world)
    for hours in (0, 0, 30):
        delivered(world, make_customer(), NOW + hours * HOUR - DAY)
    work(NOW)
    assert (morning(NOW).sent, morning(NOW).due, morning(NOW).week) == (2, 1, 0)


def test_health_takes_the_same_number_of_queries_for_one_and_three(world, django_assert_max_num_queries):
    plans = [plan_after_delivery(world), brand_plan(world), brand_plan(world, "rolling")]
    for some in (plans[:1], plans):
        with django_assert_max_num_queries(9):
            health_of(some, at=NOW)
