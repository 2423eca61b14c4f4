"""What a file is says its content; where it lies nobody guesses; who sees it is who sees its board, at this moment."""

import os
import signal
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.partners.errors import FileRefused
from groundswell.act.partners.files import actions as file_actions
from groundswell.act.partners.files import storing
from groundswell.act.partners.files.actions import attach_files, take_file_back
from groundswell.act.partners.files.content import LARGEST, looked_at
from groundswell.act.partners.files.storing import path_of, place, remove_strays
from groundswell.act.partners.inviting import end_partnership, let_go
from groundswell.act.partners.models import AgencyMember, SharedFile
from groundswell.act.partners.sharing import end_sharing, share_board, write_brief
from groundswell.act.partners.working import offer_idea
from groundswell.config.keeping import FOLDERS
from tests.world import NOW

from .agencies import UNTIL, make_agency, make_board
from .files import CSV, DOCX, GIF, GOOD, JPEG, PDF, PNG, packed


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def given(world):
    return {"by": world.office, "at": NOW}


def brief_with(board, world, *files):
    return write_brief(
        board, title="Vans", words="How many?", files=[looked_at(*one) for one in files], **given(world)
    )


@pytest.mark.parametrize(("name", "content"), GOOD.items())
def test_a_file_of_a_good_kind_is_known_by_its_content(name, content):
    found = looked_at(name, content)
    assert found.kind == {"jpeg": "jpg"}.get(name.rpartition(".")[2].lower(), name.rpartition(".")[2].lower())
    assert found.content == content


