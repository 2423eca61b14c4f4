"""Several colleagues from a file: each line is one, looked at before anybody gets an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from groundswell.foundation.access.colleagues import ColleagueRefused, Newcomer, check_newcomer, welcome
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.saying import LANGUAGES
from groundswell.listen.channels.files.matching import folded
from groundswell.listen.channels.files.tables import Problems, Table, Wanted

COLUMNS = (
    Wanted(
        "name",
        "Name",
        ("name", "full name", "colleague", "employee", "kollege", "nom", "nombre", "nome", "naam"),
    ),
    Wanted("email", "E-mail", ("email", "e-mail", "e mail", "mail", "address", "adresse")),
    Wanted("role", "Role", ("role", "sign in as", "rolle", "rôle", "rol", "ruolo")),
    Wanted(
        "unit",
        "Part of the organisation",
        (
            "unit",
            "team",
            "part",
            "department",
            "branch",
            "shop",
            "store",
            "einheit",
            "abteilung",
            "filiale",
            "équipe",
            "equipo",
            "squadra",
            "afdeling",
        ),
    ),
    Wanted("language", "Language", ("language", "lang", "sprache"), False),
)
LABELS = {one.name: one.label for one in COLUMNS}


@dataclass(frozen=True, slots=True)
class ColleaguesRead:
    """Who would come, and which lines cannot be used."""

    newcomers: Sequence[Newcomer]
    problems: Problems
    rows: int


def read_colleagues(table: Table, columns: Mapping[str, int], *, by: User) -> ColleaguesRead:
    """A line that cannot be used is told with its field, its value and what to do; the others can come in."""
    problems, found, seen = Problems(), [], set()
    units = _units_by_words()
    for number, cells in table.cells(columns):
        try:
            new = _newcomer(cells, units)
            check_newcomer(new, by=by)
            address = canonical_email(new.email)
            if address in seen:
                raise ColleagueRefused("email", f"{address} stands twice in the file. Leave one line.")
        except ColleagueRefused as refused:
            problems.add(number, f"{LABELS.get(refused.field, 'Line')}: {refused}")
            continue
        seen.add(address)
        found.append(new)
    return ColleaguesRead(found, problems, len(table.rows))


@transaction.atomic
def let_in(read: ColleaguesRead, *, by: User, at: datetime) -> list[tuple[User, str]]:
    """All of them, or none where somebody was faster. Returns each with the password to hand over. Raises ColleagueRefused."""
    return [welcome(new, by=by, at=at) for new in read.newcomers]


def _newcomer(cells: Mapping[str, str], units: Mapping[str, Unit]) -> Newcomer:
    role = _role(cells["role"])
    return Newcomer(
        " ".join(cells["name"].split()),
        cells["email"],
        role,
        _unit(cells["unit"], role, units),
        _language(cells),
    )


def _unit(said: str, role: str, units: Mapping[str, Unit]) -> Unit:
    """By its name or code; the whole for who sees everything where nothing is said."""
    words = folded(said)
    if not words and role in User.SEES_EVERYTHING:
        return next(unit for unit in units.values() if unit.parent_id is None)
    if words not in units:
        raise ColleagueRefused(
            "unit",
            f"“{said[:60]}” is no part of the organisation. Write its name as in the tree, or add it there first.",
        )
    return units[words]


def _role(words: str) -> str:
    roles = {folded(label): value for value, label in User.Role.choices} | {
        one: one for one in User.Role.values
    }
    if folded(words) not in roles:
        raise ColleagueRefused(
            "role", f"“{words[:40]}” is no role. Write one of {', '.join(User.Role.values)}."
        )
    return roles[folded(words)]


def _language(cells: Mapping[str, str]) -> str:
    words = cells.get("language", "").casefold()
    if words and words not in LANGUAGES:
        raise ColleagueRefused(
            "language",
            f"“{words[:20]}” is no language in which colleagues are told. Write one of {', '.join(LANGUAGES)}.",
        )
    return words


def _units_by_words() -> dict[str, Unit]:
    units = list(Unit.objects.order_by("-pk"))
    return {folded(unit.name): unit for unit in units} | {folded(unit.code): unit for unit in units}
