"""Every record of a file arrives once: as a row or as an error that a person can act on."""

from __future__ import annotations

import codecs
import contextlib

from hypothesis import given
from hypothesis import strategies as st

from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.rows import FIELDS
from groundswell.listen.channels.files.sentences import SHOWN_CHARACTERS
from groundswell.look.tables.csv_file import csv_chunks, neutralise, restore

from .feedback import HEADER, file_of, read

PIECES = st.sampled_from(
    [
        '"',
        '""',
        ",",
        ";",
        "\t",
        "|",
        "\r",
        "\n",
        "\r\n",
        "A-1",
        "2025-06-01",
        "9",
        "11",
        "a@b.co",
        "\0",
        "\ufeff",
        "\u2028",
        "\x85",
        "é",
        "=",
        "'",
        " ",
    ]
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


def test_an_error_says_where_what_and_how_to_mend_it() -> None:
    _, errors, _ = read(file_of({}, {"score": "eleven"}))
    assert errors[0].sentence == (
        "Row 2, score “eleven”: a whole number from 0 to 10 is needed. "
        "Correct it and import the file again; rows already stored are not doubled."
    )


def test_a_value_is_shown_short_and_without_anything_invisible() -> None:
    _, errors, _ = read(file_of({"score": "\u202e<b>\x1b[31m" + "x" * 100_000}, {"comment": "y" * 10_001}))
    assert errors[0].value.startswith("\\u202e<b>\\x1b[31mxxx")
    assert [len(error.value) for error in errors] == [SHOWN_CHARACTERS, SHOWN_CHARACTERS]
    assert "10,001 characters are too many, 10,000 are allowed" in errors[1].sentence
    assert max(len(error.sentence) for error in errors) < 400


def test_the_second_record_with_an_id_is_a_duplicate_or_a_conflict() -> None:
    same = {"external_id": "caf\u00e9", "comment": "x"}
    again = same | {
        "external_id": " cafe\u0301 ",
        "submitted_at": "2025-06-01T12:00:00+02:00",
        "score": "9.0",
    }
    rows, errors, _ = read(
        file_of(
            same,
            again,
            same | {"score": "8"},
            {"external_id": "CAF\u00c9"},
            {"score": "11"},
            {"external_id": "A-5"},
        )
    )
    assert [row.record for row in rows] == [1, 4, 6]
    assert [(e.record, e.reason_class) for e in errors] == [
        (2, "duplicate"),
        (3, "conflict"),
        (5, "out_of_range"),
    ]
    assert rows[0].identity == "caf\u00e9"


def test_the_digest_tells_every_field_apart() -> None:
    changes: list[dict[str, str]] = [
        {},
        {"score": "8"},
        {"submitted_at": "2025-06-02"},
        {"email": "a@b.co"},
        {"unit": "x"},
        {"touchpoint": "x"},
        {"comment": "x"},
    ]
    digests = [read(file_of(change))[0][0].content_digest for change in changes]
    assert len(set(digests)) == len(changes)
    assert {len(digest) for digest in digests} == {16}


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_and_errors_or_one_clear_refusal(noise: bytes) -> None:
    for content in (
        noise,
        HEADER.encode() + b"\n" + noise,
        codecs.BOM_UTF16_LE + HEADER.encode("utf-16-le") + b"\n\0" + noise,
    ):
        with contextlib.suppress(FileUnusable):
            read(content)


@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from([None, "cp1252", "utf-16", "shift_jis", "cp037", "hz"]),
)
def test_any_mixture_of_csv_gives_rows_and_errors_or_one_clear_refusal(
    text: str, encoding: str | None
) -> None:
    for content in (text, HEADER + "\n" + text):
        with contextlib.suppress(FileUnusable):
            read(content.encode(encoding or "utf-8", errors="replace"), encoding=encoding)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, st.integers(-2, 12)), max_size=12))
def test_read_is_rows_plus_errors_and_texts_arrive_unchanged(given_rows: list[tuple[str, str, int]]) -> None:
    cells = [{"unit": unit, "comment": comment, "score": str(score)} for unit, comment, score in given_rows]
    rows, errors, _ = read(file_of(*cells))
    assert sorted([row.record for row in rows] + [error.record for error in errors]) == list(
        range(1, len(cells) + 1)
    )
    for row in rows:
        assert (row.unit or "", row.comment or "", str(row.score)) == tuple(cells[row.record - 1].values())


@given(st.text())
def test_what_was_neutralised_is_restored_and_is_no_formula(cell: str) -> None:
    harmless = neutralise(cell)
    assert restore(harmless) == cell
    assert harmless[:1] not in set("=+-@\t\r")


def test_a_file_of_somebody_else_keeps_its_apostrophes() -> None:
    assert read(file_of({"comment": "'=1"}))[0][0].comment == "'=1"
    assert read(file_of({"comment": "'=1"}), own_export=True)[0][0].comment == "=1"


def test_our_own_export_comes_back_as_it_was() -> None:
    cells = ["=1", "'=1", "''=1", "'plain", "-5", "@x\ny", "\t=1", 'a,"b"', "＝1", None]
    rows, _, _ = read(
        file_of(
            *(
                {"external_id": f"-{n}", "unit": c or "", "comment": c or ""}
                for n, c in enumerate(cells)
                if "\t" not in (c or "") and "\n" not in (c or "")
            )
        )
    )
    exported = b"".join(csv_chunks(FIELDS, ([getattr(row, field) for field in FIELDS] for row in rows)))
    back, errors, _ = read(exported, own_export=True)
    assert (back, errors) == (rows, [])


def test_an_export_streams() -> None:
    chunks = csv_chunks(FIELDS, ([n] * len(FIELDS) for n in range(2500)))
    assert next(chunks).count(b"\r\n") == 1001
    assert [chunk.count(b"\r\n") for chunk in chunks] == [1000, 500]
