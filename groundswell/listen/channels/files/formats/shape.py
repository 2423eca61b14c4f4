"""What every format gives: a sheet of columns and records, and a guess which column is which of our fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .opening import Opened

FIELDS = {
    "external_id": "Id of the answer",
    "submitted_at": "When it was given",
    "score": "Score",
    "comment": "The customer's own words",
    "email": "E-mail address",
    "phone": "Telephone number",
    "customer_id": "Customer number",
    "name": "Customer's name",
    "unit": "Where: part of the organisation",
    "touchpoint": "Moment of the journey",
    "employee": "Who served the customer",
    "tags": "Tags",
    "channel": "How it was asked",
    "opted_out": "Asked not to be contacted",
}
"""Our fields, in the order in which people are asked about them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. ``key`` is the format's own id for it; ``title`` is what people read."""

    key: str
    title: str
    is_question: bool = False

    @property
    def label(self) -> str:
        """Key and title, where they are not the same."""
        same = self.title.lower().replace(" ", "_") == self.key.lower().replace(" ", "_")
        return self.title if same or self.title.startswith(self.key) else f"{self.key}: {self.title}"


class Record(NamedTuple):
    """The cells of one row of the file; ``left_out`` says why this row is no answer, and is empty for answers."""

    cells: list[str]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as a table: its records may be read as often as needed, and none of them is ever dropped silently.

    ``known`` maps our fields to columns that the format's own structure proves; the rest is guessed from content.
    A strict sheet is our own: nothing is guessed, every row needs a score and exactly as many cells as the header.
    """

    columns: tuple[Column, ...]
    records: Callable[[], Iterator[Record]]
    known: dict[str, str] = field(default_factory=dict)
    header_rows: int = 0
    time_zone: str = ""
    is_list_of_refusals: bool = False
    is_strict: bool = False

    def position(self, key: str) -> int:
        """Where the column stands; raises KeyError for one that is not there."""
        for i, column in enumerate(self.columns):
            if column.key == key:
                return i
        raise KeyError(key)


class Recognised(NamedTuple):
    """Which format a file has, how sure we are (0 to 1), and the sentence that says so."""

    format: str
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's export: how it is recognised by structure and ids, never by a label, and how it becomes a sheet."""

    name: str
    title: str
    recognise: Callable[[Opened], float]
    sheet: Callable[[Opened], Sheet]
