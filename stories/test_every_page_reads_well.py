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
OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""Rules about colours, places and sizes. All others ask of the elements that are there, and which of them show."""
SHOWS = "[...document.body.querySelectorAll('*')].map(one => +one.checkVisibility({visibilityProperty: true})).join('')"
JUDGE = """async rules => (await axe.run(document, {resultTypes: ['violations'], runOnly: rules, iframes: false})).violations.map(
    found => `${found.id}, ${found.impact}: ${found.nodes.slice(0, 3).map(node => node.target.join(' '))}`)"""
SHORTEN = """judged => {
    const seen = new Set(['class', 'role', 'type', 'scope', 'lang', 'dir', 'hidden', 'open', 'disabled', 'checked', 'selected',
        'aria-hidden', 'aria-current', 'aria-expanded', 'aria-disabled', 'aria-invalid', 'aria-level']);
    const rows = new Set(['TR', 'LI', 'ARTICLE', 'OPTION', 'g', 'path', 'rect', 'circle', 'line', 'text', 'title']);
    const build = one => {
        const named = [...one.attributes].map(({name, value}) => name + (seen.has(name) ? '=' + value : value.trim() ? '' : '-'));
        const speaks = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        const kept = new Set();
        for (const child of [...one.children]) {
            const own = build(child);
            if (kept.has(own) && rows.has(child.tagName)) child.remove();
            kept.add(own);
        }
        return `<${one.tagName} ${named.sort()}>${speaks ? '.' : ''}${[...kept].join('')}</>`;
    };
    build(document.body);
    return [...document.querySelectorAll('body > .rail, body > .sheet > .top')].map(part => {
        const own = build(part);
        if (judged.includes(own)) part.replaceChildren();
        return own;
    });
}"""
"""Of rows that are built alike one is left, and the frame around the page where one built like it was judged: what axe-core
looks at lies in elements, classes and attributes, never in which words stand there."""
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


def reached(walker, starts):
    """One address of every kind of page that links lead to. No link may lead where its reader may not go."""
    seen, waiting = set(), deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if not kind or kind in seen:
            continue
        seen.add(kind)
        answer = walker.context.request.get(address)
        assert answer.ok, f"a link leads to {address}, which answers {answer.status}"
        if "text/html" in answer.headers["content-type"]:
            waiting.extend(unescape(link) for link in LINK.findall(answer.text()))
            yield kind, address


def looked_at(page, look):
    page.set_viewport_size(LOOKS[look]["viewport"])
    page.emulate_media(color_scheme=LOOKS[look]["color_scheme"])
    return page


def troubles_of(page, frames):
    """What is in the way of those who see little, hear the page, or hold it in one hand. No page asks a script how wide it
    is, so that one that is made narrow and dark is the one that a phone loads."""
    spills = {look: looked_at(page, look).evaluate(SPILL) for look in LOOKS}
    frames |= set(page.evaluate(SHORTEN, list(frames)))
    judged = None
    for look in reversed(LOOKS):
        shows = looked_at(page, look).evaluate(SHOWS)
        rules, judged = OF_LOOKS if shows == judged else RULES, shows
        yield from (f"{look}: {trouble}" for trouble in page.evaluate(JUDGE, rules))
        yield from [f"{look}: scrolls sideways by {spills[look]} pixels"] if spills[look] > 0 else []


def test_no_page_asks_how_wide_it_is():
    """Then a page could be another one where it is loaded narrow, and would have to be judged there."""
    asking = [
        path.name for path in SCRIPTS if re.search("innerWidth|matchMedia|clientWidth", path.read_text())
    ]
    assert SCRIPTS
    assert asking == []


def test_no_page_keeps_anybody_out(walk):
    """Each role walks its links; each kind of page is judged once, and every role's own first page."""
    judged, frames, found = set(), set(), []
    for role, fewest in FEWEST.items():
        walker = walk(bypass_csp=True, **LOOKS["wide"])
        walker.context.add_init_script(AXE)
        if role:
            walker.sign_in(role)
        kinds = set()
        for kind, address in reached(walker, ["/"] if role else PUBLIC):
            if kind not in judged or address == "/":
                page = walker.goto(address).page
                found += [f"{address}, {role}, {trouble}" for trouble in troubles_of(page, frames)]
            kinds.add(kind)
            judged.add(kind)
        assert len(kinds) >= fewest, role
    assert found == []


PLANTED = """() => {
    const rows = [...document.querySelectorAll('main tbody tr')];
    if (rows.length < 5) throw new Error('these are not many rows');
    rows.at(-1).lastElementChild.insertAdjacentHTML('beforeend', '<a href="/"></a>');
    document.querySelector('main').insertAdjacentHTML('beforeend',
        '<p class="by-day">Pale</p><p class="by-night">Pale</p><p class="where-wide"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>');
}"""
PALE = """@media (prefers-color-scheme: light) { .by-day { color: #ccc; background: #fff } }
@media (prefers-color-scheme: dark) { .by-night { color: #333; background: #000 } }
@media (max-width: 700px) { .where-wide { display: none } }"""


def test_what_is_planted_is_found_in_one_row_of_many_in_one_look_and_where_it_shows(walk):
    walker = walk(bypass_csp=True, **LOOKS["wide"])
    walker.context.add_init_script(AXE)
    page = walker.sign_in("office").goto("/act/cases/?show=late").page
    page.evaluate(PLANTED)
    page.add_style_tag(content=PALE)
    found = {trouble.partition(",")[0] for trouble in troubles_of(page, set())}
    everywhere = {f"{look}: {rule}" for look in LOOKS for rule in ("link-name", "color-contrast")}
    assert found == everywhere | {"wide: image-alt"}


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
