"""Who may do what with partners."""

from datetime import date, datetime

from django.utils.timezone import localdate

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.rules import may_run
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import EVERYBODY_INSIDE, STEERS

from .errors import BoardClosed, DayOver, WordsMissing
from .models import PartnerBoard, SharedFile, Task

EVERYBODY_AND_PARTNERS = tuple(sorted({*EVERYBODY_INSIDE, User.Role.PARTNER}))


def may_open_doors(user: User) -> bool:
    """Who makes agencies, invites their people and ends a partnership."""
    return user.role in STEERS


def may_share(user: User, initiative: Initiative) -> bool:
    """Who decides what leaves the house about an initiative: those who run it."""
    return user.role != User.Role.PARTNER and may_run(user, initiative)


def may_write(user: User) -> bool:
    """Who writes on a board that they see. Analysts look on."""
    return user.role != User.Role.ANALYST


def may_finish(user: User, task: Task) -> bool:
    """A partner finishes what their own agency was asked; inside, anybody who sees the board."""
    member = getattr(user, "agency_member", None)
    return user.role != User.Role.PARTNER or (member is not None and task.agency_id == member.agency_id)


def may_take_file_back(user: User, file: SharedFile) -> bool:
    """Those of the side that brought it, and those who run the initiative."""
    if may_share(user, file.board.initiative) or file.author_id == user.pk:
        return True
    mine, theirs = (getattr(one, "agency_member", None) for one in (user, file.author))
    return bool(mine and theirs and mine.agency_id == theirs.agency_id)


def must_be_running(board: PartnerBoard) -> None:
    """Raises BoardClosed."""
    if board.initiative.ended_at is not None:
        raise BoardClosed("This initiative has ended. Nothing new is asked here; what stands can be read.")


def must_be_ahead(day: date, at: datetime) -> None:
    """Raises DayOver."""
    if day < localdate(at):
        raise DayOver(f"{day:%-d %B %Y} has passed. Choose today or a later day.")


def must_say(words: str, otherwise: str) -> str:
    """Raises WordsMissing."""
    if not words.strip():
        raise WordsMissing(otherwise)
    return words.strip()
