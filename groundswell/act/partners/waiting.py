"""What waits on a board, for whom, since when and by when: read from what stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from groundswell.act.initiatives.waiting import Wait
from groundswell.foundation.access.models import User

from .models import Agency, Idea, PartnerBoard, Remark, Sharing, Task
from .queries import BoardPage, agency_of, boards_visible_to, pages_of


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One board in the list: what waits there for whoever looks, what is late, and until when it is shared."""

    board: PartnerBoard
    sharings: list[Sharing]
    mine: list[Wait]
    next_by: date | None
    late: int


def lines_for(user: User, at: datetime) -> list[BoardLine]:
    """Every board within sight, those where something waits first; the same number of questions however many they are."""
    agency, today = agency_of(user), localdate(at)
    seen = list(boards_visible_to(user, at).select_related("initiative"))
    lines = [_line(page, agency, today) for page in pages_of(seen, at)]
    return sorted(lines, key=lambda one: (not one.mine, one.next_by or date.max, one.board.pk))


def _line(page: BoardPage, agency: Agency | None, today: date) -> BoardLine:
    waits = waits_on(page)
    mine = [one for one in waits if one.whose == agency]
    days = [one.by for one in (mine if agency else waits) if one.by]
    late = sum(1 for day in days if day < today)
    shared = [one for one in page.agencies if agency is None or one.agency_id == agency.pk]
    return BoardLine(page.board, shared, mine, min(days, default=None), late)


def waits_on(page: BoardPage) -> list[Wait]:
    """Open work by its day, then ideas and words of agencies that nobody of us answered, the oldest first."""
    if page.board.initiative.ended_at is not None:
        return []
    here = {one.agency_id for one in page.agencies}
    work = [_work(task, here) for task in page.tasks if task.done_at is None]
    ours = [_idea(idea) for idea in page.ideas if _is_of_partner(idea) and not hasattr(idea, "answer")]
    for words, place, remarks in _threads(page):
        last = max(remarks, key=lambda one: (one.at, one.pk), default=None)
        if last is not None and _is_of_partner(last):
            ours.append(Wait(words, place, None, since=last.at))
    return work + sorted(ours, key=lambda one: (one.since is None, one.since))


def _work(task: Task, here: set[int]) -> Wait:
    """What an agency was asked that sees the board no more waits for us."""
    if task.agency_id and task.agency_id not in here:
        words = f"{task.what}: {task.agency} sees this board no more"
        return Wait(words, f"#task-{task.pk}", None, by=task.due_on)
    return Wait(task.what, f"#task-{task.pk}", task.agency, by=task.due_on)


def _idea(idea: Idea) -> Wait:
    return Wait(f"An answer to “{idea}”", f"#idea-{idea.pk}", None, since=idea.at)


def _threads(page: BoardPage) -> Iterable[tuple[str, str, list[Remark]]]:
    yield "A reply to what a partner wrote", "#words", page.remarks
    for idea in page.ideas:
        if hasattr(idea, "answer"):
            yield f"A reply about “{idea}”", f"#idea-{idea.pk}", list(idea.remarks.all())
    for task in page.tasks:
        yield f"A reply about “{task}”", f"#task-{task.pk}", list(task.remarks.all())


def _is_of_partner(thing: Any) -> bool:
    return thing.author is not None and thing.author.role == User.Role.PARTNER
