"""A colleague hears what is new: in the list, by keyboard and on a phone, and with less of it in one tap."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
GERMAN = "Fiona Birch"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def number_of(page) -> int:
    """How many are new, as the rail says."""
    said = page.locator("nav.rail a[href='/new/']:visible").first.inner_text()
    found = re.search(r"(\d+) new", said)
    return int(found[1]) if found else 0


def test_a_colleague_opens_what_is_new_by_keyboard(walk):
    lead = walk().sign_in("lead")
    waiting = number_of(lead.page)
    lead.page.get_by_role("link", name=f"{waiting} new").click()
    expect(lead.page.locator("h1")).to_have_text(re.compile(r"^\d+ things are new for you$"))
    before = number_of(lead.page)
    assert 1 < before <= waiting, "what others settled meanwhile is not new any more"
    lead.picture("new-1-list")
    row = lead.page.locator("[data-row] a").first
    opened, words = row.get_attribute("href"), row.inner_text()
    lead.page.keyboard.press("j")
    with lead.page.expect_navigation():
        lead.page.keyboard.press("Enter")
    assert "/new/" not in lead.page.url
    lead.goto("/new/")
    expect(lead.page.locator(f"[data-row] a[href='{opened}']"), f"{words} is read").to_have_count(0)
    lead.page.get_by_role("button", name="Mark all as read").click()
    expect(lead.page.locator("h1")).to_have_text("Nothing is new for you")
    lead.picture("new-2-read")


def test_less_of_it_is_one_tap_from_a_letter_without_signing_in(walk):
    office = walk().sign_in("office").goto("/new/sent/")
    office.picture("new-3-sent")
    told = office.page.locator("[data-row]")
    reader = _opens_less(walk, office, told.filter(has_not_text=GERMAN), "this is new for you")
    reader.picture("new-4-less")
    reader.page.get_by_role("button", name="Tell me less").tap()
    expect(reader.page.locator("h1")).to_have_text("You hear less of it")


def test_whoever_chose_german_reads_german_from_the_letter_to_the_last_tap(walk):
    office = walk().sign_in("office").goto("/new/sent/")
    told = office.page.locator("[data-row]")
    reader = _opens_less(walk, office, told.filter(has_text=GERMAN), "das ist neu für Sie")
    expect(reader.page.locator("html")).to_have_attribute("lang", "de")
    reader.picture("new-4-less-german")
    button = reader.page.get_by_role("button").first
    assert not re.search("less", button.inner_text())
    button.tap()
    expect(reader.page.locator("h1")).not_to_contain_text("You hear less")


def _opens_less(walk, office, rows, greeting: str):
    """What the newest of these letters leads to, on a phone without scripts and without signing in."""
    rows.get_by_role("link").first.click()
    letter = office.page.locator("main").inner_text()
    assert greeting in letter
    return walk(**PHONE, java_script_enabled=False).goto(re.search(r"/less/[^\s\"]+", letter)[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choices_are_kept_on_a_phone_without_scripts(walk, scheme):
    phone = walk(**PHONE, java_script_enabled=False, color_scheme=scheme).sign_in("frontline")
    phone.goto("/new/choices/")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.picture(f"new-5-choices-{scheme}")
    phone.page.get_by_label("A customer praises me").select_option("now")
    phone.page.get_by_role("button", name="Keep what I hear").click()
    phone.see("Kept. It holds for what is new from now on.")
    expect(phone.page.get_by_label("A customer praises me")).to_have_value("now")
    phone.page.get_by_label("My digest comes at").fill("07:30")
    phone.page.get_by_role("button", name="Keep my times").click()
    phone.see("your digest comes at 07:30")
