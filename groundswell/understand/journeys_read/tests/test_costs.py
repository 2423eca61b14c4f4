"""What handling costs is counted work times somebody's stated rate, and stands with its source."""

from datetime import date, timedelta
from decimal import Decimal

from groundswell.act.cases.jobs import count_for_the_journey
from groundswell.act.cases.models import Case, OpeningRule
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.understand.journeys_read.actions import read_journey
from groundswell.understand.journeys_read.costs import (
    costs_by_touchpoint,
    count_work,
    rates_that_hold,
    state_rate,
)
from groundswell.understand.journeys_read.models import HandlingRate, Work
from tests.world import NOW, make_customer, make_signal


def stated(what, amount, measure=""):
    return state_rate(what, amount=Decimal(amount), source="The budget", measure=measure, by="test", at=NOW)


def work(world):
    """Three calls and a chat, one of them long ago; fifty refunds that operations counted; one case."""
    for days, channel in ((1, "phone"), (2, "phone"), (500, "phone"), (3, "chat"), (4, "email")):
        make_signal(5, touchpoint=world.returns, channel=channel, at=NOW - timedelta(days=days))
    OperationalMeasure.objects.create(
        name="Refunds", unit_of_measure="days", touchpoint=world.returns, unit=world.leeds,
        month=date(2026, 2, 1), value=3.0, cases=50,
    )  # fmt: skip
    rule = OpeningRule.objects.create(name="r", opens_for="complaint", within_hours=8, active_from=NOW)
    signal = make_signal(2, touchpoint=world.returns, customer=make_customer())
    Case.objects.create(signal=signal, rule=rule, opened_at=NOW, due_at=NOW)
    count_work(at=NOW)
    count_for_the_journey(NOW)


def test_the_cost_of_a_touchpoint_is_its_work_times_the_rates(world):
    work(world)
    stated(Work.CONTACT, "5")
    stated(Work.CASE, "11.50")
    stated(Work.MEASURED, "2", "Refunds")
    lines = costs_by_touchpoint(rates_that_hold())[world.returns.pk]
    assert {line.in_words: line.cost for line in lines} == {
        "3 contacts at 5.00": 15,
        "1 case at 11.50": Decimal("11.50"),
        "50 counted by “Refunds” at 2.00": 100,
    }


def test_the_newest_rate_holds_and_nought_takes_it_out(world):
    work(world)
    stated(Work.CONTACT, "5")
    stated(Work.CONTACT, "6")
    assert costs_by_touchpoint(rates_that_hold())[world.returns.pk][0].cost == 18
    stated(Work.CONTACT, "0")
    assert costs_by_touchpoint(rates_that_hold()) == {}
    assert HandlingRate.objects.count() == 3


def test_without_a_rate_nothing_costs(world, signed_in):
    work(world)
    read_journey(at=NOW)
    assert costs_by_touchpoint(rates_that_hold()) == {}
    assert "nobody has stated a rate" in signed_in(world.office).get("/understand/journey/").content.decode()


def test_a_rate_is_stated_by_the_page_with_its_source(world, signed_in):
    work(world)
    office = signed_in(world.office)
    refused = office.post("/understand/journey/rates/", {"work": "contact", "amount": "4.80"})
    assert refused.status_code == 422
    given = {"work": "measured:Refunds", "amount": "4.80", "source": "The budget of 2026"}
    page = office.post("/understand/journey/rates/", given, follow=True).content.decode()
    assert "The budget of 2026" in page
    rate = HandlingRate.objects.get()
    assert (rate.what, rate.measure, rate.amount, rate.by) == (
        "measured", "Refunds", Decimal("4.80"), world.office.person,
    )  # fmt: skip
    assert signed_in(world.lead).get("/understand/journey/rates/").status_code == 403
