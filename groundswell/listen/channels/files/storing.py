"""One portion of a file into the database: its voices, its people, its counts and its rejected rows stand or fall together."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from groundswell.foundation.bulk_rows import insert_rows
from groundswell.foundation.customers.actions import refuse_contact
from groundswell.foundation.customers.meeting import name_customers
from groundswell.listen.channels.models import Enclosure, FileImport, RejectedRow
from groundswell.listen.signals.storing import Stored, held_signals, store_rows

from .erased import leave_out_erased
from .errors import SomebodyElseWentOn
from .formats.opening import Reached
from .places import PlaceColumns, Places
from .portions import Portion
from .report import ImportReport, Outcome
from .rows import FeedbackRow, RowError
from .sentences import row_error
from .signal_rows import signal_rows

_json = json.JSONEncoder(ensure_ascii=False).encode
REJECTED = ("file_import_id", "number", "field", "value", "reason", "sentence", "cells")


class Storing:
    """Stores the portions of one import, in order, each exactly once whoever else tries the same."""

    def __init__(self, log: FileImport, report: ImportReport, source: str) -> None:
        self._log, self._report, self._source = log, report, source
        self._places = Places()

    @transaction.atomic
    def store(self, portion: Portion, *, reached: Reached, at: datetime) -> None:
        """Store the portion that begins where the import stands; raises SomebodyElseWentOn."""
        self._claim(at)
        leave_out_erased(portion)
        by = self._log.by
        places = self._places.columns(portion.rows, by=by, at=at)
        stored = store_rows(
            signal_rows(
                portion.rows,
                places,
                source=self._source,
                kind_of_score=self._log.kind_of_score,
                rated_of=self._log.choices.get("rated_of", 0),
                at=at,
            )
        )
        self._enclose(portion, stored)
        self._note_people(portion, places, at)
        refused = self._refuse([pk for pk in self._places.customers(portion.refusals) if pk], at)
        conflicts = conflicts_among(portion.rows, stored.held, self._source)
        rejected = self._report.add(portion, Outcome(stored.new, conflicts, refused))
        self._report.made(self._places.made_units, self._places.made_touchpoints)
        self._keep_rejected(portion, rejected)
        self._keep_counts(reached)

    def _claim(self, at: datetime) -> None:
        """Nobody else has gone on with this import and nobody has stopped it: the row is ours until the portion stands."""
        mine = FileImport.objects.filter(
            pk=self._log.pk, read=self._report.read, ended_at=None, stopped_at=None
        )
        if not mine.update(last_sign_at=at):
            raise SomebodyElseWentOn(str(self._log))

    def _enclose(self, portion: Portion, stored: Stored) -> None:
        with_extras = [row for row in portion.rows if row.record in portion.extras]
        kept = [(row, portion.extras[row.record]) for row in with_extras]
        fresh = {
            row.identity: extras
            for row, extras in kept
            if extras.is_enclosed and (self._source, row.identity) not in stored.held
        }
        if not fresh:
            return
        places = held_signals((self._source, key) for key in fresh)
        rows = [
            (pk, fresh[key].channel, _json(list(fresh[key].tags)), _json(fresh[key].answers))
            for (_, key), (pk, _) in places.items()
        ]
        insert_rows(Enclosure, ("signal_id", "channel", "tags", "answers"), rows, ("signal_id",))

    def _note_people(self, portion: Portion, places: PlaceColumns, at: datetime) -> None:
        """Names of those who have none yet, and refusals that stand beside an answer."""
        if not portion.extras:
            return
        names, refusing = {}, []
        for row, customer in zip(portion.rows, places.customers, strict=True):
            extras = portion.extras.get(row.record)
            if extras and customer:
                if extras.name:
                    names[customer] = extras.name
                if extras.opted_out:
                    refusing.append(customer)
        name_customers(names)
        self._refuse(refusing, at)

    def _refuse(self, customers: list[int], at: datetime) -> int:
        if not customers:
            return 0
        return refuse_contact(customers, by=self._log.by, at=at, why=f"as {self._source} says")

    def _keep_rejected(self, portion: Portion, rejected: list[RowError]) -> None:
        rows = [
            (
                self._log.pk,
                error.record,
                error.field[:60],
                error.value[:120],
                error.reason_class,
                error.sentence[:400],
                _json(portion.cells_of(error.record)),
            )
            for error in rejected
        ]
        insert_rows(RejectedRow, REJECTED, rows, ())

    def _keep_counts(self, reached: Reached) -> None:
        log, report = self._log, self._report
        log.read, log.accepted, log.duplicate = report.read, report.accepted, report.duplicate
        log.rejected, log.left_out = report.rejected, report.left_out.total()
        log.left_out_because = dict(report.left_out)
        log.made_units, log.made_touchpoints = report.made_units, report.made_touchpoints
        log.reached, log.total = reached.done, reached.total
        log.save(update_fields=COUNTS)


COUNTS = [
    *("read", "accepted", "duplicate", "rejected", "left_out", "left_out_because"),
    *("made_units", "made_touchpoints", "reached", "total"),
]


def conflicts_among(
    rows: list[FeedbackRow], held: dict[tuple[str, str], tuple[int, str]], source: str
) -> list[RowError]:
    """Rows whose id is held already with other content: the first record stays."""
    if not held:
        return []
    there = ((row, held.get((source, row.identity))) for row in rows)
    return [
        row_error(row.record, "external_id", row.external_id, "conflict")
        for row, known in there
        if known and known[1] != row.content_digest.hex()
    ]
