"""Every form that the office meets. Sent with nothing filled in: the answer says what is wrong, where, and has the focus there.

Sent with words and nothing else, and with far too many words: where that is refused, the words are still there.
"""

from collections.abc import Iterator
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.crowd import make_york
from tests.forms_of_pages import FormsOfPage, FoundForm
from tests.test_who_may_do_what import INSIDE, NUMBER, OBJECTS, OF_ROOM, ROUTES_OF_PAGES, address
from tests.world import NOW, World

OWN_WAY = {
    "asking:phone_any": "looks for a customer and says in a message that there is none",
    "complaints:phone": "looks for a caller and says in a message that there is none",
}
TYPED = "Half an hour of thought."


def pages_of(york: dict[str, int]) -> list[str]:
    """Every address inside whose object stands in York, once."""
    found = []
    for name, path in INSIDE:
        declared = ROUTES_OF_PAGES[name][0]
        if NUMBER.search(declared) and (name in OBJECTS or name.partition(":")[0] in OF_ROOM):
            found.append(address(name, york))
        elif "<" not in declared:
            found.append(path)
    return sorted(set(found))


@pytest.mark.once
def test_a_form_that_is_refused_says_where_to_whoever_hears_it(world: World, signed_in, time_machine) -> None:
    time_machine.move_to(NOW)
    york, office = make_york(world).numbers, signed_in(world.office)
    seen, nameless, wrong, refused, lost = set(), [], {}, 0, []
    for path in pages_of(york):
        with transaction.atomic():
            answer = office.get(path)
            transaction.set_rollback(True)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        page = FormsOfPage(answer.content.decode())
        nameless += [(path, name) for name in page.nameless()]
        for form in page.forms:
            where = (form.action or path).partition("#")[0]
            name = resolve(where.partition("?")[0]).view_name
            if not form.is_sent or not form.names or (name, form.names) in seen or name in OWN_WAY:
                continue
            seen.add((name, form.names))
            lost += [(name, form.names, status) for status in lost_words(office, where, form)]
            with transaction.atomic():
                answer = office.post(where, form.untouched())
                transaction.set_rollback(True)
            office.cookies.pop("messages", None)
            if answer.status_code == 302:
                continue
            refused += 1
            if troubles := FormsOfPage(answer.content.decode()).troubles_of_a_refusal():
                wrong[name] = troubles
    assert nameless == []
    assert wrong == {}
    assert lost == []
    assert (len(seen) > 100, refused > 60) == (True, True)


def lost_words(client: Client, where: str, form: FoundForm) -> Iterator[int]:
    """The answers to words, and to far too many of them, that refuse them and show them no more."""
    for typed in (TYPED, TYPED * 400) if form.written else ():
        with transaction.atomic():
            given = form.untouched() | dict.fromkeys(form.written, typed)
            answer = client.post(where, given, follow=True)
            transaction.set_rollback(True)
        client.cookies.pop("messages", None)
        page = unescape(answer.content.decode()) if "text/html" in answer["Content-Type"] else TYPED
        is_refused = answer.status_code >= 400 or "message--error" in page or "error-summary" in page
        if is_refused and TYPED not in page:
            yield answer.status_code
