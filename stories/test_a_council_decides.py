"""A council reads one page, decides by its right, and whoever raised what it declined reads why."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def test_what_is_read_before_fits_one_page_of_paper_and_the_minutes_print(walk, product):
    office = walk().sign_in("office").goto("/act/council/")
    expect(office.page.locator("main")).to_contain_text("Nobody speaks for")
    office.picture("council-1")
    office.page.locator("#agenda + .table-wrap a").first.click()
    office.page.get_by_role("link", name="One page to read before").click()
    expect(office.page.locator("h1")).to_contain_text("for “")
    office.picture("council-2-read-before")
    assert len(PAGES.findall(office.page.pdf(format="A4"))) == 1
    office.goto("/act/council/log/?show=dissent")
    expect(office.page.locator("[data-row]")).to_have_count(2)
    office.goto("/act/council/").page.get_by_role("link", name="Customer council", exact=True).first.click()
    office.picture("council-3-body")
    office.page.locator("#days ~ ul a").last.click()
    expect(office.page.locator("main")).to_contain_text("Declined: Club points vanish")
    expect(office.page.locator("main")).to_contain_text("Against:")
    office.picture("council-4-minutes")


def test_a_decision_of_finance_is_looked_at_on_a_phone(walk, product):
    office = walk(**PHONE).sign_in("office").goto("/act/decisions/")
    expect(office.page.locator("h1")).to_contain_text("wait")
    assert office.page.evaluate(SPILL) == 0
    office.page.get_by_role("link", name="A delivery fee for small orders").tap()
    expect(office.page.locator("main")).to_contain_text("nobody can say that the decision caused it")
    assert office.page.evaluate(SPILL) == 0
    office.picture("decision-phone")
