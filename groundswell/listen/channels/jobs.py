"""Regular work: hand over the outbox, take answers that were left alone, listen outside, forget old uploads."""

from datetime import datetime, timedelta

from django.conf import settings

from groundswell.foundation.timetable.jobs import Job
from groundswell.listen.surveys.queries import left_alone

from .connections.jobs import listen_outside
from .email.outbox import deliver, undelivered
from .files.uploads import forget_old_uploads
from .files.waiting import carry_waiting, is_a_file_waiting
from .models import Delivery
from .web.answers import finish_answers


def hand_over(at: datetime) -> str:
    """Deliver a handful of messages; one bad address never stops the rest. Without a mail server they stay readable."""
    if settings.MAIL_SERVER is None:
        return ""
    outcomes = [deliver(message, at=at).outcome for message in undelivered()[:200]]
    sent = outcomes.count(Delivery.Outcome.SENT)
    return f"{sent} sent, {len(outcomes) - sent} refused" if outcomes else ""


LEFT_ALONE_AFTER = timedelta(minutes=15)


def take_answers(at: datetime) -> str:
    """Turn answers that nobody has touched for a quarter of an hour into signals: no tap is lost."""
    taken = [finish_answers(draft, at=at) for draft in left_alone(at - LEFT_ALONE_AFTER)[:500]]
    came = sum(arrival is not None for arrival in taken)
    return f"{came} taken" if came else ""


JOBS = [
    Job("deliver messages", timedelta(seconds=5), hand_over),
    Job("take answers left alone", timedelta(minutes=1), take_answers),
    Job("listen outside", timedelta(minutes=1), listen_outside),
    Job("bring files in", timedelta(seconds=0.2), carry_waiting, is_wanted=is_a_file_waiting),
    Job("remove waiting files", timedelta(hours=1), forget_old_uploads),
]
