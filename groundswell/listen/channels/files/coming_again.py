"""Rejected rows that a later file brings again are told with that file, and no more with the one before."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from groundswell.listen.channels.models import FileImport, RejectedRow
from groundswell.listen.signals.storing import held_signals

from .cells import read_identity
from .errors import CellRefused

AT_ONCE = 500


def note_what_came_again(log: FileImport) -> None:
    """Rows that earlier files of the same source had rejected and whose id has arrived since, or is rejected anew here.

    A row that lost against another of the same id stays: only somebody who gives it an id of its own mends it.
    """
    source, anew = log.choices.get("source", ""), {identity for _, identity in _ids(log)}
    earlier = FileImport.objects.filter(choices__source=source, rejected__gt=F("came_again"), pk__lt=log.pk)
    for before in earlier:
        rows = list(_ids(before))
        held = held_signals((source, identity) for _, identity in rows)
        came = [pk for pk, identity in rows if identity in anew or (source, identity) in held]
        for start in range(0, len(came), AT_ONCE):
            RejectedRow.objects.filter(pk__in=came[start : start + AT_ONCE]).delete()
        FileImport.objects.filter(pk=before.pk).update(came_again=F("came_again") + len(came))


def _ids(log: FileImport) -> Iterator[tuple[int, str]]:
    """The rejected rows of a file and the ids that stand in them, where its column of ids is known."""
    place = _column_of_ids(log)
    if place is None:
        return
    rows = log.rejected_rows.exclude(reason="conflict").values_list("pk", "cells")
    for pk, cells in rows.iterator(chunk_size=1_000):
        try:
            identity = read_identity(cells[place].strip()) if place < len(cells) else ""
        except CellRefused:
            continue
        if identity:
            yield pk, identity


def _column_of_ids(log: FileImport) -> int | None:
    wanted = log.choices.get("fields", {}).get("external_id")
    return next((row.index(wanted) for row in log.header if wanted in row), None)
