"""Surveys of Qualtrics and LimeSurvey come over; what stays behind is named; hostile files do nothing."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.listen.surveys.definition import as_data
from groundswell.listen.surveys.errors import DefinitionUnusable
from groundswell.listen.surveys.files import read_survey_file
from groundswell.listen.surveys.formats.limesurvey import from_lss
from groundswell.listen.surveys.formats.qualtrics import from_qsf
from groundswell.listen.surveys.models import Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.listen.surveys.reading import read_definition

FILES = Path(__file__).parent / "files"


def brought(name):
    return read_survey_file((FILES / name).read_bytes())


def asked(name):
    return {question.key: question for question in brought(name).definition.questions}


def stays(name):
    return {(one.question, one.field) for one in brought(name).left}


def test_a_qualtrics_survey_keeps_its_questions_in_the_order_of_its_flow():
    kinds = [(one.key, one.kind) for one in brought("relationship.qsf").definition.questions]
    assert kinds == [
        ("NPS", "recommendation"),
        ("Why", "text"),
        ("Used", "multiple"),
        ("Order_no", "text"),
        ("Parts", "matrix"),
        ("Easy", "rating"),
        ("Settled", "single"),
        ("More", "text"),
    ]


def test_a_qualtrics_survey_keeps_words_scale_and_translations():
    core = asked("relationship.qsf")["NPS"]
    assert core.text["en"] == "How likely are you to recommend Linden & Lark to a friend?"
    assert (core.low["de"], core.high["de"]) == ("Gar nicht wahrscheinlich", "Äußerst wahrscheinlich")
    assert [one.text["de"] for one in asked("relationship.qsf")["Used"].choices] == [
        "Laden",
        "Webshop",
        "Telefon",
    ]
    assert [one.value for one in asked("relationship.qsf")["Settled"].choices] == ["1", "4", "2"]


def test_display_logic_and_branches_become_conditions():
    questions = asked("relationship.qsf")
    assert questions["Order_no"].visible_if == "{Used} contains '2' or {Used} contains '3'"
    assert questions["Parts"].visible_if == "{NPS} <= 6"
    assert questions["Settled"].visible_if == "{Parts.2} = '1'"


def test_piped_answers_are_piped_here_too():
    assert asked("relationship.qsf")["Why"].text["en"] == "You gave {NPS}. What is the main reason?"
    assert asked("delivery.lss")["why"].text["en"] == "You said {recommend}. What is the main reason?"


def test_a_check_of_the_answer_comes_over_when_it_is_safe():
    assert asked("relationship.qsf")["Order_no"].pattern == r"[A-Z]{2}\d{4}"
    assert asked("delivery.lss")["order"].pattern == "[A-Z]{2}[0-9]{4}"


def test_what_stays_behind_of_a_qualtrics_survey_is_named():
    assert stays("relationship.qsf") == {
        ("", "flow EmbeddedData"),
        ("", "element"),
        ("Old", "block"),
        ("Order no", "name"),
        ("Intro", "kind"),
        ("Used", "random order"),
        ("Rank", "kind"),
        ("Easy", "recoded values"),
        ("Settled", "choices 2"),
        ("More", "condition"),
    }


def test_a_limesurvey_survey_keeps_questions_conditions_and_translations():
    questions = asked("delivery.lss")
    assert {key: one.kind for key, one in questions.items()} == {
        "recommend": "recommendation",
        "why": "text",
        "used": "multiple",
        "order": "text",
        "parts": "matrix",
        "settled": "single",
        "years": "text",
    }
    assert questions["recommend"].low["de"] == "Gar nicht wahrscheinlich"
    assert questions["order"].visible_if == "{used} contains 'web' or {used} contains 'phone'"
    assert questions["settled"].visible_if == "({recommend} <= 6) and ({parts.delivery} = 'bad')"
    assert [one.text["de"] for one in questions["parts"].columns] == ["Schlecht", "Mittel", "Gut"]
    assert brought("delivery.lss").definition.thanks["de"] == "Danke. Wir lesen es morgen."


def test_what_stays_behind_of_a_limesurvey_survey_is_named():
    named = stays("delivery.lss")
    assert {
        ("rank", "kind"),
        ("bye", "kind"),
        ("", "quotas"),
        ("", "welcome text"),
        ("years", "condition"),
    } <= named
    assert ("settled", "text") in named


def test_an_older_limesurvey_file_with_a_table_of_conditions_is_read():
    questions = asked("older.lss")
    assert questions["sat"].kind == "satisfaction"
    assert questions["call"].visible_if == "{sat} <= 2"
    assert [one.text["de"] for one in questions["call"].choices] == ["Ja", "Nein"]


@pytest.mark.parametrize("name", ["relationship.qsf", "delivery.lss", "older.lss"])
def test_what_came_over_goes_out_as_our_file_and_comes_in_the_same(name):
    definition = brought(name).definition
    assert read_definition(json.loads(json.dumps(as_data(definition)))) == definition


def with_question(**payload):
    asked = {
        "QuestionID": "QID1",
        "QuestionText": "Q",
        "DataExportTag": "Q1",
        "QuestionType": "MC",
        "Selector": "NPS",
    }
    return {
        "SurveyEntry": {"SurveyName": "S"},
        "SurveyElements": [{"Element": "SQ", "Payload": asked | payload}],
    }


def test_a_core_question_moves_to_the_front_and_says_so():
    data = with_question()
    data["SurveyElements"].insert(0, {"Element": "SQ", "Payload": {"QuestionID": "QID0", "DataExportTag": "first", "QuestionText": "Why?", "QuestionType": "TE", "Selector": "SL"}})  # fmt: skip
    read = from_qsf(data)
    assert [one.key for one in read.definition.questions] == ["Q1", "first"]
    assert [(one.question, one.field) for one in read.left] == [("Q1", "order")]


def test_a_survey_without_a_scale_gets_ours_in_front_and_says_so():
    read = from_qsf(with_question(QuestionType="TE", Selector="SL"))
    assert [one.kind for one in read.definition.questions] == ["recommendation", "text"]
    assert [one.field for one in read.left] == ["core question"]


def test_braces_of_theirs_fill_in_nothing():
    read = from_qsf(with_question(QuestionText="Hi {unit} {{organisation}} {Q1}"))
    assert read.definition.core.text["en"] == "Hi (unit) {(organisation)} (Q1)"


def test_a_country_list_is_left_out_by_name():
    many = {str(n): {"Display": f"Country {n}"} for n in range(200)}
    data = with_question()
    data["SurveyElements"].append({"Element": "SQ", "Payload": {"QuestionID": "QID2", "DataExportTag": "land", "QuestionText": "Where?", "QuestionType": "MC", "Selector": "DL", "Choices": many}})  # fmt: skip
    read = from_qsf(data)
    assert [one.key for one in read.definition.questions] == ["Q1"]
    assert ("land", "choices") in {(one.question, one.field) for one in read.left}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["QID1", "MC", "NPS", "Matrix", "Likert", "Branch"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["0", "Type", "Payload", "Flow", "ID", "Display", "Choices"]) | st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip
NAMES = (
    "Choices",
    "Answers",
    "Language",
    "Validation",
    "DisplayLogic",
    "ColumnLabels",
    "QuestionText",
    "SubSelector",
    "Selector",
    "QuestionType",
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=5), JSON, JSON)
def test_a_qsf_of_any_shape_is_read_or_refused(payload, blocks, flow):
    data = with_question(**payload)
    data["SurveyElements"] += [
        {"Element": "BL", "Payload": blocks},
        {"Element": "FL", "Payload": {"Flow": flow}},
        flow,
    ]
    with contextlib.suppress(DefinitionUnusable):
        from_qsf(data)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["<document>", "</document>", "<questions>", "<rows>", "<row>", "<qid>1", "</row>", "<!DOCTYPE a>", "&x;", "é", "<?a?>"]), max_size=12))  # fmt: skip
def test_an_lss_of_any_shape_is_read_or_refused(parts):
    with contextlib.suppress(DefinitionUnusable):
        from_lss("".join(parts).encode())


def look_at(client, name, file=None):
    with (FILES / name if file is None else file).open("rb") as content:
        return client.post("/listen/surveys/file/", {"file": content})


def test_the_page_shows_what_comes_over_and_what_stays_before_anything_is_kept(world, signed_in):
    page = look_at(signed_in(world.office), "relationship.qsf").content.decode()
    assert "8 questions from Qualtrics (QSF)" in page
    assert "Questions of this kind have no place here" in page
    assert "Äußerst wahrscheinlich" in page
    assert not Survey.objects.filter(code="relationship-2026").exists()


def test_what_was_looked_at_is_kept(world, signed_in):
    client = signed_in(world.office)
    form = look_at(client, "delivery.lss").context["form"]
    told = {name: form.initial[name] for name in ("title", "code", "kind_of_score")}
    told["definition"] = json.dumps(form.initial["definition"])
    client.post("/listen/surveys/file/keep/", told)
    kept = current_version(Survey.objects.get(code="your-delivery"))
    assert kept.wording == brought("delivery.lss").definition


def test_a_short_name_that_is_taken_shows_the_survey_again(world, signed_in):
    told = {"title": "Delivery", "code": "delivery", "kind_of_score": "experience", "definition": json.dumps(as_data(brought("older.lss").definition))}  # fmt: skip
    answer = signed_in(world.office).post("/listen/surveys/file/keep/", told)
    assert answer.status_code == 422
    assert "How satisfied are you?" in answer.content.decode()


@pytest.mark.parametrize("definition", ["", "{}", "[1]", '{"schema": "\\ud800"}', "nonsense"])
def test_a_survey_that_is_not_there_any_more_is_not_kept(world, signed_in, definition):
    told = {"title": "A", "code": "abc", "kind_of_score": "experience", "definition": definition}
    assert signed_in(world.office).post("/listen/surveys/file/keep/", told).status_code == 302
    assert not Survey.objects.filter(code="abc").exists()


def test_a_hostile_file_is_refused_on_the_page_with_a_reason(world, signed_in, tmp_path):
    hostile = tmp_path / "x.lss"
    hostile.write_bytes(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><document>&x;</document>')
    answer = look_at(signed_in(world.office), "", hostile)
    assert answer.status_code == 422
    assert "DOCTYPE or entity" in answer.content.decode()


def test_a_lead_brings_no_survey(world, signed_in):
    assert look_at(signed_in(world.lead), "older.lss").status_code == 403
    assert signed_in(world.lead).post("/listen/surveys/file/keep/").status_code == 403
