"""A team huddles: from its agenda to promises and what it raises, on two phones, by keyboard, and before a wall."""

import re

import pytest
from playwright.sync_api import expect

from .keys import choose, eventually, press, reach, write

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WALL = {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"}
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_team_huddles_on_phones_and_everybody_sees_the_same(walk, product):
    lead = walk(**PHONE).sign_in("lead")
    lead.page.get_by_role("link", name=re.compile("the huddle")).tap()
    lead.page.wait_for_url(re.compile(r"/act/huddles/\d+/$"))
    address = lead.page.url.removeprefix(product.address)
    wall = walk(**WALL).sign_in("executive").goto(f"{address}wall/")
    colleague = walk().sign_in("frontline").goto(address)

    lead.page.get_by_role("button", name="Start").tap()
    expect(lead.page.locator("h1")).to_contain_text("you are huddling")
    lead.page.locator("#who form").first.get_by_role("button", name=re.compile("is here")).tap()
    expect(lead.page.locator("#who")).to_contain_text(re.compile(r"[12] of 4 are here"))
    lead.page.locator("#promises").get_by_role("button", name="Kept").first.tap()
    expect(lead.page.get_by_text("Kept.", exact=True)).to_be_visible()
    assert lead.page.evaluate(SPILL) == 0
    lead.picture("huddle-1-phone")

    expect(wall.page.locator("h1")).to_have_text("1. Promises from last time")
    lead.page.get_by_role("button", name="Next step").tap()
    expect(wall.page.locator("h1")).to_have_text("2. Read this aloud", timeout=15_000)
    assert wall.page.evaluate(SPILL) == 0
    assert float(wall.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 32
    wall.picture("huddle-2-wall")

    _by_keyboard(colleague)
    expect(lead.page.locator("#promise")).to_contain_text("I ring both customers", timeout=15_000)
    lead.page.get_by_label("5, worth every minute").check()
    lead.page.get_by_role("button", name="End the huddle").tap()
    expect(lead.page.locator(".lead")).to_contain_text("with a pulse of 5 of 5")
    expect(colleague.page.locator(".lead")).to_contain_text("with a pulse of 5 of 5", timeout=15_000)

    colleague.goto("/")
    expect(colleague.page.locator("main")).to_contain_text("I ring both customers")
    colleague.page.get_by_role("link", name="Pay refunds at the till").click()
    expect(colleague.page.locator("main")).to_contain_text("Waiting for the advocacy office to read it")
    expect(colleague.page.locator("main")).to_contain_text("The first answer comes by")
    colleague.picture("huddle-4-what-became-of-it")


def _by_keyboard(colleague) -> None:
    """A colleague without a mouse promises and raises: keys alone, and the words survive what others do meanwhile."""
    page = colleague.page
    expect(page.locator("h1")).to_contain_text("you are huddling", timeout=15_000)
    page.get_by_label("Who", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.type("I ring both customers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Promised.", exact=True)).to_be_visible()
    page.locator("#raise summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Pay refunds at the till")
    page.keyboard.press("Tab")
    page.keyboard.type("Customers wait for weeks.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Raised. You hear what becomes of it.")).to_be_visible()
    colleague.picture("huddle-3-keyboard")


def test_what_was_promised_is_seen_again_and_the_office_answers_what_was_raised(walk):
    office = walk().sign_in("office").goto("/act/opportunities/triage/")
    press(office.page, "link", "Pay refunds at the till")
    reach(office.page, office.page.get_by_label("It belongs to"))
    office.page.keyboard.press("ArrowDown")
    press(office.page, "button", re.compile("^Join$"))

    lead = walk(**PHONE, java_script_enabled=False).sign_in("lead").goto("/act/huddles/")
    page = lead.page
    press(page, "link", "Leeds")
    page.wait_for_url(re.compile(r"/act/huddles/\d+/$"))
    assert page.evaluate(SPILL) == 0
    press(page, "button", "Start")
    line = page.locator("#promises .huddle-line", has_text="I ring both customers")
    reach(page, line.locator("summary"))
    page.keyboard.press("Enter")
    reach(page, line.get_by_label("Because"))
    page.keyboard.type("One was on holiday")
    press(page, "button", "Carry over")
    expect(line).to_contain_text("Carried over")
    expect(line).to_contain_text("One was on holiday")
    lead.picture("huddle-5-carried-over")
    _two_end_it(walk, lead)


def _two_end_it(walk, lead) -> None:
    """A colleague ends the huddle while the lead still has the page before them: the lead reads who did."""
    colleague = walk().sign_in("frontline").goto(lead.page.url.removeprefix(lead.product.address))
    choose(colleague.page, "4")
    press(colleague.page, "button", "End the huddle")
    choose(lead.page, "2")
    press(lead.page, "button", "End the huddle")
    lead.see("Fiona Birch has ended this huddle.")
    lead.see("with a pulse of 4 of 5")
    lead.picture("huddle-6-who-was-first")


def test_a_wall_without_scripts_goes_on_by_its_buttons(walk, product):
    plain = walk(java_script_enabled=False).sign_in("lead").goto("/act/huddles/")
    plain.page.locator("main tbody").first.get_by_role("link").first.click()
    plain.page.get_by_role("link", name="Show on the wall").click()
    plain.page.get_by_role("link", name="Next").click()
    expect(plain.page.locator("h1")).to_contain_text("2.")
    plain.page.get_by_role("link", name="Back").click()
    expect(plain.page.locator("h1")).to_contain_text("1.")


def test_the_arrow_keys_leaf_through_the_wall(walk, product):
    office = walk(**WALL).sign_in("lead").goto("/act/huddles/")
    office.page.locator("main tbody").first.get_by_role("link").first.click()
    office.page.get_by_role("link", name="Show on the wall").click()
    office.page.wait_for_load_state()
    office.page.keyboard.press("ArrowRight")
    expect(office.page.locator("h1")).to_contain_text("2.")
    office.page.keyboard.press("ArrowLeft")
    expect(office.page.locator("h1")).to_contain_text("1.")


def test_the_next_huddle_is_called_off_with_a_reason_and_the_rhythm_goes_on(walk):
    lead = walk().sign_in("lead").goto("/act/huddles/rhythms/")
    page = lead.page
    press(page, "link", re.compile(", 08:40"))
    reach(page, page.get_by_text("Call this huddle off"))
    page.keyboard.press("Enter")
    write(page, "Because, for the team to read", "Half the team is ill")
    press(page, "button", "Call it off")
    lead.see("Half the team is ill")
    lead.see("The next one is on")
    lead.picture("huddle-7-called-off")


def test_its_author_is_told_of_the_answer(walk):
    colleague = walk(**PHONE, java_script_enabled=False).sign_in("frontline").goto("/")
    press(colleague.page, "link", "Pay refunds at the till")
    expect(colleague.page.locator("main")).not_to_contain_text("Waiting for the advocacy office to read it")
    colleague.goto("/new/")
    eventually(colleague, "is an opportunity now")
    colleague.picture("huddle-8-told")
    press(colleague.page, "link", "is an opportunity now")
    expect(colleague.page.locator("h1")).to_have_text("Pay refunds at the till")
