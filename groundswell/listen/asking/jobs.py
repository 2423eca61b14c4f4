"""Regular work: draw samples, plan reminders, send what is due."""

import logging
from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .drawing import draw_due, offer_reminders
from .models import Ask, Sending
from .sending import send_ask, sort_due

log = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(hours=1)
BATCHES = 10


def offer_asks(at: datetime) -> str:
    """Draw what the plans draw now, and plan reminders to those who keep silent."""
    drawn, reminders = draw_due(at), offer_reminders(at)
    return f"drew {drawn} customers, planned {reminders} reminders" if drawn or reminders else ""


def send_asks(at: datetime) -> str:
    """Send what is due, in due order. One that fails waits an hour and never stops the rest."""
    sent = suppressed = 0
    for _ in range(BATCHES):
        batch = sort_due(at)
        suppressed += batch.suppressed
        for ask_id in batch.allowed:
            outcome = _try(ask_id, at)
            sent += isinstance(outcome, Sending)
        if not batch.allowed and not batch.suppressed and not batch.held:
            break
    return f"sent {sent} asks, suppressed {suppressed}" if sent or suppressed else ""


def _try(ask_id: int, at: datetime) -> object:
    try:
        return send_ask(ask_id, at=at)
    except Exception:  # the outermost loop of the job: one ask must not stop the others
        log.exception("Ask %s could not be sent", ask_id)
        Ask.objects.filter(pk=ask_id).update(held_until=at + TRY_AGAIN_AFTER)
        return None


JOBS = [
    Job("offer asks", timedelta(minutes=1), offer_asks),
    Job("send asks", timedelta(seconds=5), send_asks),
]
