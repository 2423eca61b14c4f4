"""What is done with a complaint until it is answered: acknowledged, handed over, put on another clock, answered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from .actions import REGISTER
from .clock import acknowledge_due, answer_due, days_after
from .errors import ComplaintRefusal
from .letters import write_answer, write_extension, write_pause
from .models import (
    ClockPreset,
    Complaint,
    ComplaintAnswer,
    Extension,
    Outcome,
    Ownership,
    Pause,
    SpecialCare,
)


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What the customer is told in the end and how, whether they are right, and what they get."""

    words: str
    channel: str
    outcome: str
    remedy: str = ""
    amount: Decimal | None = None


@transaction.atomic
def answer_complaint(
    complaint: Complaint, new: NewAnswer, *, by: Person | None, at: datetime
) -> ComplaintAnswer:
    """Give the final answer. It stands on the status page, goes out with the customer's rights, and the first stands."""
    held = hold(complaint)
    check_words(new)
    if ComplaintAnswer.objects.filter(complaint=held).exists():
        raise ComplaintRefusal(f"{held.reference} is answered. Read the answer before you do more.")
    try:
        with transaction.atomic():
            answer = ComplaintAnswer.objects.create(
                complaint=held,
                words=new.words.strip(),
                outcome=new.outcome,
                channel=new.channel,
                remedy=new.remedy.strip()[:300],
                amount=new.amount,
                by=by,
                at=at,
            )
    except IntegrityError as problem:
        raise ComplaintRefusal(f"{held.reference} was answered by somebody at this moment.") from problem
    go_on(held, at=at)
    record("answered a complaint", held, by=by or REGISTER, at=at, channel=new.channel, outcome=new.outcome)
    write_answer(held, answer, at=at)
    return answer


@transaction.atomic
def acknowledge_complaint(complaint: Complaint, *, by: Person | None, at: datetime) -> Complaint:
    """Note that the customer was told, by voice or by letter, that we have the complaint. The first time stands."""
    held = hold(complaint)
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
    held = hold(complaint)
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
    held = hold(complaint)
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
    write_extension(held, extension, at=at)
    return extension


@transaction.atomic
def wait_for_customer(complaint: Complaint, *, why: str, by: Person | None, at: datetime) -> Pause:
    """The clock stands still until the customer says more; they are told what we need. Only where the clock allows it."""
    held = hold(complaint)
    if not held.clock.may_pause or held.answer_due_at is None:
        raise ComplaintRefusal(
            "The clock of this complaint never stands still. Ask the customer, and answer in time."
        )
    if ComplaintAnswer.objects.filter(complaint=held).exists():
        raise ComplaintRefusal(f"{held.reference} is answered. There is nothing to wait for.")
    if held.answer_due_at <= at:
        raise ComplaintRefusal("The answer is late already. A clock that ran out cannot stand still.")
    if held.pauses.filter(ended_at=None).exists():
        raise ComplaintRefusal(f"{held.reference} waits for the customer already.")
    pause = Pause.objects.create(complaint=held, why=why[:300], by=by, at=at)
    record("waits for the customer", held, by=by or REGISTER, at=at)
    write_pause(held, pause, at=at)
    return pause


@transaction.atomic
def go_on(complaint: Complaint, *, at: datetime, by: Person | None = None) -> bool:
    """The clock runs again, by as much later as it stood still. Returns whether it stood still."""
    held = hold(complaint)
    pause = held.pauses.filter(ended_at=None).first()
    if pause is None:
        return False
    pause.ended_at = max(at, pause.at)
    pause.save(update_fields=["ended_at"])
    held.answer_due_at += pause.ended_at - pause.at
    held.save(update_fields=["answer_due_at"])
    record("went on with a complaint", held, by=by or REGISTER, at=at, due_at=held.answer_due_at)
    return True


@transaction.atomic
def change_clock(
    complaint: Complaint, *, to: ClockPreset, why: str, by: Person | None, at: datetime
) -> Complaint:
    """Put a complaint on the clock of its kind, counted from the day it was received."""
    held = hold(complaint)
    moved = Extension.objects.filter(complaint=held).exists() or held.pauses.exists()
    if held.is_history or moved or ComplaintAnswer.objects.filter(complaint=held).exists():
        raise ComplaintRefusal(
            f"The clock of {held.reference} was moved or has ended. It keeps the one it has."
        )
    held.clock = to
    held.acknowledge_due_at = acknowledge_due(to, held.received_at, held.signal.unit)
    held.answer_due_at = answer_due(to, held.received_at, held.signal.unit)
    held.save(update_fields=["clock", "acknowledge_due_at", "answer_due_at"])
    record("changed the clock of a complaint", held, by=by or REGISTER, at=at, to=str(to), why=why)
    return held


@transaction.atomic
def note_special_care(complaint: Complaint, *, why: str, by: Person | None, at: datetime) -> SpecialCare:
    """Mark that this customer needs more care. The reason stays with those who act; the history does not hold it."""
    held = hold(complaint)
    care, _ = SpecialCare.objects.update_or_create(
        complaint=held, defaults={"why": why[:300], "by": by, "at": at}
    )
    record("looked at a complaint", held, by=by or REGISTER, at=at)
    return care


@transaction.atomic
def end_special_care(complaint: Complaint, *, by: Person | None, at: datetime) -> None:
    """The mark was a mistake or is needed no more: the reason is gone for good."""
    held = hold(complaint)
    if SpecialCare.objects.filter(complaint=held).delete()[0]:
        record("looked at a complaint", held, by=by or REGISTER, at=at)


def check_words(new: NewAnswer) -> None:
    """An answer says something, and whether the customer is right."""
    if not new.words.strip():
        raise ComplaintRefusal("Write what you tell the customer. An empty answer is none.")
    if new.outcome not in Outcome.values:
        raise ComplaintRefusal("Say whether the customer is right: upheld, in part, or not upheld.")


def hold(complaint: Complaint) -> Complaint:
    """The entry, held until the transaction ends, so that two people act one after the other."""
    return Complaint.objects.select_for_update().get(pk=complaint.pk)
