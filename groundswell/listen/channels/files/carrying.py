"""An import on its way: portion by portion, from wherever it stands, by whichever process has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from groundswell.foundation.bulk_rows import tidy
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.models import FileImport

from .checking import SheetReader
from .choices import REFUSALS, Choices
from .coming_again import note_what_came_again
from .errors import FileUnusable, SomebodyElseWentOn
from .formats.opening import Reached
from .looking import open_again
from .portions import Portion
from .report import ImportReport
from .storing import Storing


class Carriage:
    """One import in the hands of one process. What stands in the database is where it goes on."""

    def __init__(
        self, log: FileImport, file: bytes | Path, file_name: str, *, size: int | None = None
    ) -> None:
        """``size`` is the number of rows that are stored at once, where it shall not be the usual one."""
        self.log, self.report = log, ImportReport.of(log)
        self._file, self._file_name, self._size = file, file_name, size
        self._choices = Choices(**log.choices)
        self._reached = Reached()
        self._portions: Iterator[Portion] | None = None
        self._storing = Storing(log, self.report, self._choices.source)

    def carry_one(self, *, at: datetime) -> bool:
        """Store the next portion. False when there is nothing more to do: it is over, or in other hands."""
        if self.log.is_over:
            return False
        try:
            portion = self._next_portion()
            if portion is None:
                self._end(at)
                return False
            self._storing.store(portion, reached=self._reached, at=at)
            del portion
            tidy()
        except SomebodyElseWentOn:
            return False
        except FileUnusable as refusal:
            self.report.refusal = refusal
            self._end(at)
            return False
        return True

    def _next_portion(self) -> Portion | None:
        """The next portion that is not stored yet. What was stored before a kill is read again, so that ids are known."""
        if self._portions is None:
            self._portions = self._begin()
        already = self.report.read
        for portion in self._portions:
            if portion.first > already:
                return portion
        return None

    def _begin(self) -> Iterator[Portion]:
        choices = self._choices
        opened, sheet = open_again(self._file, self._file_name, self.log.format, choices)
        opened.prove()
        self._reached = opened.reached
        options = choices.reading(now=self.log.started_at)
        is_refusals = choices.holds == REFUSALS
        return SheetReader(
            sheet,
            choices.fields,
            options,
            day=choices.day,
            is_refusals=is_refusals,
            rated_of=choices.rated_of,
        ).portions(self._size)

    @transaction.atomic
    def _end(self, at: datetime) -> None:
        log, report = self.log, self.report
        refusal = str(report.refusal or "")[:500]
        mine = FileImport.objects.filter(pk=log.pk, read=report.read, ended_at=None, stopped_at=None)
        if not mine.update(ended_at=at, refusal=refusal):
            return
        log.ended_at, log.refusal = at, refusal
        note_what_came_again(log)
        counts = {name: getattr(report, name) for name in ("read", "accepted", "rejected")}
        left_out = report.left_out.total()
        record("imported file", log, by=log.by, at=at, format=log.format, left_out=left_out, **counts)
