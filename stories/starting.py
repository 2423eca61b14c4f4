"""Starting the product in processes of its own."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "groundswell.config.command_line", *words]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return kept | {"GROUNDSWELL_HOME": str(home)} | more


def wait_until_ready(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if running.poll() is not None:
            raise AssertionError(f"The product ended by itself:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 our own server
                if json.load(answer)["ready"]:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"The product was not ready in time:\n{log.read_text()[-3000:]}")
