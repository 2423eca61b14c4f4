"""Records that were merged are one person: counted once, with what they pay under any of them."""

from decimal import Decimal

import pytest
import time_machine

from groundswell.act.opportunities.behind_figures import customers_behind
from groundswell.act.opportunities.ground import survey
from groundswell.act.opportunities.queries import last_year, ranked_opportunities
from groundswell.act.opportunities.standing.counting import count_register
from groundswell.act.opportunities.standing.kept import newest_ranking
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Revenue
from tests.world import NOW, make_customer, make_signal

from .register import REVENUE_MONTH, make_answers, make_opportunity, make_theme, read_all


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def two_of_them(world):
    """Forty who say that it is late, each under a record; two of these are one person, who pays under a third."""
    theme = make_theme("Late", "late")
    spoke = make_answers(40, 3, "Late", world=world, yearly=100)
    make_answers(60, 10, "Content", world=world, yearly=100)
    for one in spoke[:2]:
        one.revenue.all().delete()
    payer = make_customer("Pays")
    Revenue.objects.create(customer=payer, month=REVENUE_MONTH, amount=Decimal(9000))
    read_all()
    return make_opportunity(world, title="Late", theme=theme), spoke, payer


def counted():
    count_register(NOW)
    (standing,) = ranked_opportunities(NOW)
    return standing.evidence


def test_whoever_has_several_records_counts_once_with_all_that_they_bring(two_of_them, world):
    late, spoke, payer = two_of_them
    before = counted()
    assert before.customers == 40
    merges = [merge_customers(payer, one, by="Ann", at=NOW) for one in spoke[:2]]
    evidence, ranking = counted(), newest_ranking()
    assert (evidence.customers, evidence.answering) == (39, 99)
    assert evidence.money_known == before.money_known + 9000
    assert evidence.money_largest == 9000
    assert (ranking.customers, ranking.money) == (39, evidence.money_known)
    lines = customers_behind(late, world.office, *last_year(NOW))
    assert (len(lines), lines[0].customer_id, lines[0].voices, lines[0].revenue) == (39, payer.pk, 2, 9000)
    for merge in merges:
        unmerge(merge, by="Ann", at=NOW)
    assert counted() == before


def test_all_customers_are_all_persons(two_of_them):
    _, spoke, payer = two_of_them
    since, until = last_year(NOW)
    before = survey(since, until)
    merge_customers(payer, spoke[0], by="Ann", at=NOW)
    after = survey(since, until)
    assert (before.customers - after.customers, before.answering - after.answering) == (1, 0)
    make_signal(9, "", customer=payer, at=NOW)
    assert survey(since, until).answering == after.answering
