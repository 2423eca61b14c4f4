"""The process that starts the others: it waits for them, knows no room, and ends with what the first of them says."""

import threading
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from groundswell.config import children, command_line, commands_serve


class Fake:
    """A child that lives until a test ends it."""

    born: list["Fake"] = []

    def __init__(self, words, pipes, handed_down) -> None:
        self.words, self.pipes, self.status, self.is_early = list(words), pipes, None, False
        Fake.born.append(self)

    def has_ended(self) -> bool:
        return self.status is not None

    def ended_early(self) -> bool:
        return self.has_ended() and self.is_early

    @property
    def process(self):
        return SimpleNamespace(returncode=self.status)


class Stop(threading.Event):
    """What happens while the household waits, step by step; then somebody says stop."""

    def __init__(self, *steps) -> None:
        super().__init__()
        self._steps = list(steps)

    def wait(self, timeout=None) -> bool:
        if self._steps:
            self._steps.pop(0)()
        else:
            self.set()
        return self.is_set()


@pytest.fixture
def household(monkeypatch):
    Fake.born.clear()
    monkeypatch.setattr(children, "Child", Fake)
    monkeypatch.setattr(children.Household, "_end_all", lambda self: None)
    found = children.Household()
    found.start(["worker"], at_once=False)
    found.start(["web"])
    return found


def names() -> list[str]:
    return [one.words[0] for one in Fake.born]


def test_the_worker_starts_when_all_is_ready_and_not_before(household, monkeypatch):
    seen = []

    def ready() -> None:
        seen.append(names())
        monkeypatch.setenv(children.WORD, str(Fake.born[0].pipes[children.WORD]))
        children.say_ready()

    assert household.wait(Stop(lambda: seen.append(names()), ready, lambda: seen.append(names()))) == 0
    assert seen == [["web"], ["web"], ["web", "worker"]]


def test_whoever_ends_before_all_is_ready_ends_everything_however_long_it_took(household):
    def ends() -> None:
        Fake.born[0].status = 2

    assert household.wait(Stop(ends)) == 2
    assert names() == ["web"]


def test_what_starts_the_others_loads_no_room(monkeypatch):
    done = []
    monkeypatch.setattr(command_line, "prepare_django", lambda: done.append("loaded"))
    monkeypatch.setattr("django.utils.log.configure_logging", lambda *given: None)
    monkeypatch.setattr(commands_serve, "listening", lambda host, port: nullcontext("a socket"))
    monkeypatch.setattr(commands_serve, "serve", lambda listener, *, is_ready: done.append(is_ready))
    assert CliRunner().invoke(command_line.app, ["up"]).exit_code == 0
    assert done == [False]


def test_where_nobody_can_sign_in_it_says_how_to_begin(db, monkeypatch):
    monkeypatch.setattr(commands_serve, "ready", lambda: None)
    monkeypatch.setattr(children, "say_ready", lambda: pytest.fail("nothing is ready"))
    said = CliRunner().invoke(command_line.app, ["web", "--prepare"])
    assert said.exit_code == 2
    assert "Begin with: groundswell begin" in said.stdout.replace("\n", " ")
