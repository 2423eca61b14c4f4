"""A picture that stands alone: an SVG file in the light colours, readable without our style sheets."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from groundswell.look.charts.chart import WIDE, Chart
from groundswell.look.charts.marks import text

STYLES = Path(__file__).resolve().parent.parent / "static" / "look"
RULE = re.compile(r"^(?!\.chart|@|\.spark|  )[^{}\n]+\{[^{}]*\}$", re.MULTILINE)
VALUE = re.compile(r"(--[\w-]+): ([^;]+);")
FRAME = 16.0


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
    box = f"{-FRAME:g} {-2 * FRAME:g} {WIDE + 2 * FRAME:g} {height + 4 * FRAME:g}"
    head = re.sub(r'viewBox="[^"]+"', f'viewBox="{box}" width="{WIDE + 2 * FRAME:g}"', head)
    title, desc = re.match(r"(<title>.*?</title>)(<desc>.*?</desc>)?", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    ground = f'<rect x="{-FRAME:g}" y="{-2 * FRAME:g}" width="100%" height="100%" fill="#ffffff"/>'
    words = f'<text class="label strong" x="0" y="{-FRAME + 4:g}">{title[7:-8]}</text>'
    foot = text(note, 0.0, height + 1.25 * FRAME, "label soft") if note else ""
    body = re.sub(r' href="[^"]*"', "", rest[len(title) + len(desc or "") :]).removesuffix("</svg>")
    return f"{head}>{title}{desc or ''}<style>{paper_style()}</style>{ground}{words}{body}{foot}</svg>"
