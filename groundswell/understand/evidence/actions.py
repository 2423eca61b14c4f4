"""Read what arrived and load it into the engine, each signal exactly once however often this runs."""

from datetime import datetime

from django.db import transaction

from groundswell.listen.signals.models import Signal
from groundswell.science.text.redaction import redacted
from groundswell.science.text.sentiment import Sentiment, read_sentiment
from groundswell.understand.themes.actions import find_mentions

from .models import Batch, Reading
from .queries import batches_to_load, living_readings, signals_without_reading
from .store import evidence_store
from .tables import table_of

AT_ONCE = 2000


def read_new_signals(*, at: datetime) -> int:
    """Read and load everything that arrived. Returns how many signals were read."""
    count = 0
    while read := _read_some(at):
        count += read
    load_batches(at=at)
    return count


@transaction.atomic
def _read_some(at: datetime) -> int:
    signals = list(signals_without_reading()[:AT_ONCE])
    if not signals:
        return 0
    batch = Batch.objects.create(read_at=at)
    understood = _understood({signal.comment for signal in signals})
    readings = [_reading(signal, batch, *understood[signal.comment]) for signal in signals]
    Reading.objects.bulk_create(readings, ignore_conflicts=True, batch_size=400)
    find_mentions(signals)
    return len(signals)


def load_batches(*, at: datetime) -> int:
    """Bring batches into the engine. A batch that was loaded before a crash is recognised by its key."""
    waiting = list(batches_to_load())
    if not waiting:
        return 0
    if Signal.objects.filter(reading__batch__in=waiting).exclude(supersedes=None).exists():
        rebuild_evidence(at=at)
        return len(waiting)
    store = evidence_store()
    for batch in waiting:
        store.add(_key(batch), table_of(living_readings().filter(batch=batch)))
        batch.loaded_at = at
        batch.save(update_fields=["loaded_at"])
    return len(waiting)


def rebuild_evidence(*, at: datetime) -> int:
    """Make the store anew from the readings: after corrections, after themes changed, after a lost disk. Returns its rows."""
    batches = list(Batch.objects.order_by("id"))
    table = table_of(living_readings().filter(batch__in=batches))
    evidence_store().replace_all([_key(batch) for batch in batches], table)
    Batch.objects.filter(pk__in=[batch.pk for batch in batches], loaded_at=None).update(loaded_at=at)
    return int(table.num_rows)


def _understood(comments: set[str]) -> dict[str, tuple[Sentiment, str]]:
    """Each text is read once, however many customers wrote it."""
    return {comment: (read_sentiment(comment), redacted(comment).text) for comment in comments}


def _reading(signal: Signal, batch: Batch, feeling: Sentiment, clean: str) -> Reading:
    return Reading(
        signal=signal,
        batch=batch,
        sentiment=feeling.label,
        sentiment_value=feeling.value,
        model=feeling.model,
        redacted_comment=clean,
    )


def _key(batch: Batch) -> str:
    return f"batch-{batch.pk}"


def tidy_evidence() -> str:
    """Join small segments and remove files that nobody reads any more."""
    store = evidence_store()
    months, files = store.compact(), store.sweep()
    return f"{months} months joined, {files} files removed" if months or files else ""
