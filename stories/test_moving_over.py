"""A newcomer moves over: the file of the tool they leave, from the first sign-in to a trend with margins."""

import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from groundswell.listen.channels.files.formats.tests import fixtures
from stories.conftest import Product, Walker
from stories.homes import OWNER, Begun, Homes
from stories.starting import command, environment, free_port, wait_until_ready

pytestmark = pytest.mark.browser

ANSWERS = 240
FIVE_MINUTES = 300
FILES = {
    "Qualtrics": ("qualtrics.csv", lambda: fixtures.qualtrics(ANSWERS), f"{ANSWERS} answers, 3 header rows"),
    "SurveyMonkey": (
        "monkey.csv",
        lambda: fixtures.surveymonkey(ANSWERS),
        f"{ANSWERS} answers, 2 header rows",
    ),
    "Typeform": ("typeform.csv", lambda: fixtures.typeform(ANSWERS), f"{ANSWERS} answers, 1 header row"),
    "Delighted": ("delighted.json", lambda: fixtures.delighted(ANSWERS), f"{ANSWERS + 1} answers"),
}


def owner_of(begun: Begun) -> dict[str, dict[str, str]]:
    return {"office": {"email": OWNER, "password": begun.password}}


@pytest.fixture(scope="module")
def own(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """An organisation of the newcomer's own, empty."""
    begun, port = homes.begun(tmp_path_factory.mktemp("newcomer") / "home"), free_port()
    address, log = f"http://127.0.0.1:{port}", begun.home / "product.log"
    settings = environment(begun.home, BASE_URL=address, PORT=str(port))
    with log.open("w") as written:
        running = subprocess.Popen(
            command("up", "--port", str(port)), env=settings, stdout=written, stderr=subprocess.STDOUT
        )
        try:
            wait_until_ready(address, running, log)
            yield Product(address, begun.home, owner_of(begun))
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(15)


@pytest.fixture
def newcomer(browser, own: Product) -> Iterator[Walker]:
    walker = Walker(browser, own, java_script_enabled=False)
    walker.page.goto("/sign-in/")
    walker.page.get_by_label("E-mail").fill(own.sign_ins["office"]["email"])
    walker.page.get_by_label("Password").fill(own.sign_ins["office"]["password"])
    walker.page.get_by_role("button", name="Sign in").click()
    walker.page.wait_for_url("**/")
    yield walker
    walker.context.close()
    assert walker.troubles == []


def answers_shown(walker: Walker) -> int:
    """How many answers the score stands on, as its page says."""
    walker.goto("/understand/")
    said = re.search(r"from ([\d,]+) answers", walker.page.locator("main h1").inner_text())
    return int(said[1].replace(",", "")) if said else 0


@pytest.mark.parametrize("tool", FILES)
def test_a_file_moves_over_in_under_five_minutes(newcomer: Walker, monkeypatch, tmp_path: Path, tool: str):
    monkeypatch.setattr(fixtures, "STEP", timedelta(hours=13))
    monkeypatch.setattr(fixtures, "FIRST", datetime.now(UTC) - ANSWERS * timedelta(hours=13))
    name, make, recognised = FILES[tool]
    (tmp_path / name).write_bytes(make())
    before = answers_shown(newcomer)
    started = time.monotonic()
    newcomer.goto("/listen/files/")
    newcomer.page.get_by_label("Files with feedback").set_input_files(tmp_path / name)
    newcomer.page.get_by_role("button", name="Look at it").click()
    newcomer.see(f"This looks like a {tool} export: {recognised}")
    newcomer.see("The driver rang before he came and was kind.")
    newcomer.picture(f"moving-{tool.lower()}-looked-at")
    newcomer.page.get_by_role("button", name="Import", exact=True).click()
    newcomer.see("rows arrived")
    newcomer.page.get_by_role("link", name="See the score and its trend").click()
    for _ in range(60):
        if answers_shown(newcomer) == before + ANSWERS:
            break
        newcomer.page.wait_for_timeout(500)
    assert answers_shown(newcomer) == before + ANSWERS
    assert newcomer.page.locator("main svg").count()
    newcomer.see("95% margin")
    newcomer.picture(f"moving-{tool.lower()}-trend")
    assert time.monotonic() - started < FIVE_MINUTES
    newcomer.goto("/listen/files/").see(name)


def change_body(newcomer: Walker, deed: str, **said: str) -> None:
    """One of the forms that the page of a body keeps folded."""
    part = newcomer.page.locator(
        "details", has=newcomer.page.locator("summary", has_text=re.compile(f"^{deed}$"))
    )
    part.locator("summary").first.click()
    for label, words in said.items():
        field = part.get_by_label(label.replace("_", " "), exact=True)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=words)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(words)
    part.get_by_role("button", name=deed).click()
    newcomer.see("It is changed.")


