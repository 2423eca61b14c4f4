"""What would become of a file: everything is looked up, nothing is written."""

from __future__ import annotations

from datetime import datetime

from groundswell.foundation.bulk_rows import rows_with
from groundswell.foundation.customers.meeting import Who, held_ids
from groundswell.foundation.customers.models import Consent
from groundswell.foundation.customers.queries import canonical_email
from groundswell.listen.signals.storing import held_signals

from .checking import SheetReader
from .choices import REFUSALS, Choices
from .erased import leave_out_erased
from .errors import FileUnusable
from .looking import Arriving, refuse_what_nobody_could_read
from .matching import Unmatched, units_to_make, unmatched
from .portions import Portion
from .report import ImportReport, Outcome
from .storing import conflicts_among

SAMPLES = 5
REHEARSED = 20_000


class Rehearsal:
    """A file read without a trace; it may stop after the ``most`` first rows and then says that it is partial."""

    def __init__(self, arriving: Arriving, choices: Choices, *, file_name: str, at: datetime) -> None:
        self.report = ImportReport(file_name, is_rehearsal=True, warnings=list(arriving.warnings))
        self._arriving, self._choices, self._at = arriving, choices, at
        self._source = choices.source or arriving.source
        self._named: dict[str, set[str]] = {"unit": set(), "touchpoint": set(), "employee": set()}
        self.unmatched: list[Unmatched] = []

    def run(self, most: int | None = None) -> ImportReport:
        """Read and count."""
        report, choices = self.report, self._choices
        try:
            refuse_what_nobody_could_read(self._arriving.sheet, choices)
            options = choices.reading(now=self._at)
            is_refusals = choices.holds == REFUSALS
            reader = SheetReader(
                self._arriving.sheet,
                choices.fields,
                options,
                day=choices.day,
                is_refusals=is_refusals,
                rated_of=choices.rated_of,
            )
            for portion in reader.portions():
                self._count(portion)
                if most and report.read >= most:
                    report.is_partial = True
                    break
        except FileUnusable as refusal:
            report.refusal = refusal
        self._look_up_names()
        return report

    def _count(self, portion: Portion) -> None:
        report = self.report
        leave_out_erased(portion)
        held = held_signals((self._source, row.identity) for row in portion.rows)
        scores = [row.score for row in portion.rows if row.score is not None]
        report.scored += len(scores)
        report.highest = max([report.highest, *scores])
        report.samples += portion.rows[: SAMPLES - len(report.samples)]
        for name, words in self._named.items():
            words |= {text for row in portion.rows if (text := getattr(row, name))}
        report.add(
            portion,
            Outcome(
                len(portion.rows) - len(held),
                conflicts_among(portion.rows, held, self._source),
                self._new_refusals(portion),
            ),
        )

    def _new_refusals(self, portion: Portion) -> int:
        people = {Who(canonical_email(email) or "", *rest) for email, *rest in portion.refusals}
        if not people:
            return 0
        known = held_ids(people)
        consents = rows_with(
            Consent,
            ("customer_id", "withdrawn_at"),
            "customer_id",
            set(known.values()),
            {"purpose": Consent.Purpose.CONTACT.value},
        )
        living = {pk for pk, withdrawn in consents if not withdrawn}
        refused = {pk for pk, _ in consents} - living
        return len({known.get(who, who) for who in people} - refused)

    def _look_up_names(self) -> None:
        self.unmatched = unmatched(*self._named.values())
        missing = {one.kind: one.names for one in self.unmatched}
        self.report.made(
            units_to_make(missing.get("unit", [])), [n.strip() for n in missing.get("touchpoint", [])]
        )
