"""A customer answers on a phone: two taps, no script, in their own language and direction."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright

from stories.starting import command, environment

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LARGEST = 15_000


@pytest.fixture(scope="module")
def arabic(product, tmp_path_factory) -> str:
    """A survey in English and Arabic, brought in as a file by the command line."""
    survey = {
        "schema": "groundswell.survey/1",
        "survey": {"code": "bilingual", "name": "Two languages", "kind_of_score": "experience"},
        "languages": ["en", "ar"],
        "questions": [
            {
                "key": "score",
                "kind": "recommendation",
                "text": {
                    "en": "How likely are you to recommend us?",
                    "ar": "ما مدى احتمال أن توصي بنا لصديق؟",
                },
                "low": {"en": "Not at all likely", "ar": "غير محتمل إطلاقاً"},
                "high": {"en": "Extremely likely", "ar": "محتمل للغاية"},
            },
            {"key": "why", "kind": "text", "text": {"en": "Why?", "ar": "لماذا؟"}},
            {
                "key": "parts",
                "kind": "matrix",
                "text": {"en": "How was each?", "ar": "كيف كان كل منها؟"},
                "visibleIf": "{score} <= 6",
                "rows": [
                    {"value": "price", "text": {"en": "Price", "ar": "السعر"}},
                    {"value": "help", "text": {"en": "Help", "ar": "المساعدة"}},
                ],
                "columns": [
                    {"value": "good", "text": {"en": "Good", "ar": "جيد"}},
                    {"value": "bad", "text": {"en": "Bad", "ar": "سيئ"}},
                ],
            },
        ],
    }
    file = tmp_path_factory.mktemp("survey") / "bilingual.json"
    file.write_text(json.dumps(survey, ensure_ascii=False))
    home = environment(product.home, BASE_URL=product.address)
    subprocess.run(command("survey", "import", str(file)), env=home, check=True)
    return "/s/bilingual/"


@pytest.fixture(scope="module")
def long_words(product, tmp_path_factory) -> str:
    """A survey in German, with the words of German, and many of them."""
    long = "Rechtsschutzversicherungsgesellschaftsangestelltenverzeichnis"
    choices = [{"value": f"c{number}", "text": f"{long} {number}"} for number in range(30)]
    survey = {
        "schema": "groundswell.survey/1",
        "survey": {"code": "long-words", "name": "Long words", "kind_of_score": "experience"},
        "languages": ["de"],
        "questions": [
            {"key": "score", "kind": "recommendation", "text": f"Empfehlen Sie unser {long}?"},
            {"key": "which", "kind": "single", "text": f"Welches {long}?", "choices": choices},
        ],
    }
    file = tmp_path_factory.mktemp("survey") / "long.json"
    file.write_text(json.dumps(survey, ensure_ascii=False))
    home = environment(product.home, BASE_URL=product.address)
    subprocess.run(command("survey", "import", str(file)), env=home, check=True)
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


def test_the_kiosk_goes_back_by_itself(walk, arabic):
    customer = walk(viewport={"width": 1280, "height": 800}).goto(f"{arabic}kiosk/")
    customer.page.get_by_role("button", name="10", exact=True).click()
    customer.page.get_by_role("button", name="Send", exact=True).click()
    customer.page.get_by_role("heading", name="Thank you").wait_for()
    customer.page.wait_for_url("**/s/bilingual/kiosk/", timeout=12_000)
    customer.picture("answering-kiosk")


def test_a_kiosk_that_is_left_alone_goes_back_and_leaves_no_way_back(browser, product, arabic):
    with browser.new_context(base_url=product.address) as context:
        page = context.new_page()
        page.clock.install()
        page.goto(f"{arabic}kiosk/?lang=en")
        page.get_by_role("button", name="2", exact=True).click()
        page.get_by_label("Why?").fill("Nobody else should read this")
        page.clock.fast_forward(89_000)
        page.get_by_label("Why?").press("End")
        page.clock.fast_forward(89_000)
        assert page.get_by_label("Why?").input_value() == "Nobody else should read this"
        page.clock.fast_forward(2_000)
        page.get_by_role("heading", name="How likely").wait_for()
        page.go_back()
        page.wait_for_timeout(300)
        assert page.get_by_text("Nobody else").count() == 0
        assert not any(one.input_value() for one in page.get_by_role("textbox").all())


@pytest.fixture
def shop(product) -> Iterator[str]:
    """Another site, dark and strict, with our script on its page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            style = self.path == "/shop.css"
            words = (
                "body{background:#111}*{text-transform:uppercase}" if style else SHOP.format(product.address)
            )
            if self.path == "/twice":
                words += words[words.index("<script") :]
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if style else "text/html; charset=utf-8")
            ours = product.address
            self.send_header(
                "Content-Security-Policy",
                f"default-src 'none'; style-src 'self'; script-src {ours}; connect-src {ours}",
            )
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


SHOP = """<!doctype html><html lang="ar"><link rel="stylesheet" href="/shop.css"><title>Shop</title><input id="search" autofocus>
<script src="{}/ask.js" data-survey="bilingual" data-after="0" defer></script>"""


def test_a_site_asks_in_a_quiet_corner_and_a_tap_answers(browser, shop, arabic):
    with browser.new_context() as context:
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message: message.type == "error" and refused.append(message.text))
        page.goto(shop)
        box = page.get_by_role("complementary", name="ما مدى احتمال أن توصي بنا لصديق؟")
        box.wait_for()
        assert page.evaluate("document.activeElement.id") == "search"
        assert box.evaluate("box => getComputedStyle(box).backgroundColor") == "rgb(27, 26, 24)"
        assert box.evaluate("box => getComputedStyle(box).textTransform") == "none"
        box.get_by_role("button", name="9", exact=True).click()
        box.get_by_text("شكراً لك").wait_for()
        on = box.get_by_role("link").get_attribute("href")
        page.keyboard.press("Escape")
        assert box.count() == 0
        assert page.evaluate("localStorage.length") == 0
        assert context.cookies() == []
        assert [one for one in refused if "favicon" not in one] == []
        page.goto(on)
        page.get_by_role("heading", name="لماذا؟").wait_for()


def test_two_scripts_on_a_page_make_one_box_and_a_tap_that_is_not_kept_is_not_thanked_for(
    browser, shop, arabic
):
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/s/bilingual/", lambda route: route.fulfill(status=503, body="busy"))
        page.goto(f"{shop}twice")
        box = page.get_by_role("complementary")
        box.first.wait_for()
        page.wait_for_timeout(500)
        assert box.count() == 1
        box.get_by_role("button", name="9", exact=True).click()
        on = box.get_by_role("link", name="تأكيد")
        on.wait_for()
        assert "score=9" in on.get_attribute("href")
        assert box.get_by_text("شكراً لك").count() == 0


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
