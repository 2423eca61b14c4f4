"""A customer answers on a phone: two taps, no script, in their own language and direction."""

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import sync_playwright

from .homes import say
from .worded import LONG_WORDS

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LARGEST = 15_000


@pytest.fixture
def long_words(product, tmp_path) -> str:
    """A survey in German, with the words of German, and many of them."""
    file = tmp_path / "long.json"
    file.write_text(json.dumps(LONG_WORDS, ensure_ascii=False))
    say(product.home, "survey", "import", str(file))
    return "/s/long-words/"


def targets(page) -> list[float]:
    """The heights of everything that can be tapped in the form."""
    return page.eval_on_selector_all(
        "form button:not(.unseen), form textarea, .options label",
        "all => all.map(one => one.getBoundingClientRect().height)",
    )


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_taps_answer_without_scripts(walk, arabic):
    customer = walk(**PHONE, java_script_enabled=False).goto(arabic)
    customer.picture("answering-1-phone")
    customer.page.get_by_role("button", name="9", exact=True).tap()
    customer.page.get_by_role("heading", name="Why?").wait_for()
    customer.picture("answering-2-phone")
    customer.page.get_by_role("button", name="Send").tap()
    customer.page.get_by_role("heading", name="Thank you").wait_for()
    customer.picture("answering-3-phone")


def test_each_page_is_small_fits_and_can_be_hit_with_a_thumb(walk, arabic):
    customer = walk(**PHONE)
    sizes: list[int] = []
    customer.page.on("response", lambda response: sizes.append(len(response.body())) if response.ok else None)
    customer.goto(arabic)
    steps = (("How likely are you to recommend us?", "2"), ("Why?", "Next"), ("How was each?", "Send"))
    for asks, tap in steps:
        customer.page.get_by_role("heading", name=asks).wait_for()
        assert fits(customer.page)
        assert min(targets(customer.page)) >= 44
        assert (
            customer.page.evaluate("document.querySelectorAll('script[src], link[href^=\"/\"]').length") == 0
        )
        customer.page.get_by_role("button", name=tap, exact=True).tap()
    customer.page.get_by_role("heading", name="Thank you").wait_for()
    assert max(sizes) < LARGEST


def test_words_that_are_not_sent_survive_a_reload_and_a_lost_line_and_leave_with_the_answer(walk, arabic):
    customer = walk(**PHONE).goto(arabic)
    page = customer.page
    page.get_by_role("button", name="9", exact=True).tap()
    page.get_by_label("Why?").fill("Kind people, and the lift was broken.")
    page.reload()
    assert page.get_by_label("Why?").input_value() == "Kind people, and the lift was broken."
    here = page.url
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").tap()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(here)
    assert page.get_by_label("Why?").input_value() == "Kind people, and the lift was broken."
    page.get_by_role("button", name="Send").tap()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_long_words_stay_on_a_narrow_page_and_a_chosen_number_shows_in_every_contrast(
    browser, product, long_words
):
    with browser.new_context(
        viewport={"width": 320, "height": 640}, forced_colors="active", base_url=product.address
    ) as context:
        page = context.new_page()
        page.goto(f"{long_words}?score=7")
        chosen, other = (
            page.locator(f"input[value='{number}'] + span").evaluate(
                "one => getComputedStyle(one).backgroundColor"
            )
            for number in (7, 8)
        )
        assert chosen != other
        page.get_by_role("button", name="Bestätigen").click()
        page.get_by_text("Rechtsschutzversicherungsgesellschaft").first.wait_for()
        assert fits(page)


def test_a_page_in_arabic_runs_from_right_to_left(walk, arabic):
    customer = walk(**PHONE, locale="ar-EG").goto(arabic)
    page = customer.page
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    nought = page.get_by_role("button", name="0", exact=True).bounding_box()
    one = page.get_by_role("button", name="1", exact=True).bounding_box()
    assert nought["x"] > one["x"]
    customer.picture("answering-arabic-phone")
    page.get_by_role("button", name="3", exact=True).tap()
    page.get_by_label("لماذا؟").fill("تأخر الطلب")
    page.get_by_role("button", name="التالي").tap()
    page.get_by_text("السعر").wait_for()
    assert fits(page)
    customer.picture("answering-arabic-matrix-phone")
    page.get_by_role("link", name="رجوع").tap()
    assert page.get_by_label("لماذا؟").input_value() == "تأخر الطلب"


def test_a_number_tapped_in_a_message_is_sent_where_a_person_looks(product, arabic):
    address = f"{product.address}/s/bilingual/?score=8"
    for args, heading in (([], "How likely"), (["--disable-blink-features=AutomationControlled"], "Why?")):
        run = "import sys; from stories.test_answering import heading_after; print(heading_after(*sys.argv[1:]))"
        seen = subprocess.run(
            [sys.executable, "-c", run, address, *args], capture_output=True, text=True, check=True
        )
        assert seen.stdout.startswith(heading)


def heading_after(address: str, *args: str) -> str:
    """What a browser of its own shows a moment after it opened an address."""
    with sync_playwright() as playwright:
        path = os.environ.get("GROUNDSWELL_BROWSER") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *args])
        page = browser.new_page(locale="en-GB")
        page.goto(address)
        page.wait_for_timeout(1500)
        return page.inner_text("h1")
