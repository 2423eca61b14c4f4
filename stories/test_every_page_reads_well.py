"""Every kind of page that a person reaches by links is judged by axe-core, wide in light and narrow in dark."""

import re
from collections import deque
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from django.urls import Resolver404, resolve

import groundswell

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async rules => (await axe.run(document, {resultTypes: ['violations'], runOnly: rules})).violations.map(
    found => `${found.id}, ${found.impact}: ${found.nodes.slice(0, 3).map(node => node.target.join(' '))}`)"""
LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"]*)"')
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = {
    "wide": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "narrow": {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
}
SCRIPTS = list(Path(groundswell.__file__).parent.rglob("*.js"))
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
    """What is in the way of those who see little, hear the page, or hold it in one hand. No page asks a script how wide it
    is, so that one that is made narrow and dark is the one that a phone loads."""
    walker.goto(address)
    walker.page.evaluate(AXE)
    for look, kind in LOOKS.items():
        walker.page.set_viewport_size(kind["viewport"])
        walker.page.emulate_media(color_scheme=kind["color_scheme"])
        spill = walker.page.evaluate(SPILL)
        yield from (f"{look}: {trouble}" for trouble in walker.page.evaluate(JUDGE, RULES))
        yield from [f"{look}: scrolls sideways by {spill} pixels"] if spill > 0 else []


def test_no_page_asks_how_wide_it_is():
    """Then a page could be another one where it is loaded narrow, and would have to be judged there."""
    asking = [
        path.name for path in SCRIPTS if re.search("innerWidth|matchMedia|clientWidth", path.read_text())
    ]
    assert SCRIPTS
    assert asking == []


def test_no_page_keeps_anybody_out(walk):
    """Each role walks its links; each kind of page is judged once, and every role's own first page."""
    judged, found = set(), []
    for role, fewest in FEWEST.items():
        walker = walk(bypass_csp=True, **LOOKS["wide"])
        if role:
            walker.sign_in(role)
        pages = reachable(walker, ["/"] if role else PUBLIC)
        assert len(pages) >= fewest, role
        for kind, address in pages.items():
            if kind in judged and address != "/":
                continue
            judged.add(kind)
            found += [f"{address}, {role}, {trouble}" for trouble in troubles_of(walker, address)]
    assert found == []


BEHIND = """() => {
    const seen = document.activeElement, box = seen.getBoundingClientRect();
    if (seen === document.body || !box.height) return '';
    const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
    const own = top && (seen.contains(top) || top.contains(seen) || [...(seen.labels || [])].some(one => one.contains(top)));
    return own ? '' : `${seen.tagName} ${seen.name || seen.innerText} at ${Math.round(box.top)}`;
}"""


@pytest.mark.parametrize(
    "address", ["/act/decisions/1/assess/", "/act/opportunities/new/", "/act/programme/"]
)
def test_on_a_phone_nothing_that_has_the_focus_lies_behind_the_bar(walk, address):
    walker = walk(**LOOKS["narrow"])
    walker.sign_in("office")
    walker.goto(address)
    hidden = []
    for _ in range(60):
        walker.page.keyboard.press("Tab")
        hidden.append(walker.page.evaluate(BEHIND))
    assert [one for one in hidden if one] == []
