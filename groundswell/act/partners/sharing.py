"""What leaves the house: a board, for an agency, until a day; voices without names; results."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.opportunities.voices import voices_behind
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to

from .errors import NotShared, PartnershipEnded, SharedAlready
from .files.actions import attach_files
from .files.content import NewFile
from .models import Agency, Brief, PartnerBoard, SharedResult, SharedVoice, Sharing
from .redacting import for_partners
from .rules import must_be_ahead, must_be_running, must_say


@transaction.atomic
def open_board(initiative: Initiative, *, purpose: str, by: User, at: datetime) -> PartnerBoard:
    """A board for one initiative. Nobody outside sees it until it is shared with their agency."""
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if PartnerBoard.objects.filter(initiative=initiative).exists():
        raise SharedAlready("It has a board: share that one.")
    purpose = must_say(purpose, "Say what it is for, in words that may leave the house.")
    board = PartnerBoard.objects.create(initiative=initiative, purpose=purpose, opened_at=at)
    record("opened board", board, by=by, at=at)
    return board


@transaction.atomic
def share_board(board: PartnerBoard, agency: Agency, *, until_on: date, by: object, at: datetime) -> Sharing:
    """An agency sees this board until a day, that day included. Sharing it again moves the day. Raises DayOver."""
    board = _held(board)
    must_be_ahead(until_on, at)
    if agency.ended_at is not None:
        raise PartnershipEnded(f"{agency} works with us no more.")
    sharing, is_new = Sharing.objects.update_or_create(
        board=board, agency=agency, ended_at=None, defaults={"until_on": until_on}, create_defaults={
            "until_on": until_on, "at": at,
        },
    )  # fmt: skip
    record("shared board" if is_new else "moved the end of sharing", sharing, by=by, at=at, until_on=until_on)
    return sharing


@transaction.atomic
def end_sharing(sharing: Sharing, *, because: str, by: object, at: datetime) -> Sharing:
    """The agency sees this board no more, from this moment on. The first end stands."""
    sharing = Sharing.objects.select_for_update(of=("self",)).get(pk=sharing.pk)
    if sharing.ended_at is None:
        sharing.ended_at, sharing.ended_because = at, must_say(because, "Say why.")
        sharing.save(update_fields=["ended_at", "ended_because"])
        record("ended sharing", sharing, by=by, at=at, because=because)
    return sharing


@transaction.atomic
def write_brief(
    board: PartnerBoard, *, title: str, words: str, files: Sequence[NewFile] = (), by: User, at: datetime
) -> Brief:
    """Say what we ask of the agencies."""
    must_be_running(board)
    brief = Brief.objects.create(
        board=_held(board), title=must_say(title, "Give it a title."), words=must_say(words, "Say what you ask."),
        author=by, at=at,
    )  # fmt: skip
    record("wrote brief", brief, by=by, at=at, title=title)
    attach_files(brief, files, by=by, at=at)
    return brief


@transaction.atomic
def share_voice(
    board: PartnerBoard, signal: Signal, *, by: User, at: datetime, struck: Iterable[str] = ()
) -> SharedVoice:
    """A voice behind the initiative that the sharer may read, as it may leave the house. Raises NotShared, SharedAlready."""
    board = _held(board)
    behind = voices_behind(board.initiative.decision.proposal.opportunity)
    if not signals_visible_to(by).filter(pk=signal.pk).filter(pk__in=behind.values("pk")).exists():
        raise NotShared("Only voices that stand behind this initiative and that you may read can be shared.")
    words = for_partners(signal, struck)
    if not words.strip():
        raise NotShared("It has no words to share.")
    if SharedVoice.objects.filter(board=board, signal=signal).exists():
        raise SharedAlready("It was shared on this board before.")
    shared = SharedVoice.objects.create(board=board, signal=signal, words=words, author=by, at=at)
    record("shared voice", shared, by=by, at=at, signal=signal.pk)
    return shared


@transaction.atomic
def take_voice_back(shared: SharedVoice, *, by: User, at: datetime) -> None:
    """It stands on the board no more."""
    held = SharedVoice.objects.select_for_update(of=("self",)).get(pk=shared.pk)
    if held.taken_back_at is None:
        held.taken_back_at = at
        held.save(update_fields=["taken_back_at"])
        record("took voice back", held, by=by, at=at)


@transaction.atomic
def share_result(
    board: PartnerBoard,
    *,
    title: str,
    words: str,
    by: User,
    at: datetime,
    reading: EffectReading | None = None,
    files: Sequence[NewFile] = (),
) -> SharedResult:
    """Say what came out so far, in words that may leave the house."""
    result = SharedResult.objects.create(
        board=_held(board), title=must_say(title, "Give it a title."), words=must_say(words, "Say what came out."),
        reading=reading, author=by, at=at,
    )  # fmt: skip
    record("shared result", result, by=by, at=at, title=title)
    attach_files(result, files, by=by, at=at)
    return result


def _held(board: PartnerBoard) -> PartnerBoard:
    PartnerBoard.objects.select_for_update(of=("self",)).get(pk=board.pk)
    return PartnerBoard.objects.select_related("initiative__decision__proposal__opportunity").get(pk=board.pk)
