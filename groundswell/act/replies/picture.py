"""You said, we did, as a picture of fixed size that stands on a page by its address."""

from collections.abc import Iterator, Mapping
from html import escape
from textwrap import wrap

WIDTH, LINE, LETTERS, MOST_LINES = 640, 24, 62, 4


def picture_of(words: Mapping[str, str], told: tuple[str, str, str], theme: str, organisation: str) -> str:
    """SVG without scripts, styles or links, with its words as title and description."""
    rows = list(_rows(words, told))
    height = 64 + LINE * len(rows) + 24
    title = f"{words['said_subject']}: {theme} · {organisation}"
    marks = [
        f'<text x="24" y="{72 + LINE * place}" font-size="{14 if is_head else 17}" '
        f'fill="{"#5b6470" if is_head else "#1c2128"}">{escape(text)}</text>'
        for place, (text, is_head) in enumerate(rows)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif"><title>{escape(title)}</title>'
        f"<desc>{escape(' '.join(told))}</desc>"
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff" stroke="#d0d7de"/>'
        f'<text x="24" y="38" font-size="20" font-weight="600" fill="#1c2128">{escape(title)}</text>{"".join(marks)}</svg>'
    )


def _rows(words: Mapping[str, str], told: tuple[str, str, str]) -> Iterator[tuple[str, bool]]:
    for head, text in zip(("you_said", "we_did", "came_of_it"), told, strict=True):
        yield words[head], True
        lines = wrap(text, LETTERS)
        kept = lines[:MOST_LINES]
        if len(lines) > MOST_LINES:
            kept[-1] = f"{kept[-1][: LETTERS - 1]}…"
        yield from ((line, False) for line in kept)
