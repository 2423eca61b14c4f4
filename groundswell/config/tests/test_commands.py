"""The command line speaks to people and to machines, and its exit status tells the truth."""

import json
import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundswell.config import (  # noqa: F401
    commands_care,
    commands_demo,
    commands_figures,
    commands_import,
    commands_serve,
    commands_start,
)
from groundswell.config.command_line import app
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import language_of
from groundswell.listen.channels.files.formats.tests import fixtures, other_files
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_signal

HEAD = "external_id,submitted_at,score,email,unit,touchpoint,comment\n"
GOOD = (
    "A1,2026-01-05 10:00,9,ann@people.example,north/leeds,web,Lovely\nA2,2026-01-06,2,,north/leeds,web,Slow\n"
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(commands_serve, "ready", lambda: None)

    def invoke(*words: object):
        return CliRunner().invoke(app, [str(word) for word in words])

    return invoke


@pytest.fixture
def file(tmp_path: Path):
    def write(content: str | bytes, name: str = "feedback.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def report(result) -> dict:
    return json.loads(result.stdout)


def test_what_speaks_later_in_this_process_is_still_heard_where_it_was(run, file):
    def places() -> list[tuple[logging.Handler, object]]:
        return [(one, getattr(one, "stream", None)) for one in logging.getLogger().handlers]

    before = places()
    run("import", file(HEAD + GOOD))
    assert places() == before


def test_a_good_file_arrives_and_names_what_it_made(run, file):
    result = run("import", file(HEAD + GOOD), "--json")
    said = report(result)
    assert result.exit_code == 0
    assert (said["read"], said["accepted"], said["duplicate"], said["rejected"]) == (2, 2, 0, 0)
    assert said["made_units"] == ["north", "north/leeds"]
    assert said["made_touchpoints"] == ["web"]


def test_a_rehearsal_says_the_same_and_stores_nothing(run, file):
    said = report(run("import", file(HEAD + GOOD), "--dry-run", "--json"))
    assert (said["read"], said["accepted"], said["made_units"]) == (2, 2, ["north", "north/leeds"])
    assert Signal.objects.count() == 0


def test_the_second_time_nothing_new_is_accepted(run, file):
    path = file(HEAD + GOOD)
    run("import", path)
    result = run("import", path, "--json")
    assert result.exit_code == 0
    assert (report(result)["accepted"], report(result)["duplicate"]) == (0, 2)
    assert (report(run("import", path, "--dry-run", "--json"))["duplicate"]) == 2


def test_the_good_half_of_a_broken_file_arrives(run, file):
    broken = "B1,yesterday,9,,,,\nB2,2026-01-05,eleven,,,,\nB3,2026-01-05,8,not an address,,,\n"
    result = run("import", file(HEAD + GOOD + broken), "--json")
    said = report(result)
    assert result.exit_code == 1
    assert (said["read"], said["accepted"], said["rejected"]) == (5, 2, 3)
    assert [(row["number"], row["field"], row["value"], row["reason"]) for row in said["rejected_rows"]] == [
        (3, "submitted_at", "yesterday", "invalid_date"),
        (4, "score", "eleven", "not_a_number"),
        (5, "email", "not an address", "invalid_email"),
    ]
    assert Signal.objects.count() == 2


def test_a_changed_row_under_an_old_id_is_a_conflict(run, file):
    run("import", file(HEAD + GOOD))
    said = report(run("import", file(HEAD + GOOD.replace("Lovely", "Awful"), "changed.csv"), "--json"))
    assert (said["accepted"], said["duplicate"], said["rejected"], said["rejected_rows"][0]["reason"]) == (
        0,
        1,
        1,
        "conflict",
    )
    assert Signal.objects.get(key="A1").comment == "Lovely"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a zip", "CSV"),
        (b"\x00\x01\x02\xff\xfe binary", ""),
        (b"name,price\nshirt,10\n", "external_id"),
        (b"<html><body>no</body></html>", ""),
    ],
)
def test_an_unusable_file_gets_a_sentence_and_stores_nothing(run, file, content, words):
    result = run("import", file(content), "--json")
    refusal = report(result)["refusal"]
    assert result.exit_code == 2
    assert words in refusal["sentence"] + refusal["remedy"]
    assert refusal["remedy"].endswith(".")
    assert Signal.objects.count() == 0


def test_a_file_that_is_not_there_is_refused_like_any_other(run, tmp_path):
    result = run("import", tmp_path / "nowhere.csv", "--json")
    assert result.exit_code == 2
    assert report(result)["refusal"]["remedy"]


