"""Rows of people who were erased are left out when they were said before; the other rows arrive."""

from __future__ import annotations

from groundswell.foundation.customers.meeting import Who
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.erasing.ledger import AT_ERASED_WISH, Ledger

from .portions import Portion
from .rows import FeedbackRow


def leave_out_erased(portion: Portion) -> None:
    """Move them from the rows to what is left out, refusals and rejected rows that name them too: no cell of theirs is kept."""
    ledger = Ledger()
    if not ledger:
        return
    before = len(portion.rows) + len(portion.refusals) + len(portion.errors)
    portion.rows = [row for row in portion.rows if not ledger.leaves_out(_who(row), row.submitted_at)]
    portion.refusals = [one for one in portion.refusals if not ledger.knows(Who(*one))]
    portion.errors = [one for one in portion.errors if not _names(ledger, portion.cells_of(one.record))]
    left = before - len(portion.rows) - len(portion.refusals) - len(portion.errors)
    if left:
        portion.left_out[AT_ERASED_WISH] += left


def _who(row: FeedbackRow) -> Who:
    return Who(canonical_email(row.email) or "", row.phone or "", row.customer_id or "")


def _names(ledger: Ledger, cells: list[str]) -> bool:
    """A row that could not be read: any cell may be an address or a number."""
    return any(ledger.knows(Who(canonical_email(cell) or "", cell.strip(), cell.strip())) for cell in cells)
