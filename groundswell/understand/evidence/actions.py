"""Read what arrived and load it into the engine, each signal exactly once however often this runs."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from groundswell.engine.building import keep_cubes
from groundswell.engine.histograms import Filter, histograms
from groundswell.engine.tidying import compact, sweep
from groundswell.foundation.access.models import User
from groundswell.foundation.bulk_rows import count_anew, insert_rows
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import record
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import KindOfScore
from groundswell.understand.themes.actions import find_mentions
from groundswell.understand.themes.models import Mention

from .errors import NoSuchAttribute
from .models import Attribute, AttributeValue, Batch, Reading, Recount
from .queries import batches_to_load, living_readings, signals_without_reading
from .store import evidence_store
from .tables import table_of
from .understanding import understand

AT_ONCE, MANY = 20_000, 1_000
LONGEST_NAME = 60
TOGETHER = 25
KNOWN_ANEW = "Customers are known better"
Numbers = np.ndarray[Any, np.dtype[np.int64]]
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
    if len(comments) >= MANY:
        count_anew(Signal, Reading, Mention)
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
    """What the batches say, and what counts no longer: signals that they correct, and what was counted in another place."""
    said = Signal.objects.filter(reading__batch__in=batches).order_by()
    gone = {*said.exclude(supersedes=None).values_list("supersedes_id", flat=True)}
    gone |= {*said.exclude(attributions=None).values_list("pk", flat=True)}
    return table_of(living_readings().filter(batch__in=batches)), sorted(gone)


@transaction.atomic
def count_elsewhere(signal: Signal, *, at: datetime) -> None:
    """Whom or which unit a voice is about was corrected: its reading goes into a batch of its own, which takes away the old
    row and adds the new one in one step, and in every cube. A voice that was not read yet is counted rightly by itself."""
    Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if Reading.objects.filter(signal=signal).exists():
        batch = Batch.objects.create(read_at=at)
        Reading.objects.filter(signal=signal).update(batch=batch)


def rebuild_evidence(*, at: datetime) -> int:
    """Make the store anew from the readings: after corrections, after themes changed, after a lost disk. Returns its rows."""
    asked = list(Recount.objects.filter(done_at=None).values_list("pk", flat=True))
    batches = list(Batch.objects.order_by("id"))
    store = evidence_store()
    parts = (batches[start : start + TOGETHER] for start in range(0, len(batches), TOGETHER))
    written: list[Numbers] = []
    store.replace_all([_key(batch) for batch in batches], _noted(parts, written))
    store.remove(_gone_since(written))
    Batch.objects.filter(pk__in=[batch.pk for batch in batches], loaded_at=None).update(loaded_at=at)
    keep_cubes(store)
    Attribute.objects.filter(loaded_at=None).exclude(added_at=None).update(loaded_at=at)
    forget_unused_values()
    Recount.objects.filter(pk__in=asked).update(done_at=at)
    return store.rows()


def ask_recount(why: str, *, at: datetime) -> None:
    """Every voice is counted anew by the worker, soon. Asked twice before it begins, it happens once."""
    Recount.objects.create(why=why[:160], asked_at=at)


def ask_where_customers_are_known_anew(*, at: datetime) -> None:
    """A voice is counted by what is known of its customer: where that was learnt after it was read, all are counted anew, once an hour."""
    last = Recount.objects.filter(why=KNOWN_ANEW).aggregate(last=Max("asked_at"))["last"]
    if last and at - last < timedelta(hours=1):
        return
    learnt = Customer.objects.filter(known_at__gt=last) if last else Customer.objects.exclude(known_at=None)
    spoke = Signal.objects.filter(customer=OuterRef("pk"), received_at__lt=OuterRef("known_at"))
    if learnt.filter(Exists(spoke)).exists():
        ask_recount(KNOWN_ANEW, at=at)


def _noted(parts: Iterable[list[Batch]], written: list[Numbers]) -> Iterator[pa.Table]:
    for part in parts:
        table = table_of(living_readings().filter(batch__in=part))
        written.append(table["signal_id"].to_numpy())
        yield table


def _gone_since(written: list[Numbers]) -> list[int]:
    """Signals that were erased or corrected while they were written: nobody else takes them out of what takes the place."""
    if not written:
        return []
    living = np.fromiter(living_readings().values_list("signal_id", flat=True).iterator(), np.int64)
    return np.setdiff1d(np.concatenate(written), living).tolist()


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
