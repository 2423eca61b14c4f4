"""What the records of one person say of them once they are read together, and what each said before."""

from collections.abc import Iterable
from datetime import date, datetime

from .models import Customer, Merge

FACTS = ("segment", "came_by", "time_zone", "joined_on", "ended_on")
NOTHING = ("", None, Customer.CameBy.UNKNOWN)
Facts = dict[str, str | date | None]


def carry_facts(merge: Merge) -> None:
    """Fill in what only the other record said. Who is a customer under either is one since the first day, to the last."""
    records = {"kept": merge.kept, "merged": merge.merged}
    for record in records.values():
        record.refresh_from_db(fields=FACTS)
    said = {side: _facts_of(record) for side, record in records.items()}
    days: Facts = {
        "joined_on": min((one.joined_on for one in records.values() if one.joined_on), default=None),
        "ended_on": _ended_on(records.values()),
    }
    for side, other in (("kept", "merged"), ("merged", "kept")):
        own = {
            name: value if value not in NOTHING else said[other][name] for name, value in said[side].items()
        }
        changed = {name: new for name, new in (own | days).items() if new != said[side][name]}
        merge.carried[side] = {
            name: [_written(said[side][name]), _written(new)] for name, new in changed.items()
        }
        _write(records[side], changed, merge.at)
    merge.save(update_fields=["carried"])


def take_facts_back(merge: Merge, *, at: datetime) -> None:
    """What either record said by the merge alone it says no more."""
    for side, carried in merge.carried.items():
        record = getattr(merge, side)
        now = _facts_of(record)
        stands = {name: old for name, (old, new) in carried.items() if _written(now[name]) == new}
        _write(record, {name: _read(name, old) for name, old in stands.items()}, at)


def _ended_on(records: Iterable[Customer]) -> date | None:
    """None where any of them is a customer still; a record that is no more than a name or an address says nothing."""
    ends = [one.ended_on for one in records if one.joined_on or one.ended_on or one.revenue.exists()]
    return None if None in ends else max(ends, default=None)


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
