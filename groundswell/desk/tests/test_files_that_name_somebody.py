"""A file on a partners' board that names somebody who is erased is shown to whoever erases: they decide, and nothing else does."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.act.partners.errors import NotLookedAt, SettledBefore, WordsMissing
from groundswell.act.partners.files import pdf_words
from groundswell.act.partners.files.actions import take_file_back
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.files.found import decide_on_file
from groundswell.act.partners.files.storing import path_of
from groundswell.act.partners.jobs import read_new_pdfs
from groundswell.act.partners.models import FoundFile, SharedFile, SharedVoice
from groundswell.act.partners.sharing import write_brief
from groundswell.act.partners.tests.agencies import council_of, make_board
from groundswell.act.partners.tests.files import CSV, PDF, PNG, drawn, pdf
from groundswell.desk.erasing import erase_person, held_of
from groundswell.desk.somebody import somebody_behind
from groundswell.foundation.erasing.models import Erasure
from tests.world import NOW, make_customer, make_signal, make_user

pytestmark = pytest.mark.once

NAME = "Carla Kanarienvogel"
SCAN = pdf(b"q 1 0 0 1 0 0 cm /Im1 Do Q")


@pytest.fixture
def board(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_board(world)


def put(board, world, name, content):
    given = {"title": "Vans", "words": "How many?", "by": world.office, "at": NOW}
    return write_brief(board, files=[looked_at(name, content)], **given).files.get()


def erase(customer, world) -> Erasure:
    return erase_person(customer, reason="By letter", asked_on=date(2026, 3, 10), by=world.office, at=NOW)


@pytest.fixture
def found(board, world):
    """A table that names her and one that does not; she is erased."""
    named = put(board, world, "calls.csv", f"who,when\n{NAME},Monday\nOtto,Tuesday\n".encode())
    put(board, world, "days.csv", CSV)
    return erase(make_customer(NAME), world).found_files.get(file=named)


def test_the_file_stands_until_somebody_decides(found, world, signed_in):
    client = signed_in(world.office)
    page = client.get(reverse("desk:erasure", args=[found.erasure_id])).content.decode()
    assert "1 file waits for your decision" in page
    assert reverse("partners:file", args=[found.file.board_id, found.file_id]) in page
    assert "days.csv" not in page
    assert "1 file waits for your decision" in client.get(reverse("desk:requests")).content.decode()
    assert path_of(found.file).exists()
    assert not any("Files on boards" in kind for _, kind, _ in found.erasure.gone), "it is not gone"


def test_what_waits_to_be_decided_is_said_before(board, world, signed_in):
    put(board, world, "calls.csv", f"{NAME},Monday\n".encode())
    put(board, world, "van.png", PNG)
    put(board, world, "scan.pdf", SCAN)
    read_new_pdfs(NOW)
    customer = make_customer(NAME)
    (kind,) = [one for one in held_of(somebody_behind(customer)) if "Files" in one.kind]
    assert (kind.count, kind.goes, kind.becomes) == (1, False, "you decide on each")
    page = signed_in(world.office).get(reverse("desk:erase", args=[customer.pk])).content.decode()
    assert "You decide on each" in page
    assert "1 file on partners’ boards" in page, "the scan"
    assert f"1 picture: {board.initiative.owner}" in page, "nothing of hers was ever shared there"


def test_it_goes_with_its_bytes_and_the_proof_keeps_only_that(
    found, world, signed_in, django_capture_on_commit_callbacks
):
    file, client = found.file, signed_in(world.office)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk:decide_file", args=[found.erasure_id, found.pk]))
    assert not path_of(file).exists()
    assert not SharedFile.objects.filter(pk=file.pk).exists()
    page = client.get(reverse("desk:erasure", args=[found.erasure_id])).content.decode()
    assert "Removed, Olu Office" in page
    assert "wait" not in page.partition("<main")[2].partition("<h2")[0]


def test_it_stays_for_a_reason_and_nothing_leads_to_it_any_more(found, world, signed_in):
    client, file = signed_in(world.office), found.file
    address = reverse("desk:decide_file", args=[found.erasure_id, found.pk])
    refused = client.post(address, {"stays": "1", "why": " "})
    assert refused.status_code == 422
    assert "calls.csv" in refused.content.decode()
    client.post(address, {"stays": "1", "why": "A colleague of the agency has the same name."})
    found.refresh_from_db()
    assert (found.verdict, found.file, found.by) == ("stays", None, world.office)
    assert path_of(file).exists()
    page = client.get(reverse("desk:erasure", args=[found.erasure_id])).content.decode()
    assert "It stays, Olu Office" in page
    assert "calls.csv" not in page
    assert "has the same name" in page


def test_the_first_word_stands(found, world):
    given = {"by": world.office, "at": NOW}
    with pytest.raises(WordsMissing):
        decide_on_file(found, verdict="stays", why=" ", **given)
    decide_on_file(found, verdict="stays", why="Somebody else.", **given)
    with pytest.raises(SettledBefore):
        decide_on_file(found, verdict="removed", **given)


def test_a_file_that_names_two_is_decided_for_both_when_it_goes(board, world):
    file = put(board, world, "calls.csv", f"{NAME}\nOtto Zaunkoenig\n".encode())
    first, second = (erase(make_customer(name), world) for name in (NAME, "Otto Zaunkoenig"))
    decide_on_file(first.found_files.get(), verdict="removed", by=world.office, at=NOW)
    assert second.found_files.get().verdict == "removed"
    assert not SharedFile.objects.filter(pk=file.pk).exists()


def test_a_file_that_was_taken_back_meanwhile_waits_for_nobody(found, world, signed_in):
    take_file_back(found.file, by=world.lead, at=NOW)
    page = signed_in(world.office).get(reverse("desk:erasure", args=[found.erasure_id])).content.decode()
    assert "Taken back by those who brought it" in page
    assert "for your decision" not in page


def test_who_erases_decides_and_nobody_else(found, world, signed_in):
    address = reverse("desk:decide_file", args=[found.erasure_id, found.pk])
    for user in (world.lead, world.executive, world.partner):
        assert signed_in(user).post(address).status_code == 403
    assert signed_in(world.office).post(address.replace(f"/{found.pk}/", "/99/")).status_code == 404
    admin = make_user("Ada Admin", world.root, "administrator")
    assert signed_in(admin).post(address).status_code == 302


@pytest.fixture
def shared(board, world):
    """Her voice was shared on the board and taken back since; a picture, a scan, a letter and a table stand there."""
    customer = make_customer(NAME)
    signal = make_signal(2, "The parcel came late.", unit=world.leeds, customer=customer)
    given = {"author": world.office, "at": NOW, "words": "The parcel came late."}
    SharedVoice.objects.create(board=board, signal=signal, taken_back_at=NOW, **given)
    for name, content in (("van.png", PNG), ("scan.pdf", SCAN), ("vans.pdf", PDF), ("days.csv", CSV)):
        put(board, world, name, content)
    return customer


def test_what_nobody_can_read_is_named_and_what_was_read_is_not(shared, world):
    board = SharedVoice.objects.get().board
    other = make_approval(world, council_of(world), opportunity=make_opportunity(world, title="Vans"))
    put(make_board(world, initiative=make_initiative(world, decision=other)), world, "elsewhere.png", PNG)
    put(board, world, "letter.pdf", pdf(drawn(NAME)))
    erasure = erase(shared, world)
    found = {(one.file.name, one.cause) for one in erasure.found_files.all()}
    assert found == {("van.png", "picture"), ("scan.pdf", "unread"), ("letter.pdf", "named")}
    assert board.sharedvoices.count() == 0, "her voice is gone, and what leads to the pictures stands"


def look(client, found, **given):
    return client.post(reverse("desk:decide_file", args=[found.erasure_id, found.pk]), given, follow=True)


def test_the_look_is_kept_with_who_and_when_and_found_or_not(
    shared, world, signed_in, django_capture_on_commit_callbacks
):
    client, erasure = signed_in(world.office), erase(shared, world)
    picture, scan = erasure.found_files.get(cause="picture"), erasure.found_files.get(cause="unread")
    page = client.get(reverse("desk:erasure", args=[erasure.pk])).content.decode()
    assert "2 files wait for your decision" in page
    assert "for you to look at" in page
    unseen = look(client, picture, clear="1").content.decode()
    assert "You have not opened “van.png” yet" in unseen
    client.get(reverse("partners:file", args=[picture.file.board_id, picture.file_id]))
    look(client, picture, clear="1")
    with django_capture_on_commit_callbacks(execute=True):
        page = look(client, scan).content.decode()
    picture.refresh_from_db()
    assert (picture.verdict, picture.file, picture.by, picture.at) == ("clear", None, world.office, NOW)
    assert "A picture: looked at, they are not in it, Olu Office" in page
    assert "A file that cannot be read: looked at, they were in it, removed, Olu Office" in page
    assert set(SharedFile.objects.values_list("name", flat=True)) == {"van.png", "vans.pdf", "days.csv"}


def test_whoever_is_named_in_a_file_is_in_it(found, world):
    with pytest.raises(NotLookedAt):
        decide_on_file(found, verdict="clear", by=world.office, at=NOW)


def test_a_picture_that_goes_for_one_wants_no_look_for_another(shared, world):
    picture = erase(shared, world).found_files.get(cause="picture")
    other = FoundFile.objects.create(
        erasure=erase(make_customer("Otto Zaunkoenig"), world), file=picture.file, cause="picture"
    )
    decide_on_file(picture, verdict="removed", by=world.office, at=NOW)
    other.refresh_from_db()
    assert other.outcome == "A picture: gone before anybody looked at it"


def test_no_page_waits_until_a_pdf_that_came_just_now_is_read(
    board, world, signed_in, monkeypatch, time_machine
):
    put(board, world, "letter.pdf", pdf(drawn(NAME)))
    customer, client = make_customer(NAME), signed_in(world.office)
    pages = [reverse(f"desk:{name}", args=[customer.pk]) for name in ("held", "held_file", "erase")]
    with monkeypatch.context() as patched:
        patched.setattr(pdf_words, "read_pdf", lambda _: pytest.fail("read within a page"))
        for address in pages:
            page = client.get(address).content.decode()
            assert "1 PDF on partners’ boards is still being read" in page
            assert "look/progress.js" in page
        given = {"reason": "By letter of 9 March.", "asked_on": "2026-03-10"}
        refused = client.post(pages[2], given)
        page = refused.content.decode()
        assert (refused.status_code, "By letter of 9 March." in page, "progress.js" in page) == (
            409,
            True,
            False,
        )
        assert not Erasure.objects.exists()
    assert read_new_pdfs(NOW) == "read 1 PDF, 0 to go"
    assert "still being read" not in client.get(pages[2]).content.decode()
    client.post(pages[2], given)
    assert Erasure.objects.get().found_files.get().cause == "named"


def test_without_a_worker_a_pdf_is_read_by_the_page_after_ten_minutes(board, world, signed_in, time_machine):
    put(board, world, "letter.pdf", pdf(drawn(NAME)))
    customer = make_customer(NAME)
    time_machine.move_to(NOW + timedelta(minutes=11), tick=False)
    page = signed_in(world.office).get(reverse("desk:erase", args=[customer.pk])).content.decode()
    assert "You decide on each" in page
