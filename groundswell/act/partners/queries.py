"""Who sees which board. Everything on a board is asked for through its board, so that there is one door only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
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
    Download,
    Idea,
    IdeaAnswer,
    PartnerBoard,
    Remark,
    SharedFile,
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


def who_saw(user: User, board_id: int) -> Agency | None:
    """The agency of a partner that a board was shared with once."""
    agency = agency_of(user) if user.role == User.Role.PARTNER else None
    return agency if agency and agency.sharings.filter(board=board_id).exists() else None


def members_on(board_id: int, at: datetime) -> list[tuple[int, int]]:
    """Who of which agency sees a board at this moment: sign-ins and agencies by their numbers."""
    here = living_sharings(at).filter(board=board_id).values("agency")
    members = AgencyMember.objects.filter(agency__in=here, left_at=None, user__is_active=True)
    return list(members.order_by("pk").values_list("user_id", "agency_id"))


def readers_of(board: PartnerBoard, at: datetime) -> dict[int, list[User]]:
    """Who signs in and sees a board at this moment, by agency."""
    found: dict[int, list[User]] = {}
    numbers = dict(members_on(board.pk, at))
    for user in User.objects.filter(pk__in=numbers).order_by("first_name", "pk"):
        found.setdefault(numbers[user.pk], []).append(user)
    return found


def living_files() -> QuerySet[SharedFile]:
    """Files that stand where they were put."""
    return SharedFile.objects.filter(taken_back_at=None).select_related(
        "author__person", "author__agency_member__agency", "stripping"
    )


def downloads_of(board: PartnerBoard) -> QuerySet[Download]:
    """Who took which of its files, the latest first. Whoever asks has to run its initiative."""
    wanted = Download.objects.filter(file__board=board)
    return wanted.select_related("file", "user__person", "user__agency_member__agency")


def last_downloads(board: PartnerBoard) -> dict[int, tuple[int, datetime]]:
    """How often each of its files was taken, and when last."""
    counted = Download.objects.filter(file__board=board, file__taken_back_at=None).order_by().values("file")
    return {row["file"]: (row["n"], row["last"]) for row in counted.annotate(n=Count("pk"), last=Max("at"))}


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

    @property
    def files(self) -> list[Any]:
        """Every file that stands there."""
        carriers: list[Any] = [*self.briefs, *self.ideas, *self.tasks, *self.results]
        return [file for one in carriers for file in one.living_files]


def board_page(board: PartnerBoard, at: datetime) -> BoardPage:
    """The same number of questions however much there is."""
    return pages_of([board], at)[0]


def pages_of(boards: list[PartnerBoard], at: datetime) -> list[BoardPage]:
    """Many boards with the questions of one. Open work comes first, by its day."""
    authors = "author__person", "author__agency_member__agency"
    done_by = tuple(f"done_by__{one[8:]}" for one in authors)
    below = Prefetch("remarks", Remark.objects.select_related(*authors))
    files = Prefetch("files", living_files(), to_attr="living_files")
    kinds: list[QuerySet[Any]] = [
        living_sharings(at).select_related("agency"),
        Brief.objects.select_related(*authors).prefetch_related(files),
        SharedVoice.objects.filter(taken_back_at=None).select_related("signal__touchpoint"),
        Idea.objects.select_related(*authors, "answer").prefetch_related(below, files),
        Task.objects.select_related("agency", *authors, *done_by)
        .order_by(F("done_at").desc(nulls_first=True), "due_on", "pk")
        .prefetch_related(below, files),
        SharedResult.objects.select_related(*authors).prefetch_related(files),
        Remark.objects.filter(idea=None, task=None).select_related(*authors),
    ]
    found = [_by_board(rows.filter(board__in=boards)) for rows in kinds]
    return [BoardPage(board, *(rows.get(board.pk, []) for rows in found)) for board in boards]


def _by_board(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    sorted_out: dict[int, list[Any]] = {}
    for one in rows:
        sorted_out.setdefault(one.board_id, []).append(one)
    return sorted_out


def voices_to_share(board: PartnerBoard, user: User, behind: QuerySet[Signal]) -> QuerySet[Signal]:
    """Voices with words behind the initiative that this person may read and nobody has shared yet, the newest first."""
    there = SharedVoice.objects.filter(board=board, signal=OuterRef("pk"))
    seen = signals_visible_to(user).filter(pk__in=behind.values("pk"))
    return seen.exclude(comment="").filter(~Exists(there)).order_by("-submitted_at")


@dataclass(frozen=True, slots=True)
class News:
    """Something that somebody else put on a board: what it is, its words, and where it stands."""

    kind: str
    words: str
    board: PartnerBoard
    place: str
    at: datetime


NEWS = 8
NEW_THINGS: tuple[tuple[type[Any], str, str, str], ...] = (
    (Brief, "board", "Brief", "#brief-{pk}"),
    (SharedResult, "board", "Result", "#result-{pk}"),
    (SharedVoice, "board", "Voice", "#voices"),
    (Idea, "board", "Idea", "#idea-{pk}"),
    (IdeaAnswer, "idea__board", "Answer to an idea", "#idea-{idea}"),
    (SharedFile, "board", "File", "#{carrier}"),
    (Remark, "board", "Words", "#{below}"),
)


def news_for(user: User, at: datetime) -> list[News]:
    """What others put on the boards that somebody sees, the latest first."""
    boards, found = boards_visible_to(user, at), list[News]()
    for model, path, kind, place in NEW_THINGS:
        rows = model.objects.filter(**{f"{path}__in": boards}).filter(~Q(author=user))
        if model in (SharedVoice, SharedFile):
            rows = rows.filter(taken_back_at=None)
        for one in rows.select_related(f"{path}__initiative").order_by("-at", "-pk")[:NEWS]:
            board = one.idea.board if model is IdeaAnswer else one.board
            found.append(News(kind, _words_of(one), board, place.format(**_places(one)), one.at))
    return sorted(found, key=lambda one: one.at, reverse=True)[:NEWS]


def _words_of(one: Any) -> str:
    """Words are cut for the page by the page."""
    return one.words if isinstance(one, SharedVoice | Remark) else str(one)


def _places(one: Any) -> dict[str, Any]:
    idea, task, brief, result = (
        getattr(one, f"{name}_id", None) for name in ("idea", "task", "brief", "result")
    )
    below = f"idea-{idea}" if idea else f"task-{task}" if task else "words"
    carrier = f"brief-{brief}" if brief else f"result-{result}" if result else below
    return {"pk": one.pk, "idea": idea, "below": below, "carrier": carrier}
