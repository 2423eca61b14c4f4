"""Regular work: hand over what waits in the outbox; remove files that waited too long."""

from datetime import datetime, timedelta

from django.conf import settings

from groundswell.foundation.timetable.jobs import Job

from .connections.jobs import listen_outside
from .email.outbox import deliver, undelivered
from .files.uploads import forget_old_uploads
from .models import Delivery


def hand_over(at: datetime) -> str:
    """Deliver a handful of messages; one bad address never stops the rest. Without a mail server they stay readable."""
    if settings.MAIL_SERVER is None:
        return ""
    outcomes = [deliver(message, at=at).outcome for message in undelivered()[:200]]
    sent = outcomes.count(Delivery.Outcome.SENT)
    return f"{sent} sent, {len(outcomes) - sent} refused" if outcomes else ""


JOBS = [
    Job("deliver messages", timedelta(seconds=5), hand_over),
    Job("listen outside", timedelta(minutes=1), listen_outside),
    Job("remove waiting files", timedelta(hours=1), forget_old_uploads),
]
