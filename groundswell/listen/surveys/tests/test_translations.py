"""A language is written beside the first one, on the page or in a spreadsheet, and what is missing is named."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.listen.surveys.models import Revision, Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.listen.surveys.reading import read_definition
from groundswell.listen.surveys.translations import (
    copied,
    missing_in,
    places_of,
    take_translations,
    translation_file,
)

from .test_surveys import begin
from .test_the_editor import post, revision

SURVEY = {
    "schema": "groundswell.survey/1",
    "languages": ["en", "de", "cy"],
    "title": {"en": "Your coat"},
    "questions": [
        {
            "key": "score",
            "kind": "recommendation",
            "text": {"en": "Recommend us?", "de": "Empfehlen Sie uns?"},
            "low": {"en": "No", "de": "Nein"},
        },
        {
            "key": "where",
            "kind": "single",
            "text": "Where?",
            "choices": [
                {"value": "shop", "text": {"en": "-1 floor"}},
                {"value": "web", "text": "On the web"},
            ],
        },
    ],
}
PAGE = "/listen/surveys/coat/translations/"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_what_is_missing_is_named_and_our_own_words_only_where_we_do_not_speak():
    missing = [one.where for one in missing_in(SURVEY, "de")]
    assert missing == ["Question 2", "Question 2, choice 1", "Question 2, choice 2", "Title"]
    assert "Button “Send”" in [one.where for one in missing_in(SURVEY, "cy")]
    assert [one.name for one in places_of(SURVEY)][:3] == ["score.text", "score.low", "where.text"]


def test_the_words_go_out_and_come_back_as_they_were():
    table = translation_file(SURVEY)
    assert "'-1 floor" in table
    data, taken = take_translations(SURVEY, table.encode())
    assert (taken.words, taken.problems) == ({}, [])
    assert read_definition(data) == read_definition(SURVEY)


def test_words_of_a_spreadsheet_come_in_and_a_new_column_is_a_new_language():
    table = "place;en;de;ar\nwhere.text;Elsewhere?;Wo?;أين؟\nwhere.choices.shop;;'-1. Stock;\nnowhere;;x;\nwords.send;;Absenden;\n"
    data, taken = take_translations(SURVEY, table.encode())
    assert taken.words == {"de": 3, "ar": 1}
    assert taken.problems == ["Row 4: nothing is called “nowhere” in this survey."]
    definition = read_definition(data)
    assert definition.languages == ("en", "de", "cy", "ar")
    assert definition.questions[1].text == {"en": "Where?", "de": "Wo?", "ar": "أين؟"}
    assert definition.questions[1].choices[0].text["de"] == "-1. Stock"
    assert definition.words["send"]["de"] == "Absenden"


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"", b"\x00\x01,\n", b"name,de\nscore.text,Ja\n", b"place,de\n" + b"x" * 200_000],
)
def test_what_is_no_table_changes_nothing(content):
    data, taken = take_translations(SURVEY, content)
    assert taken.words == {}
    assert taken.problems
    assert read_definition(data) == read_definition(SURVEY)


def test_a_column_that_is_no_language_is_left_by_name():
    _, taken = take_translations(SURVEY, b"place,German,de\nwhere.text,Wo?,Wo?\n")
    assert taken.words == {"de": 1}
    assert taken.problems == ["“German” is no language code such as de or pt-BR. Its column was left."]


def test_the_first_words_are_copied_where_there_are_none_and_written_words_stay():
    data = copied(SURVEY, "de")
    assert missing_in(data, "de") == []
    assert read_definition(data).core.text["de"] == "Empfehlen Sie uns?"
    assert read_definition(data).questions[1].text["de"] == "Where?"
    assert missing_in(SURVEY, "de")


@pytest.fixture
def coat(world, signed_in):
    client = signed_in(world.office)
    begin(client)
    return client


def test_the_editor_names_what_is_missing_and_copies_it(coat):
    page = post(coat, do="speak", word="de")
    assert "Still in English" in page
    assert "open=0&amp;lang=de#q0-text-de" in page
    assert "Copy the English words, to write over" in page
    post(coat, lang="de", do="copy:de")
    assert missing_in(revision(), "de") == []


def test_the_page_of_words_takes_a_table_and_nothing_asks_customers_before_it_is_published(
    coat, world, signed_in
):
    table = coat.get("/listen/surveys/coat/translations.csv").content.decode()
    given = rows(table)
    text = "place,de\n" + "\n".join(
        f"{row['place']},{number} auf Deutsch" for number, row in enumerate(given)
    )
    page = coat.post(
        PAGE, {"file": SimpleUploadedFile("words.csv", text.encode())}, follow=True
    ).content.decode()
    assert f"{len(given)} in German" in page
    assert "Nothing: all" in page
    assert current_version(Survey.objects.get(code="coat")).wording.languages == ("en",)
    assert Revision.objects.get().definition["questions"][0]["text"]["de"] == "0 auf Deutsch"
    refused = coat.post(PAGE, {"file": SimpleUploadedFile("words.csv", b"hello")})
    assert refused.status_code == 422
    assert "The first row names the columns" in refused.content.decode()
    assert signed_in(world.lead).get(PAGE).status_code == 403
