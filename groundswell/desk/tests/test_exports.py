"""Voices leave as files: the same voices as on the page, harmless, and back again unchanged."""

import csv
import io
import json

import openpyxl
import pyarrow.parquet
import pyreadstat
import pytest

from groundswell.foundation.history.models import Event
from groundswell.listen.channels.files.actions import import_file
from groundswell.listen.channels.files.choices import Choices
from groundswell.listen.channels.files.looking import look_at
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.reading import read_plain
from groundswell.listen.channels.files.rehearsing import Rehearsal
from groundswell.listen.signals.actions import NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.responses import NewAnswer, receive_response
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.models import SurveyVersion
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


def test_a_workbook_holds_words_as_words_and_scores_as_numbers(
    world, signed_in, some_voices, time_machine_now
):
    content = body(signed_in(world.office).get("/voices/export/xlsx/"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    names, *rows = sheet.iter_rows()
    told = [dict(zip((cell.value for cell in names), row, strict=True)) for row in rows]
    assert {(row["comment"].value, row["comment"].data_type) for row in told} == {
        ("Lovely shop", "s"),
        ('=HYPERLINK("https://elsewhere.example")', "s"),
    }
    assert {(row["score"].value, row["score"].data_type) for row in told} == {(9, "n"), (2, "n")}


@pytest.mark.parametrize(("form", "name"), [("xlsx", "a.xlsx"), ("parquet", "a.parquet"), ("spss", "a.sav")])
def test_what_leaves_comes_in_again_and_nothing_doubles(
    world, signed_in, some_voices, time_machine_now, form, name
):
    content = body(signed_in(world.office).get(f"/voices/export/{form}/"))
    arriving = look_at(content, name)
    choices = Choices(arriving.mapping, source="test", date_order=arriving.dates.order)
    seen = Rehearsal(arriving, choices, file_name=name, at=NOW).run().samples
    told = Signal.objects.values_list("score", "comment", "submitted_at")
    assert {(row.score, row.comment, row.submitted_at) for row in seen} == set(told)
    assert import_file(content, arriving, choices, file_name=name, by="test", at=NOW).accepted == 0
    assert Signal.objects.count() == 2


def test_parquet_keeps_times_and_numbers_as_such(world, signed_in, some_voices, time_machine_now):
    content = body(signed_in(world.office).get("/voices/export/parquet/"))
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    assert table.column("submitted_at").to_pylist() == [NOW, NOW]
    assert sorted(table.column("score").to_pylist()) == [2, 9]


MORE = {
    "schema": "groundswell.survey/1",
    "languages": ["en"],
    "questions": [
        {"key": "score", "kind": "recommendation", "text": "How likely?"},
        {"key": "why", "kind": "text", "text": "Why?"},
        {"key": "easy", "kind": "rating", "text": "How easy was {touchpoint}?", "least": 1, "most": 5, "low": "Hard", "high": "Easy"},
        {"key": "settled", "kind": "single", "text": "Settled?", "choices": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]},
        {"key": "used", "kind": "multiple", "text": "Used?", "choices": [{"value": "shop", "text": "Shop"}, {"value": "web", "text": "Web"}]},
        {"key": "parts", "kind": "matrix", "text": "Parts", "rows": [{"value": "price", "text": "Price"}], "columns": [{"value": "bad", "text": "Bad"}, {"value": "good", "text": "Good"}]},
        {"key": "more", "kind": "text", "text": "Anything else?"},
    ],
}  # fmt: skip


@pytest.fixture
def answered(world: World) -> SurveyVersion:
    version = begin_survey("more", "More", "experience", MORE, by=world.office, at=NOW)
    told = {"source": "test", "channel": "web", "submitted_at": NOW, "kind_of_score": "experience", "version_id": version.pk, "unit_id": world.leeds.pk}  # fmt: skip
    answers = [
        NewAnswer(key="easy", kind="rating", number=4),
        NewAnswer(key="settled", kind="single", choice="no"),
        NewAnswer(key="used", kind="multiple", choice="web"),
        NewAnswer(key="parts", kind="matrix", part="price", choice="good"),
        NewAnswer(key="more", kind="text", words="Write to carla@people.example"),
    ]
    receive_response(NewSignal(key="1", score=9, comment="é" * 300, **told), answers, at=NOW)
    receive_response(NewSignal(key="2", score=3, **told), [], at=NOW)
    return version


def spss(client, tmp_path):
    path = tmp_path / "voices.sav"
    path.write_bytes(body(client.get("/voices/export/spss/")))
    cells, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    return {row["external_id"]: row for row in rows}, about


def test_spss_gets_further_answers_with_labels_and_missing_values(
    world, signed_in, answered, tmp_path, time_machine_now
):
    rows, about = spss(signed_in(world.office), tmp_path)
    assert (rows["1"]["score"], rows["1"]["group"], rows["1"]["easy"], rows["1"]["settled"]) == (9, 3, 4, 2)
    assert (rows["1"]["used_shop"], rows["1"]["used_web"], rows["1"]["parts_price"]) == (0, 1, 2)
    assert rows["1"]["comment"] == "é" * 300
    assert (rows["2"]["easy"], rows["2"]["used_web"], rows["2"]["parts_price"]) == (99, 99, 99)
    assert about.column_names_to_labels["easy"] == "How easy was …?"
    assert about.variable_value_labels["settled"] == {1: "Yes", 2: "No", 99: "No answer"}
    assert about.variable_value_labels["easy"] == {1: "Hard", 5: "Easy", 99: "No answer"}
    assert about.missing_ranges["settled"] == [{"lo": 99, "hi": 99}]


def test_spss_gets_words_without_personal_data(world, signed_in, answered, tmp_path, time_machine_now):
    rows, _ = spss(signed_in(world.office), tmp_path)
    assert "carla@people.example" not in rows["1"]["more"]
    assert rows["1"]["more"].startswith("Write to")
