"""What is done with the journey: touchpoints are found or made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import record

from .models import Touchpoint


@dataclass(frozen=True, slots=True)
class FoundTouchpoints:
    """Touchpoints by the words that asked for them, and the names of those that had to be made."""

    by_words: dict[str, Touchpoint]
    made: list[str] = field(default_factory=list)


@transaction.atomic
def find_or_make_touchpoints(words: Iterable[str | None], *, by: object, at: datetime) -> FoundTouchpoints:
    """The touchpoints that are named by code or by name; unknown ones are made, outside any stage."""
    wanted = sorted({text.strip() for text in words if text and text.strip()})
    every = list(Touchpoint.objects.order_by("id"))
    known = {point.name.casefold(): point for point in reversed(every)} | {
        point.code.casefold(): point for point in every
    }
    made: list[str] = []
    for text in wanted:
        if text.casefold() not in known:
            point = Touchpoint.objects.create(code=text[:120], name=text[:120])
            record("made touchpoint", point, by=by, at=at, name=text)
            known[text.casefold()] = point
            made.append(text)
    return FoundTouchpoints({text: known[text.casefold()] for text in wanted}, made)
