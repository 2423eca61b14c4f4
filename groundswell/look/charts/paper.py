"""A picture that stands alone: an SVG file in the light colours, readable without our style sheets."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from groundswell.look.charts.chart import WIDE, Chart
from groundswell.look.charts.marks import TEXT_SIZE, text, together, wrapped

STYLES = Path(__file__).resolve().parent.parent / "static" / "look"
RULE = re.compile(r"^(?!\.chart|@|\.spark|  )[^{}\n]+\{[^{}]*\}$", re.MULTILINE)
VALUE = re.compile(r"(--[\w-]+): ([^;]+);")
FRAME = 16.0
NOTE_LINES, NOTE_STEP = 4, TEXT_SIZE + 4


@cache
def paper_style() -> str:
    """The rules of drawings with the values of the light scheme in their places."""
    values = dict(VALUE.findall((STYLES / "tokens.css").read_text().partition("@media")[0]))
    rules = "\n".join(RULE.findall((STYLES / "charts.css").read_text()))
    return re.sub(r"var\((--[\w-]+)\)", lambda name: values[name[1]], rules)


def standing_alone(chart: Chart, note: str = "") -> str:
    """The wide picture on white, its title above and a note below: what it counts and of which days.

    Links lead nowhere from a file, so they are words only.
    """
    head, _, rest = str(chart.svg).partition(">")
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', head)[1])  # type: ignore[index]
    notes = wrapped(note, WIDE, NOTE_LINES)
    wide, high = WIDE + 2 * FRAME, height + 3 * FRAME + NOTE_STEP * max(1, len(notes))
    box = f'viewBox="{-FRAME:g} {-2 * FRAME:g} {wide:g} {high:g}" width="{wide:g}" height="{high:g}"'
    head = re.sub(r'viewBox="[^"]+"', box, head)
    title, desc = re.match(r"(<title>.*?</title>)(<desc>.*?</desc>)?", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    ground = f'<rect x="{-FRAME:g}" y="{-2 * FRAME:g}" width="100%" height="100%" fill="#ffffff"/>'
    words = f'<text class="label strong" x="0" y="{-FRAME + 4:g}">{title[7:-8]}</text>'
    foot = together(
        text(line, 0.0, height + 1.25 * FRAME + NOTE_STEP * i, "label soft") for i, line in enumerate(notes)
    )
    body = re.sub(r' href="[^"]*"', "", rest[len(title) + len(desc or "") :]).removesuffix("</svg>")
    return f"{head}>{title}{desc or ''}<style>{paper_style()}</style>{ground}{words}{body}{foot}</svg>"
