"""What changed between two versions stands in sentences."""

import copy

from groundswell.listen.surveys.comparing import changes_between
from groundswell.listen.surveys.reading import read_definition

OLD = {
    "schema": "groundswell.survey/1",
    "languages": ["en"],
    "questions": [
        {"key": "score", "kind": "recommendation", "text": {"en": "Would you?"}},
        {"key": "why", "kind": "text", "text": {"en": "Why?"}},
        {"key": "where", "kind": "single", "text": {"en": "Where?"}, "choices": [{"value": "door", "text": {"en": "Door"}}, {"value": "shop", "text": {"en": "Shop"}}]},
    ],
}  # fmt: skip


def changes(change):
    new = copy.deepcopy(OLD)
    change(new, new["questions"])
    return changes_between(read_definition(OLD), read_definition(new))


def test_the_same_survey_changed_nothing():
    assert changes(lambda survey, questions: None) == []


def test_reworded_translated_and_needed_questions_are_named_by_their_place():
    def change(survey, questions):
        survey["languages"] = ["en", "de"]
        questions[1]["text"] = {"en": "How come?", "de": "Wieso?"}
        questions[1]["required"] = True

    assert changes(change) == [
        "German was added.",
        "Question 2: its words in English: “Why?” became “How come?”.",
        "Question 2: its words in German: “Wieso?” was added.",
        "Question 2: an answer is needed now.",
    ]


def test_new_gone_and_moved_questions_are_told():
    def change(survey, questions):
        questions[1:] = [questions[2], {"key": "more", "kind": "text", "text": "More?"}]

    assert changes(change) == ["Question 2 was taken out: “Why?”.", "Question 3 is new: “More?”."]
    assert changes(lambda survey, questions: questions.append(questions.pop(1))) == [
        "Question 2 stood at place 3.",
        "Question 3 stood at place 2.",
    ]


def test_choices_conditions_and_thanks_are_told():
    def change(survey, questions):
        questions[2]["choices"][0]["text"]["en"] = "At the door"
        questions[2]["choices"][1] = {"value": "web", "text": {"en": "Web"}}
        questions[2]["visibleIf"] = "{score} <= 6"
        survey["thanks"] = {"en": "Thanks"}

    assert changes(change) == [
        "Question 3: the words of the choice in English: “Door” became “At the door”.",
        "Question 3: the choice “Web” is new.",
        "Question 3: the choice “Shop” was taken out.",
        "Question 3: asked always before, if question 1 is at most 6 now.",
        "The thanks in English: “Thanks” was added.",
    ]
