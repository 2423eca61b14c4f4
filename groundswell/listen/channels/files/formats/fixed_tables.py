"""Tables whose column names are part of their definition: Medallia Agent Connect, and the 17 columns of the US GSA."""

from __future__ import annotations

from .opening import Opened
from .shape import Column, Format, Sheet
from .tables import header_of, table_sheet

MEDALLIA_COLUMNS = {"request_id", "response_received_at", "star_rating", "comments"}
UNANSWERED = "a request without an answer"
DRIVERS = ("effectiveness", "ease", "efficiency", "transparency", "humanity", "employee", "other")
GSA_COLUMNS = [
    "external_id",
    "question_1",
    *(f"{side}_{driver}" for side in ("positive", "negative") for driver in DRIVERS),
    "question_4",
]


def recognise_medallia(opened: Opened) -> float:
    return 0.97 if set(header_of(opened)) >= MEDALLIA_COLUMNS else 0.0


def medallia_sheet(opened: Opened) -> Sheet:
    """Stars from 1 to 5 are no score from 0 to 10: they stay a further answer, and the words arrive."""
    names = header_of(opened)
    kept = {"star_rating", "brand"}
    columns = [Column(name, name.replace("_", " "), name in kept) for name in names]
    wanted = {
        "external_id": "request_id",
        "submitted_at": "response_received_at",
        "comment": "comments",
        "channel": "channel",
        "tags": "tags",
    }
    received = names.index("response_received_at")
    return table_sheet(
        opened,
        columns,
        header_rows=1,
        known={field: name for field, name in wanted.items() if name in names},
        leave=lambda cells: "" if cells[received].strip() else UNANSWERED,
    )


MEDALLIA = Format("medallia", "Medallia Agent Connect", recognise_medallia, medallia_sheet)


def recognise_gsa(opened: Opened) -> float:
    return 0.99 if header_of(opened) == GSA_COLUMNS else 0.0


def gsa_sheet(opened: Opened) -> Sheet:
    """Trust in five steps or a thumb, fourteen drivers, and words. There is no time in it: people name one for the file."""
    columns = [Column(name, name.replace("_", " "), 0 < i < 16) for i, name in enumerate(GSA_COLUMNS)]
    return table_sheet(
        opened, columns, header_rows=1, known={"external_id": "external_id", "comment": "question_4"}
    )


GSA = Format("gsa", "GSA customer experience", recognise_gsa, gsa_sheet)
