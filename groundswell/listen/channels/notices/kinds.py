"""What can be told. A room says so in its ``notices.py``: one line for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

VOICE = "voice.received"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice: the deed of the history that it tells, the page it leads to, and the details it repeats.

    Details are told as they stand in the history: name none that says who a customer is.
    """

    code: str
    title: str
    verb: str
    subject: str
    page: str = ""
    details: tuple[str, ...] = ()


HERE = (
    Kind(VOICE, "A voice is received", "", "signals.signal", "desk:voice"),
    Kind("customer.asked", "A customer is asked", "invited", "surveys.invitation", "", ("survey", "purpose")),
)


@cache
def every_kind() -> dict[str, Kind]:
    """All kinds of all rooms by their code, those of the voices first."""
    rooms = [room for room in reversed(settings.ROOMS) if find_spec(f"{room}.notices")]
    found = [kind for room in rooms for kind in getattr(import_module(f"{room}.notices"), "NOTICES", ())]
    return {kind.code: kind for kind in (*HERE, *found)}
