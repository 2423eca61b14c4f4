"""Responses: a signal together with the answers to further questions, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from .actions import Arrival, NewSignal, receive_signal
from .models import Answer


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """One further answer: a number, a choice or words."""

    key: str
    kind: str
    part: str = ""
    number: int | None = None
    choice: str = ""
    words: str = ""


@transaction.atomic
def receive_response(new: NewSignal, answers: Sequence[NewAnswer], *, at: datetime) -> Arrival:
    """Store a signal with its further answers, or find that it is here already; then nothing is added to it."""
    arrival = receive_signal(new, at=at)
    keep_answers([(arrival, answers)])
    return arrival


def keep_answers(arrived: Iterable[tuple[Arrival, Sequence[NewAnswer]]]) -> None:
    """The further answers of signals that are new. Call it in the transaction that stored them."""
    Answer.objects.bulk_create(
        Answer(signal_id=arrival.signal_id, **{name: getattr(answer, name) for name in NewAnswer.__slots__})
        for arrival, answers in arrived
        if arrival.is_new
        for answer in answers
    )
