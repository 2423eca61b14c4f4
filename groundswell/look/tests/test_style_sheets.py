"""The style sheets: small, readable in light and dark, and the same colours for customers as for colleagues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "static" / "look"
THEMES = ("light", "dark")
TEXT_ON_GROUND = [
    *((text, ground) for text in ("ink", "ink-soft", "accent") for ground in ("paper", "surface", "sunken")),
    *((text, "paper") for text in ("red", "green", "accent-deep")),
    ("on-accent", "accent"), ("on-accent", "accent-deep"), ("paper", "ink"),
    ("accent", "accent-wash"), ("red", "red-wash"), ("green", "green-wash"),
    *(("ink", ground) for ground in ("accent-wash", "red-wash", "green-wash")), ("red", "surface"), ("green", "surface"),
]  # fmt: skip


def colours_of(sheet: str) -> dict[str, dict[str, str]]:
    light, _, dark = (STATIC / sheet).read_text().partition("prefers-color-scheme")
    end = dark.find("*{") if "*{" in dark else None
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", part)) for part in (light, dark[:end])]
    return dict(zip(THEMES, found, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    colours = colours_of("tokens.css")[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_edge_of_a_field_can_be_seen(theme: str, ground: str) -> None:
    colours = colours_of("tokens.css")[theme]
    assert contrast(colours["edge"], colours[ground]) >= 3


def test_both_themes_name_the_same_colours() -> None:
    light, dark = colours_of("tokens.css").values()
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("theme", THEMES)
def test_customers_see_the_same_colours(theme: str) -> None:
    tokens, public = colours_of("tokens.css")[theme], colours_of("public.css")[theme]
    assert public.items() <= tokens.items()
    assert public


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_style_sheets_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in STATIC.glob("*.css")}
    assert sum(sizes.values()) < 40_000
    assert sizes["public.css"] < 5_000


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        words = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\(|//cdn", words), path.name


def test_places_are_logical_so_that_pages_mirror_right_to_left() -> None:
    physical = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right|text-align:\s*(?:left|right))\s*:"
    )
    for path in STATIC.glob("*.css"):
        assert not physical.search(path.read_text()), path.name


def test_the_keyboard_script_is_short() -> None:
    assert len((STATIC / "keys.js").read_text().splitlines()) < 60
