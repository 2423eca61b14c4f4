"""Where a score turned for good: marked and dated, rarely by mistake; silence and fewer answers are seen."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from groundswell.science.scores.figure import figure
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.pictures import course_picture
from groundswell.understand.scores.queries import Month
from groundswell.understand.scores.question import Question
from groundswell.understand.scores.turning import turns_of

QUESTION = Question(today=date(2026, 4, 2))


def months(count: int) -> list[date]:
    return [date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(count)]


def course(tallies: Sequence[NpsTally]) -> list[tuple[Month, bool]]:
    return [(Month(day, figure(one)), True) for day, one in zip(months(24), tallies, strict=True)]


def tallies(chance: np.random.Generator, shares: Sequence[float], n: Sequence[int]) -> list[NpsTally]:
    drawn = (
        chance.multinomial(many, [0.4, 0.6 - share, share]) for share, many in zip(shares, n, strict=True)
    )
    return [NpsTally(*map(int, one)) for one in drawn]


def test_a_lasting_change_is_marked_with_its_month_and_its_voices():
    shares = [0.2] * 14 + [0.35] * 10
    (turn,) = turns_of(course(tallies(np.random.default_rng(1), shares, [400] * 24)), QUESTION)
    assert turn.month == date(2025, 6, 1)
    assert "The score turned in June 2025" in turn.words
    assert "points lower." in turn.words
    assert turn.earliest <= date(2025, 6, 1) <= turn.latest
    assert turn.question.since == turn.earliest
    assert turn.question.until >= turn.latest


def test_the_picture_marks_it_and_leads_to_what_happened_then():
    shares = [0.2] * 14 + [0.35] * 10
    found = course(tallies(np.random.default_rng(1), shares, [400] * 24))
    turns = turns_of(found, QUESTION)
    shown = str(course_picture(found, QUESTION, [], turns))
    assert turns[0].short in shown
    assert f"period={turns[0].earliest}..{turns[0].question.until}" in shown.replace("%2E", ".")


def test_where_nothing_changes_a_mark_is_rare():
    chance = np.random.default_rng(5)
    marked = sum(
        bool(turns_of(course(tallies(chance, [0.25] * 24, [400] * 24)), QUESTION)) for _ in range(300)
    )
    assert marked <= 24  # about one in twenty


def test_fewer_answers_are_told_with_what_they_mean():
    n = [400] * 12 + [250] * 12
    (turn,) = turns_of(course(tallies(np.random.default_rng(2), [0.25] * 24, n)), QUESTION)
    assert turn.words.startswith("Fewer answers since April 2025")
    assert "400 a month before, 250 since, 38% fewer" in turn.words


def test_more_answers_are_no_alarm():
    n = [250] * 12 + [400] * 12
    assert turns_of(course(tallies(np.random.default_rng(2), [0.25] * 24, n)), QUESTION) == []


def test_nothing_is_said_across_two_wordings_nor_of_a_month_that_is_not_over():
    shares = [0.2] * 14 + [0.35] * 10
    found = course(tallies(np.random.default_rng(1), shares, [400] * 24))
    month, is_shown = found[14]
    found[14] = (Month(month.month, month.figure, new_wording_on=month.month), is_shown)
    assert turns_of(found, QUESTION) == []
    early = Question(today=date(2025, 11, 20))
    assert turns_of(course(tallies(np.random.default_rng(1), shares, [400] * 24)), early) == []


def test_a_month_of_silence_stays_a_gap():
    found = course(tallies(np.random.default_rng(1), [0.25] * 24, [400] * 24))
    picture = course_picture([*found[:10], *found[12:]], QUESTION, [])
    silent = [row for row in picture.rows if row[2].exact == (None, None)]
    assert [row[0].exact for row in silent] == ["2025-02", "2025-03"]
    assert len(picture.rows) == 24
