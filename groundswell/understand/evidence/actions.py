"""Read what arrived and load it into the engine, each signal exactly once however often this runs."""

from datetime import datetime

from django.db import transaction

from groundswell.foundation.bulk_rows import insert_rows
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.actions import find_mentions

from .models import Batch, Reading
from .queries import batches_to_load, living_readings, signals_without_reading
from .store import evidence_store
from .tables import table_of
from .understanding import understand

AT_ONCE = 20_000
TOGETHER = 25
READING_COLUMNS = ("signal_id", "batch_id", "sentiment", "sentiment_value", "model", "redacted_comment")


def read_new_signals(*, at: datetime, after: int = 0) -> int:
    """Read and load everything that arrived (behind the signal ``after``). Returns how many signals were read."""
    count = 0
    unread = signals_without_reading().values_list("id", "comment")
    while comments := list(unread.filter(id__gt=after)[:AT_ONCE]):
        count += _read(comments, at)
        after = comments[-1][0]
    load_batches(at=at)
    return count


def _read(comments: list[tuple[int, str]], at: datetime) -> int:
    """Understanding takes its time before the database is asked to wait for nobody."""
    understood = [understand(comment) for _, comment in comments]
    with transaction.atomic():
        batch = Batch.objects.create(read_at=at)
        rows = [
            (signal_id, batch.pk, *reading)
            for (signal_id, _), reading in zip(comments, understood, strict=True)
        ]
        count = insert_rows(Reading, READING_COLUMNS, rows, ("signal_id",))
        find_mentions([pair for pair in comments if pair[1]])
    return count


def load_batches(*, at: datetime) -> int:
    """Bring batches into the engine. A batch that was loaded before a crash is recognised by its key."""
    waiting = list(batches_to_load())
    if not waiting:
        return 0
    if Signal.objects.filter(reading__batch__in=waiting).exclude(supersedes=None).exists():
        rebuild_evidence(at=at)
        return len(waiting)
    store = evidence_store()
    for start in range(0, len(waiting), TOGETHER):
        _load([batch for batch in waiting[start : start + TOGETHER] if not store.holds(_key(batch))])
    Batch.objects.filter(pk__in=[batch.pk for batch in waiting], loaded_at=None).update(loaded_at=at)
    return len(waiting)


def _load(batches: list[Batch]) -> None:
    """Few large segments rather than many small ones; one by one where another process has loaded some meanwhile."""
    store = evidence_store()
    together = table_of(living_readings().filter(batch__in=batches))
    if batches and not store.add([_key(batch) for batch in batches], together):
        for batch in batches:
            store.add([_key(batch)], table_of(living_readings().filter(batch=batch)))


def rebuild_evidence(*, at: datetime) -> int:
    """Make the store anew from the readings: after corrections, after themes changed, after a lost disk. Returns its rows."""
    batches = list(Batch.objects.order_by("id"))
    table = table_of(living_readings().filter(batch__in=batches))
    evidence_store().replace_all([_key(batch) for batch in batches], table)
    Batch.objects.filter(pk__in=[batch.pk for batch in batches], loaded_at=None).update(loaded_at=at)
    return int(table.num_rows)


def _key(batch: Batch) -> str:
    return f"batch-{batch.pk}"


def tidy_evidence() -> str:
    """Join small segments and remove files that nobody reads any more."""
    store = evidence_store()
    months, files = store.compact(), store.sweep()
    return f"{months} months joined, {files} files removed" if months or files else ""
