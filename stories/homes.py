"""Homes that are made once, by whoever needs them first, and copied: every story has one of its own."""

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .starting import command, environment

OWNER = "ada@people.example"


@dataclass(frozen=True)
class Begun:
    """A home of an organisation that has begun: who signs in, and the key of a till that may send answers."""

    home: Path
    password: str
    token: str


class Homes:
    """Where the first homes lie. The processes of one run share them; the first to come makes one, the others wait for it."""

    def __init__(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        own = tmp_path_factory.getbasetemp()
        self._place = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def migrated(self, to: Path) -> Path:
        """A home with tables and nothing in them."""
        return self._copied("migrated", to, lambda home: say(home, "migrate"))

    def begun(self, to: Path) -> Begun:
        """A home of Ada's Shop on its first day."""
        home = self._copied("begun", to, self._begin)
        return Begun(home, **json.loads((home / "begun.json").read_text()))

    def demonstration(self, to: Path) -> Path:
        """The demonstration organisation, built and not started."""
        return self._copied("demonstration", to, lambda home: say(home, "demo", "--no-start"))

    def _begin(self, home: Path) -> None:
        self.migrated(home)
        told = say(home, "begin", "Ada's Shop", "--email", OWNER)
        password = re.search(r"signs in with (\S+)", told)
        assert password, told
        token = say(home, "add-token", "till").split()[-1]
        (home / "begun.json").write_text(json.dumps({"password": password[1], "token": token}))

    def _copied(self, name: str, to: Path, make: Callable[[Path], object]) -> Path:
        first = self._place / f"first-{name}"
        with (self._place / f"first-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not first.exists():
                making = self._place / f"making-{name}"
                shutil.rmtree(making, ignore_errors=True)
                make(making)
                making.rename(first)
        shutil.copytree(first, to)
        return to


def say(home: Path, *words: str) -> str:
    """What a command of the product says. It must not fail."""
    ended = subprocess.run(command(*words), env=environment(home), capture_output=True, text=True, check=True)
    return ended.stdout
