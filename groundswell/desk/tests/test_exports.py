"""Voices leave as files: the same voices as on the page, harmless, and back again unchanged."""

import csv
import io
import json

import pytest

from groundswell.foundation.history.models import Event
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.reading import read_plain
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World, make_customer, make_signal

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def some_voices(world: World) -> None:
    make_signal(
        9, "Lovely shop", unit=world.leeds, touchpoint=world.delivery, customer=make_customer(), at=NOW
    )
    make_signal(2, '=HYPERLINK("https://elsewhere.example")', unit=world.york, at=NOW)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def exported(
    client, address: str = "/voices/export/csv/?from=2026-01-01&to=2026-12-31"
) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(address)).decode("utf-8-sig"), newline="")))


def test_a_file_holds_what_the_page_shows(world: World, signed_in, some_voices, time_machine_now):
    rows = exported(signed_in(world.office), "/voices/export/csv/")
    assert {row["score"] for row in rows} == {"9", "2"}
    assert [row["comment"] for row in rows if row["score"] == "2"] == [
        '\'=HYPERLINK("https://elsewhere.example")'
    ]
    assert Event.objects.filter(verb="exported voices").count() == 1


def test_a_lead_takes_only_what_is_within_sight(world: World, signed_in, some_voices, time_machine_now):
    assert [row["score"] for row in exported(signed_in(world.lead), "/voices/export/csv/")] == ["9"]


def test_executives_take_words_without_addresses(world: World, signed_in, some_voices, time_machine_now):
    rows = exported(signed_in(world.executive), "/voices/export/csv/")
    assert {row["email"] for row in rows} == {""}


def test_our_own_export_comes_back_unchanged(world: World, signed_in, some_voices, time_machine_now):
    content = body(signed_in(world.office).get("/voices/export/csv/"))
    file = read_plain(content, "voices.csv", ReadingOptions(now=NOW, own_export=True))
    rows = [row for batch in file.portions() for row in batch.rows]
    assert {row.comment for row in rows} == set(Signal.objects.values_list("comment", flat=True))


def test_hub_records_leave_too(world: World, signed_in, some_voices, time_machine_now):
    lines = body(signed_in(world.office).get("/voices/export/hub/")).splitlines()
    assert {json.loads(line)["field_type"] for line in lines} == {"nps", "text"}


def test_frontline_and_unknown_forms_take_nothing(world: World, signed_in):
    assert signed_in(world.frontline).get("/voices/export/csv/").status_code == 403
    assert signed_in(world.office).get("/voices/export/exe/").status_code == 404


@pytest.fixture
def time_machine_now():
    import time_machine

    with time_machine.travel(NOW, tick=False):
        yield
