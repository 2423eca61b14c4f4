"""A file on its way in: killed, continued, carried twice, stopped; its rejected rows mended and brought again."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import transaction

from groundswell.listen.channels import file_views
from groundswell.listen.channels.files import storing
from groundswell.listen.channels.files.actions import import_file, order_import, stop_import
from groundswell.listen.channels.files.carrying import Carriage
from groundswell.listen.channels.files.choices import Choices
from groundswell.listen.channels.files.forgetting import forget_rejected_rows, kept_until
from groundswell.listen.channels.files.formats.tests import fixtures
from groundswell.listen.channels.files.formats.tests.test_formats import FILES, NAMES
from groundswell.listen.channels.files.looking import look_at
from groundswell.listen.channels.files.report import Reason
from groundswell.listen.channels.files.waiting import carry_waiting, is_a_file_waiting
from groundswell.listen.channels.jobs import JOBS
from groundswell.listen.channels.models import Enclosure, FileImport, RejectedRow, Upload
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

from .test_moving_over import bring, choices, upload

FACTS = ("source", "key", "digest", "score", "comment", "submitted_at", "unit_id", "kind_of_score")
COUNTS = ("read", "accepted", "duplicate", "rejected", "left_out")
OWN = b"external_id,submitted_at,score,comment\n" + b"".join(
    b"%d,2026-01-0%d,%s,Words %d\n" % (n, n % 9 + 1, b"x" if n % 4 == 3 else b"9", n) for n in range(20)
)


def order(content: bytes, name: str) -> FileImport:
    arriving = look_at(content, name)
    chosen = {"date_order": arriving.dates.order, "day": "2025-06-01"}
    return order_import(arriving, Choices(arriving.mapping, **chosen), file_name=name, by="test", at=NOW)


def stored() -> list[tuple[object, ...]]:
    enclosed = list(Enclosure.objects.order_by("signal__key").values_list("signal__key", "answers", "tags"))
    return [*Signal.objects.order_by("source", "key").values_list(*FACTS), *enclosed]


def counts(log: FileImport) -> list[int]:
    log.refresh_from_db()
    return [getattr(log, name) for name in COUNTS]


ALL = [*FILES, ("plain", lambda: OWN, "own.csv", 15)]


@pytest.mark.parametrize(("name", "make", "file_name", "answers"), ALL, ids=[*NAMES, "plain"])
def test_a_killed_import_of_any_format_gives_exactly_the_same_rows(world, name, make, file_name, answers):
    content = make()
    with transaction.atomic():
        whole = order(content, file_name)
        carriage = Carriage(whole, content, file_name)
        while carriage.carry_one(at=NOW):
            pass
        expected, numbers = stored(), counts(whole)
        transaction.set_rollback(True)
    log = order(content, file_name)
    killed = Carriage(log, content, file_name, size=3)
    assert killed.carry_one(at=NOW)
    after = Carriage(FileImport.objects.get(pk=log.pk), content, file_name, size=3)
    while after.carry_one(at=NOW):
        pass
    assert stored() == expected
    assert counts(log) == numbers
    assert log.state == "stored"


def test_a_portion_that_is_cut_short_leaves_nothing_behind(world: World, monkeypatch):
    log = order(OWN, "own.csv")
    carriage = Carriage(log, OWN, "own.csv", size=7)
    carriage.carry_one(at=NOW)
    before = stored(), counts(log), RejectedRow.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr(storing.Storing, "_keep_counts", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carriage.carry_one(at=NOW)
    assert (stored(), counts(log), RejectedRow.objects.count()) == before


def test_two_who_carry_the_same_file_store_each_row_once(world: World):
    log = order(OWN, "own.csv")
    one = Carriage(log, OWN, "own.csv", size=4)
    other = Carriage(FileImport.objects.get(pk=log.pk), OWN, "own.csv", size=4)
    assert one.carry_one(at=NOW)
    assert not other.carry_one(at=NOW)
    while one.carry_one(at=NOW):
        pass
    assert counts(log) == [20, 15, 0, 5, 0]
    assert RejectedRow.objects.count() == 5


def test_a_file_that_is_stopped_is_read_no_further_and_what_arrived_stays(world: World):
    log = order(OWN, "own.csv")
    carriage = Carriage(log, OWN, "own.csv", size=4)
    carriage.carry_one(at=NOW)
    assert stop_import(log, by="somebody", at=NOW)
    assert not carriage.carry_one(at=NOW)
    assert counts(log) == [4, 3, 0, 1, 0]
    assert log.state == "stopped"
    assert not stop_import(log, by="somebody", at=NOW)


def test_a_large_file_waits_for_the_worker_and_its_page_says_how_far_it_is(world, signed_in, monkeypatch):
    monkeypatch.setattr(file_views, "SMALL", 10)
    client = signed_in(world.office)
    assert not is_a_file_waiting()
    address = upload(client, OWN, "own.csv")
    page = client.post(address, choices(client.get(address)) | {"do": "import"})["Location"]
    waiting = client.get(page).content.decode()
    assert "waits its turn" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "look/progress.js" in waiting
    assert b"data-is-over" not in client.get(page + "?state=now").content
    assert client.get(address)["Location"] == page
    assert is_a_file_waiting()
    assert "20 rows read" in carry_waiting(NOW)
    assert not is_a_file_waiting()
    assert b"data-is-over" in client.get(page + "?state=now").content
    assert b"15 of 20 rows arrived" in client.get(page).content
    assert not Upload.objects.exists()


def test_the_worker_carries_files():
    assert carry_waiting in [job.work for job in JOBS]


def test_what_is_imported_is_what_was_looked_at(world: World, signed_in):
    client = signed_in(world.office)
    address = upload(client, OWN, "own.csv")
    looked = client.get(address)
    page, seen = looked.content.decode(), {"looked_at": looked.context["looked_at"], "do": "import"}
    assert page.index('value="look"') < page.index('value="import"'), "Enter in a field looks again"
    other = choices(looked, kind_of_score="relationship") | seen
    again = client.post(address, other)
    assert "You chose otherwise since you looked" in again.content.decode()
    assert not FileImport.objects.exists()
    assert client.post(address, other | {"looked_at": again.context["looked_at"]}).status_code == 302
    second = upload(client, OWN, "own again.csv")
    looked = client.get(second)
    unchanged = choices(looked) | seen | {"looked_at": looked.context["looked_at"]}
    assert client.post(second, unchanged).status_code == 302, "what was looked at and not changed comes in"


def test_a_waiting_file_is_stopped_on_its_page(world: World, signed_in, monkeypatch):
    monkeypatch.setattr(file_views, "SMALL", 10)
    client = signed_in(world.office)
    address = upload(client, OWN, "own.csv")
    page = client.post(address, choices(client.get(address)) | {"do": "import"})["Location"]
    assert client.get(f"{page}stop/").status_code == 405
    stopped = client.post(f"{page}stop/", follow=True)
    assert b"what had arrived stays" in stopped.content
    assert not is_a_file_waiting()
    assert not Upload.objects.exists()
    assert signed_in(world.lead).post(f"{page}stop/").status_code == 403


def test_what_goes_wrong_with_us_is_said_and_does_not_stop_other_files(world, signed_in, monkeypatch):
    monkeypatch.setattr(file_views, "SMALL", 10)
    client = signed_in(world.office)
    address = upload(client, OWN, "own.csv")
    page = client.post(address, choices(client.get(address)) | {"do": "import"})["Location"]
    with monkeypatch.context() as broken:
        broken.setattr(storing, "signal_rows", lambda *_a, **_k: 1 / 0)
        carry_waiting(NOW)
    assert b"Something of ours went wrong" in client.get(page).content
    assert not is_a_file_waiting()


@pytest.mark.parametrize(
    ("content", "good"), [(OWN, 15), (fixtures.qualtrics().replace(b",10,1,", b",ten,1,"), 9)]
)
def test_rejected_rows_are_mended_and_brought_again(world: World, signed_in, content, good):
    client = signed_in(world.office)
    address = upload(client, content, "own.csv")
    page = client.post(address, choices(client.get(address)) | {"do": "import"})["Location"]
    answer = client.get(f"{page}rejected.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][-5:] == [f"rejected: {what}" for what in ("row", "field", "value", "reason", "what to do")]
    assert rows[-1][-4:-1] in (["score", "x", "not a number"], ["score", "ten", "not a number"])
    assert "192.0.2" not in str(rows)
    mended = io.StringIO()
    csv.writer(mended).writerows([["9" if cell in ("x", "ten") else cell for cell in row] for row in rows])
    again = bring(mended.getvalue().encode(), "mended.csv")
    before = FileImport.objects.earliest("id")
    assert (before.accepted, again.accepted, again.rejected) == (good, before.rejected, 0)
    assert set(Signal.objects.values_list("source", flat=True)) == {before.choices["source"]}
    assert (before.still_rejected, before.rejected_rows.count()) == (0, 0)
    assert b"came again in a later file" in client.get(page).content


HEAD = b"external_id,submitted_at,score,email\n"


def test_a_row_that_is_rejected_again_is_told_once_and_one_that_is_not_brought_again_stays(world: World):
    bring(HEAD + b"a,2026-01-02,x,\nb,2026-01-02,x,\nc,2026-01-02,x,\n", "first.csv")
    bring(HEAD + b"a,2026-01-02,9,\nb,2026-01-02,?,\n", "second.csv")
    first, second = FileImport.objects.order_by("pk")
    assert (first.still_rejected, second.still_rejected) == (1, 1)
    assert [row.cells[0] for row in first.rejected_rows.all()] == ["c"]


def test_a_row_whose_id_another_has_is_not_mended_by_that_other(world: World):
    bring(HEAD + b"a,2026-01-02,9,\na,2026-01-02,3,\n", "first.csv")
    bring(HEAD + b"z,2026-01-02,9,\n", "second.csv")
    assert FileImport.objects.earliest("pk").still_rejected == 1


def test_rejected_rows_go_after_a_month_and_the_page_says_when(world: World, signed_in):
    log = import_own(OWN)
    client, path = signed_in(world.office), f"/listen/files/{log.pk}/"
    until = f"{kept_until(log):%-d %B %Y}"
    page = client.get(path).content.decode()
    assert f"they are kept until {until}" in page
    assert "<li>5 × <b>Score</b>: a whole number from 0 to 10 is needed</li>" in page
    assert forget_rejected_rows(kept_until(log) - timedelta(hours=1)) == ""
    assert forget_rejected_rows(kept_until(log) + timedelta(hours=1)) == "5 rejected rows forgotten"
    assert "forget rejected rows" in {job.name for job in JOBS}
    log.refresh_from_db()
    assert (log.rejected, log.accepted, Signal.objects.count()) == (5, 15, 15)
    page = client.get(path).content.decode()
    assert f"The rejected rows themselves were removed on {until}" in page
    assert client.get(f"{path}rejected.csv").status_code == 200


def import_own(content: bytes) -> FileImport:
    log = order(content, "own.csv")
    carriage = Carriage(log, content, "own.csv")
    while carriage.carry_one(at=NOW):
        pass
    return log


def test_who_may_not_see_files_does_not_get_their_rejected_rows(world: World, signed_in):
    log = FileImport.objects.get(pk=bring(OWN, "own.csv").import_id)
    assert signed_in(world.lead).get(f"/listen/files/{log.pk}/rejected.csv").status_code == 403
    assert signed_in(world.office).get(f"/listen/files/{log.pk}/rejected.csv").status_code == 200


def test_a_file_of_which_nothing_could_arrive_leaves_no_trace(world: World):
    arriving = look_at(b"name;price\nshirt;12\n", "t.csv")
    report = import_file(b"", arriving, Choices(), file_name="t.csv", by="test", at=NOW)
    assert report.refusal.reason_class == "missing_column"
    assert not FileImport.objects.exists()


def test_reasons_that_read_alike_are_counted_once():
    counted = [("score", "out_of_range", 1), ("score", "not_a_number", 3), ("email", "invalid_email", 2)]
    assert [(reason.title, reason.count) for reason in Reason.together(counted)] == [
        ("Score", 4),
        ("E-mail address", 2),
    ]
