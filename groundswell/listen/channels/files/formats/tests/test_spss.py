"""SPSS files come in by their content: labels are words, a missing code is nothing, a scale stays a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.formats.guessing import guess_mapping
from groundswell.listen.channels.files.formats.opening import open_file
from groundswell.listen.channels.files.formats.registry import format_of, recognise
from groundswell.look.tables.sav_file import WIDEST, Variable, sav_chunks, variable_name

from . import other_files


def opened(content: bytes, name: str = "answers.dat"):
    file = open_file(content, name)
    found = format_of(file)
    return found, found.sheet(file), file


def column(sheet, key: str) -> list[str]:
    return [record.cells[sheet.position(key)] for record in sheet.records()]


def test_it_is_recognised_by_its_content_whatever_its_name():
    found, sheet, file = opened(other_files.sav(), "answers.csv")
    assert found.name == "spss"
    assert (
        recognise(file, found, sheet).sentence == "This looks like an SPSS export: 12 answers, 1 header row."
    )


def test_the_columns_are_guessed():
    _, sheet, _ = opened(other_files.sav())
    assert guess_mapping(sheet) == {
        "score": "Q1",
        "submitted_at": "RecordedDate",
        "external_id": "ResponseId",
        "comment": "Q2",
    }


def test_value_labels_become_words_and_a_scale_stays_a_number():
    _, sheet, _ = opened(other_files.sav())
    assert column(sheet, "Q3")[:3] == ["In the shop", "On the web", "I do not know"]
    assert column(sheet, "Q1")[:3] == ["10", "9", "3"]


def test_a_missing_code_is_an_empty_cell():
    _, sheet, _ = opened(other_files.sav())
    assert column(sheet, "Q1")[3] == ""


def test_questions_are_known_by_their_labels():
    _, sheet, _ = opened(other_files.sav())
    assert [one.title for one in sheet.columns][2:4] == [
        "How likely are you to recommend us?",
        "What is the main reason?",
    ]
    assert [one.is_question for one in sheet.columns][-1] is False


def test_a_file_on_disk_is_read_as_well(tmp_path: Path):
    path = tmp_path / "a.sav"
    path.write_bytes(other_files.sav())
    file = open_file(path, "a.sav")
    assert len(list(file.rows())) == 13


@pytest.mark.parametrize("cut", [4, 100, 176, 600, 900])
def test_a_damaged_file_is_refused_with_what_to_do(cut: int):
    with pytest.raises(FileUnusable) as caught:
        list(open_file(other_files.sav()[:cut], "a.sav").rows())
    assert caught.value.reason_class == "malformed_sav"


def test_a_file_packed_twice_is_refused():
    with pytest.raises(FileUnusable) as caught:
        open_file(b"$FL3" + other_files.sav()[4:], "a.zsav")
    assert caught.value.reason_class == "file_type"


@pytest.mark.parametrize("size", [1, 7, 8, 9, 251, 252, 253, 254, 255, 256, 257, 503, 504, 505, 2000, WIDEST])
def test_texts_of_any_length_come_back(size: int):
    words = "".join(chr(97 + place % 26) for place in range(size))
    variables = [Variable("a", width=size), Variable("b", width=3), Variable("c")]
    content = b"".join(
        sav_chunks(variables, [[words, "x", 1], ["", "yz", None], [words[: size // 2], "", 5]])
    )
    rows = list(open_file(content, "a.sav").rows())
    assert rows == [["a", "b", "c"], [words, "x", "1"], ["", "yz", ""], [words[: size // 2], "", "5"]]


@pytest.mark.parametrize(("wanted", "given"), [("easy", "easy"), ("_x", "x"), ("and", "q_and"), ("1a", "q_1a"), ("Easy", "Easy_2")])  # fmt: skip
def test_names_are_such_that_spss_takes_them(wanted: str, given: str):
    assert variable_name(wanted, {"EASY"} if wanted == "Easy" else set()) == given
