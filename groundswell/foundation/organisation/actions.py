"""What is done with the organisation: units are found or made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.foundation.history.actions import record

from .models import Unit


@dataclass(frozen=True, slots=True)
class FoundUnits:
    """Units by the words that asked for them, and the paths of those that had to be made."""

    by_words: dict[str, Unit]
    made: list[str] = field(default_factory=list)


@transaction.atomic
def choose_language(of: Any, language: str, *, by: object, at: datetime) -> None:
    """In which language somebody, or the people of a unit, are told from now on; empty: that of the unit above.

    ``of`` has a ``language``: a person, a unit, somebody of an agency.
    """
    if of.language != language:
        of.language = language
        of.save(update_fields=["language"])
        record("chose a language", of, by=by, at=at, language=language)


@transaction.atomic
def find_or_make_units(words: Iterable[str | None], *, by: object, at: datetime) -> FoundUnits:
    """The units that are named by code, by name, or by a path such as ``north/leeds``; unknown ones are made.

    A made unit hangs below the root, a path below its own parts.
    """
    wanted = sorted({text.strip() for text in words if text and text.strip()})
    units = list(Unit.objects.order_by("id"))
    known = {unit.name.casefold(): unit for unit in reversed(units)} | {
        unit.code.casefold(): unit for unit in units
    }
    root = next((unit for unit in units if unit.parent_id is None), None)
    found: dict[str, Unit] = {}
    made: list[str] = []
    for text in wanted:
        found[text] = _walk(text, known, root, made, by=by, at=at)
    return FoundUnits(found, made)


def _walk(
    text: str, known: dict[str, Unit], root: Unit | None, made: list[str], *, by: object, at: datetime
) -> Unit:
    if unit := known.get(text.casefold()):
        return unit
    parent, path = root, ""
    for part in filter(None, (piece.strip() for piece in text.split("/"))):
        path = f"{path}/{part}" if path else part
        unit = known.get(path.casefold())
        if unit is None:
            unit = Unit.objects.create(code=path[:120], name=part[:120], parent=parent)
            record("made unit", unit, by=by, at=at, path=path)
            known[path.casefold()] = unit
            made.append(path)
        parent = unit
    known[text.casefold()] = parent  # type: ignore[assignment]
    return parent  # type: ignore[return-value]
