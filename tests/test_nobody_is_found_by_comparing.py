"""What colleagues say about their work changes what is shown by five answers at a time, on every page of the house.

Whoever looks before and after one answer sees the same: pages, lists and files of every address, word for word.
"""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from groundswell.config.worker import run_all_jobs
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.patterns import PATTERN
from tests.paper import body_of
from tests.test_every_page import SAMPLES
from tests.test_who_may_do_what import INSIDE, ROUTES_OF_PAGES
from tests.world import NOW, World, make_signal

OF_THE_SURVEY = [
    path.replace("<slug:code>", "pulse")
    for path, _ in ROUTES_OF_PAGES.values()
    if "<slug:code>" in path and path.count("<") == 1
]
EVERYWHERE = sorted(
    {path for _, path in INSIDE if not any(f"/{sample}" in path for sample in SAMPLES.values())}
    | {path for path in OF_THE_SURVEY if path.startswith(("/listen/", "/understand/"))}
)
NEW_EACH_TIME = re.compile(r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"')
FILES = [f"/voices/export/{form}/" for form in ("csv", "json", "hub")]


def shown(clients: dict[str, Client]) -> dict[tuple[str, str], str]:
    """Every page and file as these people see it now."""
    return {
        (who, path): words(one.get(path)) for who, one in clients.items() for path in [*EVERYWHERE, *FILES]
    }


def words(answer: HttpResponse) -> str:
    body = body_of(answer)
    return NEW_EACH_TIME.sub("", body.decode("utf-8", "replace"))


def one_more(number: int) -> None:
    """A colleague answers every question by the open link of the team."""
    colleague, given = (
        Client(),
        [
            ("work", str(number % 11)),
            ("why", f"Secret {number}"),
            ("inspired", "4"),
            ("better", f"Secret {number}"),
        ],
    )
    address = "/s/pulse/?unit=leeds"
    for question, answer in given:
        page = colleague.post(address, {"q": question, question: answer}, follow=True)
        assert page.status_code == 200
        address = page.redirect_chain[-1][0]


@pytest.mark.once
def test_one_answer_more_is_seen_nowhere(world: World, signed_in, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    begin_survey("pulse", "Pulse", "relationship", PATTERN["employee"].definition, by=world.office, at=NOW)
    for score in (3, 9, 10):
        make_signal(score, "Fine.", unit=world.leeds, touchpoint=world.delivery)
    run_all_jobs(NOW)
    clients = {"lead": signed_in(world.lead), "office": signed_in(world.office)}
    for number in range(1, 4):
        one_more(number)
    run_all_jobs(NOW)
    before, changed = shown(clients), {}
    for number in range(4, 7):
        one_more(number)
        run_all_jobs(NOW)
        after = shown(clients)
        changed[number] = {place for place in after if after[place] != before[place]}
        before = after
    assert Signal.objects.filter(kind=Signal.Kind.EMPLOYEE).count() == 6
    assert {number: places for number, places in changed.items() if places and number != 5} == {}
    assert {(who, "/understand/employees/pulse/") for who in clients} <= changed[5]
    assert not any("Secret" in page for page in before.values())
