"""Lists of things on a page: facts, what became of it, views, pages, columns that sort."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page

from groundswell.look.components import Fact, part_of

register = template.Library()
Given = Mapping[str, Any]

LEADS_SOMEWHERE = re.compile(r"(?:https?://|mailto:|/(?!/)|[?#])[^\x00-\x1f\x7f-\x9f\u2028\u2029\\]*")


def harmless(address: object) -> str:
    """An address that may be a link; nothing for scripts, data and other hosts in disguise."""
    text = str(address or "")
    return text if LEADS_SOMEWHERE.fullmatch(text) else ""


@register.inclusion_tag("look/parts/facts.html")
def facts(items: Iterable[Any]) -> Given:
    """A list of facts from Facts, dicts or (label, value) pairs; a fact without value is left out.

    An address becomes a link only when it leads into the house or to http, https or mailto.
    """
    read = [Fact(*item) if isinstance(item, tuple) else item for item in items]
    told = [
        {
            "label": part_of(fact, "label"),
            "value": part_of(fact, "value"),
            "url": harmless(part_of(fact, "url")),
        }
        for fact in read
        if part_of(fact, "value") not in (None, "")
    ]
    return {"facts": told}


@register.inclusion_tag("look/parts/trace.html")
def trace(steps: Iterable[Any]) -> Given:
    """What became of it, in order: done, now, not yet."""
    return {"steps": steps}


@register.inclusion_tag("look/parts/tabs.html")
def tabs(items: Iterable[Any], label: str = "Views") -> Given:
    """Views of the same things as links; the current one is marked."""
    return {"tabs": items, "label": label}


def _address(context: Given, **changes: str) -> str:
    """This page's query string with some values replaced."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return "?" + "&".join(f"{name}={value}" for name, value in changes.items())
    for name, value in changes.items():
        query[name] = value
    return "?" + query.urlencode()


@register.inclusion_tag("look/parts/pagination.html", takes_context=True)
def pagination(context: Given, page: Page, name: str = "page") -> Given:
    """Previous and next, keeping the filters of the page."""
    before = _address(context, **{name: str(page.previous_page_number())}) if page.has_previous() else ""
    after = _address(context, **{name: str(page.next_page_number())}) if page.has_next() else ""
    return {"page": page, "previous_url": before, "next_url": after}


@register.inclusion_tag("look/parts/sort_header.html", takes_context=True)
def sort_header(context: Given, label: str, key: str, current: str = "", number: bool = False) -> Given:
    """The head of a column that sorts: `?sort=key`, and `?sort=-key` when pressed again."""
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    url = _address(context, sort=f"-{key}" if direction == "ascending" else key)
    return {"label": label, "url": url, "direction": direction, "number": number}
