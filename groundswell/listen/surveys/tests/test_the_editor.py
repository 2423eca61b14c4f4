"""The editor as a colleague uses it, without scripts: each button keeps what is on the page."""

import pytest

from groundswell.listen.surveys.models import Revision, Survey
from groundswell.listen.surveys.queries import current_version

from .browser import fields_on
from .test_surveys import begin

pytestmark = pytest.mark.once


@pytest.fixture
def coat(world, signed_in):
    client = signed_in(world.office)
    begin(client)
    return client


EDITOR = "/listen/surveys/coat/edit/"


def post(client, *, lang="", **more):
    """Open the editor, change some fields, and press a button."""
    fields = fields_on(client.get(f"{EDITOR}?lang={lang}").content.decode())
    return client.post(EDITOR, fields | more, follow=True).content.decode()


def present():
    return current_version(Survey.objects.get(code="coat"))


def revision() -> dict:
    return Revision.objects.get().definition


def test_the_editor_changes_nothing_by_being_opened_and_published(coat):
    before = present()
    page = post(coat, do="publish")
    assert "Nothing changed" in page
    assert (present(), present().definition) == (before, before.definition)


def test_questions_are_added_moved_and_removed_by_buttons(coat):
    post(coat, do="add:single")
    assert revision()["questions"][-1]["kind"] == "single"
    post(coat, do="up:2")
    assert [one["key"] for one in revision()["questions"]][:3] == ["score", "miss", "why"]
    post(coat, do="remove:2")
    assert "why" not in [one["key"] for one in revision()["questions"]]
    post(coat, do="remove:0")
    assert revision()["questions"][0]["key"] == "score"


def test_a_condition_that_cannot_be_read_is_told_in_front_with_the_way_to_its_field(coat):
    page = post(coat, do="publish", **{"q3-visibleIf": "{score} <<"})
    assert "Not published yet" in page
    assert 'role="alert" autofocus' in page
    assert 'href="?open=3#q3-asked">Question 4, when it is asked' in page
    assert present().number == 1


def test_a_refused_editor_opens_the_question_that_is_wrong(coat):
    page = post(coat, do="publish", **{"q2-text-en": ""})
    assert "Question 3, its words" in page
    assert '<details class="fold" name="parts" id="q2" data-key="miss" open>' in page


def test_the_form_leads_to_its_own_head_whatever_the_address_says(coat):
    assert f'<form method="post" action="{EDITOR}"' in coat.get(f"{EDITOR}?open=2").content.decode()


def test_each_question_lists_the_names_that_its_words_may_hold(coat):
    page = coat.get(EDITOR).content.decode()
    body = page.split('id="q1"')[1].split('id="q2"')[0]
    assert "<code>{touchpoint}</code>" in body
    assert "<code>{score}</code></dt><dd>the answer to 1. How likely" in body
    assert "<code>{miss}</code>" not in body


def test_choices_are_one_a_line_and_keep_their_values_when_reworded_moved_and_translated(coat):
    post(coat, do="add:single")
    post(coat, **{"q4-text-en": "Where?", "q4-choices-more": "At the door\nAt the depot\nAt the door"})
    assert values_of(4) == ["at_the_door", "at_the_depot", "at_the_door_2"]
    post(coat, do="lift:4:choices:1", **{"q4-choices-0-en": "On the doorstep", "q4-choices-2-en": ""})
    choices = revision()["questions"][4]["choices"]
    assert [(one["value"], one["text"]["en"]) for one in choices] == [
        ("at_the_depot", "At the depot"),
        ("at_the_door", "On the doorstep"),
    ]


def values_of(place):
    return [one["value"] for one in revision()["questions"][place]["choices"]]


def test_a_condition_is_chosen_line_by_line(coat):
    row = {"q1-if-0-name": "score", "q1-if-0-sign": "<=", "q1-if-0-value": "score=6"}
    post(coat, **row)
    assert revision()["questions"][1]["visibleIf"] == "{score} <= 6"
    page = coat.get(EDITOR).content.decode()
    assert "asked if question 1 is at most 6" in page
    post(coat, **{"q1-if-0-name": ""})
    assert "visibleIf" not in revision()["questions"][1]


def test_several_lines_hold_together_or_one_is_enough(coat):
    post(coat, **{"q3-if-0-value": "miss=somewhat", "q3-if-joined": "and"})
    assert revision()["questions"][3]["visibleIf"] == "{miss} = 'somewhat' and {miss} = 'somewhat'"


def test_a_line_without_its_answer_is_asked_for_and_not_published(coat):
    page = post(coat, do="publish", **{"q1-if-0-name": "score", "q1-if-0-sign": "<="})
    assert "Choose the answer that it is asked for" in page
    assert present().number == 1


