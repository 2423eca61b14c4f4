"""The letterbox of this installation."""

from pathlib import Path

from django.conf import settings


def letterbox_path() -> Path:
    """Where what other systems sent lies until it is a signal, and for a month after."""
    return Path(settings.GROUNDSWELL_HOME) / "letterbox.sqlite3"
