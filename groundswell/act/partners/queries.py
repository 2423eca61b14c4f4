"""Who sees which board. Everything on a board is asked for through its board, so that there is one door only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to

from .models import (
    Agency,
    AgencyMember,
    Brief,
    Idea,
    PartnerBoard,
    Remark,
    SharedResult,
    SharedVoice,
    Sharing,
    Task,
)


def living_sharings(at: datetime) -> QuerySet[Sharing]:
    """What is shared at this moment: not ended, not over, and the agency works with us."""
    return Sharing.objects.filter(ended_at=None, until_on__gte=localdate(at), agency__ended_at=None)


def boards_visible_to(user: User, at: datetime) -> QuerySet[PartnerBoard]:
    """A partner: the boards on which their agency is now. Inside: the boards of the initiatives within sight."""
    if not user.is_authenticated or not user.is_active:
        return PartnerBoard.objects.none()
    if user.role == User.Role.PARTNER:
        member = AgencyMember.objects.filter(user=user, left_at=None).values("agency")
        theirs = living_sharings(at).filter(agency__in=member)
        return PartnerBoard.objects.filter(pk__in=theirs.values("board"))
    return PartnerBoard.objects.filter(initiative__in=initiatives_visible_to(user))


def agencies_visible_to(user: User) -> QuerySet[Agency]:
    """Who works with us is known to those who read the whole outer loop."""
    return Agency.objects.all() if reads_the_whole_outer_loop(user) else Agency.objects.none()


def agency_of(user: User) -> Agency | None:
    """The agency of a partner while both are here."""
    member = AgencyMember.objects.filter(user=user, left_at=None, agency__ended_at=None)
    found = member.select_related("agency").first()
    return found.agency if found else None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Everything on one board, as anybody may read it who sees the board."""

    board: PartnerBoard
    agencies: list[Sharing]
    briefs: list[Brief]
    voices: list[SharedVoice]
    ideas: list[Idea]
    tasks: list[Task]
    results: list[SharedResult]
    remarks: list[Remark]


def board_page(board: PartnerBoard, at: datetime) -> BoardPage:
    """The same number of questions however much there is."""
    authors = "author__person", "author__agency_member__agency"
    below = Remark.objects.select_related(*authors)
    return BoardPage(
        board,
        list(living_sharings(at).filter(board=board).select_related("agency")),
        list(board.briefs.select_related(*authors)),
        list(board.sharedvoices.filter(taken_back_at=None).select_related("signal__touchpoint")),
        list(board.ideas.select_related(*authors, "answer").prefetch_related(Prefetch("remarks", below))),
        list(board.tasks.select_related("agency", *(f"done_by__{one[8:]}" for one in authors))),
        list(board.sharedresults.select_related(*authors)),
        list(board.remarks.filter(idea=None).select_related(*authors)),
    )


def things_on(boards: QuerySet[PartnerBoard], model: type[Any]) -> QuerySet[Any]:
    """Rows of one kind on these boards."""
    return model.objects.filter(board__in=boards)


def voices_to_share(board: PartnerBoard, user: User, behind: QuerySet[Signal]) -> QuerySet[Signal]:
    """Voices with words behind the initiative that this person may read and nobody has shared yet, the newest first."""
    there = SharedVoice.objects.filter(board=board, signal=OuterRef("pk"))
    seen = signals_visible_to(user).filter(pk__in=behind.values("pk"))
    return seen.exclude(comment="").filter(~Exists(there)).order_by("-submitted_at")


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """What a partner has on their desk."""

    boards: list[PartnerBoard]
    tasks: list[Task]
    news: list[Any]


def desk_of(user: User, at: datetime) -> AskedOfMe:
    """The home of a partner: their boards, what is asked of their agency, and what others wrote lately."""
    boards, agency = boards_visible_to(user, at), agency_of(user)
    tasks = things_on(boards, Task).filter(agency=agency, done_at=None) if agency else Task.objects.none()
    news: list[Any] = []
    for model in (Brief, SharedVoice, SharedResult, Idea, Remark):
        rows = things_on(boards, model).filter(~Q(author=user)).select_related("board__initiative")
        news += (
            rows.order_by("-at")[:NEWS]
            if model is not SharedVoice
            else rows.filter(taken_back_at=None)[:NEWS]
        )
    news.sort(key=lambda one: one.at, reverse=True)
    return AskedOfMe(
        list(boards.select_related("initiative")),
        list(tasks.select_related("board__initiative")),
        news[:NEWS],
    )


NEWS = 8
