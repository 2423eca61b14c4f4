"""Each tool's file in its real shape: recognised by its structure, read completely, categories recomputed."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundswell.listen.channels.files.checking import SheetReader
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.formats.guessing import guess_mapping
from groundswell.listen.channels.files.formats.opening import open_file
from groundswell.listen.channels.files.formats.registry import FORMATS, format_of, recognise
from groundswell.listen.channels.files.looking import dates_in
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.portions import Portion

from . import fixtures, other_files
from .fixtures import SCORES, WORDS, email, moment

NOW = datetime(2026, 3, 11, 10, tzinfo=UTC)
FILES: list[tuple[str, Callable[[], bytes], str, int]] = [
    ("qualtrics", fixtures.qualtrics, "a.csv", 12),
    ("qualtrics", fixtures.qualtrics_legacy, "a.csv", 4),
    ("surveymonkey", fixtures.surveymonkey, "a.csv", 12),
    ("surveymonkey_api", fixtures.surveymonkey_bulk, "a.json", 4),
    ("typeform", fixtures.typeform, "a.csv", 12),
    ("typeform", lambda: fixtures.typeform(old=True), "a.csv", 12),
    ("typeform_webhook", fixtures.typeform_webhook, "a.jsonl", 4),
    ("delighted", fixtures.delighted, "a.json", 13),
    ("google_forms", fixtures.google_forms, "a.csv", 13),
    ("google_forms_api", fixtures.google_forms_api, "a.json", 4),
    ("formbricks_hub", fixtures.formbricks_hub, "a.jsonl", 4),
    ("wootric", other_files.wootric, "a.json", 3),
    ("hubspot", other_files.hubspot, "a.json", 4),
    ("help_scout", other_files.help_scout, "a.json", 5),
    ("medallia", other_files.medallia, "a.csv", 3),
    ("gsa", other_files.gsa, "a.csv", 4),
    ("spss", other_files.sav, "a.sav", 12),
    ("any", other_files.unknown_table, "a.csv", 12),
    ("any", other_files.parquet, "a.parquet", 12),
    ("any", other_files.json_lines, "a.jsonl", 12),
    ("any", other_files.workbook, "a.xlsx", 12),
]
NAMES = [f"{one[0]}-{i}" for i, one in enumerate(FILES)]


def read(content: bytes, name: str = "a.csv", day: str = "2025-06-01", **more: str) -> Portion:
    """Everything that a file brings with the mapping that is guessed."""
    opened = open_file(content, name)
    sheet = format_of(opened).sheet(opened)
    mapping = guess_mapping(sheet)
    order = dates_in(sheet, mapping["submitted_at"]).order if "submitted_at" in mapping else "iso"
    options = ReadingOptions(now=NOW, date_order=order, **({"tz": sheet.time_zone or "UTC"} | more))
    whole = Portion()
    for part in SheetReader(sheet, mapping, options, day=day).portions(5):
        whole.block += part.block
        whole.rows += part.rows
        whole.errors += part.errors
        whole.left_out += part.left_out
        whole.extras |= part.extras
        whole.refusals += part.refusals
        assert part.records == len(part.rows) + len(part.errors) + part.left_out.total() + len(part.refusals)
    return whole


@pytest.mark.parametrize(("name", "make", "file_name", "answers"), FILES, ids=NAMES)
def test_a_file_is_recognised_and_every_row_of_it_goes_somewhere(name, make, file_name, answers):
    opened = open_file(make(), file_name)
    found = format_of(opened)
    assert found.name == name
    assert (
        f"{answers} {'rows' if name == 'any' else 'answers'}"
        in recognise(opened, found, found.sheet(opened)).sentence
    )
    brought = read(make(), file_name)
    assert len(brought.rows) == answers
    assert brought.errors == []
    assert brought.records == answers + brought.left_out.total()


WITHOUT_SCORES = {"medallia", "gsa"}


@pytest.mark.parametrize(("name", "make", "file_name", "answers"), FILES, ids=NAMES)
def test_what_was_said_and_when_arrives(name, make, file_name, answers):
    rows = read(make(), file_name).rows
    by_words = {row.comment: row for row in rows if row.external_id not in ("4999",)}
    for i in range(min(answers, 3)):
        if name in ("wootric", "medallia") and i in (0, 3):
            continue
        row = by_words[WORDS[i]]
        assert row.score == (None if name in WITHOUT_SCORES else SCORES[i])
        if name != "gsa":
            assert row.submitted_at.date() == moment(i).date()
        if row.email:
            assert row.email == email(i)


@pytest.mark.parametrize(("name", "make", "file_name", "answers"), FILES, ids=NAMES)
def test_the_same_file_twice_gives_the_same_ids_and_contents(name, make, file_name, answers):
    first, second = (read(make(), file_name).rows for _ in range(2))
    assert [(row.identity, row.content_digest) for row in first] == [
        (r.identity, r.content_digest) for r in second
    ]
    assert len({row.identity for row in first}) == answers


def test_a_cut_file_never_breaks_anything():
    for _, make, file_name, _ in FILES:
        content = make()
        for end in range(0, len(content), max(1, len(content) // 37)):
            with suppress(FileUnusable):
                read(content[:end], file_name)


def test_previews_of_qualtrics_are_left_out_and_counted():
    brought = read(fixtures.qualtrics())
    assert brought.left_out.total() == 1
    assert "R_preview" not in {row.external_id for row in brought.rows}


def test_the_group_of_qualtrics_is_never_read():
    opened = open_file(fixtures.qualtrics(), "a.csv")
    sheet = format_of(opened).sheet(opened)
    questions = {column.key for column in sheet.columns if column.is_question}
    assert guess_mapping(sheet)["score"] == "Q1"
    assert "Q1_NPS_GROUP" not in questions
    assert "Q2 - Topics" not in questions


def test_an_address_of_the_respondent_goes_nowhere():
    for make in (fixtures.qualtrics, fixtures.surveymonkey):
        brought = read(make())
        assert "192.0.2" not in repr(brought)


def test_empty_cells_of_surveymonkey_continue_the_question():
    brought = read(fixtures.surveymonkey())
    assert brought.extras[1].answers == {"What did you use?: Shop": "Shop"}
    assert brought.extras[2].answers == {"What did you use?: Web": "Web", "What did you use?: Phone": "Phone"}


def test_another_scale_never_becomes_a_recommendation():
    brought = read(fixtures.delighted(), "a.json")
    satisfied = next(row for row in brought.rows if row.external_id == "4999")
    assert satisfied.score is None
    assert brought.extras[satisfied.record].answers["other score"] == "2"


def test_unsubscribes_are_people_not_to_contact():
    brought = read(fixtures.delighted_unsubscribes(), "a.json")
    assert brought.refusals == [(email(1), "", ""), (email(77), "", "")]
    assert brought.rows == []


def test_two_equal_rows_without_ids_are_two_answers():
    brought = read(fixtures.google_forms())
    assert len({row.identity for row in brought.rows}) == 13


def test_what_a_tool_excludes_is_left_out_and_counted():
    assert read(other_files.wootric(), "a.json").left_out.total() == 1


def test_the_records_of_one_submission_are_one_answer():
    brought = read(fixtures.formbricks_hub(), "a.jsonl")
    assert (brought.records, len(brought.rows), brought.left_out.total()) == (12, 4, 8)
    assert brought.extras[brought.rows[0].record].answers == {"Used": "Shop"}


def test_a_hub_file_of_ours_comes_back_unchanged():
    from groundswell.listen.channels.files.formats.formbricks_hub import hub_lines

    rows = read(fixtures.typeform()).rows
    back = read(b"".join(hub_lines(rows, source_type="groundswell", source_name="ours")), "ours.jsonl").rows

    def facts(row):
        return row.identity, row.submitted_at, row.score, row.email, row.comment

    assert list(map(facts, back)) == list(map(facts, rows))


def test_a_format_in_a_workbook_is_the_same_format():
    import csv
    import io

    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(fixtures.qualtrics().decode("utf-8-sig"))):
        book.active.append(row)
    book.save(written)
    opened = open_file(written.getvalue(), "export.xlsx")
    assert format_of(opened).name == "qualtrics"
    assert len(read(written.getvalue(), "export.xlsx").rows) == 12


def test_every_format_has_its_row_in_the_documentation():
    page = (Path(__file__).parents[6] / "docs/formats.md").read_text()
    for one in FORMATS:
        assert f"| `{one.name}` |" in page


def hubspot_surveys() -> bytes:
    """One survey of each kind: recommendation (0 to 10), satisfaction (0 to 2), effort (1 to 7)."""
    kinds = (("NPS", 9), ("CSAT", 2), ("CES", 7))
    found = [
        {"id": str(number), "properties": {
            "hs_survey_type": kind, "hs_value": str(value), "hs_response_group": "PROMOTER", "hs_sentiment": "POSITIVE",
            "hs_content": fixtures.WORDS[number], "hs_submission_timestamp": moment(number).isoformat(),
            "hs_survey_channel": "EMAIL", "hs_contact_email_rollup": email(number),
        }}
        for number, (kind, value) in enumerate(kinds)
    ]  # fmt: skip
    return fixtures.listed({"results": found, "paging": {}})


def test_only_a_recommendation_survey_of_hubspot_gives_scores():
    brought = read(hubspot_surveys(), "a.json")
    assert [row.score for row in brought.rows] == [9, None, None]
    assert [row.email for row in brought.rows] == [email(0), email(1), email(2)]
    assert brought.extras[brought.rows[2].record].answers == {"hs survey type": "CES", "other value": "7"}
    assert "PROMOTER" not in repr(brought)


def test_employees_answers_of_delighted_are_left_out_and_counted():
    answers = json.loads(fixtures.delighted(2))
    answers[0]["survey_type"] = "enps"
    brought = read(json.dumps(answers).encode(), "a.json")
    assert dict(brought.left_out) == {"an answer of an employee": 1}


def test_a_choice_of_surveymonkey_is_its_words_where_they_were_asked_for():
    told = json.loads(fixtures.surveymonkey_bulk())
    for one in told["data"]:
        answer = one["pages"][0]["questions"][0]["answers"][0]
        answer |= {"simple_text": answer["choice_metadata"]["weight"], "choice_metadata": {"weight": "-100"}}
    assert [row.score for row in read(json.dumps(told).encode(), "a.json").rows] == list(fixtures.SCORES[:4])
