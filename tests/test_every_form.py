"""Every form sent by the office with nothing filled in: the answer says what is wrong and where, and has the focus there."""

from django.db import transaction

from tests.crowd import make_york
from tests.forms_of_pages import FormsOfPage
from tests.test_who_may_do_what import INSIDE, NUMBER, OBJECTS, OF_ROOM, ROUTES_OF_PAGES, address
from tests.world import NOW, World

LOOKS_FOR_SOMEBODY = {"asking:phone_any", "complaints:phone"}
"""They answer that nobody is found, which is no mistake of a field."""


def addresses_of_work(york: dict[str, int]) -> dict[str, str]:
    """Every address inside that leads somewhere in York, by its name."""
    found = {}
    for name, path in INSIDE:
        declared = ROUTES_OF_PAGES[name][0]
        if NUMBER.search(declared) and (name in OBJECTS or name.partition(":")[0] in OF_ROOM):
            found[name] = address(name, york)
        elif "<" not in declared:
            found[name] = path
    return found


def test_a_form_that_is_refused_says_where_to_whoever_hears_it(world: World, signed_in, time_machine) -> None:
    time_machine.move_to(NOW)
    york, office, refused, wrong = make_york(world).numbers, signed_in(world.office), 0, {}
    for name, path in addresses_of_work(york).items():
        with transaction.atomic():
            answer = office.post(path)
            transaction.set_rollback(True)
        office.cookies.pop("messages", None)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        said = answer.content.decode() if is_page and answer.status_code in {200, 422} else ""
        if name in LOOKS_FOR_SOMEBODY or not (answer.status_code == 422 or "error-summary" in said):
            continue
        refused += 1
        if troubles := FormsOfPage(said).troubles_of_a_refusal():
            wrong[name] = troubles
    assert wrong == {}
    assert refused > 60
