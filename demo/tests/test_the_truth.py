"""The truth of the demonstration is found by the product's own measurement, and the same seed gives the same answers."""

from datetime import UTC, datetime, timedelta

import pytest

from demo.answers import Answers, draw_answers
from demo.customers import Customers, make_customers
from demo.initiatives import run_refund, run_welcome
from demo.journey import Journey, make_journey
from demo.measures import REFUND_DAYS
from demo.months import Months
from demo.organisation import Organisation, make_organisation
from demo.plan import make_quality
from demo.signals import Ground, store_answers
from demo.stage import set_stage
from demo.tests.conftest import TODAY, Built
from demo.texts import KIND_OF, Texts, reviews, texts_of_kind
from demo.themes import make_themes
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import Signal
from groundswell.science.statistics.gaming import UnitAnswers, signs_of_begging
from groundswell.understand.benchmarks.models import Study
from groundswell.understand.drivers.models import DriverLine
from groundswell.understand.drivers.queries import relationship_reading
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.journeys_read.evidence import evidence_for
from groundswell.understand.scores.queries import Slice, histograms_by, tallies_by
from groundswell.understand.scores.question import Question
from groundswell.understand.watching.models import WatchedSeries

WORKED = EffectReading.Verdict.WORKED


def test_the_product_finds_which_initiative_worked(built: Built) -> None:
    refund, welcome, fitting = Initiative.objects.order_by("started_at")
    found = refund.effect_readings.latest("measured_at")
    assert found.verdict == WORKED
    assert found.low <= built.truth.refund_points <= found.high
    for other in (welcome, fitting):
        assert WORKED not in other.effect_readings.values_list("verdict", flat=True)


def test_the_weakest_touchpoint_is_clear(built: Built) -> None:
    codes = dict(Touchpoint.objects.values_list("id", "code"))
    scores = sorted((tally.score, codes[key]) for key, tally in tallies_by("touchpoint", Slice()).items())
    assert scores[0][1] == built.truth.weakest_touchpoint
    assert scores[1][0] - scores[0][0] > 15


def test_what_came_after_and_the_drivers_name_the_same_weakest_link(built: Built) -> None:
    office = User.objects.get(role=User.Role.OFFICE)
    evidence = evidence_for(office, Question(TODAY.date()))
    assert evidence.weakest.counts.touchpoint.code == built.truth.weakest_touchpoint
    first = relationship_reading().lines.select_related("touchpoint").first()
    assert first.touchpoint.code == built.truth.weakest_touchpoint


def test_waiting_for_the_refund_goes_along_with_a_lower_score(built: Built) -> None:
    (line,) = DriverLine.objects.filter(reading__touchpoint__code="returns", kind=DriverLine.Kind.MEASURE)
    assert (line.name, line.slope < 0) == (REFUND_DAYS, True)


def test_holding_the_line_and_solving_at_once_go_along_as_they_should(built: Built) -> None:
    found = DriverLine.objects.filter(reading__touchpoint__code="order-help", kind=DriverLine.Kind.MEASURE)
    slopes = dict(found.values_list("name", "slope"))
    assert slopes["Minutes on hold"] < 0 < slopes["Solved at the first contact"]


def test_every_watched_figure_was_looked_at(built: Built) -> None:
    assert not WatchedSeries.objects.filter(look=None).exists()
    assert Study.objects.count() == 2


def test_the_shop_that_begs_is_the_one_to_look_at(built: Built) -> None:
    visit = Touchpoint.objects.get(code="shop-visit")
    codes = dict(Unit.objects.values_list("id", "code"))
    counted = histograms_by(["unit"], Slice(touchpoint_id=visit.pk))
    found = signs_of_begging([UnitAnswers(codes[key[0]], counts) for key, counts in counted.items()])
    assert [finding.code for finding in found if finding.kind == "nines"] == [built.truth.begging_shop]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [2, 3])
def test_other_seeds_tell_the_same_truth(seed: int) -> None:
    at = TODAY + timedelta(days=100)
    organisation, journey, _, answers, ground = _drawn(seed, at)
    store_answers(seed, answers.only(("returns", "shop-visit")), ground, Texts(seed))
    themes = make_themes(at - timedelta(days=700))
    read_new_signals(at=at)
    stage = set_stage(organisation, journey.touchpoints, themes, ground.months)
    assert measure_effect(run_refund(stage), at=at).verdict == WORKED
    assert measure_effect(run_welcome(stage), at=at).verdict != WORKED


@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_answers() -> None:
    from django.db import transaction

    def told() -> list[tuple]:
        with transaction.atomic():
            *_, answers, ground = _drawn(5, TODAY)
            store_answers(5, answers.only(("fitting-room", "order-help")), ground, Texts(5))
            fields = (
                "key",
                "customer__external_id",
                "unit__code",
                "score",
                "comment",
                "submitted_at",
                "channel",
            )
            rows = list(Signal.objects.order_by("key").values_list(*fields))
            transaction.set_rollback(True)
        return rows

    first = told()
    assert len(first) > 1000
    assert told() == first


@pytest.mark.django_db
def test_a_day_later_the_answers_of_earlier_days_are_the_same() -> None:
    from django.db import transaction

    scores = []
    for at in (datetime(2026, 5, 20, 9, tzinfo=UTC), datetime(2026, 5, 21, 9, tzinfo=UTC)):
        with transaction.atomic():
            answers = _drawn(1, at)[3]
            scores.append(answers.score[answers.month < 24].tolist())
            transaction.set_rollback(True)
    assert scores[0] == scores[1]


def test_there_are_enough_different_texts_of_each_kind() -> None:
    assert {
        kind: len(texts_of_kind(kind)) >= 150 for kind in {*KIND_OF.values(), "complaints"}
    } == dict.fromkeys({*KIND_OF.values(), "complaints"}, True)
    assert sum(len(texts) for texts in reviews().values()) == 2600


def _drawn(seed: int, at: datetime) -> tuple[Organisation, Journey, Customers, Answers, Ground]:
    months = Months(at)
    organisation = make_organisation(seed, at - timedelta(days=760))
    journey = make_journey(at - timedelta(days=760), at - timedelta(days=275))
    customers = make_customers(seed, months)
    answers = draw_answers(seed, make_quality(seed, months), customers, months)
    return organisation, journey, customers, answers, Ground(organisation, journey, customers, months)
