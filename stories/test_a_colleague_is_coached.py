"""A colleague reads what customers said, thanks somebody, says that a voice is not theirs, and talks with the coach: by
keyboard alone, on a phone, without scripts."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from .keys import press, reach, write

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


def test_a_voice_is_thanked_for_appealed_against_and_talked_about(walk):
    colleague, lead = walk(**PHONE).sign_in("frontline"), walk(**PHONE).sign_in("lead")
    page = colleague.page
    colleague.picture("coaching-1-frontline-home")
    press(page, "link", "Thank ")
    write(page, "What you thank them for", "You stayed calm when it was loud.")
    press(page, "button", "Send your thanks")
    colleague.see("Your thanks are with")

    colleague.goto("/act/coaching/voices/")
    colleague.picture("coaching-2-own-voices")
    press(page, "link", "This is not about me")
    reach(page, page.get_by_label("It was somebody else"))
    page.keyboard.press("Space")
    press(page, "button", "Say it")
    expect(page.locator("h1")).to_have_text("Your appeal waits for a decision")

    lead.goto(page.url)
    reach(lead.page, lead.page.get_by_label("Granted: move the voice"))
    lead.page.keyboard.press("Space")
    write(lead.page, "Your reason, for both to read", "The rota names nobody at that hour.")
    press(lead.page, "button", "Decide")
    expect(lead.page.locator("h1")).to_have_text("Granted: the voice was moved")
    page.reload()
    colleague.see("The rota names nobody at that hour.")
    colleague.picture("coaching-3-granted")

    lead.goto("/act/coaching/")
    lead.picture("coaching-4-people-to-coach")
    press(lead.page, "link", "Talk with")
    press(lead.page, "button", "Talk now")
    write(lead.page, "Will", "Say hello first")
    lead.page.get_by_label("By").fill(str(date.today() + timedelta(days=14)))
    press(lead.page, "button", "Agree on it")
    lead.see("Say hello first")
    lead.picture("coaching-5-one-to-one")
    assert lead.page.evaluate("document.documentElement.scrollWidth") <= 360
