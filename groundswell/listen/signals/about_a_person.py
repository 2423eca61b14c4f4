"""What somebody said: signals, further answers, letters of other systems."""

from typing import Any

from django.db.models import Q, QuerySet

from groundswell.engine.letterbox import LetterReader
from groundswell.foundation.held import Held, Outside, Somebody, naming

from .letters import letterbox_path
from .models import Answer, Attribution, ReturnedLetter, Signal, Withholding


def _said(somebody: Somebody) -> QuerySet[Any]:
    return Signal.objects.filter(pk__in=somebody.signals)


def _unsay(rows: QuerySet[Any], of: Somebody) -> None:
    """Signals never change: only here, and what corrected one of them stands by itself afterwards."""
    signals = QuerySet(Signal)
    signals.filter(Q(pk__in=of.signals) | Q(supersedes__in=of.signals)).update(supersedes=None)
    signals.filter(pk__in=of.signals).delete()


def _returned(somebody: Somebody) -> QuerySet[Any]:
    said = Signal.objects.filter(pk__in=somebody.signals).values_list("source", "key")
    same = Q(pk__in=[])
    for source, key in said:
        same |= Q(source=source, key=key)
    named = naming(ReturnedLetter, ("content", "key", "sentence"), somebody.names).values("pk")
    return ReturnedLetter.objects.filter(same | Q(pk__in=named))


def _letters(somebody: Somebody) -> dict[str, Any]:
    """Letters by their numbers: those that became the signals, and those that name the person."""
    if not letterbox_path().exists():
        return {}
    said = set(Signal.objects.filter(pk__in=somebody.signals).values_list("source", "key"))
    returned = set(_returned(somebody).values_list("source", "key"))
    reader = LetterReader(letterbox_path())
    try:
        numbers = reader.numbers_of(said | returned, somebody.names)
    finally:
        reader.close()
    return {"letters": numbers} if numbers else {}


def _burn(pending: dict[str, Any]) -> dict[str, Any]:
    if pending.get("letters") and letterbox_path().exists():
        reader = LetterReader(letterbox_path())
        try:
            reader.burn(pending["letters"])
            if not reader.leave_nothing():
                return pending
        finally:
            reader.close()
    return {}


HELD = [
    Held("Further answers", Answer, signal=["signal"]),
    Held("Letters of other systems that could not be used", ReturnedLetter, find=_returned),
    Held("Corrections of who served them", Attribution, signal=["signal"]),
    Held("When a colleague was shown what they said", Withholding, signal=["signal"]),
    Held("Voices", Signal, find=_said, erase=_unsay),
]
OUTSIDE = Outside(_letters, _burn)
