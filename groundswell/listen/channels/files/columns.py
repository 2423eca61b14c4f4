"""The rules for cells, applied to whole columns: the same answers as cell by cell, many times faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .cells import read_comment, read_customer_id, read_identity, read_name, read_phone, read_score
from .emails import USUAL, read_email
from .errors import CellRefused
from .rows import LIMITS

Cells = Sequence[str]
Rule = Callable[[str], Any]
MOST_REMEMBERED = 20_000
LONGEST_REMEMBERED = 200


def attempt(rule: Rule, cell: str) -> Any:
    """What the rule makes of the cell; None where it refuses."""
    try:
        return rule(cell)
    except CellRefused:
        return None


def each(rule: Rule, cells: Cells) -> list[Any]:
    """Cell by cell; None where the rule refuses."""
    values: list[Any] = []
    keep = values.append
    for cell in cells:
        try:
            keep(rule(cell))
        except CellRefused:
            keep(None)
    return values


class Remembered(dict[str, Any]):
    """What a rule makes of the few texts that come again and again."""

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, cell: str) -> Any:
        value = attempt(self._rule, cell)
        if len(self) < MOST_REMEMBERED and len(cell) <= LONGEST_REMEMBERED:
            self[cell] = value
        return value

    def column(self, cells: Cells) -> list[Any]:
        """The values of a column; None where the rule refuses."""
        return list(map(self.__getitem__, cells))


def identities(cells: Cells) -> Sequence[str | None]:
    """Ids in NFC."""
    plain = all(cells) and max(map(len, cells)) <= LIMITS["external_id"] and "".join(cells).isascii()
    return cells if plain else each(read_identity, cells)


def emails(cells: Cells) -> Sequence[str | None]:
    """Addresses as written."""
    is_usual, longest = USUAL.fullmatch, LIMITS["email"]
    return [c if not c or (len(c) <= longest and is_usual(c)) else attempt(read_email, c) for c in cells]


def comments(cells: Cells) -> Sequence[str | None]:
    """Comments with LF as line end."""
    plain = max(map(len, cells)) <= LIMITS["comment"] and "\r" not in "".join(cells)
    return cells if plain else each(read_comment, cells)


class FieldRules:
    """For each field its rule for one cell and the same rule for a whole column."""

    def __init__(self, read_time: Rule, *, country: str = "GB", rated_of: int = 0) -> None:
        def phone(cell: str) -> str:
            return read_phone(cell, country)

        def score(cell: str) -> int:
            found = read_score(cell)
            if rated_of and found > rated_of:
                raise CellRefused("above_the_best")
            return found

        self.of_cell: dict[str, Rule] = {
            "external_id": read_identity,
            "submitted_at": read_time,
            "score": score,
            "email": read_email,
            "unit": read_name,
            "touchpoint": read_name,
            "comment": read_comment,
            "phone": phone,
            "customer_id": read_customer_id,
            "employee": read_name,
            "name": read_name,
        }
        self._of_column: dict[str, Callable[[Cells], Sequence[Any]]] = {
            "external_id": identities,
            "submitted_at": lambda cells: each(read_time, cells),
            "score": Remembered(score).column,
            "email": emails,
            "unit": Remembered(read_name).column,
            "touchpoint": Remembered(read_name).column,
            "comment": comments,
            "phone": Remembered(phone).column,
            "customer_id": lambda cells: each(read_customer_id, cells),
            "employee": Remembered(read_name).column,
            "name": lambda cells: each(read_name, cells),
        }

    def column(self, field: str, cells: Cells) -> tuple[Sequence[Any], list[int]]:
        """The values of a column and the places where a cell was refused."""
        values = self._of_column[field](cells)
        return values, [i for i, value in enumerate(values) if value is None] if None in values else []

    def reason(self, field: str, cell: str) -> str:
        """Why a refused cell was refused."""
        try:
            self.of_cell[field](cell)
        except CellRefused as refused:
            return refused.reason_class
        raise AssertionError(f"The rule for {field} refused a column's cell but not the cell.")
