"""A newcomer's file: looked at, changed where it is wrong, imported once, with its refusals; then forgotten."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.channels.files.actions import import_file
from groundswell.listen.channels.files.choices import Choices
from groundswell.listen.channels.files.formats.tests import fixtures, other_files
from groundswell.listen.channels.files.looking import look_at
from groundswell.listen.channels.files.rehearsing import Rehearsal
from groundswell.listen.channels.files.uploads import forget_old_uploads, path_of, place
from groundswell.listen.channels.models import Enclosure, FileImport, Mapping, Upload
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World


def bring(content: bytes, name: str, *, is_rehearsal: bool = False, **more):
    arriving = look_at(content, name)
    chosen = {"date_order": arriving.dates.order, "tz": arriving.sheet.time_zone or "Europe/London"}
    choices = Choices(arriving.mapping, holds=arriving.holds, **chosen | more)
    if is_rehearsal:
        return Rehearsal(arriving, choices, file_name=name, at=NOW).run()
    return import_file(content, arriving, choices, file_name=name, by="test", at=NOW)


def upload(client, content: bytes, name: str) -> str:
    answer = client.post("/listen/files/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def choices(page, **changed: str) -> dict[str, str]:
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changed


@pytest.mark.parametrize(
    ("make", "name", "answers"),
    [
        (fixtures.qualtrics, "export.csv", 12),
        (fixtures.surveymonkey, "export.csv", 12),
        (fixtures.typeform, "export.csv", 12),
        (fixtures.delighted, "export.json", 13),
    ],
)
def test_a_file_arrives_once(world: World, make, name, answers):
    first, second = bring(make(), name), bring(make(), name)
    assert (first.accepted, second.accepted, second.duplicate) == (answers, 0, answers)
    assert Signal.objects.count() == answers
    log = FileImport.objects.order_by("id").last()
    assert log.read == log.accepted + log.duplicate + log.rejected + log.left_out
    assert Customer.objects.filter(email="customer3@people.example").exists()


def test_a_rehearsal_writes_nothing_and_says_the_same(world: World):
    rehearsal = bring(fixtures.qualtrics(), "q.csv", is_rehearsal=True)
    assert not Signal.objects.exists()
    assert not FileImport.objects.exists()
    real = bring(fixtures.qualtrics(), "q.csv")
    for fact in ("read", "accepted", "duplicate", "left_out"):
        assert getattr(rehearsal, fact) == getattr(real, fact)
    again = bring(fixtures.qualtrics(), "q.csv", is_rehearsal=True)
    assert (again.accepted, again.duplicate) == (0, 12)


def test_an_import_gives_nobody_a_consent(world: World):
    bring(fixtures.delighted(), "d.json")
    assert not Consent.objects.exists()


def test_who_unsubscribed_elsewhere_is_not_contacted(world: World):
    known = Customer.objects.create(email="customer1@people.example")
    Consent.objects.create(customer=known, purpose=Consent.Purpose.CONTACT, given_at=NOW)
    report = bring(fixtures.delighted_unsubscribes(), "unsubscribes.json")
    assert (report.read, report.accepted, report.refusals) == (2, 2, 2)
    assert not Consent.objects.filter(purpose=Consent.Purpose.CONTACT, withdrawn_at=None).exists()
    assert (
        Consent.objects.filter(customer__email="customer77@people.example")
        .exclude(withdrawn_at=None)
        .exists()
    )
    again = bring(fixtures.delighted_unsubscribes(), "unsubscribes.json")
    assert (again.accepted, again.duplicate) == (0, 2)


def test_names_tags_and_further_answers_come_along(world: World):
    bring(fixtures.delighted(), "d.json")
    assert Customer.objects.get(email="customer2@people.example").name == "Person 2"
    enclosed = Enclosure.objects.get(signal__key="4002")
    assert enclosed.tags == ["late"]
    assert enclosed.answers["What did you use?"] == "Shop"


def test_the_page_says_what_it_is_before_anything_is_stored(world: World, signed_in):
    client = signed_in(world.office)
    page = client.get(upload(client, fixtures.qualtrics(), "../../q<b>.csv"))
    words = page.content.decode()
    assert "This looks like a Qualtrics export: 12 answers, 3 header rows" in words
    assert "12 would arrive" in words
    assert "a preview or a test" in words
    assert "The driver rang" in words
    assert not Signal.objects.exists()
    assert "<b>.csv" not in words


def test_columns_are_changed_remembered_and_used_next_time(world: World, signed_in):
    client = signed_in(world.office)
    address = upload(client, fixtures.qualtrics(), "q.csv")
    chosen = choices(client.get(address), column_unit="Q3")
    looked = client.post(address, chosen | {"do": "look"})
    assert b"Leeds" in looked.content
    done = client.post(address, chosen | {"do": "import"})
    assert done.status_code == 302
    assert b"12 of 13 rows arrived" in client.get(done["Location"]).content
    assert Signal.objects.filter(unit=world.leeds).count() == 6
    assert Mapping.objects.get().fields["unit"] == "Q3"
    assert not Upload.objects.exists()
    assert list(place().iterdir()) == []
    again = client.get(upload(client, fixtures.qualtrics(), "q.csv"))
    assert again.context["form"]["column_unit"].value() == "Q3"
    assert b"12 are here already" in again.content


def test_one_column_is_not_read_twice(world: World, signed_in):
    client = signed_in(world.office)
    address = upload(client, other_files.unknown_table(), "t.csv")
    wrong = client.post(address, choices(client.get(address), column_unit="Nr") | {"do": "import"})
    assert wrong.status_code == 422
    assert b"the same column" in wrong.content
    assert not Signal.objects.exists()


def test_a_file_without_times_waits_for_a_day(world: World, signed_in):
    client = signed_in(world.office)
    address = upload(client, other_files.gsa(), "g.csv")
    page = client.get(address)
    assert b"Nothing tells when" in page.content
    done = client.post(address, choices(page, day="2025-11-03") | {"do": "import"})
    assert done.status_code == 302
    assert Signal.objects.filter(submitted_at__date="2025-11-03").count() == 4


def test_our_own_file_stays_what_it_was(world: World, signed_in):
    client = signed_in(world.office)
    own = b"external_id,submitted_at,score,comment\n1,2026-01-02,9,Good\n2,2026-01-02,x,Bad\n"
    address = upload(client, own, "own.csv")
    page = client.get(address)
    assert b"Groundswell feedback" in page.content
    done = client.post(address, choices(page) | {"do": "import"})
    assert b"1 of 2 rows arrived" in client.get(done["Location"]).content


def test_a_file_that_cannot_be_used_is_refused_with_a_reason_and_forgotten(world: World, signed_in):
    client = signed_in(world.office)
    address = upload(client, b"%PDF-1.7 nothing", "survey.csv")
    page = client.get(address)
    assert page.status_code == 422
    assert b"PDF" in page.content
    assert not Upload.objects.exists()


def test_nobody_else_sees_a_waiting_file(world: World, signed_in):
    address = upload(signed_in(world.office), fixtures.typeform(), "t.csv")
    assert signed_in(world.executive).get(address).status_code in {403, 404}
    assert signed_in(world.lead).get(address).status_code == 403


def test_a_waiting_file_goes_after_a_day(world: World, signed_in):
    upload(signed_in(world.office), fixtures.typeform(), "t.csv")
    kept = Upload.objects.get()
    assert forget_old_uploads(kept.uploaded_at + timedelta(hours=23)) == ""
    assert "1 waiting file" in forget_old_uploads(kept.uploaded_at + timedelta(hours=25))
    assert not Upload.objects.exists()
    assert not path_of(kept).exists()


def test_a_workbook_is_brought_by_the_page(world: World, signed_in):
    client = signed_in(world.office)
    address = upload(client, other_files.workbook(), "Antworten.xlsx")
    assert "12 would arrive" in client.get(address).content.decode()
    client.post(address, choices(client.get(address)) | {"do": "import"})
    assert Signal.objects.count() == 12


def test_a_file_that_is_not_utf_8_shows_its_words_in_every_way_and_somebody_chooses(world: World, signed_in):
    client = signed_in(world.office)
    rows = [["Nr", "Datum", "Note", "Warum?"]]
    rows += [[f"A{n}", f"{n + 10}.01.2026 09:30", n % 11, "Schöne Filiale – für 5 €"] for n in range(12)]
    address = upload(client, fixtures.table(rows, ";").decode().encode("cp1252"), "umfrage.csv")
    page = client.get(address)
    assert "In which line are your words right?" in page.content.decode()
    assert "Schöne Filiale – für 5 €" in page.content.decode()
    page = client.post(address, {"written": "cp1252", "do": "look"})
    assert "12 would arrive" in page.content.decode()
    client.post(address, choices(page) | {"do": "import", "written": "cp1252"})
    assert set(Signal.objects.values_list("comment", flat=True)) == {"Schöne Filiale – für 5 €"}
    assert FileImport.objects.get().choices["encoding"] == "cp1252"


FIVE = b"id;when;stars;words\n" + b"".join(
    b"%d;2026-01-0%d;%d;Words number %d of a customer\n" % (n, n % 9 + 1, n % 5 + 1, n) for n in range(30)
)
COLUMNS = {"external_id": "id", "submitted_at": "when", "score": "stars", "comment": "words"}


def test_ratings_out_of_five_come_in_as_ratings_and_never_as_a_recommendation(world):
    content = FIVE.replace(b";5;", b";6;", 1)
    rated = Choices(COLUMNS, rated_of=5)
    report = import_file(content, look_at(content, "a.csv"), rated, file_name="a.csv", by="test", at=NOW)
    assert (report.accepted, report.rejected) == (29, 1)
    assert "above the best rating" in report.errors[0].sentence
    assert {*Signal.objects.values_list("score", "rating_of", "kind_of_score")} == {(None, 5, "")}
    assert {*Signal.objects.values_list("rating", flat=True)} == {1, 2, 3, 4, 5}


def test_scores_that_never_pass_five_are_asked_about_before_they_become_detractors(world, signed_in):
    office = signed_in(world.office)
    page = upload(office, FIVE, "stars.csv")
    mapped = choices(office.get(page), column_score="stars")
    seen = office.post(page, mapped | {"do": "look"}).content.decode()
    assert "None of the 30 scores is above 5." in seen
    seen = office.post(page, mapped | {"do": "look", "rated_of": "5"}).content.decode()
    assert "None of the 30 scores" not in seen
    assert "kept as ratings out of 5" in seen
    office.post(page, mapped | {"do": "import", "rated_of": "5"})
    assert {*Signal.objects.values_list("score", "rating_of")} == {(None, 5)}
    again = office.get(
        upload(office, FIVE + b"40;2026-01-09;4;Words once more\n", "stars.csv")
    ).content.decode()
    assert '<option value="5" selected>' in again
