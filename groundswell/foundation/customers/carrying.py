"""What the records of one person say of them once they are read together, and what each said before."""

from datetime import date, datetime

from .models import Customer, Merge, Revenue

FACTS = ("segment", "came_by", "time_zone", "joined_on", "ended_on")
NOTHING = ("", None, Customer.CameBy.UNKNOWN)
Facts = dict[str, str | date | None]


def carry_facts(merge: Merge, *, at: datetime) -> None:
    """Fill in under every record what only others said. Who is a customer under any is one since the first day, to the last."""
    sides = [_records_of(merge.kept_id, merge), _records_of(merge.merged_id, merge)]
    heads = [_facts_of(side[0]) for side in sides]
    days: Facts = {
        "joined_on": min((one["joined_on"] for one in heads if one["joined_on"]), default=None),
        "ended_on": _ended_on(sides),
    }
    merge.carried = {}
    for side, (own, other) in zip(sides, (heads, heads[::-1]), strict=True):
        for record in side:
            said = _facts_of(record)
            filled = {name: _first(said[name], own[name], other[name]) for name in said} | days
            changed = {name: new for name, new in filled.items() if new != said[name]}
            merge.carried[str(record.pk)] = {
                name: [_written(said[name]), _written(new)] for name, new in changed.items()
            }
            _write(record, changed, at)
    merge.save(update_fields=["carried"])


def take_facts_back(merge: Merge, *, at: datetime) -> None:
    """What a record said by the merge alone it says no more."""
    for record in Customer.objects.filter(pk__in=[int(pk) for pk in merge.carried]):
        now = _facts_of(record)
        carried = merge.carried[str(record.pk)].items()
        stands = {name: old for name, (old, new) in carried if _written(now[name]) == new}
        _write(record, {name: _read(name, old) for name, old in stands.items()}, at)


def _records_of(head: int, merge: Merge) -> list[Customer]:
    """What was one person with this record before that merge, the record that lived on first."""
    found = asked = {head}
    while asked:
        before = Merge.objects.filter(kept__in=asked, undone_at=None, pk__lt=merge.pk)
        asked = set(before.values_list("merged_id", flat=True)) - found
        found = found | asked
    return sorted(Customer.objects.filter(pk__in=found), key=lambda one: (one.pk != head, one.pk))


def _ended_on(sides: list[list[Customer]]) -> date | None:
    """None where they are a customer still under any; a side that is no more than a name or an address says nothing."""
    ends = [
        side[0].ended_on
        for side in sides
        if side[0].joined_on or side[0].ended_on or Revenue.objects.filter(customer__in=side).exists()
    ]
    return None if None in ends else max(ends, default=None)


def _first(*said: str | date | None) -> str | date | None:
    return next((one for one in said if one not in NOTHING), said[0])


def _facts_of(record: Customer) -> Facts:
    return {name: getattr(record, name) for name in FACTS}


def _written(fact: str | date | None) -> str | None:
    return fact.isoformat() if isinstance(fact, date) else fact


def _read(name: str, text: str | None) -> str | date | None:
    return date.fromisoformat(text) if text and name.endswith("_on") else text


def _write(record: Customer, facts: Facts, at: datetime) -> None:
    for name, value in facts.items():
        setattr(record, name, value)
    if facts:
        record.known_at = at
        record.save(update_fields=[*facts, "known_at"])
