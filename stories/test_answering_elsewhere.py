"""A customer answers where many people do: at a kiosk that goes back by itself, and on a site of ours that asks in a corner."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytestmark = pytest.mark.browser


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
