"""What left the usual, on the pages of those who settle it."""

import pytest

from groundswell.foundation.access.models import User
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.watching.actions import (
    watch,
)
from groundswell.understand.watching.looking import look_at_everything
from groundswell.understand.watching.models import Alert
from tests.world import NOW, make_signal, make_user

from .weeks import BAD, WEEK, answers_in


def test_the_alert_page_shows_what_happened_the_voices_and_takes_a_word(
    world, bad_week, signed_in, at_that_time
):
    look_at_everything(at=NOW)
    alert = Alert.objects.get()
    office = signed_in(world.office)
    page = office.get(f"/understand/watching/alerts/{alert.pk}/").content.decode()
    assert "below the usual" in page
    assert "terribly rude" in page
    assert "since=2026-03-02&amp;until=2026-03-08" in page
    office.post(f"/understand/watching/alerts/{alert.pk}/acknowledge/")
    refused = office.post(
        f"/understand/watching/alerts/{alert.pk}/settle/", {"kind": "explained", "words": " "}
    )
    assert refused.status_code == 422
    office.post(f"/understand/watching/alerts/{alert.pk}/settle/", {"kind": "explained", "words": "Strike"})
    alert.refresh_from_db()
    assert (alert.acknowledgement.by, alert.settlement.words) == (world.office.person, "Strike")
    assert "Strike" in office.get("/understand/watching/").content.decode()


def test_short_words_are_read_too_where_nobody_wrote_a_quotable_sentence(
    world, delivery, signed_in, at_that_time
):
    answers_in({0: BAD}, world.delivery, world.leeds)
    make_signal(1, "Rude staff, I left.", unit=world.leeds, touchpoint=world.delivery, at=NOW - WEEK)
    read_new_signals(at=NOW)
    look_at_everything(at=NOW)
    page = signed_in(world.office).get(f"/understand/watching/alerts/{Alert.objects.get().pk}/")
    assert "Rude staff, I left." in page.content.decode()
    assert "No words within your sight" not in page.content.decode()


def test_who_does_not_own_a_figure_does_not_settle_its_alerts(world, bad_week, signed_in, at_that_time):
    analyst = make_user("Ana Analyst", world.root, User.Role.ANALYST)
    look_at_everything(at=NOW)
    alert = Alert.objects.get()
    assert signed_in(analyst).get(f"/understand/watching/alerts/{alert.pk}/").status_code == 200
    assert signed_in(analyst).post(f"/understand/watching/alerts/{alert.pk}/acknowledge/").status_code == 403
    assert signed_in(world.york_lead).get(f"/understand/watching/alerts/{alert.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_for_one_and_three(
    world, bad_week, signed_in, at_that_time, django_assert_num_queries, count
):
    look_at_everything(at=NOW)
    if count == 3:
        for unit in (world.leeds, world.shops):
            watch("score", kind_of_score="experience", unit=unit, by="test", at=NOW)
        look_at_everything(at=NOW)
    assert Alert.objects.count() == count
    office = signed_in(world.office)
    office.get("/understand/watching/")
    with django_assert_num_queries(8):
        assert office.get("/understand/watching/").status_code == 200


def test_the_office_reads_on_its_first_page_what_left_the_usual(world, bad_week, signed_in, at_that_time):
    look_at_everything(at=NOW)
    assert (
        "Delivery: −100 points in the week of 2 March 2026"
        in signed_in(world.office).get("/").content.decode()
    )


def test_the_weeks_of_a_series_leave_their_page_as_a_file(world, bad_week, signed_in, at_that_time):
    file = signed_in(world.office).get(f"/understand/watching/{bad_week.pk}/?chart=weeks&as=csv")
    assert "Delivery, week by week" in file.content.decode()
