"""Half a year of an organisation that the story of one elevation walks through: its people, its product and its clock."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, expect

from groundswell.listen.channels.outbox.tests.post_office import PostOffice

from . import shops
from .conftest import SESSIONS, Product, Walker
from .homes import Homes
from .moving import MovingClock
from .starting import command, environment, free_port, wait_until_ready

PATIENCE = 60_000


class Year:
    """The organisation, its clock, and who walks in it."""

    def __init__(self, browser: Browser, product: Product, clock: MovingClock) -> None:
        self._browser, self.product, self._clock = browser, product, clock
        self.walkers: list[Walker] = []
        self.known: dict[str, str] = {}

    def run(self, *words: str) -> None:
        """A program beside the product, with the same home and the same clock."""
        home = self.product.home
        around = environment(home, **self._clock.environment())
        subprocess.run([sys.executable, *words], env=around, check=True, capture_output=True)

    def comes_to(self, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """It is this day of 2026 for the product. Everybody signs in anew."""
        self._clock.stand_at(datetime(2026, month, day, hour, minute, tzinfo=UTC))
        for who in shops.PEOPLE:
            SESSIONS.pop((self.product.address, who), None)

    def walk(self, who: str = "", **kind: object) -> Walker:
        """One of its people, signed in; anybody without a name."""
        self.walkers.append(Walker(self._browser, self.product, **kind))
        self.walkers[-1].page.set_default_timeout(PATIENCE)
        return self.walkers[-1].sign_in(who) if who else self.walkers[-1]


def lived(browser: Browser, homes: Homes, place: Path) -> Iterator[Year]:
    """Monday 5 January 2026: the organisation has begun and brought half a year of answers with it."""
    expect.set_options(timeout=PATIENCE)
    home, port = homes.migrated(place / "home"), free_port()
    clock = MovingClock(place, datetime(2026, 1, 5, 8, tzinfo=UTC))
    post = Controller(PostOffice(), hostname="127.0.0.1", port=free_port())
    post.start()
    mail = f"smtp://127.0.0.1:{post.port}"
    around = environment(home, EMAIL_URL=mail, **clock.environment())
    subprocess.run([sys.executable, shops.__file__, str(home)], env=around, check=True, capture_output=True)
    passwords = json.loads((home / "began.json").read_text())
    product = Product(
        f"http://127.0.0.1:{port}", home, {who: _sign_in(who, passwords[who]) for who in shops.PEOPLE}
    )
    with (place / "product.log").open("w") as log:
        running = subprocess.Popen(
            command("up", "--port", str(port)), env=around, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )  # fmt: skip
        try:
            wait_until_ready(product.address, running, place / "product.log")
            found = Year(browser, product, clock)
            found.known["till"] = passwords["till"]
            yield found
        finally:
            expect.set_options(timeout=5_000)
            running.terminate()
            running.wait(30)
            post.stop()
    troubles = [trouble for walker in found.walkers for trouble in walker.troubles]
    assert troubles == []


def _sign_in(who: str, password: str) -> dict[str, str]:
    return {"email": shops.PEOPLE[who][1], "password": password}


def see(walker: Walker, words: str) -> None:
    """The page says it, or the next one does once it is there."""
    expect(walker.page.locator("main")).to_contain_text(words)


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).click()


def towns_in(lots: str, beginning: str) -> list[str]:
    line = next(line for line in lots.splitlines() if line.startswith(beginning))
    return [town for town in shops.TOWNS if re.search(rf"\b{town}\b", line)]


def voices_arrive(year: Year, since: date, until: date) -> None:
    """The tills send what customers said, each answer by itself. The change works only where it was dealt to."""
    key = {"Authorization": f"Bearer {year.known['till']}"}
    with httpx.Client(base_url=year.product.address, headers=key, timeout=60) as till:
        for month in (2, 3, 4):
            for row in shops.month_of_voices(date(2026, month, 1), year.known["with"]):
                if since.isoformat() <= row["submitted_at"] < until.isoformat():
                    sent = till.post("/api/v1/responses", json={**row, "score": int(row["score"])})
                    assert sent.status_code == 201, sent.text


def effect_on(page: str) -> tuple[float, ...]:
    """Estimate and both ends, as the page says them."""
    found = re.search(r"worked: ([+−][\d.]+) points.*?([+−][\d.]+) to ([+−][\d.]+) points", page, re.DOTALL)
    assert found, page
    return tuple(float(number.replace("−", "-")) for number in found.groups())
