"""What is done with a complaint: acknowledged, handed over, given more time, answered, judged by the customer."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal

from .actions import FORM, REGISTER, status_address
from .clock import days_after
from .errors import ComplaintRefusal
from .models import Complaint, ComplaintAddition, ComplaintAnswer, Extension, Ownership, SpecialCare, Verdict

STATUS_PAGE = "complaint status page"


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What the customer is told in the end, how, and what they get."""

    words: str
    channel: str
    remedy: str = ""
    amount: Decimal | None = None


@transaction.atomic
def answer_complaint(
    complaint: Complaint, new: NewAnswer, *, by: Person | None, at: datetime
) -> ComplaintAnswer:
    """Give the final answer. It stands on the status page, goes out with the customer's rights, and the first stands."""
    held = _hold(complaint)
    if not new.words.strip():
        raise ComplaintRefusal("Write what you tell the customer. An empty answer is none.")
    if ComplaintAnswer.objects.filter(complaint=held).exists():
        raise ComplaintRefusal(f"{held.reference} is answered. Read the answer before you do more.")
    try:
        with transaction.atomic():
            answer = ComplaintAnswer.objects.create(
                complaint=held,
                words=new.words.strip(),
                channel=new.channel,
                remedy=new.remedy.strip()[:300],
                amount=new.amount,
                by=by,
                at=at,
            )
    except IntegrityError as problem:
        raise ComplaintRefusal(f"{held.reference} was answered by somebody at this moment.") from problem
    record("answered a complaint", held, by=by or REGISTER, at=at, channel=new.channel)
    _write_answer(held, answer, at)
    return answer


def _write_answer(complaint: Complaint, answer: ComplaintAnswer, at: datetime) -> None:
    customer = complaint.signal.customer
    if customer is None or complaint.is_history:
        return
    gets = f"What you get: {answer.remedy}\n\n" if answer.remedy else ""
    write_message(
        key=f"complaint-answer-{complaint.pk}",
        customer=customer,
        subject=f"Our answer to your complaint {complaint.reference}",
        body=f"{answer.words}\n\n{gets}"
        f"Tell us whether this settles it: {status_address(complaint)}\n\n{complaint.clock.rights}\n",
        at=at,
    )


@transaction.atomic
def acknowledge_complaint(complaint: Complaint, *, by: Person | None, at: datetime) -> Complaint:
    """Note that the customer was told, by voice or by letter, that we have the complaint. The first time stands."""
    held = _hold(complaint)
    if held.acknowledged_at is None:
        held.acknowledged_at = at
        held.save(update_fields=["acknowledged_at"])
        record("acknowledged a complaint", held, by=by or REGISTER, at=at)
    return held


@transaction.atomic
def hand_over_complaint(
    complaint: Complaint, *, to: Person, why: str, by: Person | None, at: datetime
) -> Ownership:
    """Give the complaint to somebody else; the clock keeps running."""
    held = _hold(complaint)
    if to.left_on:
        raise ComplaintRefusal(f"{to} has left. Choose somebody who still works here.")
    if held.owner_id == to.pk:
        raise ComplaintRefusal(f"{to} has this complaint already. Choose somebody else.")
    held.owner = to
    held.save(update_fields=["owner"])
    record("handed over a complaint", held, by=by or REGISTER, at=at, to=to.name, why=why)
    return Ownership.objects.create(complaint=held, to=to, why=why[:300], by=by, at=at)


@transaction.atomic
def extend_clock(complaint: Complaint, *, why: str, by: Person | None, at: datetime) -> Extension:
    """Promise the answer for later, once, with a reason that the customer is told."""
    held = _hold(complaint)
    if not held.clock.extension or held.answer_due_at is None:
        raise ComplaintRefusal("The clock of this complaint allows no extension. Answer in time.")
    if ComplaintAnswer.objects.filter(complaint=held).exists():
        raise ComplaintRefusal(f"{held.reference} is answered. There is nothing to extend.")
    if Extension.objects.filter(complaint=held).exists():
        raise ComplaintRefusal(f"{held.reference} was given more time before. It is given once.")
    was = held.answer_due_at
    held.answer_due_at = days_after(held.clock, was, held.clock.extension, held.signal.unit)
    held.save(update_fields=["answer_due_at"])
    extension = Extension.objects.create(
        complaint=held, was_due_at=was, due_at=held.answer_due_at, why=why[:300], by=by, at=at
    )
    record("gave a complaint more time", held, by=by or REGISTER, at=at, due_at=held.answer_due_at)
    _write_extension(held, extension, at)
    return extension


def _write_extension(complaint: Complaint, extension: Extension, at: datetime) -> None:
    customer = complaint.signal.customer
    if customer is None:
        return
    write_message(
        key=f"complaint-later-{complaint.pk}",
        customer=customer,
        subject=f"Your complaint {complaint.reference} takes us longer",
        body=f"We need more time for your complaint {complaint.reference}. The reason: {extension.why}\n\n"
        f"You have our answer by {timezone.localtime(extension.due_at):%d %B %Y} at the latest.\n"
        f"See at any time how far it is: {status_address(complaint)}\n\n{complaint.clock.rights}\n",
        at=at,
    )


@transaction.atomic
def note_special_care(complaint: Complaint, *, why: str, by: Person | None, at: datetime) -> SpecialCare:
    """Mark that this customer needs more care. The reason stays with those who act; the history does not hold it."""
    held = _hold(complaint)
    care, _ = SpecialCare.objects.update_or_create(
        complaint=held, defaults={"why": why[:300], "by": by, "at": at}
    )
    record("looked at a complaint", held, by=by or REGISTER, at=at)
    return care


@transaction.atomic
def add_words(complaint: Complaint, words: str, *, submission: str, at: datetime) -> ComplaintAddition:
    """The customer adds something: a signal of its own, linked to the complaint. A double tap is one addition."""
    first = complaint.signal
    arrival = receive_signal(
        NewSignal(
            source=STATUS_PAGE,
            key=f"{complaint.pk}-{submission}"[:200],
            channel=Signal.Channel.WEB,
            comment=words.strip(),
            customer_id=first.customer_id,
            unit_id=first.unit_id,
            touchpoint_id=first.touchpoint_id,
            submitted_at=at,
        ),
        at=at,
    )
    addition, made = ComplaintAddition.objects.get_or_create(
        signal_id=arrival.signal_id, defaults={"complaint": complaint}
    )
    if made:
        record("added to a complaint", complaint, by=FORM, at=at)
    return addition


@transaction.atomic
def give_verdict(complaint: Complaint, *, is_content: bool, at: datetime) -> Verdict:
    """The customer says whether our answer settles it. The first word stands; who is not content is heard by the owner."""
    answer = ComplaintAnswer.objects.select_for_update().filter(complaint=complaint).first()
    if answer is None:
        raise ComplaintRefusal("We have not answered you yet. Tell us here as soon as we have.")
    verdict, made = Verdict.objects.get_or_create(
        answer=answer, defaults={"is_content": is_content, "at": at}
    )
    if made:
        record("judged our answer", complaint, by=STATUS_PAGE, at=at, is_content=is_content)
        if not is_content and complaint.owner:
            write_message(
                key=f"complaint-not-content-{complaint.pk}",
                person=complaint.owner,
                subject=f"{complaint.reference}: the customer is not content",
                body=f"The customer says that our answer to {complaint.reference} does not settle it. "
                "Please get back to them.\n",
                at=at,
            )
    return verdict


def _hold(complaint: Complaint) -> Complaint:
    """The entry, held until the transaction ends, so that two people act one after the other."""
    return Complaint.objects.select_for_update().get(pk=complaint.pk)