BAD = {
    "a page": ("a.csv", b"<!doctype html><script>alert(1)</script>", "cannot stand here"),
    "a page behind spaces": ("a.csv", b"\xef\xbb\xbf \n <HTML>", "cannot stand here"),
    "a drawing with scripts": ("a.svg", b"<svg onload='alert(1)'/>", "cannot stand here"),
    "a page that says that it is a picture": ("a.png", b"<html></html>", "cannot stand here"),
    "a program": ("a.exe", b"MZ" + b"\0" * 60, "cannot stand here"),
    "a program as a table": ("a.csv", b"MZ\x90\0", "cannot stand here"),
    "a script": ("a.sh", b"#!/bin/sh\nrm\n", "cannot stand here"),
    "an old document of Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "cannot stand here"),
    "nothing but spaces": ("a.csv", b" \n ", "cannot stand here"),
    "a PDF by a second name": ("a.pdf.exe", PDF, "Let its name end in .pdf"),
    "a PDF that says that it is a page": ("a.pdf.html", PDF, "Let its name end in .pdf"),
    "a PDF without a name": (".pdf", PDF, "Let its name end in .pdf"),
    "a table under another name": ("a.txt", CSV, "cannot stand here"),
    "a picture with a page behind it": ("a.png", PNG + b"<script>", "holds more than a PNG"),
    "half a photograph": ("a.jpg", JPEG[:-2], "holds more than a JPEG"),
    "a photograph that draws nothing": ("a.jpg", b"\xff\xd8\xff\xd9", "holds more than a JPEG"),
    "a picture with an archive behind it": ("a.gif", GIF + packed("a.exe"), "holds more than a GIF"),
    "a PDF and an archive in one": ("a.pdf", PDF + packed("a.txt") + b"%%EOF", "holds more than a PDF"),
    "a PDF with a page behind it": ("a.pdf", PDF + b"<html>", "holds more than a PDF"),
    "half a PDF": ("a.pdf", PDF[:20], "is damaged"),
    "half a document": ("a.docx", DOCX[:-30], "is damaged"),
    "a document behind something": ("a.docx", b"PK\3\4<script>" + DOCX, "is damaged"),
    "a document before something": ("a.docx", DOCX + b"<script>", "is damaged"),
    "an archive": ("a.zip", packed("a.txt"), "is packed"),
    "an archive as a document": ("a.docx", packed("a.txt"), "is packed"),
    "two documents in one": ("a.docx", packed("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"), "is packed"),
    "macros": ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "holds programs"),
    "an object of another program": ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/embeddings/oleObject1.bin"), "holds programs"),
    "a part outside": ("a.docx", packed("[Content_Types].xml", "word/document.xml", "../../etc/passwd"), "is damaged"),
    "a bomb": ("a.docx", packed("[Content_Types].xml", "word/document.xml", content=b"\0" * (12 << 20)), "far larger unpacked"),
    "too many parts": ("a.docx", packed("[Content_Types].xml", "word/document.xml", *map(str, range(5_000))), "holds more"),
    "too large": ("a.csv", b"a,b\n" * (LARGEST // 4 + 1), "larger than 10 MB"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "why"), BAD.values(), ids=BAD.keys())
def test_everything_else_is_refused_with_a_reason(name, content, why):
    with pytest.raises(FileRefused, match=why):
        looked_at(name, content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/cron.d/brief.pdf", "brief.pdf"),
        ("..\\..\\brief.pdf", "brief.pdf"),
        ("brief\u202efdp.exe.pdf", "brieffdp.exe.pdf"),
        ("bri\r\nSet-Cookie: a=b.pdf", "briSet-Cookie_ a=b.pdf"),
        ('a"; filename="b.html.pdf', "a_; filename=_b.html.pdf"),
        ("con.pdf", "_con.pdf"),
        ("é" * 500 + ".pdf", "é" * 73 + ".pdf"),
    ],
)
def test_a_name_is_shown_harmless_and_nothing_lies_under_it(world, signed_in, name, shown):
    board = make_board(world)
    (file,) = brief_with(board, world, (name, PDF)).files.all()
    assert file.name == shown
    assert [path.name for path in place().iterdir()] == [file.stored_as]
    answer = signed_in(world.office).get(reverse("partners:file", args=[board.pk, file.pk]))
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in answer["Content-Disposition"]


def test_a_file_leaves_as_a_file_and_never_as_a_page(world, signed_in):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    (file,) = brief_with(board, world, ("days.csv", CSV)).files.all()
    answer = signed_in(petra).get(reverse("partners:file", args=[board.pk, file.pk]))
    assert answer.content == CSV
    assert answer["Content-Disposition"] == 'attachment; filename="days.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert oct(path_of(file).stat().st_mode)[-3:] == "600"
    assert oct(place().stat().st_mode)[-3:] == "700"


def test_a_file_is_seen_by_whoever_sees_its_board_and_ends_with_it(world, signed_in):
    quick, petra = make_agency(world)
    _, simon = make_agency(world, "Bold Design", "Simon Second")
    board = make_board(world, quick)
    (file,) = brief_with(board, world, ("brief.pdf", PDF)).files.all()
    address = reverse("partners:file", args=[board.pk, file.pk])
    inside, outside, stranger = (signed_in(user) for user in (world.lead, petra, simon))
    assert [one.get(address).status_code for one in (inside, outside, stranger)] == [200, 200, 404]
    assert signed_in(world.york_lead).get(address).status_code == 404
    assert outside.get(reverse("partners:file", args=[board.pk + 1, file.pk])).status_code == 404
    end_sharing(board.sharings.get(), because="The contract ended.", **given(world))
    assert outside.get(address).status_code == 404
    share_board(board, quick, until_on=UNTIL, **given(world))
    assert outside.get(address).status_code == 200
    let_go(AgencyMember.objects.get(user=petra), **given(world))
    assert outside.get(address).status_code == 302, "signed out"
    end_partnership(quick, because="The contract ended.", **given(world))
    assert inside.get(address).status_code == 200, "what was written stays with us"


def test_after_its_last_day_nobody_outside_reads_a_file(world, signed_in, time_machine):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    (file,) = brief_with(board, world, ("brief.pdf", PDF)).files.all()
    address = reverse("partners:file", args=[board.pk, file.pk])
    time_machine.move_to(NOW.replace(month=UNTIL.month, day=UNTIL.day), tick=False)
    assert signed_in(petra).get(address).status_code == 200
    time_machine.move_to(NOW.replace(month=7, day=1), tick=False)
    assert signed_in(petra).get(address).status_code == 404


def test_what_is_taken_back_is_gone_from_the_disk_too(world, signed_in, django_capture_on_commit_callbacks):
    agency, petra = make_agency(world)
    _, simon = make_agency(world, "Bold Design", "Simon Second")
    board = make_board(world, agency, AgencyMember.objects.get(user=simon).agency)
    idea = offer_idea(board, title="A van", files=[looked_at("van.gif", GIF)], by=petra, at=NOW)
    (file,) = idea.files.all()
    address = reverse("partners:part", args=[board.pk, "take-file", file.pk])
    assert signed_in(simon).post(address).status_code == 403, "another agency's"
    assert path_of(file).exists()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(petra).post(address)
    assert not path_of(file).exists()
    assert signed_in(petra).get(reverse("partners:file", args=[board.pk, file.pk])).status_code == 404
    assert "van.gif" not in signed_in(petra).get(reverse("partners:board", args=[board.pk])).content.decode()


def test_files_come_with_what_is_written_and_stand_there_with_size_author_and_day(world, signed_in):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    outside = signed_in(petra)
    upload = [SimpleUploadedFile("van.gif", GIF), SimpleUploadedFile("days.csv", CSV)]
    answer = outside.post(
        reverse("partners:do", args=[board.pk, "idea"]),
        {"title": "A second van", "words": "", "files": upload},
        follow=True,
    )
    page = answer.content.decode()
    assert "van.gif" in page
    assert "days.csv" in page
    assert f"CSV table, {len(CSV)}\xa0bytes, Petra Partner, Quick Couriers, 11 March 2026" in page
    bad = outside.post(
        reverse("partners:do", args=[board.pk, "idea"]),
        {"title": "A third van", "files": [SimpleUploadedFile("a.svg", b"<svg/>")]},
    )
    assert bad.status_code == 422
    assert "cannot stand here" in bad.content.decode()
    assert 'value="A third van"' in bad.content.decode(), "what was typed stays"
    assert not board.ideas.filter(title="A third van").exists()
    task = board.tasks.create(what="Count", due_on=UNTIL, agency=agency, author=world.lead, at=NOW)
    outside.post(
        reverse("partners:part", args=[board.pk, "finish", task.pk]),
        {"outcome": "Eleven.", "files": [SimpleUploadedFile("count.csv", CSV)]},
    )
    assert task.files.get().name == "count.csv"


def test_a_board_that_is_full_takes_no_more_and_keeps_what_was_typed(world, signed_in, monkeypatch):
    monkeypatch.setattr(file_actions, "QUOTA", len(CSV) + 10)
    board = make_board(world)
    client = signed_in(world.lead)

    def put():
        return client.post(
            reverse("partners:do", args=[board.pk, "brief"]),
            {"title": "Vans", "words": "How many?", "files": [SimpleUploadedFile("d.csv", CSV)]},
        )

    assert put().status_code == 302
    full = put()
    assert full.status_code == 422
    assert "Take one back first" in full.content.decode()
    assert (board.briefs.count(), len(list(place().iterdir()))) == (1, 1)
    take_file_back(SharedFile.objects.get(), **given(world))
    assert put().status_code == 302, "what was taken back counts no more"


def test_more_than_five_at_a_time_are_refused_and_leave_nothing(world):
    brief = brief_with(make_board(world), world)
    with pytest.raises(FileRefused, match="5 files at a time"):
        attach_files(brief, [looked_at("d.csv", CSV)] * 6, **given(world))
    assert list(place().iterdir()) == []


def test_all_files_of_a_posting_or_none(world, monkeypatch):
    brief, stored = brief_with(make_board(world), world), []

    def full_disk(name, content):
        stored.append(name)
        if len(stored) == 2:
            raise OSError("No space left on device")
        storing.store(name, content)

    monkeypatch.setattr(file_actions, "store", full_disk)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        attach_files(brief, [looked_at("d.csv", CSV)] * 2, **given(world))
    assert SharedFile.objects.count() == 0
    assert list(place().iterdir()) == []


def test_a_server_that_is_killed_while_it_writes_leaves_nothing_that_anybody_sees(world, monkeypatch):
    """The child dies between its bytes and their name, as a server does that loses its power."""
    brief = brief_with(make_board(world), world)
    place()
    child = os.fork()
    if child == 0:
        os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)
        storing.store("0" * 48, CSV)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert [path.name for path in place().iterdir()] == ["0" * 48 + ".part"]
    assert SharedFile.objects.filter(brief=brief).count() == 0
    assert remove_strays(NOW) == 0, "it may be of a posting that goes on"
    assert remove_strays(NOW + timedelta(days=400)) == 1
    assert list(place().iterdir()) == []


def test_strays_go_and_files_that_stand_stay(world):
    (file,) = brief_with(make_board(world), world, ("brief.pdf", PDF)).files.all()
    storing.store("f" * 48, b"of a posting that was rolled back")
    assert remove_strays(NOW + timedelta(days=400)) == 1
    assert path_of(file).read_bytes() == PDF


def test_a_backup_holds_the_files():
    assert storing.FOLDER in FOLDERS


def test_a_board_takes_as_many_questions_with_three_files_as_with_one(world, signed_in):
    agency, petra = make_agency(world)
    board, client, counts = make_board(world, agency), signed_in(petra), []
    for number in (1, 3):
        brief_with(board, world, *((f"{number}{one}.csv", CSV) for one in range(number)))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("partners:board", args=[board.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
