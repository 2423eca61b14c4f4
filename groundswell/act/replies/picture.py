"""You said, we did, as a picture of fixed size that stands on a page by its address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from groundswell.listen.surveys.languages import is_right_to_left

WIDTH, LINE, LETTERS, MOST_LINES = 640, 24, 62, 4
LINE_OF_TITLE, LETTERS_OF_TITLE = 28, 46
INK, SOFT = 'class="ink" fill="#1d1b18"', 'class="soft" fill="#5c564d"'
GROUND = 'class="ground" fill="#ffffff" stroke="#d0d7de"'
AT_NIGHT = (
    "<style>@media (prefers-color-scheme:dark)"
    "{.ground{fill:#151412;stroke:#3a3732}.ink{fill:#f0ede7}.soft{fill:#b4ada2}}</style>"
)
"""A picture on somebody's page follows their reader's wish for light or dark."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn, in one language; where it is said in two, ``tongues`` says how each of the three texts runs."""

    words: Mapping[str, str]
    told: tuple[str, str, str]
    tongues: tuple[str, str, str]
    language: str
    theme: str
    organisation: str


def picture_of(drawn: Drawn) -> str:
    """SVG without scripts or links, with its words as title and description."""
    title = f"{drawn.words['said_subject']}: {drawn.theme} · {drawn.organisation}"
    heading = wrap(title, LETTERS_OF_TITLE)
    begins = 44 + LINE_OF_TITLE * len(heading)
    rows = list(_rows(drawn))
    height = begins + LINE * len(rows) + 16
    marks = [
        _line(38 + LINE_OF_TITLE * place, text, drawn.language, f'{INK} font-size="20" font-weight="600"')
        for place, text in enumerate(heading)
    ]
    marks += [
        _line(begins + LINE * place, text, tongue, f'{SOFT} font-size="14"' if is_head else f'{INK} font-size="17"')
        for place, (text, tongue, is_head) in enumerate(rows)
    ]  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'lang="{drawn.language}" role="img" font-family="system-ui, sans-serif"><title>{escape(title)}</title>'
        f"<desc>{escape(' '.join(drawn.told))}</desc>{AT_NIGHT}"
        f'<rect {GROUND} width="{WIDTH}" height="{height}" rx="8"/>{"".join(marks)}</svg>'
    )


def _line(y: int, text: str, language: str, look: str) -> str:
    """It begins where its language begins."""
    is_rtl = is_right_to_left(language)
    place = f'x="{WIDTH - 24}" direction="rtl"' if is_rtl else 'x="24"'
    return f'<text {place} y="{y}" lang="{language}" {look}>{escape(text)}</text>'


def _rows(drawn: Drawn) -> Iterator[tuple[str, str, bool]]:
    for head, text, tongue in zip(HEADS, drawn.told, drawn.tongues, strict=True):
        yield drawn.words[head], drawn.language, True
        lines = wrap(text, LETTERS)
        kept = lines[:MOST_LINES]
        if len(lines) > MOST_LINES:
            kept[-1] = f"{kept[-1][: LETTERS - 1]}…"
        yield from ((line, tongue, False) for line in kept)


HEADS = ("you_said", "we_did", "came_of_it")
