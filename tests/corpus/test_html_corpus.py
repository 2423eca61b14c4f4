"""Words of customers show as words (rule H): in each place of a page, and on the pages in a real browser."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Route, sync_playwright

from groundswell.foundation.customers.models import Customer
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.definition import recommendation
from tests.corpus.html_adapter import render
from tests.world import NOW, make_customer, make_signal

CORPUS = Path(__file__).parent
CASES = [one for one in json.loads((CORPUS / "html/expected.json").read_text(encoding="utf-8"))["cases"] if "context" in one]  # fmt: skip
PAYLOADS = list(dict.fromkeys(one["payload"] for one in CASES if one["context"] == "text"))
HARMLESS = {"p", "a", "input", "script"}
ADDRESS = re.compile(r"https?:|mailto:|/(?!/)|[?#]")


class _Seen(HTMLParser):
    """What a browser makes of it: words, attributes, and everything that should not be there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.attributes, self.wrong = "", {}, []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name: value or "" for name, value in attrs}
        self.wrong += [] if tag in HARMLESS else [tag]
        self.wrong += [name for name, _ in attrs if name.startswith("on") or name in {"style", "srcdoc"}]
        self.wrong += [value for name, value in attrs if name == "href" and not ADDRESS.match(value or "")]

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")


def cases_in(*contexts: str) -> list[dict[str, Any]]:
    return [one for one in CASES if one["context"] in contexts]


@pytest.mark.parametrize("case", cases_in("text", "markdown"), ids=lambda case: case["id"])
def test_words_show_as_they_were_written(case: dict[str, Any]) -> None:
    seen = _Seen(render(case["context"], case["payload"]))
    assert (seen.wrong, seen.words) == ([], case["payload"])


@pytest.mark.parametrize("case", cases_in("attr"), ids=lambda case: case["id"])
def test_words_in_a_field_stay_in_it(case: dict[str, Any]) -> None:
    seen = _Seen(render("attr", case["payload"]))
    assert (seen.wrong, seen.attributes["value"]) == ([], case["payload"])
    assert seen.words == ""


@pytest.mark.parametrize("case", cases_in("href"), ids=lambda case: case["id"])
def test_only_a_harmless_address_becomes_a_link(case: dict[str, Any]) -> None:
    seen = _Seen(render("href", case["payload"]))
    assert (seen.wrong, seen.words) == ([], "there")
    is_address = re.match(r"(https?://|mailto:)[\w.@-]+", case["payload"])
    assert seen.attributes.get("href") == (case["payload"] if is_address else None)


@pytest.mark.parametrize("case", cases_in("json_script"), ids=lambda case: case["id"])
def test_data_cannot_end_its_script_element(case: dict[str, Any]) -> None:
    inside = re.search(r">(.*)</script>$", render("json_script", case["payload"]), re.DOTALL)[1]
    assert "<" not in inside
    assert json.loads(inside) == case["payload"]


@pytest.mark.parametrize("case", cases_in("content_disposition"), ids=lambda case: case["id"])
def test_a_file_name_cannot_end_its_header(case: dict[str, Any]) -> None:
    header = render("content_disposition", case["payload"])
    assert header.isascii()
    assert not re.search(r"[\r\n\0]", header)
    assert re.fullmatch(r'attachment; filename(="[^"]*"|\*=utf-8\'\'[\w.%-]*)', header)


def test_no_template_takes_words_for_markup() -> None:
    """Names, segments, hints: whatever stands in a template is words, unless the code that made it escaped what it holds."""
    house = CORPUS.parents[1] / "groundswell"
    open_doors = re.compile(r"\|\s*safe\b|safeseq|autoescape\s+off")
    found = [str(page) for page in house.rglob("templates/**/*.html") if open_doors.search(page.read_text())]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("name", ["upload.svg", "polyglot.gif"])
def test_a_picture_with_a_script_is_never_served(name: str, world, signed_in) -> None:
    picture, office = CORPUS / "html" / name, signed_in(world.office)
    with picture.open("rb") as sent:
        answer = office.post("/listen/files/", {"file": sent}, follow=True)
    assert answer["Content-Type"].startswith("text/html")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"<script>alert" not in answer.content
    assert not Signal.objects.exists()


