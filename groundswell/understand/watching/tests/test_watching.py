"""A figure that leaves the usual opens one alert, told to its owner once, with the voices behind it."""

from datetime import timedelta

import pytest

from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.listen.surveys.models import Invitation
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.watching.actions import (
    acknowledge,
    call_false_alarm,
    explain,
    hand_over,
    stop_watching,
    watch,
    watch_the_usual,
)
from groundswell.understand.watching.errors import AlertAlreadySettled, AlreadyWatched
from groundswell.understand.watching.looking import look_at_everything
from groundswell.understand.watching.models import Alert, Look, WatchedSeries
from groundswell.understand.watching.queries import alerts_visible_to, false_alarm_words, series_visible_to
from groundswell.understand.watching.weeks import last_week, read_series
from groundswell.understand.watching.words import what_happened
from tests.world import NOW, make_customer

from .weeks import BAD, LAST_WEEK, NEXT, USUAL, WEEK, answers_in


def test_weeks_are_counted_by_the_calendar_of_the_organisation(world, delivery):
    read_new_signals(at=NOW)
    weeks = read_series(delivery, last_week(delivery, NOW)).weeks
    assert (weeks[0].monday, weeks[-1].monday) == (LAST_WEEK - 14 * WEEK, LAST_WEEK)
    assert weeks[1].tally == NpsTally(7, 3, 2)
    assert weeks[-1].tally == NpsTally()


def test_a_bad_week_opens_one_alert_however_often_the_job_runs(bad_week):
    for _ in range(3):
        look_at_everything(at=NOW)
    (alert,) = Alert.objects.filter(series=bad_week)
    assert (alert.rule, alert.week, alert.is_high, alert.value, alert.n) == (
        "beyond",
        LAST_WEEK,
        False,
        -100,
        12,
    )
    assert alert.high > alert.centre > alert.low > alert.value
    assert bad_week.look.state == Look.State.SIGNAL


def test_the_owner_is_told_once_and_nothing_of_a_customer_leaves(world, bad_week):
    for _ in range(2):
        look_at_everything(at=NOW)
        note_tidings(at=NOW, at_once=True)
    (tiding,) = Tiding.objects.filter(kind="watch.moved")
    assert tiding.person == world.office.person
    assert "Delivery: −100 points in the week of 2 March 2026, below the usual" in tiding.words
    assert tiding.link.startswith("/understand/watching/alerts/")
    assert "rude" not in tiding.words


def test_an_open_alert_is_not_opened_again_next_week(world, bad_week):
    look_at_everything(at=NOW)
    answers_in({-1: BAD}, world.delivery)
    read_new_signals(at=NEXT)
    look_at_everything(at=NEXT)
    assert Alert.objects.filter(series=bad_week).count() == 1


def test_after_a_false_alarm_the_next_bad_week_is_told(world, bad_week):
    look_at_everything(at=NOW)
    call_false_alarm(Alert.objects.get(), by=world.office, at=NOW)
    answers_in({-1: BAD}, world.delivery)
    read_new_signals(at=NEXT)
    look_at_everything(at=NEXT)
    assert [one.week for one in Alert.objects.filter(series=bad_week)] == [LAST_WEEK + WEEK, LAST_WEEK]


def test_eight_weeks_on_one_side_are_one_run_told_once(world):
    series = watch("score", kind_of_score="experience", touchpoint=world.delivery, by="test", at=NOW)
    better, usual = (9, 9, 9, 9, 9, 8, 8, 9, 6), (9, 8, 9, 7, 9, 8, 6, 9, 6)
    weeks = {week: (*(better if week < 9 else usual), 8 if week % 2 else 6) for week in range(24)}
    answers_in(weeks, world.delivery)
    read_new_signals(at=NOW)
    look_at_everything(at=NOW)
    (alert,) = Alert.objects.filter(series=series)
    assert (alert.rule, alert.is_high, alert.since) == ("run", True, LAST_WEEK - 8 * WEEK)
    call_false_alarm(alert, by=world.office, at=NOW)
    answers_in({-1: (*better, 6)}, world.delivery)
    read_new_signals(at=NEXT)
    look_at_everything(at=NEXT)
    assert Alert.objects.filter(series=series).count() == 1


def test_a_bad_week_that_a_file_brings_late_is_told_all_the_same(world, delivery):
    """The job had looked at that week; then its voices came."""
    answers_in({0: USUAL}, world.delivery, world.leeds)
    read_new_signals(at=NOW)
    assert look_at_everything(at=NOW) == (1, 0)
    assert look_at_everything(at=NOW + timedelta(hours=1)) == (0, 0)
    receive_signals(
        [
            NewSignal(
                source="late", key=str(place), channel="file", score=1, submitted_at=NOW - WEEK,
                kind_of_score="experience", unit_id=world.leeds.pk, touchpoint_id=world.delivery.pk,
            )
            for place in range(30)
        ],
        at=NOW + timedelta(hours=2),
    )  # fmt: skip
    read_new_signals(at=NOW + timedelta(hours=2))
    assert look_at_everything(at=NOW + timedelta(hours=3)) == (1, 1)
    assert look_at_everything(at=NOW + timedelta(hours=4)) == (0, 0)
    assert Alert.objects.get().week == LAST_WEEK
    note_tidings(at=NOW + timedelta(hours=5), at_once=True)
    assert Tiding.objects.filter(kind="watch.moved").count() == 1


