"""The parts of a page as template tags: `{% load look %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from groundswell.look import numbers
from groundswell.look.charts.interval_bar import interval_bar
from groundswell.look.charts.spark import spark
from groundswell.look.clock import read_clock, read_day
from groundswell.look.components import part_of
from groundswell.look.icons import icon_of
from groundswell.look.public_scripts import PUBLIC_SCRIPTS
from groundswell.look.public_style import PUBLIC_STYLE

from .look_words import day

register = template.Library()
Given = Mapping[str, Any]

MARK = mark_safe(
    '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><rect width="32" height="32" rx="7"/>'
    '<path d="M5 21c4.5 0 5.5-10 11-10c4.5 0 4 6 .5 6"/><path d="M5 26c6 0 8-4 12-4s5 2 10 2"/></svg>'
)


STYLE_ELEMENT = mark_safe(f"<style>{PUBLIC_STYLE}</style>")


@register.simple_tag
def public_style() -> SafeString:
    """The style of the pages for customers, in the page."""
    return STYLE_ELEMENT


SCRIPT_ELEMENTS = {
    name: mark_safe(f'<script type="module">{text}</script>') for name, text in PUBLIC_SCRIPTS.items()
}


@register.simple_tag
def public_script(name: str) -> SafeString:
    """A script of the pages for customers, in the page. It runs when the page is there."""
    return SCRIPT_ELEMENTS[name]


@register.simple_tag
def mark() -> SafeString:
    """The mark of the house, a swell, in the accent colour."""
    return MARK


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; give a `label` only where no words stand beside it."""
    return icon_of(name, label)


def _figure_context(figure: Any, unit: str, url: str, label: str, decimals: int, compact: bool) -> Given:
    score, margin = part_of(figure, "score"), part_of(figure, "margin")
    low, high, n = part_of(figure, "low"), part_of(figure, "high"), part_of(figure, "n")
    interval = numbers.between(low, high, decimals)
    if compact and not interval and margin is not None:
        interval = f"± {numbers.plain(margin, decimals)}"
    elif not interval and margin is not None:
        interval = f"Give or take {numbers.plain(margin, decimals)}"
    elif interval and not compact:
        interval = f"Between {interval.replace(' to ', ' and ')}"
    noun = part_of(figure, "noun") or "answer"
    return {
        "figure": figure,
        "unit": unit,
        "url": url,
        "label": label or part_of(figure, "label") or "",
        "number": numbers.plain(score, decimals),
        "margin": "" if score is None else interval,
        "is_thin": bool(part_of(figure, "is_thin")) or score is None,
        "answers": f"{numbers.plain(n or 0)} {noun}{'' if n == 1 else 's'}",
    }


@register.inclusion_tag("look/parts/figure.html")
def figure_of(figure: Any, unit: str = "points", url: str = "", label: str = "", decimals: int = 0) -> Given:
    """One number with its margin, n, period and definition; the answers link to the voices behind it."""
    return _figure_context(figure, unit, url, label, decimals, compact=False)


@register.inclusion_tag("look/parts/figure_compact.html")
def figure_line(figure: Any, url: str = "", decimals: int = 0) -> Given:
    """The same number on one line, for a cell of a table."""
    return _figure_context(figure, "", url, "", decimals, compact=True)


@register.inclusion_tag("look/parts/voice_card.html")
def voice_card(voice: Any, large: bool = False, words: int = 0) -> Given:
    """What a customer said, then the facts. `large` on a page about that person; `words` shortens it in a list."""
    facts = (
        part_of(voice, "rating"),
        part_of(voice, "who"),
        part_of(voice, "touchpoint"),
        part_of(voice, "unit"),
        part_of(voice, "channel"),
    )
    parts = [str(fact) for fact in facts if fact]
    said = day(part_of(voice, "said_at"))
    return {"voice": voice, "large": large, "words": words, "parts": [*parts, said] if said else parts}


@register.simple_tag
def score_dots(value: float | None) -> SafeString:
    """The scale from 0 to 10 as eleven dots, the given answer filled. No colour says good or bad."""
    given = None if value is None else round(float(value))
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="6" r="{}"/>',
        (("dot dot--given", 5 + 9 * i, 4.5) if i == given else ("dot", 5 + 9 * i, 2) for i in range(11)),
    )
    return format_html('<svg class="score-dots" viewBox="0 0 100 12" aria-hidden="true">{}</svg>', dots)


@register.simple_tag
def spark_of(values: Sequence[float | None], title: str, *, is_count: bool = False) -> SafeString:
    """The course of a few values as a small line in a cell or a sentence. Counts stand on zero."""
    return spark(values, title=title, is_count=is_count)


@register.simple_tag
def interval_row(
    figure: Any, ends: tuple[float, float] = (-100.0, 100.0), reference: float | None = None
) -> SafeString:
    """A figure as a dot with its margin, on the scale that its neighbours share."""
    score, low, high = part_of(figure, "score"), part_of(figure, "low"), part_of(figure, "high")
    return interval_bar(
        score, low, high, between=ends, reference=reference, is_thin=bool(part_of(figure, "is_few"))
    )


@register.inclusion_tag("look/parts/quotation.html")
def quotation(text: str, by: str = "", url: str = "") -> Given:
    """A customer's words inside another text."""
    return {"text": text, "by": by, "url": url}


@register.inclusion_tag("look/parts/badge.html")
def badge(text: Any, kind: str = "plain", icon: str = "") -> Given:
    """A small word of state. `kind`: plain, accent, kept (green), overdue (red) or thin (dashed)."""
    return {"text": text, "kind": kind, "icon_name": icon}


@register.inclusion_tag("look/parts/due.html", takes_context=True)
def due(
    context: Given, at: datetime | date | None, now: datetime | None = None, done_at: datetime | None = None
) -> Given:
    """How a promise stands against its clock, or its calendar. `now` is the page's `now`, or else the wall clock's."""
    moment = now or context.get("now") or timezone.now()
    if at is None:
        return {"clock": None}
    if isinstance(at, datetime):
        words = date_format(timezone.localtime(at) if timezone.is_aware(at) else at, "l j F Y, H:i")
        return {"due_at": at, "due_words": words, "clock": read_clock(at, moment, done_at)}
    return {"due_at": at, "due_words": day(at), "clock": read_day(at, timezone.localdate(moment))}


@register.inclusion_tag("look/parts/empty_state.html")
def empty_state(
    title: str, what: str = "", why: str = "", button: str = "", url: str = "", icon: str = "voice"
) -> Given:
    """An empty page that teaches: what will be here, why it matters, the one button that begins it."""
    return {"title": title, "what": what, "why": why, "button": button, "url": url, "icon_name": icon}


@register.inclusion_tag("look/parts/progress.html")
def progress(done: int, total: int, label: str) -> Given:
    """How far something is, with the numbers above the bar."""
    words = {"done_words": numbers.plain(done), "total_words": numbers.plain(total)}
    return {"done": done, "total": max(total, 1), "label": label, **words}
