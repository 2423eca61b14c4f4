"""Every pair of names is told apart, or not, as rule N says (CONTRACT.md)."""

import json
from pathlib import Path

import pytest

from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.identity import canonical_name

CASES = json.loads((Path(__file__).parent / "names" / "expected.json").read_text(encoding="utf-8"))["cases"]


def verdict(first: str, second: str) -> str:
    try:
        known = canonical_name(first)
    except IdentityRefused:
        return "first_refused"
    try:
        return "same" if canonical_name(second) == known else "different"
    except IdentityRefused:
        return "second_refused"


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_names_are_compared_as_the_contract_says(case: dict[str, str]) -> None:
    assert verdict(case["a"], case["b"]) == case["expect"]


def test_the_whole_corpus_is_here() -> None:
    assert len(CASES) == 21
