"""A process that is killed (SIGKILL) between the database and the evidence, and an older backup that is brought back: whoever
was erased stays erased. Real commands, a real home."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import command, environment
from .homes import Homes

WHO = "carla.kanarienvogel@people.example"
FILE = """external_id,submitted_at,score,email,unit,touchpoint,comment
1,2026-01-10,2,carla.kanarienvogel@people.example,,delivery,My yellow parcel sang in the cellar for nine days
2,2026-01-11,9,otto@people.example,,delivery,Fine
3,2026-01-12,10,olga@people.example,,delivery,
"""
KILLED = """
import os, signal, sys
from groundswell.engine.store import EvidenceStore
EvidenceStore.remove = lambda *all: os.kill(os.getpid(), signal.SIGKILL)
sys.argv[1:] = ["erase-person", sys.argv[1], "--reason", "By letter"]
from groundswell.config.command_line import main
main()
"""


def run(home: Path, *words: str) -> str:
    return subprocess.run(
        command(*words), env=environment(home), check=True, capture_output=True, text=True
    ).stdout


def evidence(home: Path) -> int:
    """How many voices count, as a process of its own sees them."""
    asks = "import sys; from pathlib import Path; from groundswell.engine.store import EvidenceStore; print(EvidenceStore(Path(sys.argv[1]) / 'evidence').rows())"
    found = subprocess.run(
        [sys.executable, "-c", asks, str(home)],
        env=environment(home),
        check=True,
        capture_output=True,
        text=True,
    )
    return int(found.stdout)


def hits(folder: Path) -> list[str]:
    words = (b"kanarienvogel", b"yellow parcel")
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(word in path.read_bytes() for word in words)]


@pytest.fixture(scope="module")
def told(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where three customers have said something, beside the file of it."""
    place = tmp_path_factory.mktemp("told")
    home = homes.begun(place / "home").home
    (place / "voices.csv").write_text(FILE)
    run(home, "import", str(place / "voices.csv"))
    run(home, "jobs")
    return place


@pytest.fixture
def home(told: Path, tmp_path: Path) -> Path:
    return shutil.copytree(told, tmp_path, dirs_exist_ok=True) / "home"


def test_what_a_kill_interrupts_the_next_start_finishes(home: Path):
    assert evidence(home) == 3
    asked = [sys.executable, "-c", KILLED, WHO]
    killed = subprocess.run(asked, env=environment(home), capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert evidence(home) == 3, "the database let go, the evidence not yet"
    run(home, "jobs")
    assert evidence(home) == 2
    again = json.loads(run(home, "import", str(home.parent / "voices.csv"), "--json"))
    assert again["accepted"] == 0, "what they had said stays out"


def test_a_backup_that_is_older_is_erased_again(home: Path, tmp_path: Path):
    run(home, "backup", str(tmp_path / "kept"))
    run(home, "erase-person", WHO, "--reason", "By letter")
    assert "erased.txt" not in hits(home)
    run(home, "restore", str(tmp_path / "kept"))
    assert hits(home), "the backup holds them until it is thrown away"
    assert (home / "erased.txt").read_text().strip(), "the older backup knew of nobody"
    run(home, "jobs")
    run(home, "jobs")
    assert evidence(home) == 2
    assert hits(home / "evidence") == []
    assert [name for name in hits(home) if name.startswith("groundswell.sqlite3")] == []
