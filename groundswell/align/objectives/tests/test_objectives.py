"""Objectives, their tree, and where each metric stands."""

from datetime import date, timedelta

import pytest

from groundswell.act.cases.actions import note_attempt
from groundswell.act.cases.models import Case, OpeningRule
from groundswell.act.cases.standing import write_standing
from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.objectives.errors import MeasureIsMissing, ParentOfAnotherObjective, PeriodIsBackwards
from groundswell.align.objectives.models import Metric, Objective
from groundswell.align.objectives.queries import reading_of, tree_of
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.history.models import Event
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, World, make_customer, make_signal

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(world: World) -> Objective:
    return set_objective(
        "Customers speak for us",
        why="They bring the next customer.",
        owner=world.executive.person,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        by=world.office,
        at=NOW,
    )


def a_metric(objective: Objective, source: str, **given) -> Metric:
    given = {"level": "experience", "by": "office", "at": NOW, **given}
    return add_metric(objective, given.pop("name", source), source=source, **given)


def test_an_objective_is_set_and_the_history_says_by_whom(world, objective):
    event = Event.objects.get(verb="set objective")
    assert (event.subject_id, event.by) == (str(objective.pk), "Olu Office")


def test_an_objective_ends_after_it_starts(world):
    with pytest.raises(PeriodIsBackwards):
        set_objective(
            "x",
            why="y",
            owner=world.office.person,
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 1),
            by="o",
            at=NOW,
        )


def test_a_metric_hangs_below_one_of_the_same_objective(world, objective):
    other = set_objective(
        "Other",
        why="y",
        owner=world.office.person,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 2, 1),
        by="o",
        at=NOW,
    )
    top = a_metric(other, "retention")
    with pytest.raises(ParentOfAnotherObjective):
        a_metric(objective, "experience_score", parent=top)


def test_an_operational_metric_names_its_measure(objective):
    with pytest.raises(MeasureIsMissing):
        a_metric(objective, "operational")


def test_the_tree_is_read_in_one_query_whatever_its_depth(objective, django_assert_num_queries):
    top = a_metric(objective, "earned_growth", name="Growth")
    middle = a_metric(objective, "retention", name="Retention", parent=top)
    a_metric(objective, "experience_score", name="Delivery", parent=middle)
    with django_assert_num_queries(1):
        (branch,) = tree_of(objective)
    assert [(inner.metric.name, inner.depth) for inner in branch.flat()] == [
        ("Growth", 0), ("Retention", 1), ("Delivery", 2),
    ]  # fmt: skip


def test_a_score_is_read_for_a_unit_with_everything_below_and_at_its_touchpoint(world, objective):
    metric = a_metric(objective, "experience_score", touchpoint=world.delivery)
    for score in (10, 10, 9, 9, 8, 0):
        make_signal(score, unit=world.leeds, touchpoint=world.delivery)
    make_signal(0, unit=world.york, touchpoint=world.delivery)
    make_signal(0, unit=world.leeds, touchpoint=world.returns)
    make_signal(0, unit=world.leeds, touchpoint=world.delivery, at=NOW - timedelta(days=120))
    read_new_signals(at=NOW)
    leeds, shops = (reading_of(metric, unit=unit, at=NOW) for unit in (world.leeds, world.shops))
    assert (leeds.n, round(leeds.value, 1)) == (6, 50.0)
    assert (shops.n, round(shops.value, 1)) == (7, 28.6)
    assert leeds.low < leeds.value < leeds.high
    assert leeds.as_of == date(2026, 3, 11)


def test_a_score_on_too_few_answers_is_absent_with_a_reason(world, objective):
    metric = a_metric(objective, "experience_score")
    make_signal(10, unit=world.leeds)
    read_new_signals(at=NOW)
    reading = reading_of(metric, unit=world.leeds, at=NOW)
    assert (reading.value, reading.n) == (None, 1)
    assert reading.reason == "Too few answers to tell: 1 of at least 5"


def test_kinds_of_score_never_mix(world, objective):
    for _ in range(5):
        make_signal(10, unit=world.leeds, kind_of_score="experience")
        make_signal(0, unit=world.leeds, kind_of_score="relationship")
    read_new_signals(at=NOW)
    assert reading_of(a_metric(objective, "experience_score"), at=NOW).value == 100
    assert reading_of(a_metric(objective, "relationship_score"), at=NOW).value == -100


def test_a_person_is_read_from_ten_answers_on(world, objective):
    metric, fay = a_metric(objective, "experience_score"), world.frontline.person
    for _ in range(9):
        make_signal(10, unit=world.leeds, employee=fay)
    read_new_signals(at=NOW)
    assert reading_of(metric, person=fay, at=NOW).value is None
    make_signal(10, unit=world.leeds, employee=fay)
    read_new_signals(at=NOW)
    assert (reading_of(metric, person=fay, at=NOW).value, reading_of(metric, person=fay, at=NOW).n) == (
        100,
        10,
    )


