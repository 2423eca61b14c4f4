"""Who and where: people by any of their identities, opt-outs of any tool, names that are matched once, files in a ZIP."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.foundation.customers.models import Consent, Customer, Identity
from groundswell.listen.channels.files import unpacking
from groundswell.listen.channels.files.formats.tests import fixtures
from groundswell.listen.channels.models import NameMatch, Upload
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World

from .test_moving_over import bring, choices, upload

WHO = b"""external_id,submitted_at,score,email,phone,customer_id
1,2026-01-02,9,Ann@People.example,,
2,2026-01-02,9,ann@people.EXAMPLE,020 7946 0018,
3,2026-01-02,9,,+44 (0)20 7946-0018,
4,2026-01-02,9,,0044 20 7946 0018,C-7
5,2026-01-02,9,,,C-7
6,2026-01-02,9,,ring me,
7,2026-01-02,9,,,
"""
OPT_OUTS = """Adresse;Telefon
ann@people.example;
;020 7946 0018
bob@people.example;020 7946 0019
;+49 30 123456
"""
NAMES = b"""external_id,submitted_at,score,unit,touchpoint,employee
1,2026-01-02,9,Leeds Shop 12,The Door,%s
2,2026-01-02,9,Leeds Shop 12,The Door,A. Nonymous
"""


def test_one_person_under_many_spellings_is_one_customer(world: World):
    report = bring(WHO, "who.csv")
    assert (report.accepted, report.rejected, report.errors[0].reason_class) == (6, 1, "invalid_phone")
    whose = dict(Signal.objects.values_list("key", "customer_id"))
    assert len({whose[key] for key in "12345"}) == 1
    assert whose["7"] is None
    ann = Customer.objects.get(pk=whose["1"])
    assert (ann.email, ann.external_id) == ("ann@people.example", "C-7")
    assert set(Identity.objects.filter(customer=ann).values_list("kind", "value")) == {
        ("email", "ann@people.example"),
        ("phone", "+442079460018"),
        ("external", "C-7"),
    }


def test_a_number_without_a_code_belongs_to_the_country_that_was_chosen(world: World):
    content = b"external_id,submitted_at,score,phone\n1,2026-01-02,9,030 901820\n"
    bring(content, "a.csv", country="DE")
    assert Identity.objects.get(kind="phone").value == "+4930901820"


def test_the_same_people_a_second_time_are_the_same_people(world: World):
    bring(WHO, "who.csv")
    before = Customer.objects.count()
    bring(WHO.replace(b"\n", b"\n9").replace(b"\n9", b"\n9", 1), "again.csv")
    assert Customer.objects.count() == before


def test_identities_of_two_customers_merge_nobody(world: World):
    one, two = (Customer.objects.create(email=f"{name}@x.example") for name in ("one", "two"))
    Identity.objects.create(customer=two, kind="phone", value="+442079460018")
    bring(
        b"external_id,submitted_at,score,email,phone\n1,2026-01-02,9,one@x.example,020 7946 0018\n", "a.csv"
    )
    assert Signal.objects.get().customer == one
    assert Identity.objects.get(kind="phone").customer == two


def test_an_opt_out_list_of_any_tool_stops_contact(world: World, signed_in):
    ann = Customer.objects.create(email="ann@people.example")
    Consent.objects.create(customer=ann, purpose=Consent.Purpose.CONTACT, given_at=NOW)
    client = signed_in(world.office)
    address = upload(client, OPT_OUTS.encode(), "abmeldungen.csv")
    page = client.get(address)
    assert b"list of people who do not want to be contacted" in page.content
    assert b"4 would not be contacted any more" in page.content
    done = client.post(address, choices(page) | {"do": "import"})
    assert b"4 people are not contacted any more" in client.get(done["Location"]).content
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not Signal.objects.exists()
    assert Consent.objects.filter(customer__identities__value="+442079460018").count() == 2
    again = bring(OPT_OUTS.encode(), "abmeldungen.csv")
    assert (again.accepted, again.duplicate) == (0, 4)


def test_an_answer_that_opts_out_is_stored_and_its_customer_is_left_alone(world: World):
    content = b"external_id,submitted_at,score,email,Bye\n1,2026-01-02,9,ann@x.example,yes\n2,2026-01-02,9,bob@x.example,no\n"
    from groundswell.listen.channels.files.looking import look_at

    sheet = look_at(content, "a.csv", wanted="any")
    from groundswell.listen.channels.files.actions import import_file
    from groundswell.listen.channels.files.choices import Choices

    chosen = Choices(sheet.mapping | {"opted_out": "Bye"})
    import_file(content, sheet, chosen, file_name="a.csv", by="test", at=NOW)
    assert sorted(
        set(Consent.objects.exclude(withdrawn_at=None).values_list("customer__email", flat=True))
    ) == ["ann@x.example"]


def test_an_unknown_name_is_matched_once_and_remembered(world: World, signed_in):
    content = NAMES % world.frontline.person.name.upper().encode()
    client = signed_in(world.office)
    address = upload(client, content, "names.csv")
    page = client.get(address)
    words = page.content.decode()
    assert "Leeds Shop 12" in words
    assert "A. Nonymous" in words
    assert world.frontline.person.name.upper() not in words.split("Colleagues whom")[1]
    matches = {
        "name_unit_1": "Leeds Shop 12",
        "match_unit_1": str(world.leeds.pk),
        "name_employee_1": "A. Nonymous",
        "match_employee_1": str(world.lead.person.pk),
    }
    client.post(address, choices(page) | matches | {"do": "import"})
    assert set(Signal.objects.values_list("unit", "touchpoint__name")) == {(world.leeds.pk, "The Door")}
    assert dict(Signal.objects.values_list("key", "employee")) == {
        "1": world.frontline.person.pk,
        "2": world.lead.person.pk,
    }
    assert NameMatch.objects.count() == 2
    bring(content.replace(b"\n1,", b"\n3,").replace(b"\n2,", b"\n4,"), "later.csv")
    assert Signal.objects.get(key="4").unit == world.leeds
    assert Signal.objects.get(key="4").employee == world.lead.person


def test_a_colleague_whom_nobody_knows_is_left_out(world: World):
    bring(NAMES % b"Nobody At All", "names.csv")
    assert set(Signal.objects.values_list("employee", flat=True)) == {None}


def zip_of(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return written.getvalue()


def test_a_zip_of_files_is_several_files(world: World, signed_in):
    client = signed_in(world.office)
    packed = zip_of(a_csv=fixtures.qualtrics(), x__b_csv=fixtures.typeform(), MACOSX=b"")
    client.post("/listen/files/", {"file": SimpleUploadedFile("all.zip", packed)})
    assert sorted(Upload.objects.values_list("file_name", flat=True)) == ["MACOSX", "a.csv", "b.csv"]
    page = client.get("/listen/files/")
    assert b"Look at a.csv" in page.content


def test_several_files_wait_side_by_side(world: World, signed_in):
    given = [
        SimpleUploadedFile("q.csv", fixtures.qualtrics()),
        SimpleUploadedFile("t.csv", fixtures.typeform()),
    ]
    answer = signed_in(world.office).post("/listen/files/", {"file": given})
    assert answer["Location"] == "/listen/files/"
    assert Upload.objects.count() == 2


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nothing", zip_of(), zip_of(**{f"f{n}": b"" for n in range(51)})]
)
def test_a_zip_that_is_no_use_is_refused_and_nothing_of_it_is_kept(world: World, signed_in, content):
    answer = signed_in(world.office).post("/listen/files/", {"file": SimpleUploadedFile("z.zip", content)})
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_a_zip_bomb_is_refused_while_it_is_unpacked(world: World, signed_in, monkeypatch):
    monkeypatch.setattr(unpacking, "RATIO_COUNTS_FROM", 1 << 20)
    bomb = zip_of(a_csv=b"x" * (40 << 20))
    answer = signed_in(world.office).post("/listen/files/", {"file": SimpleUploadedFile("z.zip", bomb)})
    assert b"larger than we take" in answer.content
    assert not Upload.objects.exists()
