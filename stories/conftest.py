"""A real product in a process of its own, and a real browser."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .homes import Begun, Homes, say
from .starting import command, environment, free_port, wait_until_ready
from .worded import BILINGUAL

SCREENSHOTS = Path(__file__).parent / "screenshots"


LONGEST = ("test_every_page_reads_well", "test_a_killed_import_loses_nothing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest stories begin first, so that at the end no process of the run waits for another."""
    items.sort(key=lambda item: not item.path.stem.startswith(LONGEST))


@dataclass(frozen=True)
class Product:
    """A running product: its address, its home, and how its people sign in."""

    address: str
    home: Path
    sign_ins: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """Homes to copy."""
    return Homes(tmp_path_factory)


@pytest.fixture
def begun(homes: Homes, tmp_path: Path) -> Begun:
    """Ada's Shop on its first day."""
    return homes.begun(tmp_path / "home")


@pytest.fixture(scope="session")
def product(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration, built and started by the one command; ended with its whole process tree."""
    home, port = homes.demonstration(tmp_path_factory.mktemp("product") / "home"), free_port()
    address = f"http://127.0.0.1:{port}"
    log = (home.parent / "product.log").open("w")
    running = subprocess.Popen(
        command("demo", "--port", str(port)),
        env=environment(home, BASE_URL=address, PORT=str(port)),
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        wait_until_ready(address, running, home.parent / "product.log")
        people = json.loads((home / "demo_sign_ins.json").read_text())
        yield Product(address, home, {person["role"]: person for person in people})
    finally:
        running.send_signal(signal.SIGINT)
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        log.close()


@pytest.fixture(scope="session")
def arabic(product: Product, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a survey in English and Arabic is answered, brought in as a file by the command line."""
    file = tmp_path_factory.mktemp("survey") / "bilingual.json"
    file.write_text(json.dumps(BILINGUAL, ensure_ascii=False))
    say(product.home, "survey", "import", str(file))
    return "/s/bilingual/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian packages it or wherever GROUNDSWELL_BROWSER says; it may reach this machine only."""
    # Playwright keeps a loop in this thread; Django would refuse the database to every later test of the process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        quiet = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        found = playwright.chromium.launch(
            executable_path=os.environ.get("GROUNDSWELL_BROWSER") or "/usr/bin/chromium", args=quiet
        )
        yield found
        found.close()


SESSIONS: dict[tuple[str, str], list[dict[str, object]]] = {}
"""By the address of the product and the role: the same role signs in to each product anew."""


class Walker:
    """Somebody who walks the pages and is stopped by anything a page should not do."""

    def __init__(self, browser: Browser, product: Product, **kind: object) -> None:
        self.product = product
        self.context = browser.new_context(base_url=product.address, **kind)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on(
            "console", lambda message: message.type == "error" and self.troubles.append(message.text)
        )
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self._watch(request.url))

    def _watch(self, url: str) -> None:
        if not url.startswith((self.product.address, "data:")):
            self.troubles.append(f"asked {url}")

    def sign_in(self, role: str) -> "Walker":
        """By the form the first time; afterwards with the session that the form gave."""
        held = self.product.address, role
        if held in SESSIONS:
            self.context.add_cookies(SESSIONS[held])
            return self.goto("/")
        person = self.product.sign_ins[role]
        self.page.goto("/sign-in/")
        self.page.get_by_label("E-mail").fill(person["email"])
        self.page.get_by_label("Password").fill(person["password"])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/")
        SESSIONS[held] = self.context.cookies()
        return self

    def goto(self, address: str) -> "Walker":
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        return self

    def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def see(self, words: str) -> None:
        assert words in self.page.locator("main").inner_text(), f"{self.page.url} does not say {words!r}"


@pytest.fixture
def walk(browser: Browser, product: Product) -> Iterator[object]:
    """``walk()`` gives a fresh walker; at the end none of them may have met trouble."""
    walkers: list[Walker] = []

    def begin(**kind: object) -> Walker:
        walkers.append(Walker(browser, product, **kind))
        return walkers[-1]

    yield begin
    troubles = [trouble for walker in walkers for trouble in walker.troubles]
    for walker in walkers:
        walker.context.close()
    assert troubles == []
