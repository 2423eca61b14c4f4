"""Every example on the pages about figures says what the code says."""

import doctest
from pathlib import Path

import pytest

FIGURES = Path(__file__).resolve().parent.parent / "docs/figures"


@pytest.mark.parametrize("page", sorted(FIGURES.glob("*.md")), ids=lambda page: page.stem)
def test_the_example_is_true(page):
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("page", sorted(FIGURES.glob("*.md")), ids=lambda page: page.stem)
def test_the_page_has_formula_source_example_and_pitfalls(page):
    text = page.read_text(encoding="utf-8")
    assert all(f"**{part}.**" in text for part in ("Formula", "Source", "Example", "Pitfalls"))