def test_an_answer_of_another_question_is_not_taken_for_this_one(coat):
    post(coat, **{"q3-if-0-name": "score", "q3-if-0-value": "miss=somewhat", "q3-if-1-name": ""})
    assert revision()["questions"][3]["visibleIf"] == "{score} = ''"


def test_a_condition_that_lines_cannot_show_stays_as_it_was_written(coat):
    words = "({score} <= 6 and {miss} = 'very') or {why} notempty"
    post(coat, **{"q3-visibleIf": words})
    page = coat.get(EDITOR).content.decode()
    assert "says more than lines can show" in page
    post(coat)
    assert revision()["questions"][3]["visibleIf"] == words


def test_only_the_first_language_and_one_more_stand_on_the_page_and_the_others_are_kept(coat):
    post(coat, do="speak", word="de")
    post(coat, lang="de", **{"q0-text-de": "Würden Sie?"})
    page = post(coat, lang="de", do="speak", word="ar")
    assert 'name="q0-text-ar"' in page
    assert 'dir="rtl"' in page
    assert 'name="q0-text-de"' not in page
    post(coat, lang="ar", **{"q0-text-ar": "هل توصي؟", "q2-choices-0-ar": "جداً"})
    core = revision()["questions"][0]["text"]
    assert (core["de"], core["ar"]) == ("Würden Sie?", "هل توصي؟")
    assert revision()["questions"][2]["choices"][0]["text"]["ar"] == "جداً"


def test_a_language_is_chosen_by_name_and_a_wrong_one_is_told(coat):
    page = coat.get(EDITOR).content.decode()
    assert '<option value="de">German (Deutsch)</option>' in page
    assert "Choose a language from the list" in post(coat, do="speak", word="german")
    assert "German was added" in post(coat, do="speak", word="de")


def test_a_language_goes_with_all_its_words(coat):
    post(coat, do="speak", word="de")
    post(coat, lang="de", **{"q0-text-de": "Würden Sie?", "words-send-de": "Los"})
    assert "German and its words were taken out" in post(coat, lang="de", do="unspeak:de")
    assert "Würden" not in str(revision())
    assert "Los" not in str(revision())


def test_the_words_of_the_buttons_are_written_by_language(coat):
    post(coat, do="speak", word="cy")
    page = coat.get(f"{EDITOR}?lang=cy").content.decode()
    assert 'name="words-send-cy" value="" maxlength="200" lang="cy" dir="ltr" placeholder="Send"' in page
    post(coat, lang="cy", **{"words-send-cy": "Anfon"})
    assert revision()["words"] == {"send": {"cy": "Anfon"}}


def test_the_core_question_says_where_it_is_edited_that_it_is_locked(coat):
    page = coat.get(EDITOR).content.decode()
    assert "begin a new edition of the score" in page
    assert "begin edition 2 of the score" not in page


def test_the_editor_refuses_a_changed_core_until_an_edition_is_wanted(coat):
    page = post(coat, do="publish", **{"q0-text-en": "Would you wear it again?"})
    assert "begin edition 2 of the score" in page
    assert "recommend this product to a friend or colleague?” became “Would you wear it again?”" in page
    post(coat, do="publish", begins_edition="on")
    assert present().core_edition == 2


def test_german_and_arabic_travel_from_the_editor_to_the_customer(coat, client):
    post(coat, do="speak", word="de")
    post(coat, lang="de", **{"q0-text-de": "Würden Sie uns empfehlen?", "q0-low-de": "Gar nicht"})
    post(coat, do="speak", word="ar")
    post(coat, lang="ar", do="publish", **{"q0-text-ar": "هل توصي بنا؟"})
    german = client.get("/s/coat/", headers={"accept-language": "de"}).content.decode()
    assert "Würden Sie uns empfehlen?" in german
    assert "0: Gar nicht" in german
    arabic = client.get("/s/coat/?lang=ar").content.decode()
    assert "هل توصي بنا؟" in arabic
    assert '<html lang="ar" dir="rtl">' in arabic


def test_a_closed_survey_is_not_worded_and_can_be_reopened(coat, client):
    coat.post("/listen/surveys/coat/close/")
    page = coat.get(EDITOR, follow=True).content.decode()
    assert "Reopen it before" in page
    assert "Edit the words" not in page
    assert "/listen/surveys/coat/reopen/" in coat.get("/listen/surveys/").content.decode()
    assert client.get("/s/coat/").status_code == 410
    coat.post("/listen/surveys/coat/reopen/")
    assert client.get("/s/coat/").status_code == 200
    assert "Closed" not in coat.get("/listen/surveys/").content.decode()
