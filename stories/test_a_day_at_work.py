"""A day of the advocacy office and of the frontline: cases given to who can answer, and an unhappy customer who comes back.

The office walks by keyboard alone; the colleague at the front by keyboard, on 360 px, in a browser that runs no script.
"""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from .homes import say
from .keys import choose, eventually, press, reach, write

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}
WIDTH = "document.documentElement.scrollWidth"
WHO = "nadia.nowak@people.example"
PAIN = "The coat came torn and the shop did not believe me."


def test_1_cases_are_taken_together_and_who_gets_the_next_one_is_said(walk):
    office = walk().sign_in("office").goto("/act/cases/?show=late")
    page = office.page
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.get_by_role("button", name="Go on with 2 chosen")).to_be_enabled()
    office.picture("office-1-chosen")
    page.keyboard.press("d")
    page.wait_for_url("**/act/cases/together/")
    office.see("these 2 cases")
    press(page, "button", "Take them")
    office.see("2 cases")
    office.picture("office-2-taken")

    lead = walk().sign_in("lead").goto("/act/cases/people/")
    press(lead.page, "link", "Fiona Birch")
    write(lead.page, "Languages", "Polish")
    press(lead.page, "button", "Keep this")
    lead.see("Noted. New cases go by it.")

    office.goto("/act/cases/ladder/")
    write(page, "Working hours", "1")
    press(page, "button", "Set it")
    office.see("1 working hour after")
    office.picture("office-3-ladder")


def arrive(system) -> None:
    """An unhappy customer who may be written to is told of by the web shop, over HTTP."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    word = {"email": WHO, "channel": "email", "agrees": True, "said_at": now, "source": "shop"}
    voice = {"external_id": f"web-{now}", "submitted_at": now, "score": 2, "comment": PAIN, "email": WHO}
    told = {
        "consent": ("consents", [word | {"purpose": purpose} for purpose in ("contact", "asking")]),
        "intake": ("responses", [voice | {"unit": "leeds", "metadata": {"language": "pl"}}]),
    }
    for scope, (path, bodies) in told.items():
        secret = say(system.product.home, "add-token", f"Shop {scope}", "--scope", scope).split()[-1]
        for body in bodies:
            headers = {"Authorization": f"Bearer {secret}"}
            answer = system.page.request.post(f"/api/v1/{path}", data=body, headers=headers)
            assert answer.ok, answer.text()


def test_2_a_customer_who_was_unhappy_comes_back(walk, product):
    arrive(walk())
    fiona = walk(**PHONE).sign_in("frontline")
    page = fiona.page
    eventually(fiona, "The coat came torn")
    assert page.evaluate(WIDTH) <= 360
    fiona.picture("front-1-home")
    reach(page, page.locator("#calls ~ * a", has_text=WHO).or_(page.get_by_role("link", name=WHO)).first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/act/cases/\d+/"))
    fiona.see("speaks Polish")
    fiona.see("What you may say first")
    assert page.evaluate(WIDTH) <= 360
    fiona.picture("front-2-card")

    choose(page, "Yes, we spoke")
    write(page, "What you heard", "It was torn in the parcel. We send another one today.")
    press(page, "button", "Note the contact")
    fiona.see("Customer reached")
    choose(page, "Put right, the customer is content")
    reach(page, page.get_by_label("root cause", exact=False).last)
    page.keyboard.press("ArrowDown")
    press(page, "button", "Close the case")
    press(page, "button", "Ask again now")
    card = page.url.removeprefix(product.address)

    office = walk().sign_in("office").goto("/listen/outbox/")
    office.page.get_by_role("link", name="Did we put it right?").first.click()
    link = re.search(rf"{product.address}(\S+)", office.page.locator("main").inner_text())
    assert link
    nadia = walk(**PHONE).goto(link[1])
    press(nadia.page, "button", re.compile("^9"))
    nadia.page.wait_for_url(re.compile("q=why"))
    write(nadia.page, "What is the one thing", "Another coat the next day. Thank you.")
    press(nadia.page, "button", "Send")
    nadia.see("Thank you")

    fiona.goto(card)
    eventually(fiona, "The score moved from 2 to 9")
    fiona.see("This customer has come back")
    fiona.picture("front-3-recovered")
    fiona.goto("/").see("They came back to you")
    fiona.see("Recovered")
    fiona.picture("front-4-home")
