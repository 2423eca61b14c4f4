"""The proof of a file's structure agrees with a strict parser, however the text is cut into chunks."""

from __future__ import annotations

import csv
import io
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from groundswell.listen.channels.files import csv_records
from groundswell.listen.channels.files.errors import FileUnusable

PIECES = st.sampled_from(
    ['"', '""', ",", ";", "\r", "\n", "\r\n", "a", "xyz", "\0", "\u2028", "\x85", "'", " "]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from([",", ";", "^", "a"]), st.integers(1, 9))
def test_the_proof_refuses_exactly_what_a_strict_parser_refuses(
    text: str, delimiter: str, chunk: int
) -> None:
    with patch.object(csv_records, "CHUNK", chunk):
        assert _is_proven(text, delimiter) == _is_parsed(text, delimiter)


def _is_proven(text: str, delimiter: str) -> bool:
    try:
        csv_records.prove_structure(io.StringIO(text, newline=""), delimiter)
    except FileUnusable:
        return False
    return True


def _is_parsed(text: str, delimiter: str) -> bool:
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


@given(st.text("\r\na"))
def test_lines_are_counted_whatever_ends_them(text: str) -> None:
    assert csv_records.count_lines(text) == len(io.StringIO(text, newline="").readlines()) - (
        text[-1:] == "a"
    )
