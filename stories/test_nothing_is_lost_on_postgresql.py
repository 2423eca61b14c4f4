"""The same promises where the database is PostgreSQL, which is killed together with the product."""

import json
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .killing import running
from .postgresql import TOOLS, Postgresql
from .senders import SURVEY, Complainant, Customer, System
from .starting import command, environment, free_port

pytestmark = pytest.mark.skipif(not TOOLS, reason="There is no PostgreSQL here.")
KILLS = 3


@pytest.fixture
def postgresql() -> Iterator[Postgresql]:
    place = Path(tempfile.mkdtemp())
    found = Postgresql(place / "postgresql", free_port())
    found.start()
    yield found
    found.kill()
    shutil.rmtree(place)


def test_answers_taps_and_complaints_survive_the_death_of_product_and_database(
    tmp_path: Path, postgresql: Postgresql
):
    home, port, log, stop = tmp_path / "home", free_port(), tmp_path / "log", threading.Event()
    ours = {"DATABASE_URL": postgresql.url}
    prepare(home, tmp_path / "shop.json", ours)
    systems = [System(f"system{number}", port, stop) for number in range(2)]
    customers = [Customer(f"customer{number}", port, stop) for number in range(2)]
    people = [Complainant("person", port, stop)]
    senders = [*systems, *customers, *people]
    for kill in range(KILLS + 1):
        with running(home, port, log, ours):
            if kill == 0:
                for sender in senders:
                    sender.start()
            time.sleep(2)
            if kill == KILLS:
                stop.set()
                for sender in senders:
                    sender.join(100)
                wait_for_the_drain(postgresql, sum(len(one.acknowledged) for one in systems))
            elif kill % 2:
                postgresql.kill()  # the database first: the product meets its absence
                time.sleep(0.5)
        postgresql.kill()
        postgresql.start()
    assert all(sender.unknown for sender in senders), "each was in flight at some kill"

    kept = postgresql.rows("SELECT key FROM signals_signal WHERE source = 'api:till'")
    assert sorted(key for (key,) in kept) == sorted(key for one in systems for key in one.acknowledged)
    assert all(len(told) == 1 for one in senders for told in one.acknowledged.values())
    tapped = postgresql.rows("SELECT key, score FROM signals_signal WHERE source = 'open link shop'")
    tapped += postgresql.rows("SELECT token, (answers->>'score')::int FROM surveys_answer_draft")
    assert sorted((key, str(score)) for key, score in tapped) == sorted(
        (key, *told) for one in customers for key, told in one.acknowledged.items()
    )
    complaints = postgresql.rows(
        "SELECT key, reference FROM complaints_complaint JOIN signals_signal ON signals_signal.id = signal_id"
    )
    assert sorted(complaints) == sorted(
        (key, *told) for one in people for key, told in one.acknowledged.items()
    )


def prepare(home: Path, file: Path, ours: dict[str, str]) -> None:
    begin = command("begin", "Ada's Shop", "--email", "ada@people.example")
    subprocess.run(begin, env=environment(home, **ours), check=True, capture_output=True)
    file.write_text(json.dumps(SURVEY))
    subprocess.run(command("survey", "import", str(file)), env=environment(home, **ours), check=True)
    given = subprocess.run(
        command("add-token", "till"),
        env=environment(home, **ours),
        check=True,
        capture_output=True,
        text=True,
    )
    System.token = given.stdout.split()[-1]


def wait_for_the_drain(postgresql: Postgresql, count: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        (held,) = postgresql.rows("SELECT count(*) FROM signals_signal WHERE source = 'api:till'")
        if held[0] >= count:
            return
        time.sleep(0.2)
