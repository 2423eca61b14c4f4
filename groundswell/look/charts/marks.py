"""The pen: SVG elements as safe markup. Everything that is not already safe is escaped; no style attribute exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Point = tuple[float, float]
TEXT_SIZE = 13.0


def element(name: str, *content: str, **attributes: object) -> SafeString:
    """One element. `class_` becomes class, an underscore a hyphen, a float one decimal; None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return mark_safe(f"<{name}{written}>{together(content)}</{name}>")


def together(parts: Iterable[str]) -> SafeString:
    """Several marks as one."""
    return mark_safe("".join(conditional_escape(part) for part in parts))


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value + 0.0:.1f}".removesuffix(".0") if abs(value) >= 0.05 else "0"
    return str(conditional_escape(value))


def text(words: str, x: float, y: float, class_: str = "label", anchor: str = "start") -> SafeString:
    """A line of words; `anchor` is start, middle or end."""
    return element("text", words, class_=class_, x=x, y=y, text_anchor=None if anchor == "start" else anchor)


def line(start: Point, end: Point, class_: str) -> SafeString:
    """A straight line."""
    return element("line", class_=class_, x1=start[0], y1=start[1], x2=end[0], y2=end[1])


def path(points: Sequence[Point], class_: str, closed: bool = False) -> SafeString:
    """A line through points; closed, it is an area."""
    steps = "L".join(f"{_value(float(x))} {_value(float(y))}" for x, y in points)
    return element("path", class_=class_, d=f"M{steps}{'z' if closed else ''}")


def circle(x: float, y: float, radius: float, class_: str) -> SafeString:
    """A dot."""
    return element("circle", class_=class_, cx=x, cy=y, r=radius)


def box(x: float, y: float, width: float, height: float, class_: str, bend: float = 0) -> SafeString:
    """A rectangle; a negative width is drawn to the left."""
    left = min(x, x + width)
    return element("rect", class_=class_, x=left, y=y, width=abs(width), height=height, rx=bend or None)


def whisker(low: float, high: float, at: float, class_: str = "whisker", upright: bool = False) -> SafeString:
    """An interval as a line from `low` to `high`, lying or upright."""
    if upright:
        return line((at, low), (at, high), class_)
    return line((low, at), (high, at), class_)


def linked(url: str, words: str, *content: str, class_: str = "mark") -> SafeString:
    """Marks that say `words` on hovering, and lead to `url` where there is one."""
    inside = (element("title", words), *content)
    return element("a", *inside, href=url, class_=class_) if url else element("g", *inside, class_=class_)


def width_of(words: str, size: float = TEXT_SIZE, is_strong: bool = False) -> float:
    """About how wide words are when set in a wide font; no font is measured on the server."""
    return sum(_share_of(letter) for letter in words) * size * (1.1 if is_strong else 1.0)


def _share_of(letter: str) -> float:
    if letter in "iljtfrI.,:;'|! ()":
        return 0.36
    return 0.9 if letter in "mwMW@%" else 0.7 if letter.isupper() else 0.61


def block(words: str, x: float, middle: float, width: float, class_: str, lines: int = 2) -> SafeString:
    """Words of at most so many lines, their middle at this height."""
    rows = wrapped(words, width, lines, is_strong="name" in class_ or "strong" in class_)
    top = middle + 4.5 - 8.0 * (len(rows) - 1)
    return together(text(row, x, top + 16.0 * i, class_) for i, row in enumerate(rows))


def fitted(words: str, width: float, size: float = TEXT_SIZE, is_strong: bool = False) -> str:
    """Words cut to a width, with an ellipsis where something is missing."""
    if width_of(words, size, is_strong) <= width:
        return words
    while words and width_of(words + "…", size, is_strong) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def wrapped(
    words: str, width: float, lines: int, size: float = TEXT_SIZE, is_strong: bool = False
) -> list[str]:
    """Words broken into at most so many lines; the last one is cut when there are more."""
    rows: list[str] = []
    for word in words.split():
        if rows and width_of(f"{rows[-1]} {word}", size, is_strong) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], " ".join(rows[lines - 1 :])]
    return [fitted(row, width, size, is_strong) for row in rows]
