"""Survey files and answer patterns of the bad-input corpus get what the contract says (rules X4, H and R)."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from groundswell.listen.surveys.models import Survey
from tests.corpus.survey_adapter import bring_survey, validate

CORPUS = Path(__file__).parent
FILES = json.loads((CORPUS / "survey_import/expected.json").read_text(encoding="utf-8"))["cases"]
PATTERNS = json.loads((CORPUS / "regex/expected.json").read_text(encoding="utf-8"))["cases"]
REFUSED = {
    "qsf_deep": {"too_deep"},
    "qsf_dup_ids": {"duplicate_id"},
    "lss_xxe": {"xml_entity"},
    "lss_laughs": {"xml_entity"},
    "lss_param_entity": {"xml_entity"},
    "lss_xinclude": {"file_type"},
    "not_a_survey": {"file_type"},
}
TEXTS = {
    "qsf_plain": ["How likely?"],
    "qsf_script_text": ["Hi"],
    "qsf_remote_graphic": ["pick"],
    "qsf_template": ["Hi ${e://Field/name} {{7*7}} {% debug %}"],
    "lss_plain": ["How was it?"],
    "lss_pi_stylesheet": ["x"],
}
NAMED = {
    "qsf_script_text": ("text", ""),
    "qsf_js_element": ("script", ""),
    "qsf_redos_validation": ("validation", ""),
    "qsf_logic_cycle": ("condition", ""),
    "qsf_remote_graphic": ("text", ""),
    "qsf_missing_question": ("block", "dangling_reference"),
    "qsf_template": ("text", ""),
}


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["id"])
def test_a_survey_file_gets_what_the_contract_says(case: dict[str, Any], no_network: None) -> None:
    name, began = case["id"], time.process_time()
    found = bring_survey((CORPUS / case["file"]).read_bytes())
    assert time.process_time() - began < 2
    assert (found["outcome"] == "refused") == (name in REFUSED)
    if name in REFUSED:
        assert found["reasons"] == REFUSED[name]
        return
    assert found["texts"] == TEXTS.get(name, found["texts"])
    assert not any("<" in text for text in found["texts"])
    if name in NAMED:
        assert NAMED[name] in found["left"]


def qualtrics(*questions: dict[str, Any]) -> bytes:
    """A file of theirs with these questions, numbered in their order."""
    elements = [
        {"Element": "SQ", "Payload": {"QuestionID": f"QID{n}", "QuestionType": "TE", "Selector": "SL", **one}}
        for n, one in enumerate(questions, start=1)
    ]
    return json.dumps({"SurveyEntry": {"SurveyName": "S"}, "SurveyElements": elements}).encode()


HEAVY = {
    "a name that stands twice at the end of many": b"{"
    + b",".join(b'"k%d":1' % n for n in range(60_000))
    + b',"k1":2}',
    "twelve thousand questions of one name": qualtrics(
        *[{"DataExportTag": "Q", "QuestionText": "Why?"}] * 12_000
    ),
    "markup that never closes": qualtrics({"DataExportTag": "Q", "QuestionText": "<!--" * 400_000}),
    "ten thousand choices": qualtrics(
        {
            "QuestionType": "MC",
            "Selector": "SAVR",
            "QuestionText": "Which?",
            "Choices": {str(n): {"Display": "x"} for n in range(10_000)},
        }
    ),
}


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY)
def test_no_survey_file_takes_long(content: bytes) -> None:
    began = time.process_time()
    bring_survey(content)
    assert time.process_time() - began < 4


def test_a_question_of_which_nothing_is_left_is_named() -> None:
    found = bring_survey(qualtrics({"DataExportTag": "Q", "QuestionText": "<!-- never closed"}))
    assert "text" in {field for field, _ in found["left"]}


def test_the_name_of_a_survey_is_only_a_title() -> None:
    assert bring_survey((CORPUS / "survey_import/qsf_path_name.qsf").read_bytes())["title"] == "../../etc/x"


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["id"])
def test_the_page_answers_every_file_and_the_survey_asks(case, world, signed_in, client, no_network) -> None:
    """From the upload to the customer's page: no error of ours, nothing of theirs that runs or is fetched."""
    colleague = signed_in(world.office)
    with (CORPUS / case["file"]).open("rb") as file:
        looked = colleague.post("/listen/surveys/file/", {"file": file})
    assert looked.status_code == (422 if case["id"] in REFUSED else 200)
    if looked.status_code == 422:
        told = " ".join(problem.sentence for problem in looked.context["problems"])
        assert told
        assert Path("/etc/hostname").read_text().strip() not in told
        return
    definition = json.dumps(looked.context["form"].initial["definition"])
    told = {
        "title": "From a file",
        "code": "from-file",
        "kind_of_score": "experience",
        "definition": definition,
    }
    colleague.post("/listen/surveys/file/keep/", told)
    assert Survey.objects.filter(code="from-file").exists()
    page = client.get("/s/from-file/").content.decode()
    assert "127.0.0.1" not in page
    assert "alert(1)" not in page
    assert "49" not in page.partition("<main")[2] or case["id"] != "qsf_template"
    taken = colleague.get("/listen/surveys/from-file/file/")
    assert taken["Content-Disposition"] == 'attachment; filename="from-file.json"'


@pytest.fixture(scope="module")
def awake() -> None:
    """The first pattern of a process loads the library that works through it."""
    validate("a", "a")


@pytest.mark.parametrize("case", PATTERNS, ids=lambda case: case["id"])
def test_a_pattern_never_takes_long(case: dict[str, Any], awake: None) -> None:
    began = time.process_time()
    assert validate(case["pattern"], case["value"]) in case["expect"]
    assert time.process_time() - began < case["seconds"]


EXPENSIVE = ["((.?){30}){30}y", "(x|xx|xxx){999}y", r"(?i)(\pL?){300}y", "(.*.*.*.*)*y", r"(?:.?\b){900}y"]


@pytest.mark.parametrize("pattern", EXPENSIVE)
def test_a_dear_pattern_and_a_long_answer_stay_within_a_second(pattern: str, awake: None) -> None:
    began = time.process_time()
    assert validate(pattern, "x" * 10_000) in {"no_match", "refused"}
    assert time.process_time() - began < 1


@pytest.mark.parametrize("pattern", ["a" * 501, "(?=a)a", r"(a)\1", "a)(b", "\ud800", "(?P<n", r"\Qa"])
def test_what_cannot_be_worked_through_in_linear_time_is_refused_when_it_is_saved(pattern: str) -> None:
    assert validate(pattern, "a") == "refused"


@pytest.mark.parametrize(
    ("pattern", "value", "found"),
    [
        (r"\d{4}", "1234\n", "no_match"),
        ("a|b", "ab", "no_match"),
        ("^a$", "a", "match"),
        ("[äö]+", "öä", "match"),
    ],
)
def test_a_pattern_is_about_the_whole_answer(pattern: str, value: str, found: str) -> None:
    assert validate(pattern, value) == found


def test_the_whole_corpus_is_here() -> None:
    assert (len(FILES), len(PATTERNS)) == (18, 16)
