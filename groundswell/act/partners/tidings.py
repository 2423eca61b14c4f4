"""What a board tells: those who run an initiative hear what an agency brought, and an agency what it is asked and answered.

An agency hears of the boards that are shared with it and of nothing else, and a letter repeats nothing that anybody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, now

from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.saying import Said, say
from groundswell.foundation.tidings import NewTiding, TidingKind

from .models import Brief, Idea, IdeaAnswer, Remark, SharedResult, Sharing, Task
from .queries import boards_visible_to, living_sharings, members_on

SOON = timedelta(days=2)
"""So long before its day an agency is reminded of work."""
LAST_DAYS = timedelta(days=7)
"""So long before its last day an agency hears that a board goes."""
PARTNER = User.Role.PARTNER
OF_PARTNERS = frozenset({PARTNER})


def ideas_offered(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """New ideas of agencies, to the owner."""
    fresh = Idea.objects.filter(at__gt=since, at__lte=until, answer=None, author__role=PARTNER)
    for idea in fresh.select_related("board__initiative"):
        yield _to_owner(idea, f"idea-{idea.pk}", idea.at, "A partner has an idea", f"#idea-{idea.pk}")


def work_brought(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Work that agencies put on a board of their own accord and have not finished, to the owner."""
    fresh = Task.objects.filter(at__gt=since, at__lte=until, done_at=None, author__role=PARTNER)
    for task in fresh.select_related("board__initiative"):
        words = say("A partner does something by {due:day}", due=task.due_on)
        yield _to_owner(task, f"work-{task.pk}", task.at, words, f"#task-{task.pk}")


