"""The agenda makes itself from the team's own evidence."""

from datetime import timedelta

import pytest

from groundswell.act.cases.models import OpeningRule
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.act.huddles.actions import end_huddle
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.promising import carry_over_promise, keep_promise
from groundswell.act.huddles.queries import agenda_of
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.themes.actions import make_theme
from tests.world import NOW, make_customer, make_signal

from .test_running import DAY, WEEK, held, promised, running


def _states(huddle, at) -> dict[str, str]:
    return {line.promise.text: line.state for line in agenda_of(huddle, at).promises}


def test_promises_from_last_time_are_due_kept_carried_or_not_due_yet(world):
    first = running(world)
    kept, carried, due, far = (
        promised(world, first, text, due_in=span)
        for text, span in (("kept", DAY), ("carried", DAY), ("due", DAY), ("far", 30 * DAY))
    )
    end_huddle(first, pulse=4, by=None, at=NOW)
    second = running(world, at=NOW + WEEK)
    keep_promise(kept, by=None, at=NOW + 2 * DAY)
    carry_over_promise(carried, huddle=second, note="I was ill", by=None, at=NOW + WEEK)

    lines = agenda_of(second, NOW + WEEK).promises

    assert {line.promise: line.state for line in lines} == {
        kept: "kept",
        carried: "carried",
        due: "due",
        far: "open",
    }
    assert {line.note for line in lines if line.promise == carried} == {"I was ill"}


def test_a_promise_carried_over_is_seen_again_next_time_and_a_kept_one_is_not(world):
    first = running(world)
    promised(world, first, "kept", due_in=DAY)
    promised(world, first, "carried", due_in=DAY)
    end_huddle(first, pulse=4, by=None, at=NOW)
    second = running(world, at=NOW + WEEK)
    kept, carried = first.promises.order_by("id")
    keep_promise(kept, huddle=second, by=None, at=NOW + WEEK)
    carry_over_promise(carried, huddle=second, note="No time", by=None, at=NOW + WEEK)
    end_huddle(second, pulse=4, by=None, at=NOW + WEEK + timedelta(hours=1))

    third = plan_huddle(world.leeds, planned_at=NOW + 2 * WEEK, by=None, at=NOW + WEEK)
    lines = agenda_of(third, NOW + 2 * WEEK).promises

    assert [(line.promise.text, line.state, line.carried, line.note) for line in lines] == [
        ("carried", "due", 1, "No time")
    ]
    assert _states(second, NOW + 2 * WEEK) == {"kept": "kept", "carried": "carried"}


def test_another_teams_promises_stay_with_that_team(world):
    york = running(world, world.york)
    promised(world, york, "York's own")

    assert agenda_of(running(world, at=NOW + DAY), NOW + DAY).promises == []


def test_the_praise_names_a_colleague_and_the_pain_is_the_lowest_score_with_words(world):
    make_signal(10, "Lovely shop.", unit=world.leeds)
    named = make_signal(
        9, "Fay was so kind.", unit=world.leeds, employee=world.frontline.person, at=NOW - DAY
    )
    make_signal(10, "York is lovely.", unit=world.york, employee=world.york_lead.person)
    make_signal(0, "", unit=world.leeds)
    make_signal(4, "A bit slow.", unit=world.leeds)
    worst = make_signal(1, "Never again.", unit=world.leeds, at=NOW - 2 * DAY)

    agenda = agenda_of(running(world), NOW)

    assert [(one.signal, one.thanks) for one in agenda.praise] == [(named, "Fay Frontline")]
    assert agenda.pain.signal == worst


def test_only_what_was_said_since_last_time_is_read_aloud(world):
    make_signal(10, "Old praise.", unit=world.leeds, at=NOW - DAY)
    held(world, at=NOW)
    make_signal(2, "New pain.", unit=world.leeds, at=NOW + DAY)

    agenda = agenda_of(running(world, at=NOW + WEEK), NOW + WEEK)

    assert agenda.praise == []
    assert agenda.pain.words == "New pain."
    assert agenda.last_pulse == 4


def test_a_region_hears_the_voices_of_its_teams(world):
    make_signal(2, "Leeds was slow.", unit=world.leeds)

    assert agenda_of(running(world, world.shops), NOW).pain.words == "Leeds was slow."


def test_words_are_read_without_personal_data(world):
    make_signal(2, "Write to jane.doe@example.com or else.", unit=world.leeds)
    read_new_signals(at=NOW)

    assert "jane.doe@example.com" not in agenda_of(running(world), NOW).pain.words


def test_an_empty_team_gets_an_agenda_that_says_what_is_absent(world):
    agenda = agenda_of(running(world), NOW)

    assert (agenda.promises, agenda.praise, agenda.pain, agenda.waiting, agenda.themes) == (
        [],
        [],
        None,
        [],
        [],
    )
    assert agenda.number.figure.score is None
    assert agenda.number.figure.reason == "No answers yet"
    assert agenda.last_pulse is None


def test_the_number_is_the_teams_own_experience_score_of_ninety_days(world):
    for score in (10, 10, 10, 9, 9, 2):
        make_signal(score, unit=world.leeds, at=NOW - DAY)
    make_signal(0, unit=world.york, at=NOW - DAY)
    make_signal(0, unit=world.leeds, at=NOW - 100 * DAY)
    make_signal(0, unit=world.leeds, at=NOW - DAY, kind_of_score="relationship")
    read_new_signals(at=NOW)

    number = agenda_of(running(world), NOW).number

    assert number.figure.n == 6
    assert number.figure.score == pytest.approx(100 * (5 - 1) / 6)


def test_what_unhappy_customers_speak_of_most_may_be_raised(world):
    make_theme("Refunds", "refunds", ["refund"], by="a test", at=NOW)
    make_theme("Fit", "fit", ["fit"], by="a test", at=NOW)
    for words in ("Slow refund.", "Where is my refund?", "Bad fit."):
        make_signal(2, words, unit=world.leeds)
    make_signal(10, "The fit is lovely, the fit.", unit=world.leeds)
    make_signal(2, "No refund in York.", unit=world.york)
    read_new_signals(at=NOW)

    themes = agenda_of(running(world), NOW).themes

    assert [(line.theme.code, line.count) for line in themes] == [("refunds", 2), ("fit", 1)]


def test_customers_who_wait_too_long_say_where_help_is_needed(world):
    begin_inner_loop(by="a test", at=NOW)
    rule = OpeningRule.objects.get(opens_for="low_score")
    for unit in (world.leeds, world.york):
        make_signal(2, f"I wait for {unit}.", unit=unit, customer=make_customer())
    open_cases_for(rule, at=NOW)

    waiting = agenda_of(running(world, at=NOW + WEEK), NOW + WEEK).waiting

    assert [line.words for line in waiting] == ["I wait for Leeds."]


def test_an_ended_huddle_keeps_the_agenda_it_had(world):
    huddle = held(world, at=NOW)
    make_signal(1, "Said afterwards.", unit=world.leeds, at=NOW + DAY)

    assert agenda_of(huddle, NOW + WEEK).pain is None
