"""Lists answer to what they declare and to nothing else (rule Q): the corpus on the voices, and hostile addresses everywhere."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.list_adapter import list_responses
from tests.world import make_customer, make_signal

CORPUS = Path(__file__).parent
CASES = json.loads((CORPUS / "query/expected.json").read_text(encoding="utf-8"))["cases"]
ROWS = json.loads((CORPUS / "query/rows.json").read_text(encoding="utf-8"))
LAST_DAY = datetime(2025, 12, 31, 12, tzinfo=UTC)
LISTS = {
    "/voices/": ("unit", "period", "theme", "score", "order", "since", "page_size", "page"),
    "/voices/export/csv/": ("unit", "score", "since"),
    "/act/cases/": ("show", "days", "page"),
    "/act/opportunities/": ("show", "impact", "source", "theme", "touchpoint", "owner", "sort", "page"),
    "/act/opportunities/triage/": ("page",),
    "/act/advocates/": ("show", "page"),
    "/act/huddles/": ("show", "unit", "days", "page"),
    "/act/huddles/health/": ("unit", "days"),
    "/act/huddles/promises/": ("whose", "show", "unit", "days", "page"),
    "/act/practices/": ("show", "page"),
    "/act/raised/": ("show", "unit", "days", "page"),
    "/act/council/": ("page",),
    "/act/replies/": ("page",),
    "/listen/complaints/": ("show", "page"),
    "/listen/complaints/causes/": ("cause", "page"),
    "/listen/outbox/": ("page",),
    "/listen/channels/": ("page",),
    "/prove/economics/": ("kind",),
    "/prove/economics/customers/": ("group", "kind", "page"),
    "/understand/": ("by", "unit", "period"),
    "/understand/themes/": ("unit", "period"),
    "/understand/journey/": ("unit", "period"),
}
"""Every list, and the names whose values are checked: none of them takes the hostile ones."""
HOSTILE = ("1 OR 1=1", "' OR '1'='1", "0) OR (1=1", "--score", "(a+)+$", "now()", "1e308", "-1", "1;DROP TABLE signals_signal", "\x00", "%00", "9" * 40)  # fmt: skip
STRANGE = ("tenant", "unit__regex", "owner__password__startswith", "$where", "__class__", "score__in", "order_by", "q__icontains")  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_list_of_voices_gives_what_the_contract_says(case: dict[str, Any], world, time_machine) -> None:
    time_machine.move_to(LAST_DAY)
    given = list_responses(ROWS, case["tenant"], case["params"])
    seen = {row["id"] for row in ROWS if row["tenant"] == case["tenant"]}
    assert set(given["ids"]) <= seen
    verdicts = [
        given["status"] in expected["status"]
        and (given["status"] != 200 or sorted(given["ids"]) == sorted(expected["ids"]))
        for expected in [case["expect"], *case.get("alternatives", [])]
    ]
    assert any(verdicts), given


def test_lists_are_ordered_and_paged_as_asked(world, time_machine) -> None:
    time_machine.move_to(LAST_DAY)
    lowest = list_responses(ROWS, "A", {"order": "score", "page_size": "5"})["ids"]
    scores = {row["id"]: row["score"] for row in ROWS}
    assert [scores[one] for one in lowest] == sorted(row["score"] for row in ROWS if row["tenant"] == "A")[:5]
    first, second, third = (
        list_responses(ROWS, "A", {"page_size": "7", "page": str(n)})["ids"] for n in (1, 2, 3)
    )
    assert sorted(first + second + third) == sorted(row["id"] for row in ROWS if row["tenant"] == "A")
    assert list_responses(ROWS, "A", {"page_size": "7", "page": "4"})["status"] == 404


@pytest.fixture
def office(world, signed_in):
    for number in range(3):
        make_signal(
            number * 4, "Late again", unit=world.leeds, touchpoint=world.delivery, customer=make_customer()
        )
    return signed_in(world.office)


def get(client: Any, path: str, name: str, value: str) -> int:
    answer = client.get(path, {name: value})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.mark.parametrize("path", LISTS)
def test_a_list_opens_and_refuses_what_it_does_not_declare(office, path: str) -> None:
    assert office.get(path).status_code == 200
    assert {name: get(office, path, name, "1") for name in STRANGE} == dict.fromkeys(STRANGE, 400)


@pytest.mark.parametrize("path", LISTS)
def test_a_hostile_value_is_refused(office, path: str) -> None:
    wrong = [
        (name, value)
        for name in LISTS[path]
        for value in HOSTILE
        if get(office, path, name, value) not in {400, 404}
    ]
    assert wrong == []


@pytest.mark.parametrize("path", LISTS)
def test_no_name_may_stand_twice(office, path: str) -> None:
    name = LISTS[path][0]
    assert office.get(f"{path}?{name}=1&{name}=2").status_code == 400


def test_a_public_list_passes_over_what_mail_programs_add_and_nothing_else(client, db) -> None:
    assert client.get("/you-said-we-did/?utm_source=letter").status_code == 200
    assert client.get("/you-said-we-did/?page=1e9").status_code == 400


@pytest.mark.parametrize("value", HOSTILE)
def test_words_to_look_for_are_only_words(office, value: str) -> None:
    answer = office.get("/voices/", {"q": value})
    assert answer.status_code == (400 if "\x00" in value else 200)
    assert answer.status_code == 400 or not answer.context["voices"]


def test_a_refusal_says_what_could_be_asked(office) -> None:
    assert "You can ask by show, " in office.get("/listen/complaints/?shwo=all").content.decode()


def test_nobody_reads_an_address_but_by_declaring_what_may_be_asked() -> None:
    """Pages that anybody opens pass over what mail programs add to a link; the frame of a page only shows the search."""
    free = {"listen/channels/web", "look", "desk/context.py"}
    house = Path(__file__).parents[2] / "groundswell"
    found = {
        str(file.relative_to(house))
        for file in house.rglob("*.py")
        if "tests" not in file.parts and re.search(r"request\.GET\b(?!\.urlencode)", file.read_text())
    }
    assert {path for path in found if not path.startswith(tuple(free))} == set()


def test_the_whole_corpus_is_here() -> None:
    assert (len(CASES), len(ROWS)) == (25, 30)
