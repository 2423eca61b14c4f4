"""What a record that lives on says of the person once another one is read as part of it, and what it said before."""

from collections.abc import Iterable
from datetime import date

from .models import Customer, Merge

FACTS = ("segment", "came_by", "time_zone", "joined_on", "ended_on")
NOTHING = ("", None, Customer.CameBy.UNKNOWN)


def carry_facts(merge: Merge) -> None:
    """Fill in what only the merged record said. Who is a customer under either is one since the first day, to the last."""
    kept, merged = merge.kept, merge.merged
    for record in (kept, merged):
        record.refresh_from_db(fields=FACTS)
    before, after = _facts_of(kept), _facts_of(merged)
    found = {name: before[name] if before[name] not in NOTHING else after[name] for name in FACTS}
    found["joined_on"] = min(filter(None, (kept.joined_on, merged.joined_on)), default=None)
    found["ended_on"] = _ended_on([kept, merged])
    changed = {name: [before[name], found[name]] for name in FACTS if found[name] != before[name]}
    _write(kept, {name: new for name, (_, new) in changed.items()})
    merge.carried = {name: [old and str(old), new and str(new)] for name, (old, new) in changed.items()}
    merge.save(update_fields=["carried"])


def take_facts_back(merge: Merge) -> None:
    """What the record that lived on said by the merge alone, it says no more."""
    now = _facts_of(merge.kept)
    stands = {name: old for name, (old, new) in merge.carried.items() if str(now[name] or "") == (new or "")}
    _write(
        merge.kept,
        {
            name: date.fromisoformat(old) if old and name.endswith("_on") else old
            for name, old in stands.items()
        },
    )


def _ended_on(records: Iterable[Customer]) -> date | None:
    """None where any of them is a customer still; a record that is no more than a name or an address says nothing."""
    ends = [one.ended_on for one in records if one.joined_on or one.ended_on or one.revenue.exists()]
    return None if None in ends else max(ends, default=None)


def _facts_of(record: Customer) -> dict[str, str | date | None]:
    return {name: getattr(record, name) for name in FACTS}


def _write(record: Customer, facts: dict[str, str | date | None]) -> None:
    for name, value in facts.items():
        setattr(record, name, value)
    if facts:
        record.save(update_fields=list(facts))
