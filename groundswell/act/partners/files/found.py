"""Files that a person has to look at because of somebody who was erased: those that name them, and those that nobody here can
read. Each waits until somebody has read it and decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from groundswell.act.partners.errors import NotLookedAt, SettledBefore
from groundswell.act.partners.models import Download, FoundFile, PartnerBoard, SharedFile, SharedVoice
from groundswell.act.partners.rules import must_say
from groundswell.foundation.access.models import User
from groundswell.foundation.erasing.models import Erasure
from groundswell.foundation.held import Somebody
from groundswell.foundation.history.actions import record

from .reading import DRAWN, names_in, read_in
from .storing import remove

Cause, Verdict = FoundFile.Cause, FoundFile.Verdict


def found_in_files(somebody: Somebody) -> Iterator[tuple[SharedFile, Cause]]:
    """Every file that names this person, that cannot be read whole, or that shows something where words of theirs were shared."""
    theirs = _boards_of(somebody)
    for file in SharedFile.objects.filter(taken_back_at=None):
        read = read_in(file)
        if names_in(somebody, file, read):
            yield file, Cause.NAMED
        elif not read.is_whole:
            yield file, Cause.UNREAD
        elif read.has_pictures and file.board_id in theirs:
            yield file, Cause.PICTURE


def boards_not_looked_at(somebody: Somebody) -> QuerySet[PartnerBoard]:
    """Boards with pictures on which no words of theirs were ever shared, with how many (``unread``)."""
    drawn = Q(sharedfiles__taken_back_at=None, sharedfiles__kind__in=DRAWN)
    counted = PartnerBoard.objects.annotate(unread=Count("sharedfiles", filter=drawn)).filter(unread__gt=0)
    elsewhere = counted.exclude(pk__in=_boards_of(somebody))
    return elsewhere.select_related("initiative__owner").order_by("initiative__name", "pk")


def _boards_of(somebody: Somebody) -> set[int]:
    """Also where they were taken back since: a picture may have been made of them."""
    return set(SharedVoice.objects.filter(signal__in=somebody.signals).values_list("board", flat=True))


def note_found(erasure: Erasure, somebody: Somebody) -> None:
    """Write down which files somebody has to read because of who is erased now."""
    FoundFile.objects.bulk_create(
        FoundFile(erasure=erasure, file=file, cause=cause) for file, cause in found_in_files(somebody)
    )


@transaction.atomic
def decide_on_file(found: FoundFile, *, verdict: str, why: str = "", by: User, at: datetime) -> FoundFile:
    """The file goes as a whole, stays for a reason, or they are not in it; from then on nothing leads from the erasure to it.
    The first word stands.

    Raises SettledBefore, NotLookedAt, WordsMissing.
    """
    found = FoundFile.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.verdict or found.file is None:
        raise SettledBefore("Somebody decided on this file a moment ago.")
    file = SharedFile.objects.select_for_update(of=("self",)).get(pk=found.file_id)
    if verdict == Verdict.STAYS:
        why = must_say(why, "Say why it may stay: who reads the proof reads it.")
    if verdict == Verdict.CLEAR:
        _must_have_looked(found, file, by)
    found.verdict, found.why, found.by, found.at, found.file = verdict, why.strip(), by, at, None
    found.save(update_fields=["verdict", "why", "by", "at", "file"])
    if verdict == Verdict.REMOVED:
        same = FoundFile.objects.filter(file=file, verdict="")
        same.filter(cause=Cause.NAMED).update(verdict=verdict, by=by, at=at)
        same.exclude(cause=Cause.NAMED).update(verdict=Verdict.GONE, by=by, at=at)
        transaction.on_commit(partial(remove, [file.stored_as]))
        file.delete()
    record("decided on a file because of an erasure", found, by=by, at=at, verdict=verdict)
    return found


def _must_have_looked(found: FoundFile, file: SharedFile, by: User) -> None:
    if not found.wants_a_look:
        raise NotLookedAt("It names them. Remove it, or say why it may stay.")
    if not Download.objects.filter(file=file, user=by).exists():
        raise NotLookedAt(f"You have not opened “{file}” yet. Open it, then say whether they are in it.")
