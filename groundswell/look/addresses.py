"""What a list may be asked by its address: each name is declared where it is read, and nothing is silently ignored.

An address that asks for anything else, or for a value that does not exist, is a bad request (400) that says what could
be asked; a page behind the last one is not there (404). Values are values: nothing in them is ever part of a query.
"""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, QueryDict

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST_WORDS = 200
LAST_PAGE = 1_000_000
RANGES = (("since", "until"), ("least", "most"))

Reader = Callable[[str], Any]
"""Reads what an address says under one name (nothing when the name is missing); raises ValueError with a sentence."""


def plain_address(request: HttpRequest) -> dict[str, str]:
    """Every name with its value. A name that stands twice, or a control character, is a bad request."""
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise BadRequest(f"“{name[:40]}” stands twice in the address.")
        if CONTROL.search(name + values[0]):
            raise BadRequest("The address holds a character that cannot be read.")
    return request.GET.dict()


def read_address(request: HttpRequest, *, is_public: bool = False, **readers: Reader) -> dict[str, Any]:
    """What the address asks, by the names that are declared; a missing name is read from nothing.

    A public page passes over other names: programs of mail and search add theirs to a link. A range whose ends are
    swapped is read from its lower end to its upper one.
    """
    given = plain_address(request)
    strange = sorted(set(given) - set(readers))
    if strange and not is_public:
        known = ", ".join(readers) or "nothing"
        raise BadRequest(f"“{strange[0][:40]}” cannot be asked here. You can ask by {known}.")
    asked = {}
    for name, read in readers.items():
        try:
            asked[name] = read(given.get(name, "").strip())
        except ValueError as wrong:
            raise BadRequest(f"{name}: {wrong}") from wrong
    for first, last in RANGES:
        ends = [asked.get(first), asked.get(last)]
        if None not in ends:
            asked[first], asked[last] = sorted(ends)
    return asked


def one_of(words: Collection[str], otherwise: str = "") -> Reader:
    """One of some words; ``otherwise`` where the address says nothing."""

    def read(text: str) -> str:
        if text and text not in words:
            raise ValueError(f"“{text[:40]}” is none of {', '.join(filter(None, words))}.")
        return text or otherwise

    return read


def whole_number(least: int, most: int) -> Reader:
    """A number within bounds, or None."""

    def read(text: str) -> int | None:
        if not text:
            return None
        if not re.fullmatch(r"\d{1,18}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"“{text[:40]}” is no whole number from {least} to {most}.")
        return int(text)

    return read


def day(text: str) -> date | None:
    """A day such as 2026-03-11, or None."""
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"“{text[:40]}” is no day. Write it as 2026-03-11.")
    return date.fromisoformat(text)


def words(text: str) -> str:
    """Words to look for, letter by letter."""
    if len(text) > LONGEST_WORDS:
        raise ValueError(f"At most {LONGEST_WORDS} characters.")
    return text


number_of_page = whole_number(1, LAST_PAGE)


def page_of(rows: Any, number: int | None, size: int) -> Page[Any]:
    """One page of rows. There is always a first page, and none behind the last."""
    try:
        return Paginator(rows, size).page(number or 1)
    except EmptyPage as beyond:
        raise Http404("There is no such page.") from beyond


def page_asked(request: HttpRequest, rows: Any, size: int, *, is_public: bool = False) -> Page[Any]:
    """The page that the address of a list asks for, where that is all that may be asked."""
    asked = read_address(request, is_public=is_public, page=number_of_page)
    return page_of(rows, asked["page"], size)


def filled(values: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Names and values that say something, ready for an address."""
    return [(name, str(value)) for name, value in values if value not in (None, "")]


def form_asked(request: HttpRequest, fields: Collection[str], several: Collection[str] = ()) -> QueryDict:
    """What the address says to a form: nothing but its fields, each once but for those that take several values."""
    for name, values in request.GET.lists():
        if name not in fields:
            raise BadRequest(f"“{name[:40]}” cannot be asked here. You can ask by {', '.join(fields)}.")
        if len(values) > 1 and name not in several:
            raise BadRequest(f"“{name[:40]}” stands twice in the address.")
        if any(CONTROL.search(value) for value in values):
            raise BadRequest("The address holds a character that cannot be read.")
    return request.GET
