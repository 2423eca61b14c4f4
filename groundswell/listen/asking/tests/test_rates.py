"""Response rates as AAPOR defines them, and what is left of them where colleagues answer."""

import pytest

from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.models import Consent
from groundswell.listen.asking.funnels import funnels_of
from groundswell.listen.asking.models import Suppression
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.returning import lose_address
from groundswell.listen.surveys.models import Invitation, SurveyVersion
from tests.world import NOW, make_customer

from .scenes import DAY, HOUR, answered, delivered, plan_after_delivery, work


def test_the_rates_are_those_that_one_gets_by_hand(world):
    """Ten drawn: one without consent, one still to come, eight asked, of whom three answer and one came back.

    AAPOR's RR1 is complete / (complete + everybody else to whom the question went): 3 / 8. Of everybody drawn and
    settled: 3 / 9.
    """
    plan = plan_after_delivery(world)
    people = [make_customer() for _ in range(10)]
    withdraw_consent(people[0], Consent.Purpose.ASKING, by="the customer", at=NOW)
    for customer in people[:9]:
        delivered(world, customer)
    work(NOW + 2 * HOUR)
    delivered(world, people[9], NOW + 2 * HOUR)
    asked = list(Invitation.objects.order_by("id"))
    for invitation in asked[:3]:
        answered(invitation, NOW + 3 * HOUR)
    lose_address(Message.objects.get(invitation=asked[3]), "550 5.1.1", at=NOW + 3 * HOUR)
    funnel = funnels_of([plan])[plan.pk]
    assert (funnel.offered, funnel.suppressed, funnel.waiting, funnel.sent, funnel.answered) == (
        10,
        1,
        1,
        8,
        3,
    )
    assert funnel.response_rate == 3 / 8
    assert funnel.answered_of_drawn == 3 / 9
    low, high = funnel.range.low, funnel.range.high
    assert (round(low, 4), round(high, 4)) == (0.1368, 0.6943)


@pytest.fixture
def plan_that_asks_colleagues_by_now(world):
    """Seven were asked and answered; then somebody worded the survey anew for colleagues."""
    plan = plan_after_delivery(world, reminders_at_most=1)
    for number in range(9):
        delivered(world, make_customer(f"Colleague {number}"))
    work(NOW + 2 * HOUR)
    for invitation in Invitation.objects.order_by("id")[:7]:
        answered(invitation, NOW + 3 * HOUR)
    definition = {**world.experience.definition}
    definition["questions"] = [
        {**definition["questions"][0], "kind": "employee"},
        *definition["questions"][1:],
    ]
    SurveyVersion.objects.create(
        survey=plan.survey, number=2, core_edition=2, definition=definition, created_at=NOW + 4 * HOUR
    )
    return plan


def test_of_colleagues_answers_are_counted_in_whole_groups_of_five_and_no_difference_tells_of_one(
    world, signed_in, plan_that_asks_colleagues_by_now
):
    plan = plan_that_asks_colleagues_by_now
    funnel = funnels_of([plan])[plan.pk]
    assert (funnel.sent, funnel.answered) == (9, 5)
    assert (funnel.response_rate, funnel.range, funnel.reminders, funnel.answered_of_drawn) == (None,) * 4
    client = signed_in(world.office)
    assert client.get(f"/listen/asking/{plan.pk}/answered/").status_code == 404
    for step in ("sent", "offered"):
        page = client.get(f"/listen/asking/{plan.pk}/{step}/").content.decode()
        assert "Answered" not in page.split("<tbody>")[1]
    for path in ("", f"{plan.pk}/"):
        page = client.get(f"/listen/asking/{path}").content.decode()
        assert "answered/" not in page
        assert "%" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_a_survey_that_asks_colleagues_by_now_goes_to_no_customer(world, plan_that_asks_colleagues_by_now):
    before = Invitation.objects.count()
    delivered(world, make_customer(), NOW + 100 * DAY)
    work(NOW + 101 * DAY)
    assert Invitation.objects.count() == before
    assert Suppression.objects.filter(reason="survey_closed").exists()
