"""Files in which somebody who was erased was found: each waits until a person has read it and decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from groundswell.act.partners.errors import SettledBefore
from groundswell.act.partners.models import FoundFile, PartnerBoard, SharedFile
from groundswell.act.partners.rules import must_say
from groundswell.foundation.access.models import User
from groundswell.foundation.erasing.models import Erasure
from groundswell.foundation.history.actions import record

from .reading import DRAWN
from .storing import remove

Verdict = FoundFile.Verdict


def boards_not_read() -> QuerySet[PartnerBoard]:
    """Boards with PDFs and pictures, which nobody reads here, with how many (``unread``)."""
    drawn = Q(sharedfiles__taken_back_at=None, sharedfiles__kind__in=DRAWN)
    counted = PartnerBoard.objects.annotate(unread=Count("sharedfiles", filter=drawn)).filter(unread__gt=0)
    return counted.select_related("initiative__owner").order_by("initiative__name", "pk")


def note_found(erasure: Erasure, files: Iterable[SharedFile]) -> None:
    """Write down in which files somebody stands who is erased now."""
    FoundFile.objects.bulk_create(FoundFile(erasure=erasure, file=one) for one in files)


@transaction.atomic
def decide_on_file(
    found: FoundFile, *, verdict: str, why: str = "", by: User | None, at: datetime
) -> FoundFile:
    """The file goes as a whole, or stays for a reason; from then on nothing leads from the erasure to it. The first word stands.

    Raises SettledBefore, WordsMissing.
    """
    found = FoundFile.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.verdict or found.file is None:
        raise SettledBefore("Somebody decided on this file a moment ago.")
    file = SharedFile.objects.select_for_update(of=("self",)).get(pk=found.file_id)
    if verdict == Verdict.STAYS:
        why = must_say(why, "Say why it may stay: who reads the proof reads it.")
    found.verdict, found.why, found.by, found.at, found.file = verdict, why.strip(), by, at, None
    found.save(update_fields=["verdict", "why", "by", "at", "file"])
    if verdict == Verdict.REMOVED:
        same = FoundFile.objects.filter(file=file, verdict="")
        same.update(verdict=verdict, by=by, at=at)
        transaction.on_commit(partial(remove, [file.stored_as]))
        file.delete()
    record("decided on a file that names somebody erased", found, by=by, at=at, verdict=verdict)
    return found
