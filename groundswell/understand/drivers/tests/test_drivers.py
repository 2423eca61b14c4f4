"""What goes along with the score is found where it is planted, said with its range, and never called a cause."""

from datetime import date, timedelta

import numpy as np
import pytest

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.understand.drivers.actions import read_drivers, read_question
from groundswell.understand.drivers.gathering import operations_at, touchpoints_and_relationship
from groundswell.understand.drivers.models import DriverLine, DriverReading
from groundswell.understand.drivers.pictures import headline_of, map_chart
from groundswell.understand.themes.models import Mention, Theme
from tests.world import NOW, make_customer, make_user

About = DriverReading.About
SINCE, UNTIL = date(2025, 3, 12), date(2026, 3, 11)


def new(key, score, at, **given):
    return NewSignal(
        source="test", key=key, channel="email", score=score, submitted_at=at,
        kind_of_score=given.pop("kind_of_score", "experience"), **given,
    )  # fmt: skip


@pytest.fixture
def people(world):
    """Of 160 customers the delivery makes the relationship; the returns are a coin; sixty never returned anything."""
    chance, given = np.random.default_rng(2), []
    for number in range(160):
        customer, moment = make_customer().pk, NOW - timedelta(days=60 + number)
        good = number % 2 == 0
        given.append(
            new(f"d{number}", 9 if good else 4, moment, customer_id=customer, touchpoint_id=world.delivery.pk)
        )
        if number < 100:
            score = int(chance.choice([3, 6, 8, 9, 10]))
            given.append(
                new(f"r{number}", score, moment, customer_id=customer, touchpoint_id=world.returns.pk)
            )
        loyal = good if chance.random() < 0.85 else not good
        later = moment + timedelta(days=20)
        given.append(
            new(f"b{number}", 10 if loyal else 3, later, customer_id=customer, kind_of_score="relationship")
        )
    receive_signals(given, at=NOW)
    return world


def test_the_touchpoint_that_makes_the_relationship_is_found(people):
    reading = read_question(About.RELATIONSHIP, None, at=NOW, resamples=100)
    first, second = reading.lines.all()
    assert (first.name, first.rank, first.rank_is_certain) == ("Delivery", 1, True)
    assert first.relative > 0.9 > second.relative
    assert first.low <= first.relative <= first.high
    assert 20 < first.slope < 35
    assert (reading.n, second.n) == (160, 100)
    assert headline_of(reading, [first, second]) == "Delivery goes along most with the relationship score"


def test_only_what_was_said_before_counts(people):
    """An experience after the answer about the relationship cannot have made it."""
    signals = touchpoints_and_relationship(SINCE, UNTIL)
    late = make_customer().pk
    receive_signals(
        [
            new("late-b", 10, NOW - timedelta(days=20), customer_id=late, kind_of_score="relationship"),
            new("late-d", 9, NOW - timedelta(days=10), customer_id=late, touchpoint_id=people.delivery.pk),
        ],
        at=NOW,
    )
    again = touchpoints_and_relationship(SINCE, UNTIL)
    assert len(again.outcome) == len(signals.outcome) + 1
    assert [one.n for one in again.candidates] == [one.n for one in signals.candidates]


def test_who_never_met_a_touchpoint_is_no_middling_rating(people):
    found = touchpoints_and_relationship(SINCE, UNTIL)
    returns = next(one for one in found.candidates if one.name == "Returns")
    place = found.candidates.index(returns)
    met = found.conditions[:, place]
    assert (met.sum(), set(returns.column[met == 0])) == (100, {0.0})
    assert abs(returns.column[met == 1].mean()) < 1e-9


@pytest.fixture
def waits(world):
    """Each day more until the refund costs points; what is written has nothing to do with it."""
    theme = Theme.objects.create(code="staff", name="Our people", terms=["people"])
    other = Theme.objects.create(code="rare", name="Rare", terms=["rare"])
    given, chance = [], np.random.default_rng(3)
    for month in range(1, 11):
        for unit in (world.leeds, world.york):
            days = float(chance.integers(1, 12))
            OperationalMeasure.objects.create(
                name="Days until the refund", unit_of_measure="days", touchpoint=world.returns, unit=unit,
                month=date(2025, month, 1) if month > 3 else date(2026, month, 1), value=days, cases=20,
            )  # fmt: skip
            at = NOW.replace(year=2025 if month > 3 else 2026, month=month, day=5)
            for place in range(12):
                score = int(np.clip(round(11 - 0.7 * days + chance.normal()), 0, 10))
                words = "Lovely people" if place % 3 == 0 else ""
                key = f"{month}-{unit.pk}-{place}"
                given.append(
                    new(key, score, at, unit_id=unit.pk, touchpoint_id=world.returns.pk, comment=words)
                )
    receive_signals(given, at=NOW)
    from groundswell.listen.signals.models import Signal

    written = Signal.objects.exclude(comment="")
    Mention.objects.bulk_create(
        Mention(signal=signal, theme=theme, words="people", version=1) for signal in written[:60]
    )
    Mention.objects.create(signal=written[0], theme=other, words="rare", version=1)
    return world


