"""A new edition of the core question begins a new score: answers to different words are never added up."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.editions import editions
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.axes import AXES
from groundswell.understand.scores.explorer import answer_for
from groundswell.understand.scores.queries import Slice, monthly, tallies_by, tally_of
from groundswell.understand.scores.question import read_question
from groundswell.understand.scores.rows import NoSuchEdition, score_rows
from tests.world import NOW, make_signal

LATER = datetime(2026, 3, 21, 10, 0, tzinfo=UTC)


def answer(version, score, at):
    """Answer as a customer does, on the open link."""
    Client().post(f"/s/{version.survey.code}/", {"score": str(score), "go": "send"})


@pytest.fixture
def reworded(world, time_machine):
    """Five promoters and five passives to the first wording in February and March, then six detractors to the second."""
    for day, scores in ((datetime(2026, 2, 10, tzinfo=UTC), (9, 10, 9, 10, 9)), (NOW, (8,) * 5)):
        time_machine.move_to(day)
        for score in scores:
            answer(world.relationship, score, day)
    time_machine.move_to(LATER - timedelta(days=1))
    words = recommendation("Would you miss us?", "Why?")
    made = publish_version(
        world.relationship.survey, words, by=world.office, at=LATER - timedelta(days=1), begins_edition=True
    )
    time_machine.move_to(LATER)
    for _ in range(6):
        answer(made, 3, LATER)
    read_new_signals(at=LATER)
    old, new = editions("relationship")
    return SimpleNamespace(old=old, new=new, world=world)


def test_a_score_takes_the_newest_edition_of_each_survey(reworded):
    assert tally_of(Slice("relationship")) == NpsTally(0, 0, 6)
    assert tallies_by("month", Slice("relationship")) == {date(2026, 3, 1): NpsTally(0, 0, 6)}


def test_the_earlier_edition_can_be_looked_at_for_itself(reworded):
    assert tally_of(Slice("relationship", edition=reworded.old.id)) == NpsTally(5, 5, 0)
    assert tallies_by("edition", Slice("relationship")) == {
        reworded.old.id: NpsTally(5, 5, 0),
        reworded.new.id: NpsTally(0, 0, 6),
    }


def test_answers_without_a_survey_stay_in_the_score(reworded):
    make_signal(9, kind_of_score="relationship", at=LATER)
    read_new_signals(at=LATER)
    assert tally_of(Slice("relationship")) == NpsTally(1, 0, 6)


def test_a_trend_breaks_on_the_day_of_the_new_wording(reworded):
    told = [(one.month, one.figure.n, one.new_wording_on) for one in monthly(Slice("relationship"))]
    assert told == [
        (date(2026, 2, 1), 5, None),
        (date(2026, 3, 1), 5, None),
        (date(2026, 3, 1), 6, date(2026, 3, 20)),
    ]


def test_another_version_of_the_same_core_question_breaks_nothing(reworded):
    words = recommendation("Would you miss us?", "And why?")
    publish_version(reworded.world.relationship.survey, words, by=reworded.world.office, at=LATER)
    answer(reworded.world.relationship, 10, LATER)
    read_new_signals(at=LATER)
    assert tally_of(Slice("relationship")) == NpsTally(1, 0, 6)


def test_the_voices_behind_a_score_are_those_that_it_counts(reworded):
    office = reworded.world.office
    newest = read_question({"kind": "relationship"}, office, LATER.date())
    earlier = read_question({"kind": "relationship", "edition": str(reworded.old.id)}, office, LATER.date())
    assert {signal.score for signal in newest.voices_for(office)} == {3}
    assert {signal.score for signal in earlier.voices_for(office)} == {8, 9, 10}
    assert "edition=" in earlier.address()


def test_the_page_says_since_when_and_leads_to_the_earlier_wording(reworded, signed_in):
    page = signed_in(reworded.world.office).get("/understand/?kind=relationship").content.decode()
    assert "New wording since 20 Mar 2026" in page
    assert f"edition={reworded.old.id}" in page
    assert f"month=2026-02&amp;edition={reworded.old.id}" in page.replace("kind=relationship&amp;", "")
    earlier = signed_in(reworded.world.office).get(
        f"/understand/?kind=relationship&edition={reworded.old.id}"
    )
    assert "wording 1, until 20 Mar 2026" in earlier.content.decode()


def test_no_change_is_told_across_two_wordings(reworded, time_machine):
    for number in range(40):
        make_signal(9, kind_of_score="relationship", at=LATER - timedelta(days=200 + number))
        make_signal(2, kind_of_score="relationship", at=LATER)
    read_new_signals(at=LATER)
    question = read_question({"kind": "relationship", "period": "90"}, reworded.world.office, LATER.date())
    assert answer_for(question, reworded.world.office, AXES["unit"]).change is None


def test_the_command_tells_editions_apart(reworded):
    rows = score_rows("edition", "relationship")
    assert [(row["code"], row["n"]) for row in rows] == [("brand:1", 10), ("brand:2", 6)]
    assert score_rows("", "relationship", edition_words="brand:1")[0]["n"] == 10
    with pytest.raises(NoSuchEdition, match="brand:1, brand:2"):
        score_rows("", "relationship", edition_words="brand:7")


def test_the_usual_survey_with_one_wording_costs_the_engine_nothing(world, monkeypatch):
    from groundswell.understand.scores import queries

    asked = []
    monkeypatch.setattr(queries, "histograms", lambda store, names, wanted: asked.append(wanted) or {})
    tally_of(Slice("relationship"))
    assert asked[0].except_editions == ()
