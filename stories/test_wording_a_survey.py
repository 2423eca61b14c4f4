"""A survey is worded in three languages beside its real screens, with and without scripts, and reaches customers."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CORE = "How satisfied are you with the way we took care of your complaint?"


def begin(walk, code, **kind):
    office = walk(viewport={"width": 1280, "height": 900}, **kind).sign_in("office")
    office.goto("/listen/surveys/new/")
    office.page.get_by_label("After a complaint").check()
    office.page.get_by_label("What colleagues call it").fill("After a repair")
    office.page.get_by_label("Short name for its link").fill(code)
    office.page.get_by_role("button", name="Start", exact=True).click()
    office.page.get_by_role("link", name="Edit the words").click()
    return office


def add_language(office, name):
    office.page.locator("#languages > summary").click()
    office.page.get_by_label("Language to add").select_option(label=name)
    office.page.get_by_role("button", name="Add language").click()
    office.page.wait_for_url("**lang=**")


def test_words_show_on_the_phone_while_they_are_typed_and_customers_get_them(walk):
    office = begin(walk, "after-repair")
    screen = office.page.frame_locator("iframe.phone")
    expect(screen.locator("h1")).to_have_text(CORE)
    add_language(office, "German (Deutsch)")
    office.page.locator("#q0 > summary").click()
    office.page.locator("#q0-text-de").fill("Wie zufrieden sind Sie mit uns?")
    expect(screen.locator("h1")).to_have_text("Wie zufrieden sind Sie mit uns?")
    office.picture("survey-1-german")
    add_language(office, "Arabic (العربية)")
    office.page.locator("#q0 > summary").click()
    office.page.locator("#q0-text-ar").fill("ما مدى رضاك؟")
    expect(screen.locator("html")).to_have_attribute("dir", "rtl")
    expect(screen.locator("h1")).to_have_text("ما مدى رضاك؟")
    office.picture("survey-2-arabic")
    office.page.locator("#publish").get_by_role("button", name="Publish").click()
    office.see("Asks with version 2")

    german = walk(locale="de-DE").goto("/s/after-repair/")
    expect(german.page.locator("h1")).to_have_text("Wie zufrieden sind Sie mit uns?")
    arabic = walk(locale="ar", viewport={"width": 360, "height": 740}).goto("/s/after-repair/")
    expect(arabic.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(arabic.page.locator("h1")).to_have_text("ما مدى رضاك؟")


def test_a_condition_offers_only_the_answers_of_its_question(walk):
    office = begin(walk, "after-repair-asked")
    office.page.locator("#q1 > summary").click()
    office.page.locator("[name=q1-if-0-name]").select_option("satisfied")
    value = office.page.locator("[name=q1-if-0-value]")
    value.select_option("satisfied=2")
    office.page.locator("[name=q1-if-0-sign]").select_option("<=")
    office.page.get_by_role("button", name="Save for later").click()
    expect(office.page.locator("#q1 > summary")).to_contain_text("asked if question 1 is at most 2")
    office.page.locator("[name=q1-if-0-sign]").select_option("empty")
    expect(value).to_be_hidden()


def test_the_editor_needs_no_script(walk):
    office = begin(walk, "after-repair-plain", java_script_enabled=False)
    office.page.locator("#q2 > summary").click()
    office.page.locator("#q2-text-en").fill("Is it mended?")
    office.page.locator("#q2").get_by_role("button", name="Show it").click()
    expect(office.page.frame_locator("iframe.phone").locator("h1")).to_have_text("Is it mended?")
    office.page.locator("#q2-choices-more").fill("Do not know")
    office.page.get_by_role("button", name="Save for later").click()
    expect(office.page.locator("#q2 > summary")).to_contain_text("Choose one · 4 choices")
