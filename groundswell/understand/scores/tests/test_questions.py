"""Every score carries n and margin, adds up by counts, and never shows what somebody may not see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.web.answers import Answer, receive_invited
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.queries import (
    Slice,
    score_of,
    subtree_tallies,
    tallies_by,
    tally_of,
    unit_month_tallies,
)
from groundswell.understand.scores.question import read_question
from groundswell.understand.scores.rows import NoSuchUnit, score_rows
from groundswell.understand.themes.actions import make_theme
from tests.world import NOW, make_customer, make_signal


@pytest.fixture
def answers(world):
    for score, unit, point in [
        (10, world.leeds, world.delivery),
        (9, world.leeds, world.returns),
        (7, world.leeds, world.delivery),
        (3, world.york, world.returns),
        (0, world.york, world.returns),
        (10, world.web, world.delivery),
    ]:
        make_signal(score, unit=unit, touchpoint=point)
    make_signal(2, unit=world.leeds, kind_of_score="relationship")
    make_signal(None, "A complaint without a number", unit=world.leeds, kind="complaint")
    read_new_signals(at=NOW)


def test_a_score_counts_one_kind_only(answers):
    assert tally_of(Slice("experience")) == NpsTally(3, 1, 2)
    assert tally_of(Slice("relationship")) == NpsTally(0, 0, 1)


def test_teams_roll_up_to_the_unit_above_by_counts(answers, world):
    tallies = subtree_tallies(Slice("experience"))
    assert tallies[world.shops.pk] == NpsTally(2, 1, 2)
    assert tallies[world.root.pk] == tally_of(Slice("experience"))


def test_too_few_answers_are_no_score_but_a_reason(answers, world):
    figure = score_of(Slice("experience").within(world.york))
    assert (figure.score, figure.n) == (None, 2)
    assert "2 of at least 5" in figure.reason


def test_a_lead_gets_the_figures_of_the_own_part(answers, world):
    assert tally_of(Slice("experience").within_sight_of(world.lead)) == NpsTally(2, 1, 0)
    assert tally_of(Slice("experience").within_sight_of(world.partner)) == NpsTally()


def test_cells_of_unit_and_month_are_what_effects_are_measured_on(answers, world):
    cells = unit_month_tallies(Slice("experience", touchpoint_id=world.returns.pk))
    assert cells == {
        (world.leeds.pk, date(2026, 3, 1)): NpsTally(1, 0, 0),
        (world.york.pk, date(2026, 3, 1)): NpsTally(0, 0, 2),
    }


def test_an_answer_at_midnight_belongs_to_the_organisations_own_day(world):
    make_signal(9, at=NOW.replace(month=6, day=30, hour=23, minute=30))
    read_new_signals(at=NOW)
    assert list(tallies_by("month", Slice("experience"))) == [date(2026, 7, 1)]


def test_rows_for_machines_equal_an_independent_count(answers, world):
    rows = {row["code"]: row for row in score_rows("touchpoint", "experience")}
    assert {
        code: (row["n"], row["promoters"], row["passives"], row["detractors"]) for code, row in rows.items()
    } == {
        "delivery": (3, 2, 1, 0),
        "returns": (3, 1, 0, 2),
    }
    assert rows["returns"]["score"] == pytest.approx(-100 / 3)
    assert rows["returns"]["low"] < rows["returns"]["score"] < rows["returns"]["high"]
    assert "9-10" in rows["returns"]["definition"]


def test_asking_for_an_unknown_unit_says_how_to_find_one(answers):
    with pytest.raises(NoSuchUnit, match="--by unit"):
        score_rows("", "experience", unit_words="Atlantis")


def test_the_voices_behind_a_figure_are_as_many_as_it_counts(answers, world):
    today = NOW.date()
    for given in (
        {},
        {"unit": str(world.shops.pk)},
        {"touchpoint": str(world.returns.pk)},
        {"stage": str(world.returns.stage_id)},
        {"month": "2026-03"},
        {"kind": "relationship"},
    ):
        question = read_question(given, world.office, today)
        assert question.voices_for(world.office).count() == tally_of(question.slice_for(world.office)).n, (
            given
        )


def test_the_explorer_answers_in_words_and_leads_to_the_voices(world, signed_in):
    for score in (9, 9, 10, 2, 8, 10):
        make_signal(score, unit=world.leeds, touchpoint=world.delivery, at=timezone.now() - timedelta(days=2))
    read_new_signals(at=NOW)
    page = signed_in(world.office).get("/understand/").content.decode()
    assert "+50 points from 6 answers" in page
    assert "/voices/?kind=experience" in page


def test_the_explorer_is_not_for_the_frontline(world, signed_in):
    assert signed_in(world.frontline).get("/understand/").status_code == 403


def test_themes_are_compared_with_their_margin_or_a_reason(world, signed_in):
    make_theme("Late parcels", "late", ["late"], by="test", at=NOW)
    make_signal(1, "Came late.", unit=world.leeds, at=timezone.now() - timedelta(days=2))
    read_new_signals(at=NOW)
    page = signed_in(world.office).get("/understand/themes/").content.decode()
    assert "Late parcels" in page
    assert "oo few" in page


def test_a_second_answer_counts_for_its_case_and_not_for_the_score(world):
    customer = make_customer()
    again = invite(customer, world.experience, by="test", at=NOW, purpose="second", unit=world.leeds)
    receive_invited(again, Answer(9, "Better now."), at=NOW)
    make_signal(3, unit=world.leeds)
    read_new_signals(at=NOW)
    question = read_question({"month": "2026-03"}, world.office, NOW.date())
    assert tally_of(Slice("experience")) == NpsTally(0, 0, 1)
    assert question.voices_for(world.office).count() == 1
