"""Rows of a feedback file as rows of signals, column by column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import repeat
from typing import Any

from groundswell.foundation.bulk_rows import all_as_stored, as_stored
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.storing import COLUMNS

from .places import PlaceColumns
from .rows import FeedbackRow


def signal_rows(
    rows: list[FeedbackRow],
    places: PlaceColumns,
    *,
    source: str,
    kind_of_score: str,
    rated_of: int = 0,
    at: datetime,
) -> list[tuple[Any, ...]]:
    """One signal per row, each field as the file has it and the rest as every signal from a file has it.

    Where scores are ratings they are kept as such, out of the best there is, and never as a score from 0 to 10.
    """
    given = [row.score for row in rows]
    scores, ratings = ([None] * len(rows), given) if rated_of else (given, [None] * len(rows))
    moments = all_as_stored(row.submitted_at for row in rows)
    columns: dict[str, Iterable[Any]] = {
        "source": repeat(source),
        "key": [row.identity for row in rows],
        "digest": [row.content_digest.hex() for row in rows],
        "kind": repeat(Signal.Kind.ANSWER.value),
        "kind_of_score": ["" if score is None else str(kind_of_score) for score in scores],
        "channel": repeat(Signal.Channel.FILE.value),
        "score": scores,
        "rating": ratings,
        "rating_of": [None if rating is None else rated_of for rating in ratings],
        "comment": [row.comment or "" for row in rows],
        "metadata": repeat("{}"),
        "touchpoint_id": places.touchpoints,
        "unit_id": places.units,
        "customer_id": places.customers,
        "employee_id": places.employees,
        "episode_at": moments,
        "submitted_at": moments,
        "received_at": repeat(as_stored(at)),
    }
    return list(zip(*(columns.get(name, repeat(None)) for name in COLUMNS), strict=False))