def test_what_was_brought_goes_once_around_to_a_decision(newcomer: Walker):
    """Where the office works alone on its first day: a theme of its own, an opportunity, somebody who decides, a decision."""
    page, year = newcomer.page, datetime.now(UTC).year
    newcomer.goto("/understand/themes/new/")
    page.get_by_label("Name").fill("Waiting on the phone")
    page.get_by_label("Words that show it").fill("thirty minutes, phone")
    page.get_by_role("button", name="See what falls under it").click()
    newcomer.see("comments would fall under it")
    page.get_by_role("button", name="Make the theme").click()
    for _ in range(60):
        if not re.search(r": 0 comments", page.locator("main h1").inner_text()):
            break
        page.wait_for_timeout(500)
        page.reload()
    newcomer.picture("moving-first-theme")
    page.get_by_role("link", name="Enter an opportunity").click()
    page.get_by_label("What is the issue?").fill("Nobody answers the phone")
    page.get_by_label("The problem, as a customer would tell it").fill("I waited thirty minutes.")
    page.get_by_role("button", name="Enter it").click()
    newcomer.see("In customers’ words")
    opportunity = page.url

    newcomer.goto("/act/council/")
    page.get_by_role("link", name="Set up the first body").click()
    page.get_by_label("Name").fill("Service council")
    page.get_by_label("How many seats must have voted").fill("1")
    page.get_by_label("At most running across functions").fill("3")
    page.get_by_role("button", name="Set it up").click()
    newcomer.see("1 seat must have voted, and none is filled")
    me = page.locator(".top").inner_text().splitlines()[-1].strip()
    change_body(
        newcomer, "Give or change a seat", Who=me, Speaks_for="Customers", Is_the_one_person_who_decides="yes"
    )
    change_body(newcomer, "Set a right", **{"Up to (£)": "5,000"})
    change_body(
        newcomer, "Set an envelope", From=f"{year}-01-01", Until=f"{year}-12-31", **{"Amount (£)": "20,000"}
    )

    page.goto(opportunity)
    page.get_by_role("link", name="Propose a solution").click()
    page.get_by_label("What is to be done").fill("A second person on the phone on Mondays.")
    page.get_by_label("What it costs").fill("1,200")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("radio", name="In favour").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    newcomer.goto("/").see("Your decision")
    page.get_by_role("link", name="Nobody answers the phone").click()
    page.get_by_label("Approve").check()
    page.get_by_label("Reasons").fill("It hurts many and costs little.")
    page.get_by_role("button", name="Decide", exact=True).click()
    newcomer.see("Approved: Nobody answers the phone")
    newcomer.picture("moving-first-decision")


LARGE = 65_000


@pytest.fixture
def apart(begun: Begun, tmp_path: Path) -> Iterator[tuple[Product, Callable[[], subprocess.Popen[bytes]]]]:
    """The same, its web server and its workers in processes that end by themselves."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", tmp_path / "web.log"
    settings = environment(begun.home, BASE_URL=address, PORT=str(port))
    running: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        with log.open("a") as written:
            running.append(
                subprocess.Popen(command(*words), env=settings, stdout=written, stderr=subprocess.STDOUT)
            )
        return running[-1]

    try:
        wait_until_ready(address, start("web", "--port", str(port)), log)
        yield Product(address, begun.home, owner_of(begun)), lambda: start("worker")
    finally:
        for one in running:
            one.kill()
            one.wait()


def test_a_large_file_shows_its_progress_and_outlives_the_worker(browser, apart, tmp_path: Path):
    product, new_worker = apart
    rows = (f"L-{n},2026-01-{n % 28 + 1:02d},{n % 11},l{n}@people.example\n" for n in range(LARGE))
    (tmp_path / "large.csv").write_text("external_id,submitted_at,score,email\n" + "".join(rows))
    worker = new_worker()
    walker = Walker(browser, product)
    walker.page.goto("/sign-in/")
    walker.page.get_by_label("E-mail").fill(product.sign_ins["office"]["email"])
    walker.page.get_by_label("Password").fill(product.sign_ins["office"]["password"])
    walker.page.get_by_role("button", name="Sign in").click()
    walker.page.wait_for_url("**/")
    walker.goto("/listen/files/")
    walker.page.get_by_label("Files with feedback").set_input_files(tmp_path / "large.csv")
    walker.page.get_by_role("button", name="Look at it").click()
    walker.page.get_by_role("button", name="Import", exact=True).click()
    walker.see("You may leave this page and come back")
    walker.page.get_by_text(re.compile("[0-9]0,000 arrived so far")).wait_for(timeout=240_000)
    worker.kill()
    walker.picture("moving-large-progress")
    address = walker.page.url
    walker.goto("/listen/files/").see("Reading, ")
    walker.goto(address)
    new_worker()
    walker.page.get_by_text(f"{LARGE:,} of {LARGE:,} rows arrived").wait_for(timeout=240_000)
    assert walker.troubles == []
    walker.context.close()