def work_done(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What agencies finished, to the owner."""
    done = Task.objects.filter(done_at__gt=since, done_at__lte=until, done_by__role=PARTNER)
    for task in done.select_related("board__initiative"):
        words = "A partner finished what was asked"
        yield _to_owner(task, f"task-{task.pk}", task.done_at, words, f"#task-{task.pk}")


def partners_wrote(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What agencies ask or say, to the owner."""
    fresh = Remark.objects.filter(at__gt=since, at__lte=until, author__role=PARTNER)
    for remark in fresh.select_related("board__initiative"):
        yield _to_owner(remark, f"{remark.pk}", remark.at, "A partner wrote to you", _place_of(remark))


def briefs_written(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What we ask, to everybody of the agencies on the board."""
    fresh = Brief.objects.filter(at__gt=since, at__lte=until)
    yield from _to_members(fresh, until, "There is a new brief for you", lambda one: f"#brief-{one.pk}")


def results_shared(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What came out, to everybody of the agencies on the board."""
    fresh = SharedResult.objects.filter(at__gt=since, at__lte=until)
    yield from _to_members(fresh, until, "A result is shared with you", lambda one: f"#result-{one.pk}")


def work_asked(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """New work, to the agency that does it, where somebody else asks."""
    fresh = _open_work(Task.objects.filter(at__gt=since, at__lte=until))
    for task in fresh.select_related("author__agency_member"):
        if _agency_of(task.author) != task.agency_id:
            words = say("Your agency is asked for work by {due:day}", due=task.due_on)
            yield from _to_agency(task, task.board_id, task.agency_id, f"{task.pk}", task.at, until, words)


def work_due(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Two days before its day, to the agency that does it; what was asked since then was told already."""
    first, last = localdate(since) + SOON, localdate(until) + SOON
    near = _open_work(Task.objects.filter(due_on__gte=first, due_on__lte=last, at__lt=until - SOON))
    for task in near:
        words = say("Work of your agency is due on {due:day}", due=task.due_on)
        key = f"{task.pk}-{task.due_on}"
        yield from _to_agency(task, task.board_id, task.agency_id, key, until, until, words)


def answers_given(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What becomes of an idea, to the agency that had it."""
    fresh = IdeaAnswer.objects.filter(at__gt=since, at__lte=until, idea__author__role=PARTNER)
    for one in fresh.select_related("idea__author__agency_member", "idea__board"):
        agency, key, words = _agency_of(one.idea.author), f"{one.pk}", "An idea of your agency has an answer"
        yield from _to_agency(
            one, one.idea.board_id, agency, key, one.at, until, words, f"#idea-{one.idea_id}"
        )


def words_written(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What others say below an idea or work of an agency, to that agency; what they say on the board, to all on it."""
    fresh = Remark.objects.filter(at__gt=since, at__lte=until)
    for remark in fresh.select_related("author__agency_member", "idea__author__agency_member", "task"):
        wanted = (
            {_agency_of(remark.idea.author)}
            if remark.idea
            else {remark.task.agency_id}
            if remark.task
            else None
        )
        for user, agency in members_on(remark.board_id, until):
            if agency != _agency_of(remark.author) and (wanted is None or agency in wanted):
                yield _tiding(remark, remark.board_id, user, f"{remark.pk}", remark.at, "Somebody wrote to your agency", _place_of(remark))  # fmt: skip


def boards_ending(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """A week before its last day, to everybody of the agency."""
    first, last = localdate(since) + LAST_DAYS, localdate(until) + LAST_DAYS
    for one in living_sharings(until).filter(until_on__gte=first, until_on__lte=last):
        words = say("You see a board until {until:day}", until=one.until_on)
        key = f"{one.pk}-{one.until_on}"
        yield from _to_agency(one, one.board_id, one.agency_id, key, until, until, words, "")


def of_owner(model: type[Model], user: User) -> QuerySet[Any]:
    """Rows of the boards of initiatives within sight."""
    return model._default_manager.filter(board__initiative__in=initiatives_visible_to(user))


def of_partner(model: type[Model], path: str, user: User) -> QuerySet[Any]:
    """Rows of the boards that are shared with somebody's agency at this moment."""
    return model._default_manager.filter(**{f"{path}__in": boards_visible_to(user, now())})


def unanswered(ideas: QuerySet[Idea], user: User) -> QuerySet[Idea]:
    return ideas.filter(answer=None)


def without_reply(remarks: QuerySet[Remark], user: User) -> QuerySet[Remark]:
    """None of us said anything in the same place since."""
    later = Remark.objects.filter(board=OuterRef("board"), at__gt=OuterRef("at")).exclude(
        author__role=PARTNER
    )
    here = (
        Q(Exists(later.filter(idea=OuterRef("idea"))))
        | Q(Exists(later.filter(task=OuterRef("task"))))
        | Q(Exists(later.filter(idea=None, task=None)), idea=None, task=None)
    )
    return remarks.exclude(here)


def not_done(tasks: QuerySet[Task], user: User) -> QuerySet[Task]:
    return tasks.filter(done_at=None, board__initiative__ended_at=None)


def ending_still(sharings: QuerySet[Sharing], user: User) -> QuerySet[Sharing]:
    """Nobody moved the day since."""
    return living_sharings(now()).filter(pk__in=sharings.values("pk"), until_on__lte=localdate() + LAST_DAYS)


def _open_work(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.filter(agency__isnull=False, done_at=None, board__initiative__ended_at=None)


def _agency_of(user: User | None) -> int | None:
    member = getattr(user, "agency_member", None)
    return member.agency_id if member else None


def _place_of(remark: Remark) -> str:
    return (
        f"#idea-{remark.idea_id}"
        if remark.idea_id
        else f"#task-{remark.task_id}"
        if remark.task_id
        else "#words"
    )


def _link(board: int, place: str) -> str:
    return reverse("partners:board", args=[board]) + place


def _to_owner(thing: Any, key: str, at: datetime, words: Said | str, place: str) -> NewTiding:
    owner = thing.board.initiative.owner_id
    return NewTiding(owner, thing.pk, key, at, words, _link(thing.board_id, place))


def _tiding(
    thing: Any, board: int, user: int, key: str, at: datetime, words: Said | str, place: str
) -> NewTiding:
    return NewTiding(None, thing.pk, key, at, words, _link(board, place), partner_id=user)


def _to_members(
    things: QuerySet[Any], until: datetime, words: Said | str, place: Callable[[Any], str]
) -> Iterator[NewTiding]:
    for one in things:
        for user, _ in members_on(one.board_id, until):
            yield _tiding(one, one.board_id, user, f"{one.pk}", one.at, words, place(one))


def _to_agency(
    thing: Any,
    board: int,
    wanted: int | None,
    key: str,
    at: datetime,
    until: datetime,
    words: Said | str,
    place: str | None = None,
) -> Iterator[NewTiding]:
    for user, agency in members_on(board, until):
        if agency == wanted:
            yield _tiding(thing, board, user, key, at, words, f"#task-{thing.pk}" if place is None else place)


def _inside(*told: Any, model: type[Model], **given: Any) -> TidingKind:
    return TidingKind(*told[:4], "partners:boards", told[4], partial(of_owner, model), **given)


def _outside(*told: Any, model: type[Model], path: str = "board", **given: Any) -> TidingKind:
    return TidingKind(
        *told[:4], "partners:boards", told[4], partial(of_partner, model, path), roles=OF_PARTNERS, **given
    )


TIDINGS = (
    _inside(
        "partner.idea", "A partner has an idea", "1 idea of a partner", "{n} ideas of partners", ideas_offered,
        model=Idea, unsettled=unanswered,
    ),
    _inside(
        "partner.work", "A partner begins work of their own", "1 piece of work of a partner", "{n} pieces of work of partners", work_brought,
        model=Task, unsettled=not_done,
    ),
    _inside("partner.done", "A partner finished what was asked", "1 thing is done", "{n} things are done", work_done, model=Task),
    _inside(
        "partner.wrote", "A partner wrote to you", "1 message of a partner", "{n} messages of partners", partners_wrote,
        model=Remark, unsettled=without_reply,
    ),
    _outside("board.brief", "A new brief", "1 new brief", "{n} new briefs", briefs_written, model=Brief),
    _outside(
        "board.work", "Work that my agency is asked for", "1 piece of work is asked of you", "{n} pieces of work are asked of you",
        work_asked, model=Task, unsettled=not_done,
    ),
    _outside(
        "board.due", "Work of my agency is due soon", "1 piece of work is due soon", "{n} pieces of work are due soon", work_due,
        model=Task, unsettled=not_done,
    ),
    _outside(
        "board.answer", "An idea of my agency has an answer", "1 idea has an answer", "{n} ideas have an answer", answers_given,
        model=IdeaAnswer, path="idea__board",
    ),
    _outside("board.word", "Somebody wrote to my agency", "1 message to your agency", "{n} messages to your agency", words_written, model=Remark),
    _outside("board.result", "A result is shared", "1 result is shared with you", "{n} results are shared with you", results_shared, model=SharedResult),
    _outside(
        "board.ends", "A board ends soon", "1 board ends soon", "{n} boards end soon", boards_ending, model=Sharing,
        unsettled=ending_still,
    ),
)  # fmt: skip
