"""Keys of connections: one file each, readable by its owner only; never in the database, a page or a log."""

import os
from pathlib import Path

from django.conf import settings


def secret_path(name: int | str) -> Path:
    """Where the key of a connection, by its number, or of a subscription lies."""
    return Path(settings.GROUNDSWELL_HOME) / "connection_keys" / str(name)


def keep_secret(name: int | str, secret: str) -> None:
    """Write the key; the old one is gone."""
    path = secret_path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secret)
    fresh.replace(path)


def secret_of(name: int | str) -> str:
    """The key, or an empty text when there is none."""
    path = secret_path(name)
    return path.read_text() if path.exists() else ""


def second_of(pk: int) -> str:
    """The name of the second secret of a connection."""
    return f"{pk}-second"
