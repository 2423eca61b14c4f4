"""The shapes that come out of a feedback file: rows, errors, warnings."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

REQUIRED = ("external_id", "submitted_at", "score")
OPTIONAL = ("email", "unit", "touchpoint", "comment")
FIELDS = REQUIRED + OPTIONAL
ALSO_READ = ("phone", "customer_id", "name", "employee")
"""Further columns of the plain file: who it was and who served them. They may be missing, and usually are."""
LIMITS = {
    "external_id": 128,
    "email": 254,
    "unit": 120,
    "touchpoint": 120,
    "comment": 10_000,
    "customer_id": 128,
    "name": 200,
    "employee": 254,
}
"""The longest text a cell may hold, in code points. Longer cells are reported, never cut."""


class FeedbackRow(NamedTuple):
    """One answer that keeps every rule.

    ``external_id`` is as written (trimmed), ``identity`` is the same in NFC: two rows with one identity are one answer.
    ``submitted_at`` is in UTC. ``content_digest`` (16 bytes) is equal exactly when all fields agree.
    Only answers from the files of other tools may lack a score; the plain file needs one. ``phone`` is in E.164.
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
    phone: str | None = None
    customer_id: str | None = None
    employee: str | None = None


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
