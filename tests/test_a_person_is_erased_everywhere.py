"""Somebody who has left something in every room is erased: figures are those of a world in which they never were."""

import json
import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from groundswell.act.partners.files.found import decide_on_file
from groundswell.desk.erasing import erase_person, held_of, kinds
from groundswell.desk.erasing_finished import finish_erasures
from groundswell.desk.somebody import somebody_behind
from groundswell.engine.building import build_cubes
from groundswell.engine.store import EvidenceStore
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.history.queries import first_broken_event
from groundswell.foundation.organisation.models import Person
from groundswell.understand.certified.actions import draft_figure
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.evidence.models import Attribute, AttributeValue
from groundswell.understand.evidence.queries import living_readings
from groundswell.understand.evidence.store import evidence_store
from groundswell.understand.evidence.tables import table_of
from groundswell.understand.journeys_read.about_a_person import count_again
from groundswell.understand.journeys_read.actions import read_journey
from groundswell.understand.scores.question import Question
from tests.canary import CARLA, OTTO, leave_something_everywhere
from tests.crowd import make_york
from tests.paper import body_of
from tests.world import NOW

FIGURES = [
    "/understand/", "/understand/themes/", "/understand/journey/", "/understand/watching/", "/understand/drivers/",
    "/act/cases/", "/listen/complaints/?show=open", "/prove/economics/", "/voices/", "/voices/export/csv/", "/act/advocates/",
    "/listen/complaints/register.csv", "/listen/asking/", "/listen/outbox/", "/understand/weighted/", "/understand/compare/",
    "/understand/categories/", "/understand/certified/", "/understand/?by=segment", "/understand/?chart=trend&as=csv",
    "/understand/?chart=trend&as=parquet", "/api/v1/scores?by=month", "/api/v1/scores?by=touchpoint",
]  # fmt: skip
PASSING = re.compile(rb'since=\d+|csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
STAYS = {
    "history.Event", "erasing.Erasure", "erasing.ErasedIdentity", "erasing.Request", "erasing.RequestAnswer",
    "complaints.StruckEntry", "evidence.Batch", "signals.Drain", "sessions.Session", "timetable.Run", "certified.Recount",
    "channels.HookCall", "signals.ReturnedLetter", "customers.Customer", "signals.Signal", "evidence.Reading",
    "channels.Message", "praise.ThankYou",
    "partners.FoundFile",
}  # fmt: skip
"""What an erasure writes, or leaves without the person; customers and signals are looked at by name."""


def pages(client) -> dict[str, bytes]:
    found = {}
    for address in FIGURES:
        answer = client.get(address, headers=client.token if address.startswith("/api/") else {})
        body = body_of(answer)
        found[address] = PASSING.sub(b"", body)
        assert answer.status_code == 200, address
    return found


def counts() -> dict[str, int]:
    return {m._meta.label: m._base_manager.count() for m in apps.get_models() if m._meta.label not in STAYS}


def files() -> list[Path]:
    database = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
    beside = list(database.parent.glob(f"{database.name}*")) if database else []
    return [path for path in (*Path(settings.GROUNDSWELL_HOME).rglob("*"), *beside) if path.is_file()]


def hits() -> list[tuple[str, str]]:
    contents = {path: path.read_bytes() for path in files()}
    escaped = {needle: {needle, json.dumps(needle)[1:-1]} for needle in CARLA.needles}
    return [
        (path.name, needle)
        for path, content in contents.items()
        for needle, forms in escaped.items()
        if any(form.encode() in content for form in forms)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_canary_in_every_room_leaves_nothing_behind(world, signed_in, time_machine, tmp_path):
    time_machine.move_to(NOW, tick=False)
    office = signed_in(world.office)
    _, secret = give_token(
        "scores", world.office, scopes=["scores"], lasts=timedelta(days=9), by="test", at=NOW
    )
    office.token = {"Authorization": f"Bearer {secret}"}
    Attribute.objects.create(name="who", label="Who")  # each value of it is somebody's name
    make_york(world)
    read_new_signals(at=NOW)
    read_journey(at=NOW)
    leave_something_everywhere(OTTO, world)
    read_new_signals(at=NOW)
    count_again(NOW)
    build_cubes(evidence_store())
    without, numbers = pages(office), counts()

    carla = leave_something_everywhere(CARLA, world)
    read_new_signals(at=NOW)
    office.get(f"/customers/{carla.pk}/")
    somebody = somebody_behind(carla)
    missing = {
        f"{held.model._meta.label}: {held.kind}" for _, held in kinds() if not held.of(somebody).exists()
    }
    assert not missing, "the canary has left something of every kind"
    assert {"Voices", "Complaints", "Cases", "Messages to them"} <= {one.kind for one in held_of(somebody)}
    assert pages(office) != without
    draft_figure(Question(NOW.date(), period="30"), by=world.office, at=NOW)
    assert AttributeValue.objects.filter(words=CARLA.name).exists()
    assert hits()

    erasure = erase_person(
        carla,
        reason=f"By letter of {CARLA.name}",
        asked_on=date(2026, 3, 10),
        by=world.office,
        at=NOW,
        despite=None,
    )
    assert evidence_store().rows() == living_readings().count()
    for path in evidence_store().home.rglob("*"):
        os.utime(path, (0, 0))  # as if ten minutes had passed
    finish_erasures(at=NOW)
    erasure.refresh_from_db()
    assert (erasure.pending, erasure.disk_at) == ({}, NOW)
    (found,) = erasure.found_files.all()
    left = found.file.stored_as
    assert hits() == [(left, CARLA.name), (left, CARLA.words)], "somebody decides on a file"
    decide_on_file(found, verdict="removed", by=world.office, at=NOW)

    now = pages(office)
    assert [address for address in FIGURES if now[address] != without[address]] == []
    assert counts() == numbers
    assert first_broken_event() is None
    assert hits() == []

    fresh = EvidenceStore(tmp_path / "fresh")
    fresh.add("all", table_of(living_readings()))
    build_cubes(fresh)
    build_cubes(evidence_store())
    for name, view in fresh.snapshot().cubes.items():
        held = evidence_store().snapshot().cubes[name]
        assert held.base.counts.tolist() == view.base.counts.tolist(), name
    assert Person.objects.filter(name="Olu Office").exists(), "colleagues stay"
