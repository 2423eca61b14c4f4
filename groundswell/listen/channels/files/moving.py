"""Bring in the file of another tool: recognised, mapped, checked; every row goes somewhere and is counted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from groundswell.foundation.customers.actions import meet_customers, name_customers, refuse_contact
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.actions import find_or_make_touchpoints
from groundswell.foundation.organisation.actions import find_or_make_units
from groundswell.listen.channels.models import Enclosure, FileImport, Mapping, RejectedRow
from groundswell.listen.signals.actions import Arrival, NewSignal, receive_signals
from groundswell.listen.signals.models import Signal

from .actions import USUAL_SOURCE, ImportReport
from .errors import FileUnusable
from .formats.checking import Brought, MappedSheet
from .formats.guessing import guess_mapping
from .formats.moments import DateOrder, guess_date_order
from .formats.opening import open_file
from .formats.registry import format_of, recognise
from .formats.shape import Format, Recognised, Sheet
from .names import safe_filename
from .options import ReadingOptions
from .rows import FeedbackRow
from .sentences import row_error

DATES_READ = 2_000
NO_TIME = "Say which column tells when an answer was given, or name one day for all of them."
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file as we understand it, before anything of it is stored."""

    format: Format
    recognised: Recognised
    sheet: Sheet
    mapping: dict[str, str]
    dates: DateOrder
    fingerprint: str
    remembered: Mapping | None = None

    @property
    def source(self) -> str:
        """Where the ids come from: the tool, or a feedback file."""
        return USUAL_SOURCE if self.format.name in ("plain", "spss", "any") else self.format.title


@dataclass(slots=True)
class MovingReport(ImportReport):
    """``read == accepted + duplicate + rejected + left out``, always."""

    left_out: Counter[str] = field(default_factory=Counter)
    refusals: int = 0
    samples: list[FeedbackRow] = field(default_factory=list)
    is_partial: bool = False

    @property
    def number_left_out(self) -> int:
        return self.left_out.total()

    @property
    def reasons_left_out(self) -> list[tuple[str, int]]:
        return self.left_out.most_common()


def look_at(
    file: bytes | str | Path, file_name: str, *, wanted: str = "", encoding: str | None = None
) -> Arriving:
    """Recognise a file, guess what stands where, and recall what was chosen for its like."""
    opened = open_file(file, file_name, encoding=encoding)
    found = format_of(opened, wanted)
    sheet = found.sheet(opened)
    print_ = fingerprint(found, sheet)
    remembered = Mapping.objects.filter(fingerprint=print_).first()
    mapping = guess_mapping(sheet)
    if remembered:
        keys = {column.key for column in sheet.columns}
        mapping = {field: key for field, key in remembered.fields.items() if key in keys}
    dates = _dates(sheet, mapping, remembered)
    return Arriving(found, recognise(opened, found, sheet), sheet, mapping, dates, print_, remembered)


def fingerprint(found: Format, sheet: Sheet) -> str:
    """What makes two files alike: the format and its columns."""
    content = "\x1f".join([found.name, *(column.key for column in sheet.columns)])
    return hashlib.sha256(content.encode()).hexdigest()


def dates_in(sheet: Sheet, key: str) -> DateOrder:
    """The order of day and month in a column."""
    column = sheet.position(key)
    texts = []
    for row in sheet.records():
        if column < len(row.cells):
            texts.append(row.cells[column].strip())
        if len(texts) >= DATES_READ:
            break
    return guess_date_order(texts)


def _dates(sheet: Sheet, mapping: dict[str, str], remembered: Mapping | None) -> DateOrder:
    if remembered:
        return DateOrder(remembered.date_order)
    return dates_in(sheet, mapping["submitted_at"]) if "submitted_at" in mapping else DateOrder("iso")


