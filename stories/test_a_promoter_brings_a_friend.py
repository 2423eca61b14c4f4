"""From promoter to words on the wall, and from a recommendation to a new customer, in a real browser.

Customers walk on a phone of 360 px whose browser runs no script.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from .keys import press, reach, write

pytestmark = pytest.mark.browser

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "java_script_enabled": False,
}
WORDS = "They remembered my name, and my size."


class Thread:
    """What one step leaves for the next."""

    code: str = ""
    link: str = ""


def link_in_the_newest_letter(walker, subject: str, path: str) -> str:
    walker.goto("/listen/outbox/")
    walker.page.get_by_role("link", name=subject).first.click()
    found = re.search(rf"https?://\S+({path}\S+)", walker.page.locator("main").inner_text())
    assert found
    return found[1]


def ask_the_first(office, what: str) -> None:
    office.goto("/act/advocates/?show=to-ask")
    office.page.locator("[data-row] a").first.click()
    office.page.get_by_label(what, exact=True).check()
    office.page.get_by_role("button", name="Ask", exact=True).click()
    office.see("is asked by e-mail, and answers on a page of their own.")


def fits(walker) -> None:
    """Nothing sticks out on a phone."""
    box = walker.page.locator("main").bounding_box()
    assert box
    assert box["width"] <= 360


def test_1_words_go_on_the_wall_with_a_yes_and_come_down_with_a_tap(walk):
    office = walk().sign_in("office")
    ask_the_first(office, "Let us quote you")
    address = link_in_the_newest_letter(office, "May we quote you?", "/advocates/ask/")

    customer = walk(**PHONE).goto(address)
    customer.page.get_by_label("Your words").fill(WORDS)
    customer.page.get_by_label("My first name and town").check()
    customer.page.get_by_label("Town", exact=True).fill("Leeds")
    fits(customer)
    customer.picture("advocate-1-words-phone")
    customer.page.get_by_role("button", name="You may show this").click()
    customer.see("You said yes on")

    office.goto("/act/advocates/words/")
    row = office.page.locator("[data-row]", has_text=WORDS)
    row.get_by_role("button", name="Put it on the wall").click()
    stranger = walk(**PHONE).goto("/wall/")
    stranger.see(WORDS)
    stranger.picture("advocate-1-wall-phone")

    customer.page.get_by_role("link", name="Your words").click()
    customer.see("They are on our page")
    customer.picture("advocate-1-own-words-phone")
    customer.page.get_by_role("button", name="Take my words back").click()
    customer.see("They are shown nowhere.")
    for place in ("/wall/", "/wall/frame/"):
        assert WORDS not in stranger.goto(place).page.content()
    assert WORDS not in stranger.page.request.get("/wall.json").text()


def test_2_a_friend_opens_the_link_and_is_a_new_customer_at_the_till(walk):
    office = walk().sign_in("office")
    ask_the_first(office, "Recommend us to a friend")
    address = link_in_the_newest_letter(office, "Would you tell a friend about us?", "/advocates/ask/")

    advocate = walk(**PHONE).goto(address)
    advocate.page.get_by_role("button", name="Yes", exact=True).click()
    advocate.see("You said yes on")
    Thread.link = re.search(r"(/r/\w+/)", advocate.page.locator("main").inner_text())[1]
    Thread.code = Thread.link.split("/")[2]
    advocate.picture("advocate-2-own-link-phone")

    friend = walk(**PHONE).goto(Thread.link)
    friend.see("recommends us to you")
    friend.page.get_by_label("Your name").fill("Frida Friend")
    friend.page.get_by_label("Your e-mail address").fill("frida.friend@people.example")
    fits(friend)
    friend.picture("advocate-2-friend-phone")
    friend.page.get_by_role("button", name="Send").click()
    friend.see("We look forward to seeing you.")
    assert friend.context.cookies() == []

    till = walk().sign_in("frontline").goto("/act/advocates/code/")
    till.page.get_by_label("Code", exact=True).fill(Thread.code)
    till.page.get_by_label("The customer’s e-mail address").fill("frida.friend@people.example")
    till.page.get_by_role("button", name="Count it").click()
    till.see("brought Frida Friend")

    office.goto("/act/advocates/?show=referrals")
    office.see("Frida Friend")
    office.picture("advocate-2-referrals")


def test_3_whoever_names_their_own_code_or_comes_second_is_told(walk):
    office = walk().sign_in("office").goto("/act/advocates/?show=referrals")
    office.page.locator("[data-row]", has_text="Frida Friend").get_by_role("link").first.click()
    office.see(Thread.code)
    office.goto("/act/advocates/code/")
    office.page.get_by_label("Code", exact=True).fill(Thread.code)
    office.page.get_by_label("Or their customer number").fill("NOBODY-1")
    office.page.get_by_role("button", name="Count it").click()
    office.see("Counted:")
    office.page.get_by_label("Code", exact=True).fill("zzzzzzzz")
    office.page.get_by_label("Or their customer number").fill("NOBODY-2")
    office.page.get_by_role("button", name="Count it").click()
    office.see("Not counted. No advocate has this code.")
    office.goto("/act/advocates/?show=referrals&state=refused")
    office.see("No advocate has this code")
    office.picture("advocate-3-not-counted")


def test_4_what_the_friend_brings_is_earned_and_the_right_moment_to_ask_again_is_said(walk):
    office = walk().sign_in("office").goto("/listen/channels/new/customers_file/")
    page = office.page
    write(page, "Name", "The till")
    press(page, "button", "Connect")
    reach(page, page.get_by_text("Bring a file instead"))
    page.keyboard.press("Enter")
    today = date.today().isoformat()
    line = f"frida.friend@people.example,{today},{today},84.00,One Time"
    sheet = f"Account Name,Revenue Start Date,Revenue End Date,Revenue Amount,Revenue Type\n{line}\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "revenue.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    press(page, "button", "Bring it")
    office.goto("/act/advocates/?show=referrals")
    row = page.locator("[data-row]", has_text="Frida Friend")
    expect(row).to_contain_text("£84")
    office.picture("advocate-4-earned")
    reach(page, row.get_by_role("link"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/act/advocates/\d+/"))
    office.see("£84 in the first twelve months")

    promoter = walk(**PHONE)
    office.goto("/act/advocates/")
    # Whoever answered without a name is thanked, too, but is not found in the list of advocates by one.
    named = page.locator("[data-row]").get_by_role("link", name=re.compile("^Thank (?!this customer)")).first
    who = named.inner_text().removeprefix("Thank").strip()
    press(page, "link", re.compile(f"^Thank {re.escape(who)}$"))
    page.wait_for_url(re.compile(r"/act/advocates/thank/\d+/"))
    press(page, "button", "Send your thanks")
    address = link_in_the_newest_letter(office, "Thank you", "/advocates/join/")
    promoter.goto(address).page.get_by_role("button", name="Yes, I will speak for you").click()
    office.goto("/act/advocates/?show=advocates")
    press(page, "link", who)
    office.see("Not now")
    office.picture("advocate-4-not-now")
