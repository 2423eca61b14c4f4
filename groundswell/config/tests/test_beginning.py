"""An organisation begins with its own money, clock and telephone numbers."""

import pytest
from typer.testing import CliRunner

from groundswell.config import commands_serve
from groundswell.config.commands_start import app
from groundswell.config.environment import read_environment
from groundswell.foundation.organisation.models import Unit, WorkingCalendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(monkeypatch, tmp_path, settings):
    settings.GROUNDSWELL_HOME = tmp_path
    monkeypatch.setattr(commands_serve, "ready", lambda: None)
    monkeypatch.setenv("GROUNDSWELL_HOME", str(tmp_path))
    for name in ("TIME_ZONE", "CURRENCY", "COUNTRY"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: CliRunner().invoke(
        app, ["begin", "Nordlicht", "--email", "ada@people.example", *words]
    )


def of_the_home() -> tuple[str, str, str]:
    found = read_environment()
    return found.country, found.currency, found.time_zone


def test_the_country_tells_money_clock_and_telephone_numbers(begin):
    assert of_the_home() == ("GB", "GBP", "Europe/London")
    said = begin("--country", "de")
    assert said.exit_code == 0, said.output
    assert of_the_home() == ("DE", "EUR", "Europe/Berlin")
    calendar = WorkingCalendar.objects.get()
    assert (calendar.country, calendar.time_zone) == ("DE", "Europe/Berlin")


def test_what_is_said_goes_before_what_the_country_tells(begin):
    begin("--country", "DE", "--currency", "CHF", "--time-zone", "Europe/Zurich")
    assert of_the_home() == ("DE", "CHF", "Europe/Zurich")


def test_the_environment_goes_before_what_the_home_keeps(begin, monkeypatch):
    begin("--country", "DE")
    monkeypatch.setenv("CURRENCY", "SEK")
    assert of_the_home() == ("DE", "SEK", "Europe/Berlin")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--country", "US"], "several time zones"),
        (["--country", "DE", "--currency", "euro"], "three-letter code"),
        (["--country", "Germany"], "two letters"),
        (["--country", "ZZ"], "Give --currency"),
        (["--country", "US", "--time-zone", "New York"], "no known zone"),
    ],
)
def test_what_cannot_be_told_begins_nothing_and_says_what_to_write(begin, words, told):
    said = begin(*words)
    assert said.exit_code == 2
    assert told in " ".join(said.output.replace("│", " ").split())
    assert not Unit.objects.exists()
    assert of_the_home() == ("GB", "GBP", "Europe/London")
