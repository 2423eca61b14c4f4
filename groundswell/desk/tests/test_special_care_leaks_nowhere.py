"""The reason for special care is in one table and on two kinds of page. A canary is looked for everywhere else."""

import io
import logging
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from groundswell.act.cases.models import Case
from groundswell.act.cases.opening import begin_inner_loop
from groundswell.config.worker import every_job
from groundswell.desk.exports import EXPORTS
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.listen.channels.notices.actions import subscribe
from groundswell.listen.channels.notices.kinds import every_kind
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import (
    NewAnswer,
    answer_complaint,
    end_special_care,
    hand_over_complaint,
    note_special_care,
)
from groundswell.listen.complaints.models import Complaint, SpecialCare
from groundswell.listen.complaints.reviewing import add_words, give_last_word, give_verdict
from tests.world import NOW, make_customer

CANARY = "Zimtschnecke"
SORRY = NewAnswer("Sorry.", "email", "upheld")


@pytest.fixture
def lived(world, caplog) -> Complaint:
    """A complaint with everything that can happen to one, and every job run after it."""
    caplog.set_level(logging.DEBUG)
    begin_inner_loop(by="a test", at=NOW.replace(year=2025))
    subscribe("All", "https://hooks.example/in", tuple(every_kind()), has_words=True, by="a test", at=NOW)
    new = NewComplaint("s1", "Broken zip.", email="ann@people.example", unit_id=world.leeds.pk)
    complaint = receive_complaint(new, at=NOW)
    lead, office = world.lead.person, world.office.person
    note_special_care(complaint, why=f"{CANARY}: lost her husband", by=lead, at=NOW)
    add_words(complaint, "And the button.", submission="a", at=NOW)
    answer_complaint(complaint, SORRY, by=lead, at=NOW)
    give_verdict(complaint, is_content=False, why="No.", at=NOW)
    hand_over_complaint(complaint, to=lead, why="Mine", by=office, at=NOW)
    other = make_customer("Ann Again")
    unmerge(merge_customers(complaint.signal.customer, other, by=office, at=NOW), by=office, at=NOW)
    for job in every_job():
        job.work(NOW.replace(month=5))
    give_last_word(complaint, SORRY, by=office, at=NOW)
    for job in every_job():
        job.work(NOW.replace(month=6))
    assert CANARY in SpecialCare.objects.get().why
    return complaint


def test_no_other_table_and_no_file_and_no_log_holds_it(lived, caplog, settings):
    with connection.cursor() as cursor:
        tables = [
            one for one in connection.introspection.table_names(cursor) if one != "complaints_special_care"
        ]
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our own tables)
            assert CANARY not in str(cursor.fetchall()), table
    assert len(tables) > 60
    for path in settings.GROUNDSWELL_HOME.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path
    assert CANARY not in caplog.text


def test_no_export_holds_it(lived, world, signed_in):
    office = signed_in(world.office)
    for form in EXPORTS:
        assert CANARY not in _opened(office.get(f"/voices/export/{form}/")), form
    register = _opened(office.get(reverse("desk:complaint_export")))
    assert lived.reference in register
    assert CANARY not in register


def _opened(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.once
def test_no_page_shows_it_but_those_of_who_acts(lived, world, signed_in):
    case = Case.objects.get(signal=lived.signal)
    acting = {reverse("complaints:entry", args=[lived.pk]), reverse("cases:card", args=[case.pk])}
    pages = {
        *acting,
        reverse("complaints:register") + "?show=care",
        reverse("complaints:register") + f"?q={CANARY}",
        reverse("desk:voice", args=[lived.signal_id]),
        reverse("desk:customer", args=[lived.signal.customer_id]),
        reverse("desk:complaint_status", args=[lived.token]),
        reverse("desk:voices") + f"?q={CANARY}",
        *_plain_pages(),
    }
    assert len(pages) > 40
    people = (
        world.frontline,
        world.lead,
        world.york_lead,
        world.office,
        world.executive,
        world.partner,
    )
    seen = {
        (user.role, page)
        for user, client in ((one, signed_in(one)) for one in people)
        for page in pages
        if "husband" in _shown(client, page)
    }
    assert seen == {(role, page) for role in ("lead", "office") for page in acting}
    assert not any("husband" in _shown(Client(), page) for page in pages)


def _plain_pages() -> set[str]:
    """Every page that needs nothing but its name."""
    found = set()
    for space, (_, resolver) in get_resolver().namespace_dict.items():
        for name in resolver.reverse_dict:
            if isinstance(name, str) and not name.startswith("account_"):
                try:
                    found.add(reverse(f"{space}:{name}"))
                except NoReverseMatch:
                    continue
    return found


def _shown(client: Client, page: str) -> str:
    answer = client.get(page)
    return "" if answer.streaming else answer.content.decode("utf-8", "replace")


def test_a_mark_that_is_taken_back_is_gone(lived, world, signed_in):
    end_special_care(lived, by=world.office.person, at=NOW)
    assert not SpecialCare.objects.exists()
    address = reverse("complaints:end_care", args=[lived.pk])
    assert signed_in(world.executive).post(address).status_code == 403
