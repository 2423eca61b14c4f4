"""What makes a whole file unusable, and what does not."""

from __future__ import annotations

import codecs
import tracemalloc
from pathlib import Path

import pytest

from groundswell.listen.channels.files import csv_records
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.tests.feedback import read_feedback

from .feedback import HEADER, NOW, file_of, read, refusal

ROW = "A-1,2025-06-01,9,,,,fine"
SHORT = "external_id,submitted_at,score"


def lines(*texts: str, end: str = "\n") -> bytes:
    return end.join(texts).encode()


@pytest.mark.parametrize(
    "start",
    [
        b"PK\x03\x04rest", b"PK\x05\x06" + b"\0" * 18, b"\xef\xbb\xbfPK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b"\n <!doctype HTML>", b"<html>", b"<?xml version='1.0'?>",
        b"\x1f\x8b\x08", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"{\\rtf1", b"SQLite format 3\x00", b"MZ\x90\x00", b"\x7fELF",
    ],
)  # fmt: skip
def test_another_kind_of_file_is_recognised_by_its_bytes(start: bytes) -> None:
    assert refusal(start + b"\n" + lines(HEADER, ROW)) == "file_type"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf \n",
        b"\xff\xfe",
        b"\xfe\xff\x00\n",
        "\u00a0\u2003\n".encode(),
        b"sep=;\r\n \r\n",
    ],
)
def test_an_empty_file_is_told_from_a_file_without_rows(content: bytes) -> None:
    assert refusal(content) == "empty_file"
    assert read(lines(HEADER)) == ([], [], [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    content = mark + f"{HEADER}\r\nA-1,2025-06-01,9,,,,café 👍\r\n".encode(encoding)
    assert read(content, encoding="cp1252")[0][0].comment == "café 👍"


@pytest.mark.parametrize(
    "content",
    [
        lines(HEADER, ROW).replace(b"fine", b"caf\xe9"), lines(HEADER, ROW).replace(b"fine", b"\xc0\xaf"), lines(HEADER, ROW).replace(b"fine", b"\xed\xa0\x80"), lines(HEADER, ROW) + b"\xf0\x9f\x91",
        lines(HEADER, ROW).decode().encode("utf-16-le"), lines(HEADER, ROW).decode().encode("utf-16-be"), codecs.BOM_UTF16_LE + lines(HEADER).decode().encode("utf-16-le") + b"\x00",
        codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", lines(HEADER, *[ROW] * 30_000) + b"\xff", lines("a;b", "caf\xe9").replace(b"\xc3", b""), b"\0" * 50, codecs.BOM_UTF32_LE + lines(HEADER).decode().encode("utf-32-le"),
    ],
)  # fmt: skip
def test_bytes_that_are_not_text_spoil_the_whole_file(content: bytes) -> None:
    assert refusal(content) == "encoding"


def test_the_line_of_a_bad_byte_is_named() -> None:
    with pytest.raises(FileUnusable, match="Line 50,002 holds bytes that are not UTF-8 text"):
        read_feedback(lines(HEADER, *[ROW] * 50_000, end="\r\n") + b"\r\n\xff", ReadingOptions(now=NOW))


def test_a_declared_encoding_is_applied_strictly() -> None:
    content = lines(HEADER, "A-1,2025-06-01,9,,,,caf\xe9").decode().encode("cp1252")
    assert read(content, encoding="CP1252")[0][0].comment == "café"
    assert refusal(content + b"\x81", encoding="cp1252") == "encoding"
    assert refusal(content, encoding="ascii") == "encoding"


@pytest.mark.parametrize(
    "name",
    [
        "no-such-codec",
        "rot13",
        "base64",
        "zip",
        "idna",
        "unicode_escape",
        "utf-7",
        "undefined",
        "punycode",
        "",
        "a\0b",
    ],
)
def test_a_codec_that_is_not_for_text_files_is_refused(name: str) -> None:
    assert refusal(lines(HEADER, ROW), encoding=name) == ("encoding" if name else "accepted")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_by_the_header(delimiter: str) -> None:
    content = lines(
        HEADER.replace(",", delimiter), delimiter.join(["A-1", "2025-06-01", "9", "", "", "", '"a,b;c|d"'])
    )
    assert read(content)[0][0].comment == "a,b;c|d"


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;"])
def test_a_first_line_may_name_the_separator(first: str) -> None:
    assert len(read(lines(first, SHORT.replace(",", ";"), "A-1;2025-06-01;9", end="\r\n"))[0]) == 1
    assert refusal(lines(first, SHORT, "A-1,2025-06-01,9")) == "missing_column"


def test_any_one_character_may_be_named_as_separator() -> None:
    assert len(read(lines("sep=^", SHORT.replace(",", "^"), "A-1^2025-06-01^9"))[0]) == 1


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("external_id,score", "missing_column"), ("external_id,submitted_at,score,score", "duplicate_header"), ("external_id,submitted_at,score,\u200bScore ", "duplicate_header"),
        (SHORT + "," * 498, "too_many_columns"), (SHORT + "," * 497, "accepted"), (",".join(f"c{i}" for i in range(100_000)), "too_many_columns"), ("a" * 3_000_000, "missing_column"),
        ("," * 2_000_000, "too_many_columns"), (f'{SHORT},"note', "malformed_csv"), (f'{SHORT},"note"x', "malformed_csv"), ('"a";"b"', "missing_column"), ('"a', "malformed_csv"),
        ('\ufeff "External_ID"'.replace(" ", "") + ",\u00a0SUBMITTED_AT\u200b,\ufeffscore\u2003", "accepted"), ("exter\u0000nal_id,submitted_at,score", "encoding"), ("\ufeff" + SHORT, "accepted"),
        ('"external_id","submitted_at","score","a\nb"', "accepted"), ("\n\n" + SHORT, "accepted"), ("  \n" + SHORT, "accepted"),
    ],
)  # fmt: skip
def test_the_header_names_each_column_once(header: str, reason: str) -> None:
    assert refusal(header.encode()) == reason