def test_what_operations_measures_is_a_driver_with_its_sign(waits):
    reading = read_question(About.TOUCHPOINT, waits.returns, at=NOW, resamples=100)
    first = reading.lines.first()
    assert (first.name, first.kind, first.per) == ("Days until the refund", DriverLine.Kind.MEASURE, "day")
    assert first.slope < -5
    assert first.score is None
    assert reading.left_out == ["Rare"]


def test_answers_of_one_unit_and_month_belong_together(waits):
    found = operations_at(waits.returns, SINCE, UNTIL)
    assert len(set(found.clusters)) == 20
    assert len(found.clusters) == len(found.outcome) == 240


def test_what_is_measured_of_a_region_is_known_for_the_answers_of_its_teams(waits):
    whole = waits.leeds.parent
    assert waits.york.parent == whole
    OperationalMeasure.objects.filter(unit=waits.york).delete()
    OperationalMeasure.objects.update(unit=whole)
    found = operations_at(waits.returns, SINCE, UNTIL)
    assert [one.name for one in found.candidates] == ["Our people", "Days until the refund"]
    assert (len(found.outcome), len(set(found.clusters))) == (240, 10)
    OperationalMeasure.objects.create(
        name="Calls", touchpoint=waits.returns, unit=waits.york, month=date(2026, 1, 1), value=4, cases=9
    )
    assert len(operations_at(waits.returns, SINCE, UNTIL).outcome) == 240


def test_a_measure_that_is_rarely_known_does_not_cost_the_others_their_answers(waits):
    OperationalMeasure.objects.create(
        name="Solved at once", unit_of_measure="per cent", touchpoint=waits.returns, unit=waits.leeds,
        month=date(2026, 1, 1), value=71, cases=20,
    )  # fmt: skip
    found = operations_at(waits.returns, SINCE, UNTIL)
    assert len(found.outcome) == 240
    assert "Solved at once" in found.left_out


def test_too_few_is_an_answer(world):
    reading = read_question(About.WORDS, None, at=NOW)
    assert (reading.explained, reading.n) == (None, 0)
    assert reading.why_not == "Too few to tell: 0 answers of at least 100."
    assert headline_of(reading, []) == "Too few to tell what goes along with the score"


def test_each_question_is_looked_at_once_a_week(waits):
    assert read_drivers(at=NOW, resamples=20) == 3
    told = DriverReading.objects.filter(why_not="").count()
    assert told == 1
    assert read_drivers(at=NOW + timedelta(days=6), resamples=20) == 3 - told
    assert read_drivers(at=NOW + timedelta(days=8), resamples=20) == 3
    assert DriverReading.objects.count() == 8


def test_what_has_no_score_of_its_own_is_not_on_the_map(waits):
    reading = read_question(About.TOUCHPOINT, waits.returns, at=NOW, resamples=20)
    assert map_chart(list(reading.lines.select_related("reading"))) is None


def test_an_open_circle_is_undecided(people):
    reading = read_question(About.RELATIONSHIP, None, at=NOW, resamples=50)
    chart = map_chart(list(reading.lines.select_related("reading")))
    assert {row[0].words: row[-1].words for row in chart.rows}["Delivery"] in ("undecided", "work on it")
    assert "dot open" in chart.svg


def test_the_page_says_that_these_are_no_causes_and_computes_nothing(
    people, signed_in, django_assert_num_queries
):
    office = signed_in(people.office)
    assert "Nobody has looked yet" in office.get("/understand/drivers/").content.decode()
    read_question(About.RELATIONSHIP, None, at=NOW, resamples=20)
    with django_assert_num_queries(7):
        page = office.get("/understand/drivers/").content.decode()
    assert "This is not a list of causes." in page
    assert "Whether changing one changes the score, only a comparison can tell." in page
    assert "20 resamples" in page
    assert office.get("/understand/drivers/?reading=99999").status_code == 404


def test_figures_about_everybody_are_for_those_who_see_everything(people, signed_in):
    read_question(About.RELATIONSHIP, None, at=NOW, resamples=20)
    analyst = make_user("Ana Analyst", people.root, User.Role.ANALYST)
    assert signed_in(analyst).get("/understand/drivers/").status_code == 200
    assert signed_in(people.lead).get("/understand/drivers/").status_code == 403


def test_an_empty_organisation_breaks_nothing(world):
    assert read_drivers(at=NOW) == 2


def test_the_drivers_leave_their_page_as_a_file_that_says_they_are_no_causes(people, signed_in):
    read_question(About.RELATIONSHIP, None, at=NOW, resamples=20)
    file = signed_in(people.office).get("/understand/drivers/?chart=shares&as=csv").content.decode()
    assert "Delivery" in file
    assert "only a comparison can tell" in file


def test_what_could_not_be_told_is_looked_at_again_the_next_day(world):
    read_drivers(at=NOW)
    asked = DriverReading.objects.count()
    assert set(DriverReading.objects.values_list("why_not", flat=True)) != {""}
    assert [read_drivers(at=NOW + timedelta(hours=hours)) for hours in (6, 25)] == [0, asked]
