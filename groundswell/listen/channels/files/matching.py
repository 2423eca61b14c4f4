"""Names in files and what they mean here: known by themselves, matched by a person once, or not known yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from groundswell.foundation.bulk_rows import rows_with
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.channels.models import NameMatch

COLUMNS = {
    NameMatch.Kind.UNIT: "unit_id",
    NameMatch.Kind.TOUCHPOINT: "touchpoint_id",
    NameMatch.Kind.EMPLOYEE: "person_id",
}


class Unmatched(NamedTuple):
    """Names of one kind that stand in a file and mean nothing here."""

    kind: str
    names: list[str]


def folded(words: str) -> str:
    """The form in which names are compared."""
    return " ".join(words.split()).casefold()


def matched(kind: NameMatch.Kind, words: Iterable[str | None]) -> dict[str, int]:
    """The ids of the names that a person matched, by the words as they stand in the file."""
    wanted = {text: folded(text) for text in words if text}
    if not wanted:
        return {}
    rows = rows_with(NameMatch, ("words", COLUMNS[kind]), "words", set(wanted.values()), {"kind": kind.value})
    meant = {name: pk for name, pk in rows if pk}
    return {text: meant[name] for text, name in wanted.items() if name in meant}


def employees_named(words: Iterable[str]) -> dict[str, int]:
    """The colleagues of these names or addresses. A name that two of them bear is nobody's."""
    wanted = list(words)
    known = matched(NameMatch.Kind.EMPLOYEE, wanted)
    by_name: dict[str, set[int]] = {}
    for pk, name, email in Person.objects.filter(left_on=None).values_list("pk", "name", "email"):
        by_name.setdefault(folded(name), set()).add(pk)
        by_name.setdefault(folded(email), set()).add(pk)
    for text in wanted:
        found = by_name.get(folded(text), set())
        if text not in known and len(found) == 1:
            known[text] = min(found)
    return known


def unmatched(units: Iterable[str], touchpoints: Iterable[str], employees: Iterable[str]) -> list[Unmatched]:
    """The names among these that mean nothing here yet."""
    units, touchpoints, employees = (sorted(set(names)) for names in (units, touchpoints, employees))
    known_units = _known(Unit.objects.values_list("name", "code"))
    known_points = _known(Touchpoint.objects.values_list("name", "code"))
    met = matched(NameMatch.Kind.UNIT, units), matched(NameMatch.Kind.TOUCHPOINT, touchpoints)
    here = employees_named(employees)
    found = (
        Unmatched("unit", [n for n in units if n.strip().casefold() not in known_units and n not in met[0]]),
        Unmatched(
            "touchpoint",
            [n for n in touchpoints if n.strip().casefold() not in known_points and n not in met[1]],
        ),
        Unmatched("employee", [name for name in employees if name not in here]),
    )
    return [one for one in found if one.names]


def _known(rows: Iterable[tuple[str, str]]) -> set[str]:
    return {words.casefold() for row in rows for words in row}


def units_to_make(names: Iterable[str]) -> list[str]:
    """The paths that would be made for these names: each part that is not there."""
    known = _known(Unit.objects.values_list("name", "code"))
    made = []
    for name in sorted({name.strip() for name in names}):
        parts = [] if name.casefold() in known else [part.strip() for part in name.split("/") if part.strip()]
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if path.casefold() not in known:
                known.add(path.casefold())
                made.append(path)
    return made


@transaction.atomic
def match_name(kind: str, words: str, meant: Unit | Touchpoint | Person, *, by: object, at: datetime) -> None:
    """Remember what a name in files means."""
    column = COLUMNS[NameMatch.Kind(kind)].removesuffix("_id")
    kept, _ = NameMatch.objects.update_or_create(
        kind=kind, words=folded(words)[:254], defaults={column: meant, "by": str(by)[:200], "at": at}
    )
    record("matched name", kept, by=by, at=at, words=words[:254], meant=str(meant))
