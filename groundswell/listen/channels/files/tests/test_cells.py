"""What a score, an id, a text and an e-mail address may be."""

from __future__ import annotations

import pytest

from .feedback import file_of, read, verdict


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0", 0), ("10", 10), (" 7\t", 7), ("\u00a05\u2003", 5), ("9.0", 9), ("8.000", 8), ("007", 7), ("0" * 6000, 0), ("10.00", 10),
        ("11", "out_of_range"), ("-1", "out_of_range"), ("9" * 5000, "out_of_range"), ("-" + "9" * 5000, "out_of_range"), ("10.5", "not_an_integer"),
        ("11.0", "out_of_range"), ("-0.5", "not_an_integer"), (".5", "not_an_integer"), ("", "required"), ("\u00a0 ", "required"),
        ("ten", "not_a_number"), ("NaN", "not_a_number"), ("inf", "not_a_number"), ("1e1", "not_a_number"), ("1_0", "not_a_number"), ("+9", "not_a_number"),
        ("-0", "not_a_number"), ("9,5", "not_a_number"), ("²", "not_a_number"), ("٧", "not_a_number"), ("1٠", "not_a_number"), ("９", "not_a_number"),
        ("5.", "not_a_number"), ("7\u200b", "not_a_number"), ("\ufeff7", "not_a_number"), ("TRUE", "not_a_number"), ("7 8", "not_a_number"), ("7\x00", "control_character"),
    ],
)  # fmt: skip
def test_a_score_is_a_whole_number_from_0_to_10(cell: str, expected: object) -> None:
    assert verdict("score", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  A 1\t", "A 1"), ("000123", "000123"), ("x" * 128, "x" * 128), ("\U0001f600" * 128, "\U0001f600" * 128),
        ("x" * 129, "too_long"), ("", "required"), (" \u3000", "required"), ("a\tb", "control_character"), ("a\nb", "control_character"),
        ("a\x85b", "control_character"), ("\x1fa", "control_character"), ("a\u2028b", "a\u2028b"), ("\u0958" * 128, "too_long"),
    ],
)  # fmt: skip
def test_an_id_is_trimmed_text_of_at_most_128_characters(cell: str, expected: str) -> None:
    assert verdict("external_id", cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "NULL",
        "N/A",
        "  blank first",
        "=1+1",
        "'=1+1",
        "a\tb\nc",
        "\u202eevil",
        "e\u0301",
        "\ufeff",
        "a\u2028b",
        "\u200b",
        " ",
    ],
)
def test_a_comment_is_kept_code_point_for_code_point(cell: str) -> None:
    assert verdict("comment", cell) == cell


def test_line_ends_in_a_comment_become_one_kind() -> None:
    assert verdict("comment", "a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9f"])
@pytest.mark.parametrize("field", ["external_id", "score", "email", "unit", "touchpoint", "comment"])
def test_a_control_character_is_told_in_every_field(field: str, control: str) -> None:
    assert verdict(field, f"a{control}b") == "control_character"


@pytest.mark.parametrize("cell", ["a\tb", "a\nb", "a\rb"])
def test_a_unit_is_one_line(cell: str) -> None:
    assert verdict("unit", cell) == "control_character"


def test_long_cells_are_told_and_never_cut() -> None:
    assert verdict("comment", "👍" * 10_000) == "👍" * 10_000
    assert verdict("comment", "x" * 10_001) == "too_long"
    assert verdict("comment", "x" * 1_000_000) == "too_long"
    assert verdict("unit", "x" * 121) == "too_long"


def test_an_empty_optional_cell_is_nothing() -> None:
    (row,), _, _ = read(file_of({}))
    assert (row.email, row.unit, row.touchpoint, row.comment) == (None, None, None, None)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.co", "first.last+tag@sub.example.org", "o'neil@example.org", "Jo@EXAMPLE.org", '"a b"@example.org', "jo@bücher.example", "jo@例え.jp",
        "jo@xn--bcher-kva.example", "a@1and1.example", "a@" + "x" * 63 + ".org", "a" * 64 + "@example.org",
    ],
)  # fmt: skip
def test_an_address_is_kept_as_written(address: str) -> None:
    assert verdict("email", address) == address


@pytest.mark.parametrize(
    "address",
    [
        "no-at", "a@b", "a@b@c.org", "a b@example.org", "x@example.org,y@example.org", "<a@example.org>", "Jo <a@example.org>", ".a@example.org", "a.@example.org",
        "a..b@example.org", "a@-x.org", "a@x-.org", "a@x..org", "a@.org", "a@example.org.", "@example.org", "a@", "a" * 65 + "@example.org", "a@exa_mple.org",
        "a@" + "x" * 64 + ".org", "a@[127.0.0.1]", "a@127.0.0.1", "jörg@example.org", '"a,b"@example.org', '"a"b@example.org', '"a@example.org', " a@example.org", " ",
        "a@b\u3002org", "a@" + "ü" * 60 + ".org", "a@\u200bx.org", "a@x.org;b@x.org", "mailto:a@x.org", "a@" + "x." * 130 + "org", "a@-ü.org", "a@ü-.org", "a@💩.example",
    ],
)  # fmt: skip
def test_everything_else_is_no_address(address: str) -> None:
    assert verdict("email", address) == "invalid_email"


def test_a_header_injection_is_no_address() -> None:
    assert verdict("email", "x@example.org\nBcc: z@example.org") == "control_character"
