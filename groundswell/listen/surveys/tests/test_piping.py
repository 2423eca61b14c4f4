"""An answer to a row of a matrix stands in a later text in the words of its column."""

from groundswell.listen.surveys.piping import answer_words, piped, words_for_piping
from groundswell.listen.surveys.reading import problems_of, read_definition

PARTS = {
    "key": "parts",
    "kind": "matrix",
    "text": {"en": "How?"},
    "rows": [{"value": "price", "text": {"en": "Price"}}, {"value": "speed", "text": {"en": "Speed"}}],
    "columns": [{"value": "1", "text": {"en": "Good", "de": "Gut"}}, {"value": "2", "text": {"en": "Bad"}}],
}


def survey(words, condition=""):
    core = {"key": "score", "kind": "recommendation", "text": {"en": "Would you?"}}
    last = {"key": "last", "kind": "text", "text": {"en": words}, "visibleIf": condition}
    return {"schema": "groundswell.survey/1", "languages": ["en", "de"], "questions": [core, PARTS, last]}


def test_a_row_is_said_in_the_words_of_its_column_and_of_the_language():
    definition = read_definition(survey("You called the price {parts.price}."))
    answers = {"parts": {"price": "1"}}
    for language, said in (("en", "Good"), ("de", "Gut")):
        words = words_for_piping(definition, answers, {}, language)
        assert (
            piped("The price was {parts.price}, the speed {parts.speed}.", words)
            == f"The price was {said}, the speed ."
        )
    assert (
        answer_words(definition, definition.questions[1], {"price": "1", "speed": "2"}, "en") == "Good, Bad"
    )


def test_a_row_that_is_not_there_is_refused_in_texts_and_in_conditions():
    assert problems_of(survey("{parts.price}", "{parts.speed} = '1'")) == []
    assert [one.field for one in problems_of(survey("{parts.colour}"))] == ["text (en)"]
    assert [one.field for one in problems_of(survey("{score.price}"))] == ["text (en)"]
    assert [one.field for one in problems_of(survey("x", "{parts.colour} = '1'"))] == ["visibleIf"]


def test_a_problem_says_which_question_it_is_counted_from_one():
    assert [one.place for one in problems_of(survey("{nobody}"))] == [3]
    assert [one.place for one in problems_of(survey("x") | {"title": {"fr": "x"}})] == [0]
