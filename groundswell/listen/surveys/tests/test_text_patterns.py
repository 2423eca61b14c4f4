"""A text answer may have to have a form."""

import pytest

from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.answering import read_answer
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.errors import AnswerUnusable
from groundswell.listen.surveys.formats.surveyjs import from_surveyjs, to_surveyjs
from groundswell.listen.surveys.models import Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.listen.surveys.reading import problems_of, read_definition

ASKS = "How likely are you to recommend us to a friend?"
ORDER = {"key": "order", "kind": "text", "text": "Your order number", "pattern": "[A-Z]{2}[0-9]{4}"}


def survey(**more):
    data = recommendation(ASKS, "Why?")
    data["questions"].append(ORDER | more)
    return data


def answered(words):
    question = read_definition(survey()).question("order")
    return read_answer(question, lambda key: [words])


def test_an_answer_of_the_form_is_taken_and_nothing_at_all_is_fine():
    assert answered("AB1234") == "AB1234"
    assert answered("") is None


@pytest.mark.parametrize("words", ["AB12345", "ab1234", "AB1234\n", "see AB1234"])
def test_an_answer_of_another_form_is_refused_in_the_words_of_the_page(words):
    with pytest.raises(AnswerUnusable) as caught:
        answered(words)
    assert caught.value.word == "form"


def test_a_pattern_that_cannot_be_read_is_named_with_its_question():
    assert [(one.question, one.field) for one in problems_of(survey(pattern="(?=x)"))] == [
        ("order", "pattern")
    ]


def test_only_texts_have_a_pattern():
    assert [one.field for one in problems_of(survey(kind="rating"))] == ["pattern"]


def test_a_pattern_goes_to_surveyjs_and_back():
    definition = read_definition(survey())
    assert from_surveyjs(to_surveyjs(definition)) == definition


def test_the_editor_keeps_a_pattern_and_the_page_asks_for_it(world, signed_in, client):
    publish_version(world.experience.survey, survey(), by=world.office, at=world.experience.created_at)
    page = signed_in(world.office).get("/listen/surveys/delivery/edit/").content.decode()
    assert 'name="q2-pattern" value="[A-Z]{2}[0-9]{4}"' in page
    fields = {"shown": "en", "count": "3", "do": "publish", "q2-was": "order", "q2-key": "order", "q2-kind": "text", "q2-text-en": "Your order number", "q2-pattern": "[0-9]+"}  # fmt: skip
    core = {"q0-was": "score", "q0-key": "score", "q0-kind": "recommendation", "q0-text-en": ASKS, "q0-required": "on", "q0-low-en": "Not at all likely", "q0-high-en": "Extremely likely"}  # fmt: skip
    why = {"q1-was": "why", "q1-key": "why", "q1-kind": "text", "q1-text-en": "Why?"}
    signed_in(world.office).post("/listen/surveys/delivery/edit/", fields | core | why)
    assert current_version(Survey.objects.get(code="delivery")).wording.question("order").pattern == "[0-9]+"
