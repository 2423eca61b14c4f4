"""Write to the customer from a case; what they answer comes back into it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.email.message_ids import message_id_of
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.complaints.models import Complaint

from ..actions import note_attempt
from ..errors import LetterRefused
from ..holding import hold_open
from ..models import Case, CaseLetter, CaseReply, ContactAttempt


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the thread, ours or the customer's."""

    at: datetime
    who: str
    subject: str
    words: str
    is_ours: bool
    state: str = ""


@transaction.atomic
def write_letter(case: Case, *, subject: str, words: str, by: Person | None, at: datetime) -> CaseLetter:
    """Put a letter to the customer into the outbox. It counts as an attempt; their answer counts as reached."""
    held = hold_open(case)
    complaint = Complaint.objects.filter(signal=held.signal_id).values_list("pk", flat=True).first()
    message = write_message(
        key=_key(held, complaint),
        customer=held.customer,
        subject=subject,
        body=f"{words.rstrip()}\n\n{_signed(by)}".rstrip() + "\n",
        references=_thread_ids(held),
        is_owed=complaint is not None,
        at=at,
    )
    if message is None:
        raise LetterRefused(
            "We may not write to this customer by e-mail: there is no address that works, no consent, or one of us said that they are not to be contacted."
        )
    letter = CaseLetter.objects.create(case=held, message=message, by=by, at=at)
    channel = ContactAttempt.Channel.EMAIL
    note_attempt(held, channel=channel, reached=False, note=f"Wrote: {message.subject}", by=by, at=at)
    return letter


def thread_of(case: Case) -> list[Letter]:
    """Our letters and what the customer answered, the oldest first."""
    letters = CaseLetter.objects.filter(case=case).select_related("message", "by")
    replies = CaseReply.objects.filter(case=case).select_related("signal")
    ours = [
        Letter(one.at, str(one.by or "We"), one.message.subject, one.message.body, True, _state(one.message))
        for one in letters.prefetch_related("message__deliveries")
    ]
    theirs = [
        Letter(one.signal.received_at, "The customer", "", one.signal.comment, False) for one in replies
    ]
    return sorted([*ours, *theirs], key=lambda letter: letter.at)


def _state(message: Message) -> str:
    last = list(message.deliveries.all())[-1:]
    return last[0].get_outcome_display() if last else "Leaves within seconds"


def _key(case: Case, complaint: int | None) -> str:
    """What belongs to a complaint says so, so that an answer joins its entry in the register as well."""
    number = CaseLetter.objects.filter(case=case).count() + 1
    own = f"case-{case.pk}-letter-{number}"
    return f"complaint-{own}-{complaint}" if complaint else own


def _signed(by: Person | None) -> str:
    return f"{by.name}\n{by.unit.name}" if by else ""


def _thread_ids(case: Case) -> list[str]:
    """The Message-IDs of the thread so far, beginning with the letter that it is about."""
    first = [(case.opened_at, case.signal.key)] if case.signal else []
    ours = [(one.at, message_id_of(one.message_id)) for one in case.letters.all()]
    theirs = [(one.at, one.signal.key) for one in case.replies.select_related("signal")]
    return [
        key for _, key in [*first, *sorted([*ours, *theirs])] if key.startswith("<") and key.endswith(">")
    ]