def test_a_small_lasting_shift_is_found_by_the_moving_mean(world):
    """A little worse for seven weeks: no week is beyond its own limits, no eight lie on one side, yet the mean moved."""
    weeks = {week: USUAL if week % 2 else (*USUAL[:-2], 6, 6) for week in range(7, 40)}
    weeks |= dict.fromkeys(range(7), (*USUAL[:7], 5, 6, 6, 5, 6))
    answers_in(weeks, world.delivery)
    read_new_signals(at=NOW)
    begun = NOW - 60 * WEEK
    about = {"kind_of_score": "experience", "touchpoint": world.delivery, "by": "test", "at": begun}
    usual = watch("score", **about)
    slow = watch("score", limits=WatchedSeries.Limits.SLOW, **about)
    look_at_everything(at=NOW)
    assert not usual.alerts.exists()
    alert = slow.alerts.get()
    assert (alert.rule, alert.is_high) == (Alert.Rule.SLOW, False)
    assert str(what_happened(alert)).startswith("Delivery, slowly: the moving mean stood at")


def test_silence_is_a_signal(world):
    """The same number is asked each week; in the last one nearly nobody answers."""
    series = watch("response", survey=world.experience.survey, by="test", at=NOW)
    customer = make_customer()
    for week in range(13):
        for number in range(24):
            at = NOW - (week + 2) * WEEK + timedelta(hours=number)
            asked = Invitation.objects.create(
                version=world.experience, customer=customer, episode_at=at, invited_at=at
            )
            if number < (2 if week == 0 else 11 + week % 3):
                answer_to(asked, at + timedelta(days=1))
    look_at_everything(at=NOW)
    (alert,) = Alert.objects.filter(series=series)
    assert (alert.week, alert.is_high, alert.n) == (LAST_WEEK - WEEK, False, 24)
    assert round(alert.value, 1) == 8.3


def answer_to(invitation, at):
    from groundswell.listen.signals.models import Signal

    Signal.objects.create(
        source="test", key=invitation.token, digest="x", kind_of_score="experience", score=9, channel="email",
        invitation=invitation, version=invitation.version, episode_at=at, submitted_at=at, received_at=at,
    )  # fmt: skip


def test_too_few_weeks_or_answers_are_no_signal(world):
    series = watch("score", kind_of_score="experience", touchpoint=world.delivery, by="test", at=NOW)
    answers_in({week: BAD if week == 0 else USUAL for week in range(11)}, world.delivery)
    read_new_signals(at=NOW)
    look_at_everything(at=NOW)
    assert not Alert.objects.filter(series=series).exists()
    assert (series.look.state, series.look.value) == (Look.State.FEW, None)


@pytest.mark.parametrize(("each_week", "is_known"), [(2, False), (6, True)])
def test_few_counts_a_week_have_no_usual(world, each_week, is_known):
    series = watch("answers", by="test", at=NOW)
    answers_in({week: USUAL[: each_week + week % 2] for week in range(14)}, world.delivery)
    assert (read_series(series, LAST_WEEK).centre is not None) == is_known


def test_a_known_change_begins_a_new_usual(world, bad_week):
    look_at_everything(at=NOW)
    explain(Alert.objects.get(), words="New courier", begins_anew=True, by=world.office, at=NOW)
    series = WatchedSeries.objects.get(pk=bad_week.pk)
    assert series.begins_on == LAST_WEEK
    assert [week.monday for week in read_series(series, LAST_WEEK).weeks] == [LAST_WEEK]


def test_the_first_settlement_stands(world, bad_week):
    look_at_everything(at=NOW)
    alert = Alert.objects.get()
    acknowledge(alert, by=world.office, at=NOW)
    explain(alert, words="New courier", by=world.office, at=NOW)
    with pytest.raises(AlertAlreadySettled):
        call_false_alarm(alert, by=world.executive, at=NOW)
    assert alert.settlement.words == "New courier"


def test_the_usual_is_watched_by_itself_and_stays_ended_where_somebody_ended_it(world):
    made = watch_the_usual(by="test", at=NOW)
    assert WatchedSeries.objects.count() == made
    names = {str(series) for series in WatchedSeries.objects.all()}
    assert {
        "Delivery",
        "Returns",
        "Shops",
        "Complaints",
        "Response rate: Delivery",
        "Relationship score",
        "Relationship score, slowly",
    } <= names
    assert "Leeds" not in names
    stop_watching(WatchedSeries.objects.get(touchpoint=world.delivery), by=world.office, at=NOW)
    assert watch_the_usual(by="test", at=NOW) == 0


def test_a_question_is_watched_once(world, delivery):
    with pytest.raises(AlreadyWatched):
        watch("score", kind_of_score="experience", touchpoint=world.delivery, by="test", at=NOW)


def test_a_lead_sees_the_series_of_their_own_part_and_what_they_were_given(world, bad_week):
    leeds = watch("score", kind_of_score="experience", unit=world.leeds, by="test", at=NOW)
    watch("score", kind_of_score="experience", unit=world.york, by="test", at=NOW)
    look_at_everything(at=NOW)
    assert list(series_visible_to(world.lead)) == [leeds]
    assert not alerts_visible_to(world.york_lead).exists()
    hand_over(bad_week, to=world.york_lead.person, by=world.office, at=NOW)
    assert bad_week in series_visible_to(world.york_lead)
    assert not series_visible_to(world.partner).exists()


def test_a_moving_mean_counts_less_in_the_false_alarm_rate():
    assert "about every 153 weeks" in false_alarm_words(1)
    assert "about every 370 weeks" in false_alarm_words(1, slow=1)
    assert "about every 108 weeks" in false_alarm_words(2, slow=1)


def test_the_false_alarm_rate_is_said():
    assert false_alarm_words(30) == (
        "30 figures are watched. Where nothing changes at all, chance alone still opens an alert about every 5 weeks."
    )
    assert "about 2.0 times a week" in false_alarm_words(306)
