"""Conditions that colleagues choose from lists are the ones that stand in files, and read as sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.listen.surveys.asked_if import (
    ALONE,
    SIGNS,
    Asked,
    Rule,
    asked_of,
    expression_of,
    questions_told,
)
from groundswell.listen.surveys.branching import read_condition
from groundswell.listen.surveys.reading import read_definition

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z0-9_.-]{1,8})?", fullmatch=True)
VALUES = st.from_regex(r"[A-Za-z0-9_.-]{1,9}", fullmatch=True)
RULES = st.builds(
    Rule, NAMES, st.sampled_from([one for one in SIGNS if one not in ALONE]), VALUES
) | st.builds(Rule, NAMES, st.sampled_from(ALONE))


@given(st.lists(RULES, max_size=4), st.sampled_from(["and", "or"]))
def test_what_is_chosen_is_written_so_that_it_is_read_again(rules, joined):
    asked = Asked(tuple(rules), joined if len(rules) > 1 else "and")
    written = expression_of(asked)
    assert asked_of(written) == asked
    if rules:
        assert read_condition(written).names == {rule.name for rule in rules}


@pytest.mark.parametrize(
    "written",
    [
        "{score} <= 6 and {why} notempty or {ways} empty",
        "({score} <= 6)",
        "not {score} = 1",
        "{ways} anyof ['web', 'shop']",
        "{where} = 'two words'",
        "{score} <",
        "{score} <= 6 and",
    ],
)
def test_what_lines_cannot_show_stays_text(written):
    assert asked_of(written) is None


def test_a_condition_reads_as_a_sentence_with_the_words_of_the_choices():
    survey = {
        "schema": "groundswell.survey/1",
        "languages": ["en", "de"],
        "questions": [
            {"key": "score", "kind": "recommendation", "text": "Would you?"},
            {"key": "where", "kind": "single", "text": "Where?", "choices": [{"value": "a", "text": "At the door"}, {"value": "b", "text": "Elsewhere"}]},
            {"key": "parts", "kind": "matrix", "text": "How?", "rows": [{"value": "price", "text": "Price"}], "columns": [{"value": "good", "text": "Good"}, {"value": "bad", "text": "Bad"}]},
            {"key": "why", "kind": "text", "text": "Why?", "visibleIf": "{score} <= 6 and {where} != 'a' and {parts.price} = 'bad'"},
            {"key": "more", "kind": "text", "text": "More?", "visibleIf": "{why} notempty"},
        ],
    }  # fmt: skip
    told = [one.condition for one in questions_told(read_definition(survey), "en")]
    assert (
        told[3]
        == "question 1 is at most 6 and question 2 is not “At the door” and question 3 (Price) is “Bad”"
    )
    assert told[4] == "question 4 is answered"
