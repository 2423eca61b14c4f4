"""Walking by keyboard alone: the Tab key until something has the focus, then Enter, Space or words."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page

if TYPE_CHECKING:
    from .conftest import Walker

FURTHEST = 150


def reach(page: Page, target: Locator) -> None:
    """Go on with the Tab key until this has the focus."""
    wanted = target.element_handle()
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {target}")


def press(page: Page, role: str, name: object) -> None:
    """The first of these links or buttons; it leads to a page, which is there afterwards."""
    reach(page, page.get_by_role(role, name=name).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, words: str) -> None:
    """Into the first field of this label."""
    reach(page, page.get_by_label(label).first)
    page.keyboard.type(words)


def choose(page: Page, label: str) -> None:
    """A button of a choice, or a box: the arrow keys go on within a choice that is reached."""
    wanted = page.get_by_label(label, exact=True)
    group = wanted.evaluate("one => one.type === 'radio' ? one.name : ''")
    first = page.locator(f"input[name='{group}']").first if group else wanted
    reach(page, first)
    for _ in range(20):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert wanted.is_checked(), label


def eventually(walker: "Walker", words: str | re.Pattern[str]) -> None:
    """Load the page again until the worker has done its part."""
    wanted = words if isinstance(words, re.Pattern) else re.compile(re.escape(words))
    for _ in range(150):
        if wanted.search(walker.page.locator("main").inner_text()):
            return
        walker.page.wait_for_timeout(500)
        walker.page.reload()
    pytest.fail(f"{walker.page.url} never said {words!r}, but: {walker.page.locator('main').inner_text()}")
