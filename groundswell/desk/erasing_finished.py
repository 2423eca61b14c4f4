"""What needs time after an erasure: figures that are reckoned ahead, files, and the vacant parts of the database."""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError, connection

from groundswell.engine.vacant import leave_nothing
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.ledger import (
    forgotten_lines,
    ledger_path,
    remember_lines,
    who_is_among,
    write_ledger,
)
from groundswell.foundation.erasing.models import Erasure
from groundswell.foundation.erasing.queries import unfinished_erasures

from .erasing import erase_person, out_of_every_figure, rooms
from .erasing_farewell import FAREWELL, is_forgotten

JOB = "finish erasures"
RESTORED = "An older database was brought back: the ledger of erasures is applied again."


def finish_erasures(*, at: datetime) -> str:
    """Go on with every erasure until nothing is left of it; each step may run again. Says what was done."""
    waiting = list(unfinished_erasures())
    for erasure in waiting:
        out_of_every_figure(erasure)
    if any(erasure.figures_at is None for erasure in waiting):
        _count_again(at)
        unfinished_erasures().filter(figures_at=None, pk__in=[one.pk for one in waiting]).update(
            figures_at=at
        )
    for erasure in waiting:
        _remove_outside(erasure, at)
    removed = [erasure for erasure in waiting if not erasure.pending]
    done = removed if removed and is_database_clean() else []
    Erasure.objects.filter(pk__in=[one.pk for one in done]).update(disk_at=at)
    return f"{len(done)} erasures finished" if done else ""


def apply_ledger(*, at: datetime) -> int:
    """After an older database was brought back: whom the file of the ledger knows is erased once more. Returns how many."""
    lines = forgotten_lines()
    count = 0
    for pk in sorted(who_is_among(lines)):
        customer = Customer.objects.filter(pk=pk).first()
        if customer is not None:
            given = {"reason": RESTORED, "asked_on": at.date(), "by": JOB, "at": at}
            erase_person(customer, despite=None, **given)
            count += 1
    remember_lines(lines)
    write_ledger(ledger_path())
    return count


def _count_again(at: datetime) -> None:
    for _, module in rooms():
        if hasattr(module, "COUNT_AGAIN"):
            module.COUNT_AGAIN(at)


def _remove_outside(erasure: Erasure, at: datetime) -> None:
    left = {
        room: still
        for room, module in rooms()
        if room in erasure.pending and (still := module.OUTSIDE.remove(erasure.pending[room]))
    }
    if not is_forgotten(erasure, at=at):
        left[FAREWELL] = erasure.pending[FAREWELL]
    erasure.pending = left
    erasure.save(update_fields=["pending"])


def is_database_clean() -> bool:
    """What was deleted is on no page and in no log of the database that we can reach. False when somebody was in the way."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return not connection.in_atomic_block and leave_nothing(connection.connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
    except OperationalError:
        return False
    return True