def test_retention_counts_who_was_there_twelve_months_ago_in_the_unit_of_the_first_signal(world, objective):
    metric = a_metric(objective, "retention")
    for i in range(10):
        customer = make_customer(f"C{i}")
        ended = NOW.date() - timedelta(days=30) if i < 3 else None
        Customer.objects.filter(pk=customer.pk).update(joined_on=date(2024, 1, 1), ended_on=ended)
        make_signal(9, unit=world.leeds, customer=customer, at=NOW - timedelta(days=400))
        make_signal(9, unit=world.york, customer=customer)
    Customer.objects.create(external_id="new", joined_on=date(2025, 12, 1))
    Customer.objects.create(external_id="gone before", joined_on=date(2023, 1, 1), ended_on=date(2024, 6, 1))
    leeds, york = (reading_of(metric, unit=unit, at=NOW) for unit in (world.leeds, world.york))
    assert (leeds.n, leeds.value) == (10, 70.0)
    # Wilson's interval for 7 of 10.
    assert (round(leeds.low, 1), round(leeds.high, 1)) == (39.7, 89.2)
    assert (york.n, york.value) == (0, None)
    assert reading_of(metric, at=NOW).n == 10


def test_two_records_of_one_person_stay_as_one_customer_where_they_spoke_first(world, objective):
    metric = a_metric(objective, "retention")
    for i in range(5):
        spoke = make_customer(f"C{i}")
        make_signal(9, unit=world.leeds, customer=spoke, at=NOW - timedelta(days=400))
        ended = NOW.date() - timedelta(days=30) if i < 2 else None
        known = Customer.objects.create(external_id=f"K{i}", joined_on=date(2024, 1, 1), ended_on=ended)
        make_signal(9, unit=world.york, customer=known)
        merge_customers(spoke, known, by="Olu", at=NOW)
    whole, leeds = reading_of(metric, at=NOW), reading_of(metric, unit=world.leeds, at=NOW)
    assert (whole.n, whole.value, leeds.n, leeds.value) == (5, 60.0, 5, 60.0)


def test_earned_growth_is_read_for_the_whole_organisation_without_sampling_margin(world, objective):
    metric = a_metric(objective, "earned_growth")
    for came_by, before, now in (("unknown", 100, 85), ("bought", 0, 20), ("referral", 0, 25)):
        customer = Customer.objects.create(external_id=came_by, came_by=came_by)
        for month, amount in ((date(2024, 6, 1), before), (date(2025, 6, 1), now)):
            if amount:
                Revenue.objects.create(customer=customer, month=month, amount=amount)
    reading = reading_of(metric, at=NOW)
    assert round(reading.value, 6) == 10.0
    assert reading.low == reading.value == reading.high
    assert reading_of(metric, unit=world.root, at=NOW).value == reading.value
    assert reading_of(metric, unit=world.leeds, at=NOW).reason == "Counted for the whole organisation only"


def test_contacted_in_time_counts_cases_whose_moment_has_come(world, objective):
    metric = a_metric(objective, "contacted_in_time")
    rule = OpeningRule.objects.create(
        name="Low",
        opens_for="low_score",
        highest_score=6,
        within_hours=8,
        active_from=NOW - timedelta(days=99),
    )
    for i in range(6):
        signal = make_signal(2, unit=world.leeds, customer=make_customer())
        opened = NOW - timedelta(days=3)
        due = NOW + timedelta(days=1) if i == 5 else NOW - timedelta(days=2)
        case = Case.objects.create(
            signal=signal,
            customer=signal.customer,
            rule=rule,
            unit=world.leeds,
            owner=world.lead.person,
            opened_at=opened,
            due_at=due,
        )
        if i < 3:
            note_attempt(
                case,
                channel="phone",
                reached=i > 0,
                by=world.lead.person,
                at=NOW - timedelta(days=2, hours=1),
            )
    write_standing(list(Case.objects.values_list("pk", flat=True)))
    reading = reading_of(metric, unit=world.leeds, at=NOW)
    assert (reading.n, reading.value) == (5, 40.0)
    assert reading_of(metric, unit=world.york, at=NOW).value is None


def test_an_operational_measure_is_weighted_by_the_events_behind_it(world, objective):
    metric = a_metric(objective, "operational", measure="refund days", higher_is_better=False)
    for unit, month, value, cases in (
        (world.leeds, date(2026, 1, 1), 2.0, 10),
        (world.leeds, date(2026, 2, 1), 4.0, 30),
        (world.york, date(2026, 2, 1), 8.0, 40),
        (world.leeds, date(2025, 6, 1), 99.0, 1000),
    ):
        OperationalMeasure.objects.create(
            name="refund days",
            unit_of_measure="days",
            touchpoint=world.returns,
            unit=unit,
            month=month,
            value=value,
            cases=cases,
        )
    leeds, shops = (reading_of(metric, unit=unit, at=NOW) for unit in (world.leeds, world.shops))
    assert (leeds.n, leeds.value, leeds.measured_in) == (40, 3.5, "days")
    assert (shops.n, shops.value) == (80, 5.75)
    assert shops.low < 5.75 < shops.high


def test_one_monthly_value_has_no_margin(world, objective):
    metric = a_metric(objective, "operational", measure="refund days")
    OperationalMeasure.objects.create(
        name="refund days",
        unit_of_measure="days",
        touchpoint=world.returns,
        unit=world.leeds,
        month=date(2026, 2, 1),
        value=4,
        cases=9,
    )
    reading = reading_of(metric, unit=world.leeds, at=NOW)
    assert (reading.value, reading.low, reading.high) == (4.0, None, None)