@transaction.atomic
def remember_mapping(
    arriving: Arriving,
    mapping: dict[str, str],
    options: ReadingOptions,
    *,
    kind_of_score: str,
    by: object,
    at: datetime,
) -> None:
    """Keep what was chosen for the next file with the same columns."""
    chosen = {
        "fields": mapping,
        "date_order": options.date_order,
        "tz": options.tz,
        "kind_of_score": kind_of_score,
        "by": str(by),
        "chosen_at": at,
    }
    made, _ = Mapping.objects.update_or_create(fingerprint=arriving.fingerprint, defaults=chosen)
    record("chose columns", made, by=by, at=at, format=arriving.format.name)


def move_in(
    arriving: Arriving,
    mapping: dict[str, str],
    *,
    file_name: str,
    kind_of_score: str,
    options: ReadingOptions,
    by: object,
    at: datetime,
    source: str = "",
    day: str = "",
    is_rehearsal: bool = False,
    most: int | None = None,
    progress: Progress | None = None,
) -> MovingReport:
    """Bring a file in, batch by batch; a rehearsal looks up what is here already and writes nothing.

    A rehearsal may stop after the ``most`` first rows; it then says that it is partial.
    """
    name = safe_filename(file_name)
    report = MovingReport(name, is_rehearsal)
    log = FileImport(
        file_name=name, kind_of_score=kind_of_score, format=arriving.format.name, by=str(by), started_at=at
    )
    options = replace(options, tz=arriving.sheet.time_zone or options.tz)
    importer = _Mover(arriving, report, log, kind_of_score, source or arriving.source, by, at)
    try:
        if "submitted_at" not in mapping and not day and not arriving.sheet.is_list_of_refusals:
            raise FileUnusable("missing_column", "Nothing tells when these answers were given.", NO_TIME)
        sheet = MappedSheet(arriving.sheet, mapping, options, day)
        if not is_rehearsal:
            log.save()
            report.import_id = log.pk
        for brought in sheet.batches():
            importer.count(brought) if is_rehearsal else importer.take(brought)
            if progress:
                progress(report.read)
            if is_rehearsal and most and report.read >= most:
                report.is_partial = True
                break
    except FileUnusable as refusal:
        report.refusal = refusal
    if log.pk:
        importer.finish()
    return report


