"""The next records of a file and where each of them went."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .extras import Extras
from .formats.shape import Record
from .rows import FeedbackRow, RowError, RowWarning

WHEREABOUTS = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|(?=.*::|(?:.*:){7})[0-9A-Fa-f:.]{3,45}|-?[0-9]{1,3}\.[0-9]{4,}"
)

NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps as text."""


@dataclass(slots=True)
class Portion:
    """The next records of a file: records = rows + errors + left out + refusals, always.

    ``refusals`` are people (e-mail, phone, customer number) who do not want to be contacted.
    """

    first: int = 1
    block: list[Record] = field(default_factory=list, repr=False)
    rows: list[FeedbackRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowWarning] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    extras: dict[int, Extras] = field(default_factory=dict)
    refusals: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records these are."""
        return len(self.block)

    def cells_of(self, number: int) -> list[str]:
        """A record as it stands in the file, without addresses of devices and places on the map."""
        cells = self.block[number - self.first].cells
        return ["" if WHEREABOUTS.fullmatch(cell) else NO_TEXT.sub("\ufffd", cell) for cell in cells]
