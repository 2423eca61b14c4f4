"""What both sides do on a board: ideas and their answers, tasks and what came of them, remarks."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record

from .errors import DayOver, SettledBefore
from .files.actions import attach_files
from .files.content import NewFile
from .models import Agency, Idea, IdeaAnswer, PartnerBoard, Remark, Task
from .queries import living_sharings
from .rules import must_be_ahead, must_be_running, must_say


@transaction.atomic
def offer_idea(
    board: PartnerBoard, *, title: str, words: str = "", files: Sequence[NewFile] = (), by: User, at: datetime
) -> Idea:
    """Say what you would try."""
    must_be_running(board)
    title = must_say(title, "Say your idea in one line.")
    idea = Idea.objects.create(board=board, title=title, words=words.strip(), author=by, at=at)
    record("offered idea", idea, by=by, at=at, title=title)
    attach_files(idea, files, by=by, at=at)
    return idea


@transaction.atomic
def answer_idea(idea: Idea, *, verdict: str, why: str, by: User, at: datetime) -> IdeaAnswer:
    """Say what becomes of it. The first answer stands."""
    Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    before = IdeaAnswer.objects.filter(idea=idea).select_related("author__person").first()
    if before:
        raise SettledBefore(f"{before.author} answered this a moment ago.")
    why = must_say(why, "Give your reason: whoever had the idea reads it.")
    answer = IdeaAnswer.objects.create(idea=idea, verdict=verdict, why=why, author=by, at=at)
    record("answered idea", answer, by=by, at=at, verdict=verdict)
    return answer


@transaction.atomic
def set_task(
    board: PartnerBoard,
    *,
    what: str,
    due_on: date,
    agency: Agency | None,
    files: Sequence[NewFile] = (),
    by: User,
    at: datetime,
) -> Task:
    """A piece of work by a day, for an agency, or for us. Raises DayOver where the agency would not see the board by then."""
    must_be_running(board)
    what = must_say(what, "Say what is to be done.")
    must_be_ahead(due_on, at)
    if agency is not None:
        _must_still_see(board, agency, due_on, at)
    task = Task.objects.create(board=board, what=what, due_on=due_on, agency=agency, author=by, at=at)
    record("set task", task, by=by, at=at, what=what, due_on=due_on, agency=str(agency or ""))
    attach_files(task, files, by=by, at=at)
    return task


def _must_still_see(board: PartnerBoard, agency: Agency, day: date, at: datetime) -> None:
    last = living_sharings(at).filter(board=board, agency=agency).values_list("until_on", flat=True).first()
    if last is None:
        raise DayOver(f"{agency} sees this board no more. Share it with them first.")
    if day > last:
        raise DayOver(
            f"{agency} sees this board until {last:%-d %B %Y}. Choose a day until then, or have its last day moved first."
        )


@transaction.atomic
def finish_task(task: Task, *, outcome: str, files: Sequence[NewFile] = (), by: User, at: datetime) -> Task:
    """Say what came of it. The first outcome stands."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    must_be_running(task.board)
    if task.done_at is not None:
        raise SettledBefore(f"{task.done_by} finished this a moment ago.")
    task.outcome, task.done_by, task.done_at = must_say(outcome, "Say what came of it."), by, at
    task.save(update_fields=["outcome", "done_by", "done_at"])
    record("finished task", task, by=by, at=at, outcome=task.outcome)
    attach_files(task, files, by=by, at=at)
    return task


@transaction.atomic
def say(
    board: PartnerBoard,
    *,
    words: str,
    by: User,
    at: datetime,
    idea: Idea | None = None,
    task: Task | None = None,
) -> Remark:
    """A word on the board, or below an idea or a piece of work."""
    remark = Remark.objects.create(
        board=board, idea=idea, task=task, words=must_say(words, "There are no words yet."), author=by, at=at
    )
    record("remarked", remark, by=by, at=at)
    return remark
