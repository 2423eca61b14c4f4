"""Is the installation well? Each finding says what was looked at and what to do."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from groundswell.foundation.history.queries import first_broken_event
from groundswell.foundation.timetable.queries import last_sign_of_life, runs
from groundswell.listen.signals.draining import letterbox_standing
from groundswell.listen.signals.forgetting import RETURNED_KEPT_FOR
from groundswell.listen.signals.models import ReturnedLetter
from groundswell.listen.signals.queries import living_signals
from groundswell.understand.evidence.queries import signals_without_reading
from groundswell.understand.evidence.store import evidence_store


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_well: bool
    words: str


def examine(at: datetime) -> list[Finding]:
    """Look at everything, in the order in which trouble spreads."""
    if not _is_migrated():
        return [Finding("Database", False, "it is not up to date. Run: groundswell migrate")]
    return [
        Finding("Database", True, f"{connection.vendor}, up to date"),
        _durability(),
        _disk(),
        _letterbox(),
        _evidence(),
        _history(),
        _worker(at),
        _jobs(),
    ]


def _is_migrated() -> bool:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0, stdout=StringIO())
    except (SystemExit, CommandError):
        return False
    return True


def _durability() -> Finding:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            safe = cursor.fetchone()[0] == 2
        else:
            cursor.execute(
                "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') = 'on'"
            )
            safe = bool(cursor.fetchone()[0])
    words = (
        "an acknowledged voice is on disk"
        if safe
        else "acknowledged voices may be lost with the power; switch fsync and synchronous commit on"
    )
    return Finding("Durability", safe, words)


def _disk() -> Finding:
    free = shutil.disk_usage(settings.GROUNDSWELL_HOME).free
    return Finding("Disk", free > 1 << 30, f"{free / (1 << 30):.1f} GiB free in {settings.GROUNDSWELL_HOME}")


def _letterbox() -> Finding:
    standing = letterbox_standing()
    words = f"{standing.waiting} answers wait to become voices"
    if not standing.returned:
        return Finding("Letterbox", True, words)
    returned = ReturnedLetter.objects.exclude(content="").first()
    kept = f"What they said is kept for {RETURNED_KEPT_FOR.days} days"
    return Finding(
        "Letterbox", False, f"{words}, {standing.returned} could not. {kept}. The first one: {returned}"
    )


def _evidence() -> Finding:
    waiting, held, said = signals_without_reading().count(), evidence_store().rows(), living_signals().count()
    if held == said - waiting:
        return Finding("Evidence", True, f"{held} voices counted, {waiting} waiting to be read")
    return Finding(
        "Evidence", False, f"{held} voices counted, {said - waiting} read. Run: groundswell rebuild-evidence"
    )


def _history() -> Finding:
    broken = first_broken_event()
    return Finding(
        "History",
        broken is None,
        "the chain holds" if broken is None else f"event {broken.pk} was altered or removed",
    )


def _worker(at: datetime) -> Finding:
    seen = last_sign_of_life()
    if seen and at - seen < timedelta(seconds=60):
        return Finding("Worker", True, "alive")
    return Finding(
        "Worker",
        False,
        f"last seen {seen:%d %B %Y, %H:%M} UTC" if seen else "never seen. Run: groundswell up",
    )


def _jobs() -> Finding:
    failed = [run.job for run in runs() if run.has_failed]
    return Finding(
        "Jobs", not failed, f"failed last time: {', '.join(failed)}" if failed else "none failed last time"
    )
