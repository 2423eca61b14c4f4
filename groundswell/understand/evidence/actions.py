"""Read what arrived and load it into the engine, each signal exactly once however often this runs."""

from datetime import datetime

import pyarrow as pa
from django.db import transaction

from groundswell.engine.building import keep_cubes
from groundswell.engine.histograms import Filter, histograms
from groundswell.engine.tidying import compact, sweep
from groundswell.foundation.access.models import User
from groundswell.foundation.bulk_rows import insert_rows
from groundswell.foundation.history.actions import record
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import KindOfScore
from groundswell.understand.themes.actions import find_mentions

from .errors import NoSuchAttribute
from .models import Attribute, AttributeValue, Batch, Reading
from .queries import batches_to_load, living_readings, signals_without_reading
from .store import evidence_store
from .tables import table_of
from .understanding import understand

AT_ONCE = 20_000
LONGEST_NAME = 60
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
    store = evidence_store()
    for start in range(0, len(waiting), TOGETHER):
        _load([batch for batch in waiting[start : start + TOGETHER] if not store.holds(_key(batch))])
    Batch.objects.filter(pk__in=[batch.pk for batch in waiting], loaded_at=None).update(loaded_at=at)
    return len(waiting)


def _load(batches: list[Batch]) -> None:
    """Few large segments rather than many small ones; one by one where another process has loaded some meanwhile."""
    together = [_key(batch) for batch in batches]
    if batches and not evidence_store().add(together, *_rows_of(batches)):
        for batch in batches:
            evidence_store().add([_key(batch)], *_rows_of([batch]))


def _rows_of(batches: list[Batch]) -> tuple[pa.Table, list[int]]:
    """What the batches say, and the signals that they correct: what those said counts no longer."""
    corrected = Signal.objects.filter(reading__batch__in=batches).exclude(supersedes=None)
    return table_of(living_readings().filter(batch__in=batches)), list(
        corrected.values_list("supersedes_id", flat=True)
    )


def rebuild_evidence(*, at: datetime) -> int:
    """Make the store anew from the readings: after corrections, after themes changed, after a lost disk. Returns its rows."""
    batches = list(Batch.objects.order_by("id"))
    store = evidence_store()
    parts = (batches[start : start + TOGETHER] for start in range(0, len(batches), TOGETHER))
    tables = (table_of(living_readings().filter(batch__in=part)) for part in parts)
    store.replace_all([_key(batch) for batch in batches], tables)
    Batch.objects.filter(pk__in=[batch.pk for batch in batches], loaded_at=None).update(loaded_at=at)
    keep_cubes(store)
    Attribute.objects.filter(loaded_at=None).exclude(added_at=None).update(loaded_at=at)
    forget_unused_values()
    return store.rows()


def forget_unused_values() -> int:
    """Values that no voice has any more leave with their words. Returns how many."""
    store = evidence_store()
    used = {
        value for kind in KindOfScore for (value,) in histograms(store, ["attribute"], Filter(kind.value))
    }
    unused = [pk for pk in AttributeValue.objects.values_list("pk", flat=True) if pk not in used]
    return AttributeValue.objects.filter(pk__in=unused).delete()[0]


def count_by(name: str, label: str, *, by: User, at: datetime) -> Attribute:
    """Say that something known about customers or occasions is a category. Earlier voices are counted by it soon."""
    words = (name.strip(), label.strip() or name.strip())
    if not words[0] or max(map(len, words)) > LONGEST_NAME:
        raise NoSuchAttribute(f"A name has 1 to {LONGEST_NAME} letters.")
    with transaction.atomic():
        made, is_new = Attribute.objects.get_or_create(
            name=words[0], defaults={"label": words[1], "added_by": str(by), "added_at": at}
        )
        if is_new:
            record("attribute.added", made, by=by, at=at, name=made.name)
    return made


def _key(batch: Batch) -> str:
    return f"batch-{batch.pk}"


def tidy_evidence(*, at: datetime) -> str:
    """Join small segments, keep the cubes in order, and remove files that nobody reads any more.

    A store that is empty though it was filled has lost its disk or is of an earlier layout: it is made anew.
    """
    store = evidence_store()
    if Attribute.objects.filter(loaded_at=None).exclude(added_at=None).exists():
        return f"{rebuild_evidence(at=at)} voices counted by what was added"
    if not store.rows() and Batch.objects.exclude(loaded_at=None).exists():
        return f"{rebuild_evidence(at=at)} voices brought back"
    months, cubes, files = compact(store), keep_cubes(store), sweep(store)
    done = f"{months} months joined, {cubes} cubes written, {files} files removed"
    return done if months or cubes or files else ""
