"""A survey is data: read strictly, written back the same, and every mistake has a remedy."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.listen.surveys.definition import as_data
from groundswell.listen.surveys.errors import DefinitionUnusable
from groundswell.listen.surveys.files import read_survey_file
from groundswell.listen.surveys.formats.surveyjs import from_surveyjs, to_surveyjs
from groundswell.listen.surveys.patterns import PATTERNS
from groundswell.listen.surveys.piping import piped
from groundswell.listen.surveys.reading import problems_of, read_definition

SMALL = {
    "schema": "groundswell.survey/1",
    "languages": ["en", "he"],
    "questions": [
        {"key": "score", "kind": "recommendation", "text": {"en": "Would you?", "he": "האם?"}},
        {"key": "why", "kind": "text", "text": {"en": "Why {score}?"}, "visibleIf": "{score} < 7"},
    ],
}


def with_question(**fields):
    return SMALL | {"questions": [*SMALL["questions"], {"key": "x", "kind": "text", "text": "X?"} | fields]}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.code)
def test_every_pattern_is_whole_and_survives_both_files(pattern):
    definition = read_definition(pattern.definition)
    assert read_definition(as_data(definition)) == definition
    assert from_surveyjs(json.loads(json.dumps(to_surveyjs(definition)))) == definition


def test_languages_survive_surveyjs():
    definition = read_definition(SMALL)
    assert from_surveyjs(to_surveyjs(definition)) == definition


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"visibleIf": "{later} = 1"}, "visibleIf"),
        ({"visibleIf": "{score} <"}, "visibleIf"),
        ({"text": "Hello {nobody}"}, "text (en)"),
        ({"text": {"he": "only"}}, "text (en)"),
        ({"text": {"en": "x", "fr": "y"}}, "text"),
        ({"kind": "recommendation"}, "kind"),
        ({"kind": "slider"}, "kind"),
        ({"kind": "single"}, "choices"),
        ({"kind": "effort", "least": 1, "most": 9}, "scale"),
        ({"kind": "rating", "least": 5, "most": 1}, "scale"),
        ({"kind": "rating", "least": True, "most": 5}, "scale"),
        ({"key": "score"}, "key"),
        ({"key": "unit"}, "key"),
        ({"key": "a b"}, "key"),
        ({"required": "yes"}, "required"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_mistake_is_named_with_its_question_its_field_and_a_remedy(fields, field):
    problems = problems_of(with_question(**fields))
    assert [problem.field for problem in problems] == [field]
    assert problems[0].question == fields.get("key", "x")
    assert problems[0].remedy.endswith(".")


def test_the_core_question_comes_first_and_is_always_asked():
    core, why = SMALL["questions"]
    assert problems_of(SMALL | {"questions": [why | {"visibleIf": ""}, core]})
    assert problems_of(SMALL | {"questions": [core | {"visibleIf": "{score} = 1"}, why]})


def test_a_new_translation_keeps_the_core_and_other_words_change_it():
    present = read_definition(SMALL)
    core, why = SMALL["questions"]
    more = core | {"text": core["text"] | {"de": "Würden Sie?"}}
    translated = read_definition(SMALL | {"languages": ["en", "he", "de"], "questions": [more, why]})
    reworded = read_definition(SMALL | {"questions": [core | {"text": {"en": "Will you?"}}, why]})
    assert not translated.core_differs_from(present)
    assert reworded.core_differs_from(present)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["schema", "languages", "questions", "key", "kind", "text", "choices", "value", "pages", "elements", "type", "name", "en", "visibleIf", "rateMin"]) | st.text(max_size=5),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_whatever_the_data_there_is_only_one_kind_of_refusal(data):
    for read in (read_definition, from_surveyjs):
        with contextlib.suppress(DefinitionUnusable):
            read(data)


@given(JSON)
def test_questions_of_any_shape_are_refused_in_the_same_way(data):
    problems_of(SMALL | {"questions": [SMALL["questions"][0], data]})
    problems_of(with_question(choices=data, kind="single"))
    problems_of(with_question(text=data, low=data, least=data, kind="rating"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    with pytest.raises(DefinitionUnusable):
        read_survey_file(content)


def test_surveyjs_that_has_no_place_here_is_named():
    file = {"pages": [{"elements": [{"type": "signaturepad", "name": "sign"}]}]}
    with pytest.raises(DefinitionUnusable) as caught:
        from_surveyjs(file)
    assert caught.value.problems[0].question == "sign"


def test_a_survey_made_elsewhere_keeps_its_scale_and_branches():
    file = {
        "pages": [
            {
                "name": "page1",
                "elements": [
                    {"type": "rating", "name": "nps", "title": "Recommend?", "rateMin": 0, "rateMax": 10},
                    {"type": "comment", "name": "c", "title": {"default": "Why?", "de": "Warum?"}, "visibleIf": "{nps} <= 6"},
                    {"type": "radiogroup", "name": "r", "choices": ["a", {"value": "b", "text": "B"}]},
                ],
            }
        ]
    }  # fmt: skip
    definition = from_surveyjs(file)
    assert definition.core.kind == "recommendation"
    assert definition.languages == ("en", "de")
    assert definition.questions[1].visible_if == "{nps} <= 6"


def test_what_is_piped_in_is_never_read_again():
    words = {"a": "{b} {0.__class__} %s", "b": "secret"}
    assert piped("{a} and {c}", words) == "{b} {0.__class__} %s and {c}"
