"""Put files beside a brief, an idea, work or a result, take them back, and note who took a copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Sum

from groundswell.act.partners.errors import FileRefused
from groundswell.act.partners.models import (
    Brief,
    Download,
    Idea,
    PartnerBoard,
    SharedFile,
    SharedResult,
    Task,
)
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record

from .content import NewFile
from .storing import remove, store

AT_ONE_TIME = 5
QUOTA = 200 << 20
"""Bytes on one board."""
DOWNLOADS_KEPT = timedelta(days=365)
"""So long those who run an initiative see who took which file."""
Carrier = Brief | Idea | Task | SharedResult
FIELDS = {Brief: "brief", Idea: "idea", Task: "task", SharedResult: "result"}


@transaction.atomic
def attach_files(thing: Carrier, files: Sequence[NewFile], *, by: User, at: datetime) -> list[SharedFile]:
    """All of them or none. Raises FileRefused where the board is full or they are too many."""
    if not files:
        return []
    board = PartnerBoard.objects.select_for_update(of=("self",)).get(pk=thing.board_id)
    if len(files) > AT_ONE_TIME:
        raise FileRefused(f"Put {AT_ONE_TIME} files at a time at most.")
    there = board.sharedfiles.filter(taken_back_at=None).aggregate(all=Sum("size"))["all"] or 0
    if there + sum(len(one.content) for one in files) > QUOTA:
        raise FileRefused(
            f"The files of this board would be more than {QUOTA >> 20} MB. Take one back first."
        )
    kept: list[SharedFile] = []
    try:
        for one in files:
            kept.append(
                SharedFile(
                    board=board,
                    author=by,
                    at=at,
                    name=one.name,
                    kind=one.kind,
                    size=len(one.content),
                    **{FIELDS[type(thing)]: thing},
                )
            )
            store(kept[-1].stored_as, one.content)
            kept[-1].save()
            record("attached file", kept[-1], by=by, at=at, name=one.name, size=len(one.content))
    except BaseException:
        remove(one.stored_as for one in kept)
        raise
    return kept


@transaction.atomic
def take_file_back(file: SharedFile, *, by: User, at: datetime) -> None:
    """Nobody sees it any more, and its bytes are gone."""
    held = SharedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if held.taken_back_at is None:
        held.taken_back_at = at
        held.save(update_fields=["taken_back_at"])
        record("took file back", held, by=by, at=at, name=held.name)
        transaction.on_commit(partial(remove, [held.stored_as]))


def note_download(file: SharedFile, *, by: User, at: datetime) -> Download:
    """Somebody took a copy of it."""
    return Download.objects.create(file=file, user=by, at=at)


def forget_downloads(at: datetime) -> int:
    """What is older than a year is forgotten. Returns how many."""
    return Download.objects.filter(at__lt=at - DOWNLOADS_KEPT).delete()[0]
