"""Praise goes with the voice that gave it; a card that quoted somebody stays without the quotation."""

from typing import Any

from django.db.models import QuerySet

from groundswell.foundation.held import Held, Somebody

from .models import Praise, ThankYou


def _unquote(rows: QuerySet[Any], of: Somebody) -> None:
    rows.update(signal=None)


HELD = [
    Held("Praise they gave to colleagues", Praise, signal=["signal"]),
    Held(
        "Thank-you cards that quote them",
        ThankYou,
        signal=["signal"],
        erase=_unquote,
        becomes="the card stays without the quotation",
    ),
]
WORDS = {ThankYou: ("words",)}
