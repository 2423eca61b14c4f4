"""What still holds at the moment of sending: seen by this person, and not settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.foundation.access.models import User

from .kinds import every_kind
from .models import Tiding


@dataclass(frozen=True, slots=True)
class Sorted:
    """Tidings of one person: those that stand, those that nobody waits for any more, those they may not see (yet)."""

    standing: list[Tiding]
    settled: list[Tiding]
    unseen: list[Tiding]


def sort_out(user: User, tidings: Iterable[Tiding]) -> Sorted:
    """Ask the rooms, two questions for each kind, however many there are."""
    found = Sorted([], [], [])
    for code, some in _by_kind(tidings).items():
        kind = every_kind().get(code)
        ids = {one.subject_id for one in some}
        seen = kind.visible_to(user).filter(pk__in=ids) if kind and user.role in kind.roles else None
        visible = set(seen.values_list("pk", flat=True)) if seen is not None else set()
        open_ones = (
            set(kind.unsettled(seen, user).values_list("pk", flat=True)) if kind and visible else set()
        )
        for one in some:
            if one.subject_id not in visible:
                found.unseen.append(one)
            else:
                (found.standing if one.subject_id in open_ones else found.settled).append(one)
    return found


def hide_and_show(found: Sorted) -> None:
    """Hide what somebody may not see, and show what they may see by now."""
    unseen = [one.pk for one in found.unseen if not one.is_hidden]
    seen = [one.pk for one in (*found.standing, *found.settled) if one.is_hidden]
    for changed, is_hidden in ((unseen, True), (seen, False)):
        if changed:
            Tiding.objects.filter(pk__in=changed).update(is_hidden=is_hidden)


def _by_kind(tidings: Iterable[Tiding]) -> dict[str, list[Tiding]]:
    grouped = defaultdict(list)
    for one in tidings:
        grouped[one.kind].append(one)
    return grouped