TOLD: dict[str, tuple[str, str]] = {}
"""Made once for both tests that look at it."""


@pytest.fixture
def told(world, signed_in) -> dict[str, tuple[str, str]]:
    """Every page that shows what strangers wrote, with each payload in each place: the page and its policy."""
    return TOLD or _tell(world, signed_in)


def _tell(world, signed_in) -> dict[str, tuple[str, str]]:
    for number, payload in enumerate(PAYLOADS):
        customer = make_customer(payload[:120])
        Customer.objects.filter(pk=customer.pk).update(segment=payload[:60])
        signal = make_signal(
            number % 11, payload, unit=world.leeds, touchpoint=world.delivery, customer=customer
        )
        if number == 0:
            paths = [f"/voices/{signal.pk}/", f"/customers/{customer.pk}/"]
        complaint = {
            "what_happened": payload,
            "wants": payload[:300],
            "submission": f"hostile-words-{number:04}",
        }
        assert Client().post("/complain/", complaint).status_code == 302
    wording = recommendation("Q " + " ".join(PAYLOADS)[:900], PAYLOADS[0], low=PAYLOADS[1], high=PAYLOADS[2])
    publish_version(world.experience.survey, wording, by=world.office, at=NOW, begins_edition=True)
    paths += [f"/voices/{one.pk}/" for one in Signal.objects.all()]
    paths += [f"/listen/complaints/{one.pk}/" for one in Complaint.objects.all()[:3]]
    paths += [
        "/",
        "/voices/",
        "/listen/complaints/",
        "/act/cases/",
        "/act/cases/?show=all",
        "/listen/surveys/delivery/",
    ]
    paths += [
        "/listen/surveys/delivery/edit/",
        "/listen/surveys/delivery/preview/",
        *(f"/listen/surveys/delivery/screen/?show={show}&lang=en" for show in ("score", "why", "thanks")),
        "/understand/themes/",
        "/listen/asking/new/?kind=wave",
        "/voices/?q=%3Cscript%3E",
    ]
    client, found = signed_in(world.office), {}
    for path in dict.fromkeys(paths):
        answer = client.get(path)
        if answer.status_code == 200:
            found[path] = (answer.content.decode(), answer["Content-Security-Policy"])
    answer = Client().get("/s/delivery/")
    found["/s/delivery/"] = (answer.content.decode(), answer["Content-Security-Policy"])
    TOLD.update(found)
    return TOLD


@pytest.fixture
def browser(monkeypatch) -> Iterator[Any]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=os.environ.get("GROUNDSWELL_BROWSER") or "/usr/bin/chromium",
            args=["--no-sandbox"],
        )
        yield running
        running.close()


TOUCH = """() => document.querySelectorAll('*').forEach(one => {
    for (const name of ['mouseover', 'focus', 'error', 'load', 'toggle']) one.dispatchEvent(new Event(name));
})"""


@pytest.mark.browser
@pytest.mark.parametrize("has_policy", [False, True], ids=["without a policy", "with the policy"])
def test_nothing_runs_and_nothing_is_fetched_on_a_page_with_words_of_customers(
    told, browser, has_policy
) -> None:
    assert len(told) > len(PAYLOADS) + 8
    ran, fetched = [], []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://groundswell.example")
        if path in told and route.request.is_navigation_request():
            page, policy = told[path]
            headers = {"Content-Type": "text/html; charset=utf-8"} | (
                {"Content-Security-Policy": policy} if has_policy else {}
            )
            route.fulfill(body=page, headers=headers)
        else:
            if not path.startswith(("/static/", "/listen/surveys/delivery/qr.svg")):
                fetched.append(route.request.url)
            route.fulfill(status=404, body="")

    page = browser.new_page()
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.route("**/*", answer)
    for path in told:
        page.goto(f"http://groundswell.example{path}")
        page.evaluate(TOUCH)
    assert (ran, fetched) == ([], [])


def test_the_whole_corpus_is_here() -> None:
    assert (len(CASES), len(PAYLOADS)) == (105, 20)
