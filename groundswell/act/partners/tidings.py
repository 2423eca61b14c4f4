"""What those who run an initiative are told of its board: an agency has an idea, or finished what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import Idea, Task


def ideas_offered(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """New ideas of agencies, to the owner."""
    fresh = Idea.objects.filter(at__gt=since, at__lte=until, answer=None, author__role=User.Role.PARTNER)
    for idea in fresh.select_related("board__initiative"):
        yield _told(idea, f"idea-{idea.pk}", idea.at, "A partner has an idea", "#ideas")


def work_done(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What agencies finished, to the owner."""
    done = Task.objects.filter(done_at__gt=since, done_at__lte=until, done_by__role=User.Role.PARTNER)
    for task in done.select_related("board__initiative"):
        yield _told(task, f"task-{task.pk}", task.done_at, "A partner finished what was asked", "#work")


def _told(thing: Any, key: str, at: datetime, words: str, place: str) -> NewTiding:
    link = reverse("partners:board", args=[thing.board_id]) + place
    return NewTiding(thing.board.initiative.owner_id, thing.pk, key, at, words, link)


def ideas_of(user: User) -> QuerySet[Idea]:
    return Idea.objects.filter(board__initiative__in=initiatives_visible_to(user))


def tasks_of(user: User) -> QuerySet[Task]:
    return Task.objects.filter(board__initiative__in=initiatives_visible_to(user))


def unanswered(ideas: QuerySet[Idea], user: User) -> QuerySet[Idea]:
    return ideas.filter(answer=None)


TIDINGS = (
    TidingKind(
        "partner.idea", "A partner has an idea", "1 idea of a partner", "{n} ideas of partners", "partners:boards",
        ideas_offered, ideas_of, unanswered, Pace.DAILY,
    ),
    TidingKind(
        "partner.done", "A partner finished what was asked", "1 thing is done", "{n} things are done", "partners:boards",
        work_done, tasks_of, usual=Pace.DAILY,
    ),
)  # fmt: skip