def test_unknown_and_empty_columns_are_left_out_with_a_warning() -> None:
    file = read_feedback(
        lines(SHORT + ",NPS group,", 'A-1,2025-06-01,9,"two\nlines",x'), ReadingOptions(now=NOW)
    )
    assert [(w.reason_class, w.value) for w in file.warnings] == [
        ("unknown_column", "NPS group"),
        ("unknown_column", ""),
    ]
    assert [len(batch.rows) for batch in file.portions()] == [1]


def test_a_control_character_in_a_column_that_is_left_out_is_told() -> None:
    _, errors, _ = read(lines(SHORT + ",note", "A-1,2025-06-01,9,a\x00b"))
    assert [(e.field, e.reason_class) for e in errors] == [("note", "control_character")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r\n", "\r\r\n"])
def test_every_line_end_is_one_and_empty_lines_are_not_counted(end: str) -> None:
    rows, errors, _ = read(
        lines(SHORT, "A-1,2025-06-01,9", "A-2,2025-06-01,x", "A-3,2025-06-01,9", "", end=end)
    )
    assert ([row.record for row in rows], [error.record for error in errors]) == ([1, 3], [2])


def test_mixed_line_ends_and_empty_lines_inside_quotes() -> None:
    rows, errors, _ = read(
        HEADER.encode()
        + b'\rA-1,2025-06-01,9,,,,"a\r\n\r\nb"\n\nA-2,2025-06-01,9,,,,5" x\r\n\r"A-3",2025-06-01,9,,,,"say ""hi"""'
    )
    assert ([row.comment for row in rows], errors) == (["a\n\nb", '5" x', 'say "hi"'], [])


@pytest.mark.parametrize(
    "row", ["A-1,2025-06-01", "A-1,2025-06-01,9,", "A-1;2025-06-01;9", '""', " ", "A-1,2025-06-01,9,x,y"]
)
def test_a_row_with_another_number_of_cells_is_told(row: str) -> None:
    rows, errors, _ = read(lines(SHORT, "A-0,2025-06-01,9", row, "A-2,2025-06-01,9"))
    assert ([r.record for r in rows], [(e.record, e.reason_class) for e in errors]) == (
        [1, 3],
        [(2, "column_count")],
    )


@pytest.mark.parametrize("broken", ['"x"tail', '"x" ', '"', '"never closed', '"a""', '""x"', '"x"\0'])
@pytest.mark.parametrize("rows_before", [0, 5000])
def test_broken_quotes_spoil_the_whole_file(broken: str, rows_before: int) -> None:
    content = lines(HEADER, *[ROW] * rows_before, f"A-2,2025-06-01,9,,,,{broken}", ROW)
    assert refusal(content) == "malformed_csv"


def test_the_line_of_a_broken_quote_is_named() -> None:
    with pytest.raises(FileUnusable, match="opens a cell on line 4,002 and is never closed"):
        read_feedback(
            lines(HEADER, *['A-1,2025-06-01,9,,,,"a\nb"'] * 2000, 'B,2025-06-01,9,,,,"x', ROW, end="\r\n"),
            ReadingOptions(now=NOW),
        )
    with pytest.raises(FileUnusable, match="On line 3 there is text after"):
        read_feedback(lines(HEADER, ROW, 'B,2025-06-01,9,,,,"x"y', ROW), ReadingOptions(now=NOW))


def test_a_quote_that_never_ends_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_bytes(lines(HEADER, 'A-1,2025-06-01,9,,,,"open', *["y" * 98] * 300_000))
    tracemalloc.start()
    assert refusal(path) == "malformed_csv"  # type: ignore[arg-type]
    assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()


def test_a_cell_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "LONGEST_RECORD", 200_000)
    assert refusal(lines(HEADER, ROW[:-4] + "x" * 400_000)) == "too_large"
    assert refusal(lines(HEADER, ROW[:-4] + '"' + "x\n" * 200_000 + '"')) == "too_large"


def test_a_path_is_read_like_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "odd name.xlsx"
    path.write_bytes(file_of({}, {}))
    file = read_feedback(path, ReadingOptions(now=NOW))
    batches = list(file.portions(1))
    assert [len(batch.rows) for batch in batches] == [1, 1]
    assert file.opened.reached.done == file.opened.reached.total == path.stat().st_size


@pytest.mark.parametrize("name", ["missing.csv", ".", "a\0b"])
def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name) == "unreadable"  # type: ignore[arg-type]


def test_a_file_that_changes_between_the_proof_and_the_rows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feedback.csv"
    path.write_bytes(file_of({}))
    file = read_feedback(path, ReadingOptions(now=NOW))
    path.write_bytes(lines(HEADER, 'A-1,2025-06-01,9,,,,"open'))
    with pytest.raises(FileUnusable, match="has changed"):
        list(file.portions())
