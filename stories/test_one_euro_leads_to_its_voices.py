"""From one euro of claimed benefit to the voices behind it and back, in clicks; and from a decision with dissent to the letter."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WORKED = "Refund at the door within two days"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def heading(walker, words: str) -> None:
    expect(walker.page.locator("h1")).to_contain_text(words)


def test_1_one_euro_opens_its_voices_and_a_voice_leads_back_to_the_euro(walk):
    office = walk().sign_in("office").goto("/prove/benefits/")
    page = office.page
    row = page.locator("tbody tr", has=page.get_by_role("link", name=WORKED, exact=True))
    row.get_by_role("link", name=re.compile("£|€")).click()
    section = page.locator("section", has_text=f"What the figure for {WORKED} rests on").last
    section.get_by_role("link", name="The voices behind it").click()
    heading(office, "behind")
    office.picture("9-voices-behind-the-euro")
    page.get_by_role("link", name="Open this voice").first.click()
    trace = page.locator("section", has_text="What became of it").last
    trace.get_by_role("link", name=WORKED).first.click()
    heading(office, "worked")
    page.get_by_role("link", name="What it brought").click()
    expect(page).to_have_url(re.compile(r"/prove/benefits/#initiative-\d+$"))
    office.see("customer-months")


def test_2_every_step_between_is_a_link_and_dissent_is_on_record(walk):
    office = walk().sign_in("office").goto("/act/initiatives/")
    page = office.page
    page.get_by_role("link", name=WORKED).first.click()
    facts = page.get_by_label("Facts")
    facts.locator("div", has_text="Decision").get_by_role("link").first.click()
    office.see("Against")
    page.go_back()
    page.get_by_role("link", name="Everything about the effect").click()
    heading(office, "worked")
    office.see("A start that never was")
    office.see("the range holds at every look together")
    office.picture("9-effect")
    page.get_by_role("link", name="Expected and reached").click()
    heading(office, "promise")


def test_3_those_who_spoke_were_told_and_say_whether_it_is_better(walk):
    office = walk().sign_in("office").goto("/act/replies/")
    office.page.locator("main table").last.get_by_role("link", name=WORKED).click()
    heading(office, "say that it is better now")
    office.see("never go into a score")
    office.page.get_by_role("link", name="As anybody reads it").click()
    address = office.page.url.removeprefix(office.product.address)
    stranger = walk(**PHONE, java_script_enabled=False).goto(address)
    stranger.see("It helped.")
    assert stranger.context.cookies() == []
    stranger.picture("9-theme-in-public-phone")
    german = walk(locale="de-DE").goto(address)
    german.see("Was wir getan haben")


def test_4_the_programme_says_what_to_do_next(walk):
    office = walk().sign_in("office").goto("/act/programme/")
    heading(office, "Go on with “Eight shops")
    office.see("1 stage called reached, 1 of them with an effect that is found")
    assert "called done before its effect" not in office.page.content(), "it was stopped and claims nothing"
    office.picture("9-programme")
