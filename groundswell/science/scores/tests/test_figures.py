"""A figure carries n, margin and definition, or says why there is none."""

from __future__ import annotations

import pytest

from groundswell.science.scores.csat import CsatTally
from groundswell.science.scores.definition import CSAT, DEFINITIONS, ENPS, NPS
from groundswell.science.scores.enps import enps_figure
from groundswell.science.scores.figure import figure
from groundswell.science.scores.nps import NpsTally


def test_few_answers_give_a_reason_instead_of_a_score():
    shown = figure(NpsTally(promoters=3))
    assert (shown.n, shown.score, shown.low, shown.high, shown.margin) == (3, None, None, None, None)
    assert shown.reason == "Too few answers to tell: 3 of at least 5"
    assert not shown.is_known


def test_no_answers_say_so():
    assert figure(NpsTally()).reason == "No answers yet"
    assert figure(NpsTally(), minimum=0).score is None


def test_enough_answers_give_score_margin_and_definition():
    shown = figure(NpsTally(promoters=462, passives=176, detractors=362))
    assert (shown.n, shown.score, shown.reason, shown.definition) == (1000, 10, None, NPS)
    assert (shown.low, shown.high, shown.margin) == pytest.approx((4.3897, 15.5505, 5.5804), abs=1e-3)
    assert shown.is_known
    assert not shown.is_few


def test_five_answers_are_shown_and_called_few():
    assert figure(NpsTally(promoters=5)).is_few
    assert not figure(NpsTally(promoters=30)).is_few
    assert not figure(NpsTally(promoters=4)).is_few


def test_other_scores_carry_their_own_definition():
    assert figure(CsatTally(satisfied=6, others=4)).definition == CSAT


def test_the_minimum_for_employees_may_be_raised_and_never_lowered():
    assert enps_figure(NpsTally(promoters=5)).definition == ENPS
    assert enps_figure(NpsTally(promoters=4), minimum=1).score is None
    assert enps_figure(NpsTally(promoters=7), minimum=8).reason == "Too few answers to tell: 7 of at least 8"


def test_every_definition_is_found_by_its_code_and_names_its_source():
    assert sorted(DEFINITIONS) == ["ces", "ces_mean", "csat", "enps", "nps"]
    assert all(definition.source and definition.sentence.endswith(".") for definition in DEFINITIONS.values())
    assert NPS.sentence == (
        "Share of 9-10 minus share of 0-6 on the 0-10 recommendation question, in points from -100 to 100; "
        "95% margin by adjusted Wald."
    )
