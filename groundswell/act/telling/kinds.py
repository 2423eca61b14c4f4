"""Every kind of tiding, found in the rooms by themselves."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings

from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import Pace, TidingKind


@cache
def _modules() -> tuple[ModuleType, ...]:
    rooms = [room for room in settings.ROOMS if find_spec(f"{room}.tidings")]
    return tuple(import_module(f"{room}.tidings") for room in rooms)


@cache
def every_kind() -> dict[str, TidingKind]:
    """All kinds of all rooms by their code: those that nobody may do without first, then those that are told at once."""
    kinds = [kind for module in _modules() for kind in getattr(module, "TIDINGS", ())]
    kinds.sort(key=lambda kind: (not kind.at_least, kind.usual != Pace.NOW))
    return {kind.code: kind for kind in kinds}


def kinds_for(user: User) -> list[TidingKind]:
    """The kinds that this person's role may ever hear."""
    return [kind for kind in every_kind().values() if user.role in kind.roles]
