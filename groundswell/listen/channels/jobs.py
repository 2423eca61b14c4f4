"""Regular work: hand over the outbox, take answers that were left alone, listen outside, forget old uploads."""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings

from groundswell.foundation.timetable.jobs import Job
from groundswell.listen.surveys.queries import left_alone

from .connections.jobs import forget_what_was_told, listen_outside
from .email.posting import hand_letter
from .files.forgetting import forget_rejected_rows
from .files.uploads import forget_old_uploads
from .files.waiting import carry_waiting, is_a_file_waiting
from .notices.jobs import forget_notices, is_somebody_told, tell_others
from .outbox.delivering import hand_over_due
from .outbox.models import Delivery, Medium
from .sms.posting import hand_text_by, sending_connection
from .web.answers import take_left_alone


def hand_over(at: datetime) -> str:
    """Deliver what is due; one bad address never stops the rest. Without a mail server or a gateway it stays readable."""
    outcomes = []
    if settings.MAIL_SERVER is not None:
        outcomes += hand_over_due(Medium.EMAIL, hand_letter, at=at)
    sender = sending_connection()
    if sender is not None:
        outcomes += hand_over_due(Medium.TEXT, hand_text_by(sender), at=at)
    counts = Counter(outcomes)
    sent, later = counts.pop(Delivery.Outcome.SENT, 0), counts.pop(Delivery.Outcome.DELAYED, 0)
    return f"{sent} sent, {later} later, {counts.total()} refused" if outcomes else ""


LEFT_ALONE_AFTER = timedelta(minutes=15)


def take_answers(at: datetime) -> str:
    """Turn answers that nobody has touched for a quarter of an hour into signals: no tap is lost."""
    taken = [take_left_alone(draft, at=at) for draft in left_alone(at - LEFT_ALONE_AFTER)[:500]]
    came = sum(arrival is not None for arrival in taken)
    return f"{came} taken" if came else ""


JOBS = [
    Job("deliver messages", timedelta(seconds=5), hand_over),
    Job("take answers left alone", timedelta(minutes=1), take_answers),
    Job("listen outside", timedelta(minutes=1), listen_outside),
    Job("forget what was told", timedelta(days=1), forget_what_was_told),
    Job("tell others", timedelta(seconds=1), tell_others, is_wanted=is_somebody_told),
    Job("forget notices", timedelta(days=1), forget_notices),
    Job("bring files in", timedelta(seconds=0.2), carry_waiting, is_wanted=is_a_file_waiting),
    Job("forget rejected rows", timedelta(days=1), forget_rejected_rows),
    Job("remove waiting files", timedelta(hours=1), forget_old_uploads),
]
