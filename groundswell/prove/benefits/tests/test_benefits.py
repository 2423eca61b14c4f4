"""Money with its range against units without the change, or the reason why nobody can tell."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.tests.works import make_initiative, make_teams
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.history.models import Event
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.prove.benefits.actions import reckon_benefit
from groundswell.prove.benefits.cells import ground_of
from groundswell.prove.benefits.jobs import JOBS
from groundswell.prove.benefits.models import Benefit
from groundswell.prove.benefits.queries import benefit_lines, total_of
from groundswell.prove.benefits.report import total_words
from groundswell.science.effects.difference_in_differences import panel_effect
from tests.world import NOW, World

pytestmark = pytest.mark.django_db

START = date(2025, 9, 1)
MONTHS = [date(2024, month, 1) for month in range(9, 13)] + [date(2025, m, 1) for m in range(1, 13)]
MONTHS += [date(2026, 1, 1), date(2026, 2, 1)]


def make_money(teams: list[Unit], having: list[Unit], *, lift: float, each: int = 6, seed: int = 1) -> None:
    """Each team has customers that bring about 100 a month; with the change, ``lift`` more from September on."""
    rng, batch, revenue = random.Random(seed), [], []
    for team in teams:
        for number in range(each):
            customer = Customer.objects.create(external_id=f"{team.pk}-{number}", joined_on=date(2024, 1, 1))
            batch.append(
                NewSignal(
                    source="money",
                    key=f"{team.pk}-{number}",
                    channel="email",
                    customer_id=customer.pk,
                    submitted_at=datetime(2024, 9, 2, tzinfo=UTC),
                    score=8,
                    kind_of_score="experience",
                    unit_id=team.pk,
                )
            )
            for month in MONTHS:
                gain = lift if team in having and month >= START else 0
                amount = Decimal(str(round(rng.gauss(100 + gain, 8), 2)))
                revenue.append(Revenue(customer=customer, month=month, amount=amount))
    receive_signals(batch, at=NOW)
    Revenue.objects.bulk_create(revenue)


def begun(world: World, *, teams: int = 8, having: int = 4, lift: float = 20, **given) -> Initiative:
    everything = make_teams(world, teams)
    initiative = make_initiative(world, **given)
    for team in everything[:having]:
        roll_out(initiative, team, from_on=START, by=world.office, at=NOW)
    make_money(everything, everything[:having], lift=lift)
    return initiative


def test_a_planted_gain_is_found_with_its_range(world):
    benefit = reckon_benefit(begun(world, lift=20), at=NOW)
    # 4 teams of 6 customers over the 6 months from September to February: 144 customer-months at 20 each.
    assert (benefit.customer_months, benefit.months) == (144, 6)
    assert benefit.low < 2880 < benefit.high
    assert benefit.low > 0
    assert abs(float(benefit.amount) - 2880) < 600
    assert benefit.reason == ""


def test_no_gain_is_not_claimed(world):
    benefit = reckon_benefit(begun(world, lift=0), at=NOW)
    assert benefit.low < 0 < benefit.high


def test_the_range_holds_on_any_day_and_narrows_towards_the_end(world):
    initiative = begun(world, lift=20)
    early = reckon_benefit(initiative, at=NOW.replace(year=2025, month=12, day=1))
    late = reckon_benefit(initiative, at=NOW)
    per_month = [float(one.high - one.low) / one.customer_months for one in (early, late)]
    assert per_month[0] > per_month[1]
    ground = ground_of(initiative, date(2026, 3, 1))
    once = panel_effect(ground.cells, ground.start_numbers(), np.random.default_rng(1))
    # Half a year of a whole one is over: 2.24 standard errors over the root of that share, in place of 1.96.
    times = 2.2414 / 1.96 / ((NOW.date() - START).days / 365) ** 0.5
    assert float(late.high - late.low) == pytest.approx(times * 144 * (once.high - once.low), rel=0.01)
    assert "holds at every look together" in late.method


def test_what_comes_after_the_day_on_which_it_is_judged_is_not_counted(world):
    initiative = begun(world, lift=20)
    choice = Choice("matched", Decimal(5), START, 3, touchpoint=world.delivery)
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    benefit = reckon_benefit(initiative, at=NOW)
    assert (benefit.months, benefit.customer_months) == (3, 72)
    assert any("Counted up to 1 December 2025" in words for words in benefit.assumptions)


def test_nothing_is_attributed_without_units_to_compare_with(world):
    benefit = reckon_benefit(begun(world, teams=4, having=4), at=NOW)
    assert (benefit.amount, benefit.low, benefit.high) == (None, None, None)
    assert benefit.reason == "There is no unit without the change to compare with."


def test_before_any_unit_has_begun_there_is_nothing_to_reckon(world):
    benefit = reckon_benefit(make_initiative(world), at=NOW)
    assert (benefit.amount, benefit.reason) == (None, "No unit works with the change yet.")


def test_one_unit_of_each_kind_leaves_the_range_unknown(world):
    benefit = reckon_benefit(begun(world, teams=2, having=1), at=NOW)
    assert benefit.amount is None
    assert "at least two units" in benefit.reason


def test_units_that_moved_apart_before_the_start_are_no_comparison(world):
    initiative = begun(world, lift=20)
    treated = [rollout.unit_id for rollout in initiative.rollouts.all()]
    for i, month in enumerate(MONTHS):
        if month < START:
            for row in Revenue.objects.filter(month=month, customer__signals__unit__in=treated):
                Revenue.objects.filter(pk=row.pk).update(amount=row.amount + 8 * i)
    benefit = reckon_benefit(initiative, at=NOW)
    assert benefit.amount is None
    assert "already moved apart before the start" in benefit.reason


def test_what_says_the_same_is_not_stored_again(world):
    initiative = begun(world)
    first = reckon_benefit(initiative, at=NOW)
    assert reckon_benefit(initiative, at=NOW) == first
    assert Benefit.objects.count() == 1
    assert Event.objects.filter(verb="reckoned benefit").count() == 1
    Revenue.objects.filter(month=date(2026, 2, 1)).update(amount=500)
    assert reckon_benefit(initiative, at=NOW) != first
    assert Benefit.objects.count() == 2


def test_a_customer_belongs_to_the_unit_of_the_first_signal_and_counts_until_leaving(world):
    initiative = begun(world)
    customer = Customer.objects.get(
        external_id__endswith="-0", signals__unit=initiative.rollouts.first().unit
    )
    Customer.objects.filter(pk=customer.pk).update(ended_on=date(2025, 10, 15))
    receive_signals(
        [
            NewSignal(
                "money",
                "later",
                "email",
                NOW,
                score=9,
                kind_of_score="experience",
                unit_id=world.web.pk,
                customer_id=customer.pk,
            )
        ],
        at=NOW,
    )
    home = str(initiative.rollouts.first().unit_id)
    counts = {
        cell.period: cell.n for cell in ground_of(initiative, date(2026, 3, 1)).cells if cell.unit == home
    }
    october = 2025 * 12 + 9
    assert (counts[october], counts[october + 1]) == (6, 5)


def test_the_month_in_the_middle_of_which_a_unit_changed_is_left_out(world):
    teams = make_teams(world, 2)
    initiative = make_initiative(world)
    roll_out(initiative, teams[0], from_on=date(2025, 9, 10), by=world.office, at=NOW)
    make_money(teams, teams[:1], lift=0)
    ground = ground_of(initiative, date(2026, 3, 1))
    september = 2025 * 12 + 8
    assert {cell.unit for cell in ground.cells if cell.period == september} == {str(teams[1].pk)}
    assert ground.start_numbers() == {str(teams[0].pk): september + 1}


def test_a_benefit_has_a_range_or_a_reason(world):
    initiative = make_initiative(world)
    given = {"initiative": initiative, "months": 1, "customer_months": 1, "method": "x", "reckoned_at": NOW}
    for wrong in (
        {"amount": 1},
        {"amount": 1, "low": 0, "high": 2, "reason": "x"},
        {"reason": ""},
        {"amount": 1, "low": 3, "high": 2},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Benefit.objects.create(**given, **wrong)


def test_the_total_goes_from_the_sum_of_the_low_ends_to_that_of_the_high_ends(world):
    initiative = make_initiative(world)
    given = {"initiative": initiative, "months": 1, "customer_months": 1, "method": "x", "reckoned_at": NOW}
    Benefit.objects.create(amount=100, low=70, high=130, **given)
    (line,) = benefit_lines(world.office, NOW)
    other = type(line)(line.board, Benefit(amount=Decimal(50), low=Decimal(10), high=Decimal(90)))
    silent = type(line)(line.board, None)
    total = total_of([line, other, silent])
    assert (total.amount, total.low, total.high, total.count) == (150.0, 80.0, 220.0, 2)
    assert total_of([silent]) is None
    assert total_words(total).startswith("The total goes from"), "whom they touched is not known"


def test_customers_behind_two_initiatives_count_once_in_the_total(world):
    first = begun(world, lift=20)
    second = make_initiative(
        world, name="Claimed again", decision=make_approval(world, first.decision.proposal.body)
    )
    for rollout in first.rollouts.all():
        roll_out(second, rollout.unit, from_on=START, by=world.office, at=NOW)
    single = [reckon_benefit(each, at=NOW) for each in (first, second)]
    total = total_of(benefit_lines(world.office, NOW))
    # 2,880 were planted; each of the two measures all of it, and both together are no more.
    assert float(single[0].amount + single[1].amount) == pytest.approx(2 * 2880, rel=0.25)
    assert total.amount == pytest.approx(float(single[0].amount))
    assert (total.low, total.high) == pytest.approx((float(single[0].low), float(single[0].high)))
    assert total.shared == 144
    assert "144 customer-months stand behind more than one initiative" in total_words(total)


def test_what_only_one_of_two_touches_counts_in_full(world):
    given = {"amount": Decimal(100), "low": Decimal(80), "high": Decimal(120)}
    initiative = make_initiative(world)
    Benefit.objects.create(
        initiative=initiative, months=2, customer_months=40, method="x", reckoned_at=NOW,
        touched={"1": {"24300": 10, "24301": 10}, "2": {"24300": 10, "24301": 10}}, **given,
    )  # fmt: skip
    (line,) = benefit_lines(world.office, NOW)
    half = type(line)(line.board, Benefit(touched={"2": {"24300": 10, "24301": 10}}, **given))
    total = total_of([line, half])
    # Of the first 20 of 40 customer-months are its own and 20 shared by two: 30 of 40. Of the other 10 of 20.
    assert (total.amount, total.low, total.high, total.shared) == (125.0, 100.0, 150.0, 20)


def test_the_job_reckons_every_initiative_that_has_begun(world):
    begun(world)
    (job,) = JOBS
    assert job.work(NOW) == "Benefits reckoned: 1, with an amount: 1."
    job.work(NOW)
    assert Benefit.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_the_page_sets_what_was_promised_beside_what_it_brought(world, signed_in):
    initiative = begun(world)
    reckon_benefit(initiative, at=NOW)
    words = signed_in(world.executive).get(reverse("benefits:list")).content.decode()
    assert "1 initiative brought £" in words
    assert "+12 points" in words
    assert "Not measured yet" in words
    assert "144 customer-months" in words
    assert reverse("initiatives:initiative", args=[initiative.pk]) in words


@time_machine.travel(NOW, tick=False)
def test_a_lead_sees_only_what_touches_the_own_part(world, signed_in):
    initiative = begun(world)
    reckon_benefit(initiative, at=NOW)
    assert initiative.name in signed_in(world.office).get(reverse("benefits:list")).content.decode()
    page = signed_in(world.york_lead).get(reverse("benefits:list"))
    assert page.status_code == 200
    assert initiative.name not in page.content.decode()
    for closed in (world.frontline, world.partner):
        assert signed_in(closed).get(reverse("benefits:list")).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_page_asks_the_same_questions_for_one_and_for_three(world, signed_in):
    client, url = signed_in(world.office), reverse("benefits:list")
    first = begun(world)
    reckon_benefit(first, at=NOW)
    before = questions_of(client, url)
    for number in range(2):
        again = Initiative.objects.get(pk=first.pk)
        decision = again.decision
        proposal = decision.proposal
        proposal.pk = None
        proposal.save()
        decision.pk, decision.proposal = None, proposal
        decision.save()
        again.pk, again.decision, again.name = None, decision, f"Copy {number}"
        again.save()
        reckon_benefit(again, at=NOW)
    assert questions_of(client, url) == before


def questions_of(client, url: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
