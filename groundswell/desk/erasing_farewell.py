"""The last message to somebody who was erased. Once it is delivered, or nobody could take it, its own trace goes."""

from datetime import datetime, timedelta
from typing import Any

from groundswell.foundation.erasing.models import Erasure
from groundswell.listen.channels.outbox.models import Message

FAREWELL = "farewell"
KEPT_FOR = timedelta(days=3)
SUBJECT = "What you told us is deleted"
BODY = (
    "You asked us to delete everything that we hold about you. It is done: your answers, your messages and your details are "
    "removed from our records and from every figure. What other people said stays theirs. Copies that we keep against loss go "
    "with their age; when one is ever brought back, you are removed from it again.\n\n"
    "This message is the last trace of you here. It is removed as soon as it has left."
)


def say_farewell(erasure: Erasure, address: str, *, at: datetime) -> dict[str, Any]:
    """Into the outbox, to an address that belongs to nobody here any more. Gives what has to be removed later."""
    message = Message.objects.create(
        key=f"{FAREWELL}-{erasure.pk}", address=address, subject=SUBJECT, body=BODY, written_at=at, due_at=at
    )
    return {FAREWELL: message.pk}


def is_forgotten(erasure: Erasure, *, at: datetime) -> bool:
    """Remove the message when it has left or waited for three days. True when there is none."""
    farewell = Message.objects.filter(pk=erasure.pending.get(FAREWELL))
    left = farewell.filter(due_at=None)
    (farewell if at > erasure.at + KEPT_FOR else left).delete()
    return not farewell.exists()
