"""A PostgreSQL of our own, as it comes, that can be killed like a machine that loses its processes."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

TOOLS = sorted(
    [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")],
    key=lambda path: [int(part) for part in path.parts if part.isdecimal()],
)


class Postgresql:
    """One cluster in a folder, on a port of its own."""

    def __init__(self, place: Path, port: int) -> None:
        self._place, self._port = place, port
        self._tools = TOOLS[-1]
        self._as: dict[str, Any] = {}
        place.mkdir()
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(place, "postgres")
            for parent in place.parents[:3]:
                parent.chmod(parent.stat().st_mode | 0o011)
        self._run(["initdb", "-D", str(place / "data"), "-U", "groundswell", "-A", "trust", "-E", "UTF8"])
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://groundswell@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it has recovered."""
        words = [
            "-D",
            str(self._place / "data"),
            "-p",
            str(self._port),
            "-h",
            "127.0.0.1",
            "-k",
            str(self._place),
        ]
        with (self._place / "log").open("a") as log:
            self._server = subprocess.Popen(
                [str(self._tools / "postgres"), *words],
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **self._as,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not subprocess.run(
                [str(self._tools / "pg_isready"), "-q", "-d", self.url], check=False
            ).returncode:
                return
            time.sleep(0.1)
        raise AssertionError((self._place / "log").read_text()[-3000:])

    def kill(self) -> None:
        """All of its processes in one moment: what was not on disk is gone with them."""
        if self._server is not None:
            listed = subprocess.run(
                ["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True
            ).stdout
            children = [
                int(line.split()[0])
                for line in listed.splitlines()[1:]
                if line.split()[1] == str(self._server.pid)
            ]
            for pid in [self._server.pid, *children]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._server.wait()

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        import psycopg

        with psycopg.connect(self.url) as connection:
            return connection.execute(question).fetchall()  # type: ignore[arg-type]

    def _run(self, words: Sequence[str]) -> None:
        subprocess.run(
            [str(self._tools / words[0]), *words[1:]], check=True, capture_output=True, cwd="/", **self._as
        )
