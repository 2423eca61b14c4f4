"""What we say to the person who brought the file: where, what is wrong, what to do."""

from __future__ import annotations

from .rows import LIMITS, RowError, RowWarning

SHOWN_CHARACTERS = 60
AGAIN = "Correct it and import the file again; rows already stored are not doubled."
NEEDED = {
    "required": "this cell is empty, but every answer needs it.",
    "too_long": "this cell is longer than allowed. Nothing is cut, so please shorten it.",
    "control_character": "this cell holds an invisible control character. Type the cell again.",
    "not_a_number": "a whole number from 0 to 10 is needed.",
    "not_an_integer": "a whole number from 0 to 10 is needed, without a fraction.",
    "out_of_range": "a whole number from 0 to 10 is needed.",
    "above_the_best": "it is above the best rating that was named. Name another best rating, or leave the cell empty.",
    "invalid_date": "there is no such day, or it is not written in a way that we can read. Write it like 2025-12-31 or 2025-12-31 14:30.",
    "ambiguous_date": "day and month can be mistaken here. Say in which order they stand, or write 2025-12-31.",
    "date_out_of_range": "the date lies before 1990 or in the future.",
    "nonexistent_time": "the clocks skip this time of day when summer time begins. Give another time or an offset.",
    "formula_cell": "this cell is a formula, and formulas are not worked out here. Put its value in its place.",
    "invalid_phone": "this is no telephone number. Write it as +44 20 7946 0018, or leave the cell empty.",
    "invalid_email": "one e-mail address like name@example.org is needed, or an empty cell.",
}
OF_ROWS = {"column_count": "not as many cells as the header has"}
KEPT = {
    "duplicate": "this answer is already there with the same content, so it is kept once. There is nothing to do.",
    "conflict": "another answer with this id came first and stays. Give this answer an id of its own"
    " and import the file again; rows already stored are not doubled.",
}
TWICE = "this time of day comes twice when summer time ends; it is taken as the first one."


def shown(value: str) -> str:
    """The value on one short line, with everything invisible made visible."""
    start = value[: SHOWN_CHARACTERS + 1]
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in start)
    return visible if len(visible) <= SHOWN_CHARACTERS else visible[: SHOWN_CHARACTERS - 1] + "…"


def row_error(record: int, field: str, value: str, reason_class: str) -> RowError:
    """The error of a record because of one of its cells."""
    short = shown(value)
    where = f"Row {record}, {field} “{short}”" if short else f"Row {record}, {field}"
    return RowError(record, field, short, reason_class, f"{where}: {_advice(field, value, reason_class)}")


def wrong_width(record: int, cells: int, expected: int) -> RowError:
    """The error of a record that does not have as many cells as the header."""
    sentence = (
        f"Row {record}: this row has {cells} {'cell' if cells == 1 else 'cells'}, but the header has {expected}. "
        f"A cell that contains the separator needs quotation marks around it. {AGAIN}"
    )
    return RowError(record, "", f"{cells} cells", "column_count", sentence)


def repeated_time(record: int, value: str) -> RowWarning:
    """The warning about a local time that comes twice in that night."""
    sentence = f"Row {record}, submitted_at “{shown(value)}”: {TWICE}"
    return RowWarning(record, "submitted_at", shown(value), "ambiguous_time", sentence)


def in_short(reason_class: str) -> str:
    """What is wrong with all rows of this reason, without what to do."""
    words = (KEPT | NEEDED | OF_ROWS).get(reason_class, reason_class.replace("_", " "))
    return words.split(". ")[0].rstrip(".")


def _advice(field: str, value: str, reason_class: str) -> str:
    if reason_class in KEPT:
        return KEPT[reason_class]
    if reason_class == "too_long" and field in LIMITS:
        return (
            f"{len(value):,} characters are too many, {LIMITS[field]:,} are allowed. Nothing is cut. {AGAIN}"
        )
    return f"{NEEDED[reason_class]} {AGAIN}"
