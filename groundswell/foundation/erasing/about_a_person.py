"""What somebody asked about themselves. That something was asked, and how it was answered, stays without the person."""

from typing import Any

from django.db.models import QuerySet

from groundswell.foundation.held import Held, Somebody

from .models import Request, RequestAnswer


def _let_go(rows: QuerySet[Any], of: Somebody) -> None:
    rows.update(customer=None)


def _nothing(rows: QuerySet[Any], of: Somebody) -> None:
    """An answer names nobody once its request does not; its words are the office's."""
    for row in rows:
        RequestAnswer.objects.filter(pk=row.pk).update(why=of.taken_out_of(row.why))


HELD = [
    Held(
        "Answers to their requests",
        RequestAnswer,
        customer=["request__customer"],
        erase=_nothing,
        becomes="stays without the person",
    ),
    Held("Requests", Request, customer=["customer"], erase=_let_go, becomes="stays without the person"),
]
