"""The shapes that come out of a feedback file: rows, errors, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

REQUIRED = ("external_id", "submitted_at", "score")
OPTIONAL = ("email", "unit", "touchpoint", "comment")
FIELDS = REQUIRED + OPTIONAL
LIMITS = {"external_id": 128, "email": 254, "unit": 120, "touchpoint": 120, "comment": 10_000}
"""The longest text a cell may hold, in code points. Longer cells are reported, never cut."""


class FeedbackRow(NamedTuple):
    """One answer that keeps every rule.

    ``external_id`` is as written (trimmed), ``identity`` is the same in NFC: two rows with one identity are one answer.
    ``submitted_at`` is in UTC. ``content_digest`` (16 bytes) is equal exactly when all fields agree.
    Only answers from the files of other tools may lack a score; the plain file needs one.
    """

    record: int
    external_id: str
    identity: str
    submitted_at: datetime
    score: int | None
    email: str | None
    unit: str | None
    touchpoint: str | None
    comment: str | None
    content_digest: bytes


class RowError(NamedTuple):
    """Why one record was not taken. ``value`` is shortened and safe to show; ``field`` is empty where the whole row is wrong."""

    record: int
    field: str
    value: str
    reason_class: str
    sentence: str


class RowWarning(NamedTuple):
    """What somebody should know about a row that was taken."""

    record: int
    field: str
    value: str
    reason_class: str
    sentence: str


class FileWarning(NamedTuple):
    """What somebody should know about the file as a whole."""

    value: str
    reason_class: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FeedbackBatch:
    """The next records of a file: ``records`` = rows + errors, always. ``bytes_read`` shows how far the file is read."""

    records: int
    rows: list[FeedbackRow]
    errors: list[RowError]
    warnings: list[RowWarning]
    bytes_read: int
