"""Every kind of page that a person reaches by links is judged by axe-core, wide in light and narrow in dark."""

import re
from collections import deque
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from django.urls import Resolver404, resolve

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async rules => (await axe.run(document, {resultTypes: ['violations'], runOnly: rules})).violations.map(
    found => `${found.id}, ${found.impact}: ${found.nodes.slice(0, 3).map(node => node.target.join(' '))}`)"""
LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"]*)"')
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE = {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}}
NARROW = {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}}
PUBLIC = ["/complain/", "/s/brand/", "/you-said-we-did/", "/sign-in/"]
FEWEST = {
    "": 4,
    "office": 50,
    "administrator": 50,
    "executive": 40,
    "analyst": 30,
    "lead": 30,
    "frontline": 20,
    "partner": 2,
}


def kind_of(address: str) -> str:
    """The name of the page behind an address; empty for what is none of ours."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def reachable(walker, starts):
    """One address of every kind of page that links lead to. No link may lead where its reader may not go."""
    found, waiting = {}, deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if not kind or kind in found:
            continue
        answer = walker.context.request.get(address)
        assert answer.ok, f"a link leads to {address}, which answers {answer.status}"
        is_page = "text/html" in answer.headers["content-type"]
        found[kind] = address if is_page else ""
        waiting.extend(unescape(link) for link in LINK.findall(answer.text() if is_page else ""))
    return {kind: address for kind, address in found.items() if address}


def troubles_of(walker, address):
    """What is in the way of those who see little, hear the page, or hold it in one hand."""
    walker.goto(address)
    walker.page.evaluate(AXE)
    troubles = walker.page.evaluate(JUDGE, RULES)
    spill = walker.page.evaluate(SPILL)
    return troubles + ([f"scrolls sideways by {spill} pixels"] if spill > 0 else [])


def test_no_page_keeps_anybody_out(walk):
    """Each role walks its links; each kind of page is judged once, and every role's own first page."""
    judged, found = set(), []
    for role, fewest in FEWEST.items():
        wide, narrow = (walk(bypass_csp=True, **kind) for kind in (WIDE, NARROW))
        for walker in (wide, narrow) if role else ():
            walker.sign_in(role)
        pages = reachable(wide, ["/"] if role else PUBLIC)
        assert len(pages) >= fewest, role
        for kind, address in pages.items():
            if kind in judged and address != "/":
                continue
            judged.add(kind)
            found += [f"{address}, {role}, wide: {trouble}" for trouble in troubles_of(wide, address)]
            found += [f"{address}, {role}, narrow: {trouble}" for trouble in troubles_of(narrow, address)]
    assert found == []
