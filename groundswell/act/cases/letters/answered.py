"""What customers answer to letters of a case comes back into it and ends its pause; `tidings` tells its owner. Each once."""

from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.listen.channels.connections.models import AnsweredMessage
from groundswell.listen.signals.models import Signal

from ..actions import note_attempt
from ..errors import CaseRefusal
from ..models import Case, CaseLetter, CaseReply, ContactAttempt
from ..opening import JOB


def join_replies(*, at: datetime) -> int:
    """Answers to our letters that belong to no case yet. Returns how many joined."""
    answers = AnsweredMessage.objects.filter(message__case_letter__isnull=False, signal__case_reply=None)
    answers = answers.filter(signal__case=None).select_related("signal", "message__case_letter__case")
    joining = list(answers.order_by("signal_id"))
    for answer in joining:
        _join(answer.signal, answer.message.case_letter, at)
    return len(joining)


@transaction.atomic
def _join(signal: Signal, letter: CaseLetter, at: datetime) -> None:
    case = Case.objects.select_for_update().get(pk=letter.case.merged_into_id or letter.case_id)
    CaseReply.objects.create(case=case, signal=signal, at=at)
    record("joined an answer to a case", case, by=JOB, at=at, signal=signal.pk)
    try:
        reached = {"channel": ContactAttempt.Channel.EMAIL, "reached": True}
        note_attempt(case, **reached, note="They answered our letter.", by=letter.by, at=signal.received_at)
    except CaseRefusal:
        pass  # closed by now: it stands in the thread, and the owner hears of it