class _Mover:
    """One import on its way."""

    def __init__(
        self,
        arriving: Arriving,
        report: MovingReport,
        log: FileImport,
        kind: str,
        source: str,
        by: object,
        at: datetime,
    ) -> None:
        self._arriving, self._report, self._log = arriving, report, log
        self._kind, self._source, self._by, self._at = kind, source, by, at

    def count(self, brought: Brought) -> None:
        """What would become of these records; nothing is written."""
        held = dict(
            Signal.objects.filter(
                source=self._source, key__in=[row.identity for row in brought.rows]
            ).values_list("key", "digest")
        )
        arrivals = [
            Arrival(
                0,
                row.identity not in held,
                held.get(row.identity, row.content_digest.hex()) != row.content_digest.hex(),
            )
            for row in brought.rows
        ]
        self._report.samples += brought.rows[: 5 - len(self._report.samples)]
        self._add(brought, arrivals, len(brought.refusals))

    @transaction.atomic
    def take(self, brought: Brought) -> None:
        """One batch is one transaction: its signals, its counts and its rejected rows stand or fall together."""
        emails = [row.email for row in brought.rows] + brought.refusals
        customers = meet_customers(emails)
        units = find_or_make_units((row.unit for row in brought.rows), by=self._by, at=self._at)
        points = find_or_make_touchpoints((row.touchpoint for row in brought.rows), by=self._by, at=self._at)
        signals = [self._signal(row, customers, units.by_words, points.by_words) for row in brought.rows]
        arrivals = receive_signals(signals, at=self._at)
        self._enclose(brought, arrivals)
        self._meet(brought, customers)
        refused = self._refuse(brought, customers)
        self._report.made_units += [path for path in units.made if path not in self._report.made_units]
        self._report.made_touchpoints += [n for n in points.made if n not in self._report.made_touchpoints]
        rejected = self._add(brought, arrivals, refused)
        self._save(rejected)

    def _add(self, brought: Brought, arrivals: list[Arrival], refused: int):  # type: ignore[no-untyped-def]
        report = self._report
        conflicts = [
            row_error(row.record, "external_id", row.external_id, "conflict")
            for row, arrival in zip(brought.rows, arrivals, strict=True)
            if arrival.is_conflict
        ]
        errors = brought.errors + conflicts
        rejected = [error for error in errors if error.reason_class != "duplicate"]
        report.read += brought.records
        report.accepted += sum(arrival.is_new for arrival in arrivals) + refused
        report.duplicate += len(errors) - len(rejected) + len(brought.refusals) - refused
        report.duplicate += sum(not arrival.is_new and not arrival.is_conflict for arrival in arrivals)
        report.refusals += refused
        report.rejected += rejected
        report.warnings += brought.warnings
        report.left_out.update(brought.left_out)
        return rejected

    def _signal(self, row: FeedbackRow, customers, units, points) -> NewSignal:  # type: ignore[no-untyped-def]
        email = canonical_email(row.email)
        unit, point = (words.strip() if words else "" for words in (row.unit, row.touchpoint))
        return NewSignal(
            source=self._source,
            key=row.identity,
            digest=row.content_digest.hex(),
            channel=Signal.Channel.FILE,
            kind_of_score="" if row.score is None else self._kind,
            score=row.score,
            comment=row.comment or "",
            submitted_at=row.submitted_at,
            customer_id=customers[email].pk if email else None,
            unit_id=units[unit].pk if unit else None,
            touchpoint_id=points[point].pk if point else None,
        )

    def _enclose(self, brought: Brought, arrivals: list[Arrival]) -> None:
        made = []
        for row, arrival in zip(brought.rows, arrivals, strict=True):
            extras = brought.extras[row.record]
            if arrival.is_new and (extras.tags or extras.channel or extras.answers):
                facts = {"channel": extras.channel, "tags": list(extras.tags), "answers": extras.answers}
                made.append(Enclosure(signal_id=arrival.signal_id, **facts))
        Enclosure.objects.bulk_create(made, batch_size=400)

    def _meet(self, brought: Brought, customers: dict[str, Customer]) -> None:
        names = {}
        for row in brought.rows:
            email, name = canonical_email(row.email), brought.extras[row.record].name
            if email and name:
                names[customers[email].pk] = name
        name_customers(names)

    def _refuse(self, brought: Brought, customers: dict[str, Customer]) -> int:
        """Customers who asked elsewhere not to be contacted are not contacted by us; gives the new ones of a list."""
        beside = [row.email for row in brought.rows if row.email and brought.extras[row.record].opted_out]
        why = f"as {self._source} says"

        def known(emails: list[str]) -> list[Customer]:
            return [customers[email] for email in dict.fromkeys(map(canonical_email, emails)) if email]

        refuse_contact(known(beside), by=self._by, at=self._at, why=why)
        return refuse_contact(known(brought.refusals), by=self._by, at=self._at, why=why)

    def _save(self, rejected) -> None:  # type: ignore[no-untyped-def]
        log, report = self._log, self._report
        log.read, log.accepted, log.duplicate = report.read, report.accepted, report.duplicate
        log.rejected, log.left_out = len(report.rejected), report.left_out.total()
        log.left_out_because = dict(report.left_out)
        log.made_units, log.made_touchpoints = report.made_units, report.made_touchpoints
        log.save()
        rows = [
            RejectedRow(
                file_import=log,
                number=error.record,
                field=error.field[:60],
                value=error.value[:120],
                reason=error.reason_class,
                sentence=error.sentence[:400],
            )
            for error in rejected
        ]
        RejectedRow.objects.bulk_create(rows, batch_size=400)

    @transaction.atomic
    def finish(self) -> None:
        """Close the log."""
        log, report = self._log, self._report
        log.ended_at, log.refusal = self._at, str(report.refusal or "")[:500]
        log.save(update_fields=["ended_at", "refusal"])
        counts = {"read": report.read, "accepted": report.accepted, "rejected": len(report.rejected)}
        record(
            "imported file", log, by=self._by, at=self._at, format=log.format, left_out=log.left_out, **counts
        )
