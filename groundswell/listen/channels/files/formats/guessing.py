"""Which column is which, guessed from what stands in it and never from what it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ..cells import PLAIN_SCORES
from ..emails import USUAL
from .moments import looks_like_a_time
from .shape import Column, Sheet

SAMPLE = 400
SHORTEST_COMMENT = 12
MOSTLY = 0.9
PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){7,15}[^0-9]*$)(?:\+|0|\(?[0-9]+[) ])[0-9 ()./-]+")


class Contents:
    """The cells of one column in the first rows of a file."""

    def __init__(self, position: int, column: Column, cells: Sequence[str]) -> None:
        self.position, self.column, self.rows = position, column, len(cells)
        self.cells = [cell.strip() for cell in cells if cell.strip()]
        self.distinct = len(set(self.cells))
        self.scores = [PLAIN_SCORES[cell] for cell in self.cells if cell in PLAIN_SCORES]

    def _mostly(self, fits: int) -> bool:
        return bool(self.cells) and fits >= MOSTLY * len(self.cells)

    @property
    def is_email(self) -> bool:
        return self._mostly(sum(bool(USUAL.fullmatch(cell)) for cell in self.cells))

    @property
    def is_phone(self) -> bool:
        """Numbers with a country's code, a leading zero or gaps: a bare number is more often an id."""
        return self._mostly(sum(bool(PHONE.fullmatch(cell)) for cell in self.cells)) and not self.is_time

    @property
    def is_time(self) -> bool:
        return self._mostly(sum(map(looks_like_a_time, self.cells)))

    @property
    def is_score(self) -> bool:
        """Mostly whole numbers from 0 to 10, with something over 5: below that it may be a scale to 5: we do not guess.

        A number over 10 says that it is another scale.
        """
        if not self._mostly(len(self.scores)) or max(self.scores) <= 5:
            return False
        return not any(cell.isdecimal() and cell not in PLAIN_SCORES for cell in self.cells)

    @property
    def is_id(self) -> bool:
        unique = self.distinct == self.rows and len(self.cells) == self.rows
        return unique and all(len(cell) <= 128 and " " not in cell for cell in self.cells)

    @property
    def is_counter(self) -> bool:
        """1, 2, 3 in the order of the rows is a number of the row, not a score."""
        return len(self.cells) > 1 and all(
            cell.isdigit() and int(cell) == int(self.cells[0]) + i for i, cell in enumerate(self.cells)
        )

    @property
    def length(self) -> float:
        return sum(map(len, self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def is_text(self) -> bool:
        return self.length >= SHORTEST_COMMENT and any(" " in cell for cell in self.cells)


def guess_mapping(sheet: Sheet) -> dict[str, str]:
    """Our fields and the keys of their columns. What the structure proves comes first; of our own file nothing is guessed."""
    if sheet.is_strict:
        return dict(sheet.known)
    rows = [record.cells for record in islice(sheet.records(), SAMPLE * 2) if not record.left_out][:SAMPLE]
    width = len(sheet.columns)
    fitting = [cells for cells in rows if len(cells) == width]
    taken = set(sheet.known.values())
    found = dict(sheet.known)
    free = [
        Contents(i, column, [cells[i] for cells in fitting])
        for i, column in enumerate(sheet.columns)
        if column.key not in taken
    ]
    for field, choice in (
        ("score", _score(free, sheet)),
        ("email", _first(free, "is_email")),
        ("phone", _first(free, "is_phone")),
        ("submitted_at", _first(free, "is_time")),
        ("external_id", _id(free)),
        ("comment", _comment(free, sheet)),
    ):
        if field not in found and choice is not None and choice.column.key not in found.values():
            found[field] = choice.column.key
    return found


def _asked(free: list[Contents], sheet: Sheet) -> list[Contents]:
    """Only questions, where the format says which columns are questions."""
    questions = [contents for contents in free if contents.column.is_question]
    return questions if any(column.is_question for column in sheet.columns) else free


def _score(free: list[Contents], sheet: Sheet) -> Contents | None:
    scores = [contents for contents in _asked(free, sheet) if contents.is_score and not contents.is_counter]
    return max(
        scores, key=lambda c: (max(c.scores), len(set(c.scores)), len(c.cells), -c.position), default=None
    )


def _comment(free: list[Contents], sheet: Sheet) -> Contents | None:
    texts = [c for c in _asked(free, sheet) if c.is_text and not (c.is_email or c.is_time or c.is_phone)]
    return max(texts, key=lambda c: (c.length * c.distinct, -c.position), default=None)


def _first(free: list[Contents], kind: str) -> Contents | None:
    return next((contents for contents in free if getattr(contents, kind)), None)


def _id(free: list[Contents]) -> Contents | None:
    return next(
        (c for c in free if c.is_id and c.rows > 1 and not (c.is_email or c.is_time or c.is_phone)), None
    )
