"""Checked columns become rows, each with the digest of its content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from .rows import FeedbackRow

USUAL = ("email", "unit", "touchpoint", "comment")
ALSO = ("phone", "customer_id", "employee")
Texts = Sequence[str]


class OwnIds:
    """Ids from the content, for files that have none: the same row is the same answer, and its twin another."""

    def __init__(self) -> None:
        self._same: Counter[bytes] = Counter()

    def of(self, rows: list[list[str]]) -> list[str]:
        """The ids of the next rows of the file."""
        ids = []
        for cells in rows:
            content = blake2b("\x1f".join(cells).encode(), digest_size=12).digest()
            self._same[content] += 1
            ids.append(f"row-{content.hex()}-{self._same[content]}")
        return ids


def feedback_rows(
    numbers: list[int], external_ids: Texts, values: Mapping[str, Sequence[Any]]
) -> list[FeedbackRow]:
    """One row for each number, from columns that keep every rule; an empty text is nothing."""
    count = len(numbers)
    identities, times = values["external_id"], values["submitted_at"]
    scores = values.get("score") or [None] * count
    usual, also = ([values.get(field) or [""] * count for field in names] for names in (USUAL, ALSO))
    digests = _digests(identities, times, scores, usual, also)
    usual, also = ([[text or None for text in column] for column in part] for part in (usual, also))
    return list(map(FeedbackRow, numbers, external_ids, identities, times, scores, *usual, digests, *also))


def _digests(
    identities: Texts,
    times: Sequence[Any],
    scores: Sequence[int | None],
    usual: list[Texts],
    also: list[Texts],
) -> list[bytes]:
    """A field that few files have counts only where it says something, so that older digests stay what they were."""
    moments = [moment.isoformat() for moment in times]
    numbers = ["" if score is None else str(score) for score in scores]
    joined = list(map("\x1f".join, zip(identities, moments, numbers, *usual, strict=True)))
    if any(map(any, also)):
        more = ("\x1f".join(texts) if any(texts) else "" for texts in zip(*also, strict=True))
        joined = [f"{text}\x1f{extra}" if extra else text for text, extra in zip(joined, more, strict=True)]
    return [blake2b(text.encode(), digest_size=16).digest() for text in joined]
