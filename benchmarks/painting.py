"""How soon Chromium paints a page, over a fast link and over the link of a telephone."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

VIEWS = 5
LINKS: dict[str, dict[str, float] | None] = {
    "no delay": None,
    "telephone: 150 ms, 1.6 Mbit/s": {
        "latency": 150,
        "downloadThroughput": 1.6e6 / 8,
        "uploadThroughput": 750e3 / 8,
    },
}


@dataclass(frozen=True, slots=True)
class Painted:
    """What was loaded, and for each link the median time to the first contentful paint in milliseconds."""

    requests: int
    kilobytes: float
    paint_ms: dict[str, float]


def first_paints(address: str, *, requests: int, kilobytes: int) -> tuple[Painted, Painted, Painted]:
    """A page of ours, a stand-in of so many requests and so much weight, and a page of one word, seen in turns.

    The page of one word is what the browser itself takes: beside it stands what the pages add.
    """
    browser_path = os.environ.get("GROUNDSWELL_BROWSER") or shutil.which("chromium")
    with (
        standing_in(requests, kilobytes) as stand_in,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"]) as browser,
    ):
        seen: dict[str, dict[str, list[float]]] = {address: {}, stand_in: {}, f"{stand_in}word.txt": {}}
        loaded: dict[str, tuple[int, float]] = {}
        for link, limits in LINKS.items():
            for _ in range(VIEWS):
                for page in seen:
                    paint, *weight = _see(browser, page, limits)
                    seen[page].setdefault(link, []).append(paint)
                    loaded[page] = (int(weight[0]), weight[1])
        ours, theirs, word = (
            Painted(*loaded[page], {link: median(times) for link, times in found.items()})
            for page, found in seen.items()
        )
        return ours, theirs, word


def _see(browser: Browser, address: str, limits: dict[str, float] | None) -> tuple[float, int, float]:
    """First contentful paint, requests and kilobytes of one view with an empty cache."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if limits is not None:
        session.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    sizes: dict[str, float] = {}
    session.on(
        "Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]})
    )
    page.goto(address, wait_until="load")
    paint = None
    while paint is None:  # it is told a moment after it happened
        page.wait_for_timeout(20)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    context.close()
    return float(paint), len(sizes), sum(sizes.values()) / 1000


@contextmanager
def standing_in(requests: int, kilobytes: int) -> Iterator[str]:
    """A page in the usual make: style sheets and scripts in its head, pictures below, together of the given weight."""
    others = requests - 1
    each = kilobytes * 1000 // requests
    styles = [f'<link rel="stylesheet" href="/{n}.css">' for n in range(others * 4 // 10)]
    scripts = [f'<script src="/{n}.js"></script>' for n in range(others * 4 // 10)]
    pictures = [f'<img src="/{n}.svg" alt="">' for n in range(others - len(styles) - len(scripts))]
    page = f"<!doctype html><title>Survey</title>{''.join(styles + scripts)}<h1>How likely?</h1>{''.join(pictures)}"
    content = {
        "html": ("text/html", page.encode().ljust(each)),
        "css": ("text/css", b"p{margin:0}\n" * (each // 12)),
        "js": ("text/javascript", b"var a=1;\n" * (each // 9)),
        "txt": ("text/html", b"<!doctype html><title>Word</title>How likely?"),
        "svg": ("image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>'.ljust(each)),
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = content.get(self.path.rpartition(".")[2], content["html"])
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:  # the browser has seen enough
                self.close_connection = True

        def log_message(self, *told: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
