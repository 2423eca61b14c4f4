"""The base pages and the style guide, as a browser gets them."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from groundswell.look import samples, views
from groundswell.look.public_style import PUBLIC_STYLE

VOID = {"meta", "link", "input", "br", "hr", "img"}
BASES = ["page", "public", "print", "error"]


class Reader(HTMLParser):
    """Reads a page strictly: every element that is opened is closed, in order; ids are counted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "script":
            self.scripts.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} closes {self.open}"


def guide(view: str = "guide") -> str:
    return getattr(views, view)(RequestFactory().get("/look/")).content.decode()


@pytest.mark.parametrize("base", BASES)
def test_a_base_page_stands_without_any_context(base: str) -> None:
    reader = Reader(render_to_string(f"look/{base}.html"))
    assert reader.open == []


@pytest.mark.parametrize("view", ["guide", "guide_public", "guide_print"])
def test_no_page_carries_inline_style_or_script(view: str) -> None:
    page = guide(view)
    reader = Reader(page)
    assert reader.open == []
    assert page.replace(f"<style>{PUBLIC_STYLE}</style>", "").count("<style") == 0
    assert all(script.get("src") for script in reader.scripts)
    assert not [name for name, _ in reader.attributes if name == "style" or name.startswith("on")]


def test_no_page_asks_another_host_for_anything() -> None:
    for view in ("guide", "guide_public", "guide_print"):
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', guide(view))


def test_the_page_for_customers_is_one_small_page_without_script() -> None:
    page = guide("guide_public")
    assert len(page.encode()) < 15_000
    assert "<script" not in page
    assert page.count('type="radio"') == 11


def test_the_rail_marks_where_you_are_and_keeps_the_order_of_the_loop() -> None:
    page = guide()
    rail = page[page.index('class="rail__list"') : page.index("</nav>")]
    assert re.findall(r"<span>(\w+)</span>", rail) == [
        "Today",
        "Listen",
        "Understand",
        "Act",
        "Align",
        "Prove",
    ]
    assert rail.count('aria-current="page"') == 1


def test_a_keyboard_finds_the_content_first() -> None:
    page = guide()
    assert page.index('class="skip" href="#content"') < page.index("<nav")
    assert '<main id="content"' in page


def test_without_navigation_there_is_no_rail() -> None:
    assert '<nav class="rail"' not in render_to_string("look/page.html")


def test_an_error_page_says_what_to_do_next() -> None:
    page = render_to_string("look/error.html", {"headline": "There is nothing here", "next_step": "Go back."})
    assert "There is nothing here" in page
    assert "Go back." in page


def test_ids_are_used_once_outside_the_repeated_forms() -> None:
    page = render_to_string("look/page.html", samples.frame())
    ids = Reader(page).ids
    assert sorted(set(ids)) == sorted(ids)


def test_messages_speak_up() -> None:
    page = render_to_string(
        "look/page.html", {"messages": [{"level_tag": "error"}, {"level_tag": "success"}]}
    )
    assert 'role="alert"' in page
    assert 'role="status"' in page


def test_a_customer_page_brings_its_own_style_and_the_policy_allows_just_that_text(client: Client) -> None:
    response = client.get("/look/public/")
    found = re.findall("<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    allowed = b64encode(sha256(found[0].encode()).digest()).decode()
    assert len(found) == 1
    assert f"'sha256-{allowed}'" in response.headers["Content-Security-Policy"]
    assert 'rel="stylesheet"' not in response.content.decode()


def test_words_in_a_title_are_escaped() -> None:
    page = Template('{% extends "look/page.html" %}{% block headline %}{{ words }}{% endblock %}')
    assert "<script>x" not in page.render(Context({"words": "<script>x"}))


def test_the_style_guide_opens_in_the_whole_product(client: Client) -> None:
    response = client.get("/look/")
    assert response.status_code == 200
    assert "Content-Security-Policy" in response.headers
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
