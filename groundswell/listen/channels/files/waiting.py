"""Files that were ordered in and wait their turn: who carries them, and for how long at once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Q, QuerySet
from django.db.utils import OperationalError
from django.utils import timezone

from groundswell.foundation.bulk_rows import room_for_many
from groundswell.listen.channels.models import FileImport

from .carrying import Carriage
from .uploads import forget_upload, path_of

SILENT_FOR = timedelta(seconds=30)
"""Who carries a file gives a sign with each portion; after this long without one, another may go on with it."""
AT_ONCE_SECONDS = 3.0
OUR_FAULT = "Something of ours went wrong while this file was read. Bring it again; nothing is doubled."
log = logging.getLogger("groundswell.files")
_carried: dict[int, Carriage] = {}


def waiting_imports(at: datetime) -> QuerySet[FileImport]:
    """What this process may carry: nobody else gives a sign of doing so. The longest waiting first."""
    free = Q(last_sign_at=None) | Q(last_sign_at__lt=at - SILENT_FOR) | Q(pk__in=list(_carried))
    going = FileImport.objects.filter(free, ended_at=None, stopped_at=None).exclude(upload=None)
    return going.select_related("upload").order_by("started_at", "id")


def is_a_file_waiting() -> bool:
    """Whether there is something to carry."""
    return waiting_imports(timezone.now()).exists()


def carry_waiting(at: datetime) -> str:
    """Carry the file that waited longest for a few seconds; other work has its turn in between."""
    found = waiting_imports(at).first()
    if found is None:
        return ""
    carry(found, seconds=AT_ONCE_SECONDS)
    found.refresh_from_db()
    return f"{found.file_name}: {found.read} rows read"


def carry(order: FileImport, *, seconds: float) -> None:
    """Go on with one file for so long; its bytes are forgotten when it is over."""
    carriage = _carried.pop(order.pk, None) or Carriage(order, path_of(order.upload), order.upload.file_name)
    until = monotonic() + seconds
    is_going_on = True
    try:
        with room_for_many():
            while is_going_on and monotonic() < until:
                is_going_on = carriage.carry_one(at=timezone.now())
    except OperationalError:
        log.exception("The database was busy; %s goes on later", order)
        FileImport.objects.filter(pk=order.pk).update(last_sign_at=None)
        return
    except Exception:
        log.exception("The import of %s failed", order)
        FileImport.objects.filter(pk=order.pk, ended_at=None).update(
            ended_at=timezone.now(), refusal=OUR_FAULT
        )
        is_going_on = False
    if is_going_on:
        _carried[order.pk] = carriage
    else:
        forget_what_is_over()


def hand_over_to_the_worker(order: FileImport) -> None:
    """This process goes on no further; the worker may begin at once."""
    if _carried.pop(order.pk, None):
        FileImport.objects.filter(pk=order.pk, ended_at=None).update(last_sign_at=None)


def forget_what_is_over() -> None:
    """Remove the bytes of files that are in, refused or stopped."""
    over = FileImport.objects.exclude(upload=None).exclude(ended_at=None, stopped_at=None)
    for order in over.select_related("upload"):
        forget_upload(order.upload)
