"""Ask the organisation: who is below whom, who owns what, which clock runs where."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from .models import Person, Unit, WorkingCalendar
from .working_time import Hours


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands in the tree, numbered depth first: its subtree is ``first..last``."""

    unit_id: int
    parent_id: int | None
    name: str
    code: str
    kind: str
    depth: int
    first: int
    last: int


HOUSE = "SELECT name FROM organisation_unit WHERE parent_id IS NULL ORDER BY id LIMIT 1"


def organisation_name() -> str:
    """The name at the top of the tree; empty while there is none. Every page asks this, so it is asked as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(HOUSE)
        row = cursor.fetchone()
    return row[0] if row else ""


def places() -> list[Place]:
    """Every unit in depth-first order, siblings by name. One query."""
    rows = list(Unit.objects.order_by("name").values_list("id", "parent_id", "name", "code", "kind"))
    children: dict[int | None, list[tuple[int, int | None, str, str, str]]] = {}
    for row in rows:
        children.setdefault(row[1], []).append(row)
    found: list[Place] = []

    def visit(row: tuple[int, int | None, str, str, str], depth: int) -> None:
        first = len(found)
        found.append(Place(*row, depth, first, first))
        for child in children.get(row[0], []):
            visit(child, depth + 1)
        found[first] = Place(*row, depth, first, len(found) - 1)

    for root in children.get(None, []):
        visit(root, 0)
    return found


SUBTREE = """
WITH RECURSIVE subtree(id) AS (
    SELECT id FROM organisation_unit WHERE id = %s
    UNION
    SELECT below.id FROM organisation_unit below JOIN subtree ON below.parent_id = subtree.id
) SELECT id FROM subtree
"""


def subtree_ids(unit: Unit) -> list[int]:
    """The unit and everything below it. Every list asks this, so it is asked as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(SUBTREE, [unit.pk])
        return [row[0] for row in cursor.fetchall()]


def living_units() -> QuerySet[Unit]:
    """Parts that are not closed, by name: those that somebody may still choose."""
    return Unit.objects.filter(closed_on=None).order_by("name")


def trail(unit: Unit) -> list[Unit]:
    """From the root down to the unit itself."""
    return list(unit.ancestors(include_self=True))


def owner_of(unit: Unit | None) -> Person | None:
    """Who answers for a unit: its owner, else the owner of the nearest unit above it."""
    if unit is None:
        return None
    chain = unit.ancestors(include_self=True).select_related("owner")
    return next((above.owner for above in reversed(chain) if above.owner and not above.owner.left_on), None)


def language_of_unit(unit: Unit | None) -> str:
    """In which language the people of a unit are told: its own, else that of the nearest unit above it, else English."""
    chain = unit.ancestors(include_self=True).values_list("language", flat=True) if unit else ()
    return next((language for language in reversed(chain) if language), "en")


def language_of_organisation() -> str:
    """In which language those are told who stand in no part of it."""
    return language_of_unit(Unit.objects.filter(parent=None).order_by("pk").first())


def language_of(person: Person) -> str:
    """In which language somebody is told: the one they chose, else that of their unit."""
    return person.language or language_of_unit(person.unit)


def calendar_of(unit: Unit | None) -> WorkingCalendar | None:
    """The working hours of a unit: its own, else those of the nearest unit above it, else the first calendar."""
    if unit is not None:
        chain = unit.ancestors(include_self=True).select_related("calendar")
        for above in reversed(chain):
            if above.calendar:
                return above.calendar
    return WorkingCalendar.objects.order_by("id").first()


def hours_of(calendar: WorkingCalendar | None) -> Hours | None:
    """The working week of a calendar; None without a calendar or without a day to work."""
    if calendar is None or not calendar.weekdays:
        return None
    return Hours(
        calendar.time_zone,
        calendar.opens_at,
        calendar.closes_at,
        frozenset(calendar.weekdays),
        calendar.country,
        calendar.subdivision,
    )


def people_in(unit: Unit) -> QuerySet[Person]:
    """Everybody who works in the unit or below it today."""
    return Person.objects.filter(unit_id__in=subtree_ids(unit), left_on=None)