def test_scores_for_machines_equal_an_independent_count(run, file):
    scores = [10, 9, 8, 7, 6, 0, 10]
    rows = "".join(f"S{n},2026-01-05,{score},,,web,\n" for n, score in enumerate(scores))
    run("import", file(HEAD + rows))
    row = json.loads(run("score", "--by", "touchpoint", "--json").stdout)[0]
    assert (row["n"], row["promoters"], row["passives"], row["detractors"]) == (7, 3, 2, 2)
    assert row["score"] == pytest.approx(100 / 7)
    assert row["low"] < row["score"] < row["high"]
    assert row["definition"]


def test_a_table_for_people_says_when_there_are_too_few(run, file):
    run("import", file(HEAD + GOOD))
    assert "Too few answers to tell" in " ".join(run("score", "--by", "touchpoint").stdout.split())


def test_an_unknown_dimension_names_the_known_ones(run):
    result = run("score", "--by", "colour")
    assert result.exit_code == 2
    assert "touchpoint" in result.output


def test_a_backup_is_read_back_and_never_written_over_another(run, world, tmp_path):
    make_signal(9)
    kept = tmp_path / "kept"
    if (result := run("backup", kept, "--json")).exit_code == 1 and "not installed" in result.output:
        pytest.skip("pg_dump is not installed")
    assert json.loads(result.stdout) == {"signals": 1, "events": 0}
    again = run("backup", kept)
    assert again.exit_code == 1
    assert "new folder" in " ".join(again.output.split())


def test_the_doctor_says_what_to_do(run, world):
    make_signal(9, at=NOW)
    found = {line["what"]: line for line in json.loads(run("doctor", "--json").stdout)}
    assert found["Worker"]["well"] is False
    assert "groundswell up" in found["Worker"]["words"]
    assert found["Evidence"]["words"].endswith("1 waiting to be read")
    assert found["History"]["well"] is True


def test_the_help_is_a_page_that_names_every_command(run):
    page = run("--help").output
    for word in ("up", "demo", "import", "score", "themes", "cases", "doctor", "backup"):
        assert f" {word} " in page


def test_a_file_of_another_tool_arrives_by_the_same_command(run, file):
    said = report(run("import", file(fixtures.qualtrics(), "export.csv"), "--json"))
    assert (said["read"], said["accepted"], sum(said["left_out"].values())) == (13, 12, 1)
    again = report(run("import", file(fixtures.qualtrics(), "export.csv"), "--json"))
    assert (again["accepted"], again["duplicate"]) == (0, 12)


def test_columns_are_named_by_hand(run, file):
    words = "external_id=Nr,submitted_at=Tag,score=Note,comment=Text"
    said = report(run("import", file(other_files.unknown_table(), "table.csv"), "--map", words, "--json"))
    assert said["accepted"] == 12
    assert Signal.objects.filter(source="feedback file", key="N-3", score=8).exists()


def test_a_table_that_nobody_knows_needs_its_columns_named(run, file):
    result = run("import", file(other_files.unknown_table(), "table.csv"), "--json")
    assert result.exit_code == 2
    assert report(result)["refusal"]["reason"] == "missing_column"


def test_a_wrong_column_or_format_is_said(run, file):
    path = file(other_files.unknown_table(), "table.csv")
    assert run("import", path, "--map", "score=Nowhere").exit_code == 2
    assert run("import", path, "--map", "grade=Note").exit_code == 2
    assert run("import", path, "--format", "nothing").exit_code == 2


def test_a_backup_keeps_the_keys_of_connections_and_what_customers_attached(run, world, settings, tmp_path):
    for folder in ("connection_keys", "attached"):
        (settings.GROUNDSWELL_HOME / folder).mkdir()
        (settings.GROUNDSWELL_HOME / folder / "1").write_text(folder)
    if (result := run("backup", tmp_path / "kept")).exit_code == 1 and "not installed" in result.output:
        pytest.skip("pg_dump is not installed")
    assert (tmp_path / "kept" / "connection_keys" / "1").read_text() == "connection_keys"
    assert (tmp_path / "kept" / "attached" / "1").read_text() == "attached"


def test_the_administrator_says_in_which_language_a_new_colleague_and_the_organisation_are_told(run, world):
    told = ["add-user", "new@people.example", "--name", "Nora New", "--role", "frontline", "--unit", "Leeds"]
    assert run(*told, "--language", "tlh").exit_code == 2
    assert not Person.objects.filter(email="new@people.example").exists()
    assert run(*told, "--language", "de").exit_code == 0
    assert language_of(Person.objects.get(email="new@people.example")) == "de"
    assert language_of(world.lead.person) == "en"
