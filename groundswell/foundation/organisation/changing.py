"""The tree changes: units are added, renamed, moved, closed and opened again. What customers said of a unit stays with it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from groundswell.foundation.history.actions import record

from .models import Person, Unit
from .queries import subtree_ids

LONGEST = 120


class UnitRefused(Exception):
    """A unit cannot be as it was asked for; ``field`` is the field of the form that has to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def make_unit(name: str, *, parent: Unit, kind: str, by: object, at: datetime) -> Unit:
    """A new part of the organisation below another one. Raises UnitRefused."""
    tidy = _free_name(name, parent, besides=None)
    if parent.closed_on:
        raise UnitRefused("parent", f"{parent} is closed. Choose another part, or open it again first.")
    unit = Unit.objects.create(code=_free_code(tidy), name=tidy, parent=parent, kind=kind)
    record("made unit", unit, by=by, at=at, name=tidy, below=parent.name)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, *, name: str, parent: Unit | None, kind: str, owner: Person | None, by: object, at: datetime
) -> Unit:
    """Its name, its place, its kind and who answers for it; each change is a line of its own in the history.

    Everything below it goes with it. Raises UnitRefused.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _refuse_place(unit, parent)
    if owner and owner.left_on:
        raise UnitRefused("owner", f"{owner} has left. Choose somebody who works here.")
    now = {"name": _free_name(name, parent, besides=unit), "parent": parent, "kind": kind, "owner": owner}
    for field, value in now.items():
        before = getattr(unit, field)
        if value != before:
            setattr(unit, field, value)
            record(VERBS[field], unit, by=by, at=at, before=str(before or ""), after=str(value or ""))
    unit.save()
    return unit


def answer_where_nobody_does(lead: Person, *, by: object, at: datetime) -> bool:
    """Whoever leads a part that nobody answers for, or whose owner left, answers for it from now on. Whether they do."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("owner").get(pk=lead.unit_id)
    if lead.post != Person.Post.LEAD or (unit.owner and not unit.owner.left_on):
        return False
    before = str(unit.owner or "")
    unit.owner = lead
    unit.save(update_fields=["owner"])
    record(VERBS["owner"], unit, by=by, at=at, before=before, after=str(lead))
    return True


VERBS = {
    "name": "renamed unit",
    "parent": "moved unit",
    "kind": "changed kind of unit",
    "owner": "gave unit to somebody",
}


@transaction.atomic
def close_unit(unit: Unit, *, by: object, at: datetime) -> None:
    """Nobody works there any more; it is offered nowhere, and its figures stay. Twice is once. Raises UnitRefused."""
    if unit.parent_id is None:
        raise UnitRefused("", "The whole organisation cannot be closed.")
    if below := Unit.objects.filter(parent=unit, closed_on=None).first():
        raise UnitRefused("", f"{below} lies below it. Close or move that first.")
    if people := Person.objects.filter(unit=unit, left_on=None).count():
        who = "1 colleague works" if people == 1 else f"{people} colleagues work"
        raise UnitRefused("", f"{who} here. Move them to another part first.")
    today = timezone.localdate(at)
    if Unit.objects.filter(pk=unit.pk, closed_on=None).update(closed_on=today):
        record("closed unit", unit, by=by, at=at)


@transaction.atomic
def open_unit_again(unit: Unit, *, by: object, at: datetime) -> None:
    """It is a living part again. Twice is once. Raises UnitRefused."""
    if unit.parent and unit.parent.closed_on:
        raise UnitRefused("", f"{unit.parent}, above it, is closed. Open that first.")
    if Unit.objects.filter(pk=unit.pk).exclude(closed_on=None).update(closed_on=None):
        record("opened unit again", unit, by=by, at=at)


def _refuse_place(unit: Unit, parent: Unit | None) -> None:
    if (parent is None) != (unit.parent_id is None):
        raise UnitRefused("parent", "One part is the whole organisation: all others lie below it.")
    if parent and parent.pk in subtree_ids(unit):
        raise UnitRefused("parent", f"{parent} lies below {unit}. Choose a part that does not.")
    if parent and parent.closed_on and parent.pk != unit.parent_id:
        raise UnitRefused("parent", f"{parent} is closed. Choose another part, or open it again first.")


def _free_name(name: str, parent: Unit | None, *, besides: Unit | None) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST:
        raise UnitRefused("name", f"A part has a name of 1 to {LONGEST} letters.")
    if "/" in tidy:
        raise UnitRefused("name", "A name holds no slash: files write places as north/leeds.")
    others = Unit.objects.filter(name__iexact=tidy).exclude(pk=besides and besides.pk)
    if other := others.select_related("parent").first():
        where = f" below {other.parent}" if other.parent else ""
        raise UnitRefused(
            "name", f"There is a part called “{other}”{where}. Files could not tell them apart."
        )
    return tidy


def _free_code(name: str) -> str:
    start = slugify(name)[:100] or "unit"
    taken = set(Unit.objects.filter(code__startswith=start).values_list("code", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (start, *numbered) if code not in taken)
