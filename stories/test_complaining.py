"""A complaint travels: two taps on a phone, or a call; an answer; and the customer's last word."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def test_a_customer_complains_in_two_taps_and_has_the_last_word(walk):
    customer = walk(**PHONE, java_script_enabled=False).goto("/you-said-we-did/")
    customer.page.get_by_role("link", name="Complain").tap()
    customer.page.get_by_label("What happened?").fill("The zip of my green coat broke on the second day.")
    customer.picture("complaint-1-door")
    customer.page.get_by_role("button", name="Send complaint").tap()
    customer.page.wait_for_url(re.compile(r"/complaint/[^/]+/$"))
    customer.see("Your reference is C-")
    customer.see("We have your complaint")
    customer.page.get_by_label("What do you want to add?").fill("I still have the receipt.")
    customer.page.get_by_role("button", name="Add this").tap()
    expect(customer.page.locator("main")).to_contain_text("I still have the receipt.")
    assert customer.page.evaluate("document.documentElement.scrollWidth") <= 360
    customer.picture("complaint-2-status")

    office = walk().sign_in("office")
    reference = re.search(r"C-\d\d-\d{6}", customer.page.locator("main").inner_text())[0]
    office.goto("/listen/complaints/?show=open")
    while not office.page.locator("main tr", has_text=reference).count():
        office.page.get_by_role("link", name="Next").click()
    office.page.locator("main tr", has_text=reference).get_by_role("link").first.click()
    office.page.get_by_label("Are they right?").select_option("upheld")
    office.page.get_by_label("What you tell the customer").fill("We are sorry. A new coat is on its way.")
    office.page.get_by_label("How they hear it").select_option("page")
    office.page.get_by_role("button", name="Send the answer").click()
    expect(office.page.locator("h1")).to_contain_text("is answered")
    office.picture("complaint-3-answered")

    customer.page.reload()
    customer.see("A new coat is on its way.")
    customer.page.get_by_role("button", name="I am content").tap()
    expect(customer.page.locator("main")).to_contain_text("Thank you for telling us that this settles it.")
    customer.picture("complaint-4-content")


def test_a_colleague_writes_down_what_a_caller_says(walk):
    colleague = walk(**PHONE).sign_in("frontline")
    colleague.page.locator("summary").click()
    colleague.page.get_by_role("link", name="Take a complaint by phone").click()
    colleague.page.get_by_label("What happened?").fill("Nobody opened the door at five to six.")
    colleague.page.get_by_label("Their number").fill("020 7946 0099")
    colleague.page.get_by_role("button", name="Enter the complaint").click()
    expect(colleague.page.locator("h1")).to_have_text(re.compile(r"Read out: C-\d\d-\d{6}"))
    colleague.picture("complaint-5-read-out")


@pytest.mark.parametrize("address", ["/listen/complaints/", "/listen/complaints/causes/", "/customers/same/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_register_fit_a_phone(walk, address, scheme):
    phone = walk(**PHONE, color_scheme=scheme).sign_in("office").goto(address)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.picture(f"complaint-phone-{scheme}{address.replace('/', '-').rstrip('-')}")
