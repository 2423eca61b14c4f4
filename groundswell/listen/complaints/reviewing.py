"""What the customer does with a complaint: adds something, says whether our answer settles it; and our last word."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import language_of
from groundswell.foundation.saying import Said, say
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal

from .actions import CALL, FORM, REGISTER
from .answering import NewAnswer, check_words, go_on, hand_over_complaint, hold
from .clock import review_due
from .errors import ComplaintRefusal
from .letters import write_last_word, write_review
from .models import Complaint, ComplaintAddition, ComplaintAnswer, LastWord, Review, Verdict
from .queries import second_pair_of_eyes
from .wording import words_in

STATUS_PAGE = "complaint status page"


@transaction.atomic
def add_words(
    complaint: Complaint, words: str, *, submission: str, at: datetime, source: str = STATUS_PAGE
) -> ComplaintAddition:
    """The customer adds something: a signal of its own, linked to the complaint. A double tap is one addition."""
    first = complaint.signal
    arrival = receive_signal(
        NewSignal(
            source=source,
            key=f"{complaint.pk}-{submission}"[:200],
            channel=Signal.Channel.PHONE if source == CALL else Signal.Channel.WEB,
            comment=words.strip(),
            customer_id=first.customer_id,
            unit_id=first.unit_id,
            touchpoint_id=first.touchpoint_id,
            submitted_at=at,
        ),
        at=at,
    )
    return add_signal(complaint, Signal.objects.get(pk=arrival.signal_id), at=at)


@transaction.atomic
def add_signal(complaint: Complaint, signal: Signal, *, at: datetime) -> ComplaintAddition:
    """What the customer said later becomes part of the complaint; the owner is told, a clock that waited runs again."""
    addition, made = ComplaintAddition.objects.get_or_create(signal=signal, defaults={"complaint": complaint})
    if made:
        record("added to a complaint", complaint, by=FORM, at=at)
        go_on(complaint, at=at)
        subject = say("{reference}: the customer added something", reference=complaint.reference)
        _tell_owner(complaint, f"added-{addition.pk}", subject, say("Read it before you go on."), at)
    return addition


@transaction.atomic
def give_verdict(complaint: Complaint, *, is_content: bool, at: datetime, why: str = "") -> Verdict:
    """The customer says whether our answer settles it. The first word stands; who is not content is looked at anew."""
    answer = ComplaintAnswer.objects.select_for_update().filter(complaint=complaint).first()
    if answer is None:
        raise ComplaintRefusal(words_in(complaint.language)["no_answer_yet"])
    verdict, made = Verdict.objects.get_or_create(
        answer=answer, defaults={"is_content": is_content, "at": at}
    )
    if made:
        record("judged our answer", complaint, by=STATUS_PAGE, at=at, is_content=is_content)
        if not is_content:
            _look_again(complaint, answer, why.strip(), at)
    return verdict


def _look_again(complaint: Complaint, answer: ComplaintAnswer, why: str, at: datetime) -> None:
    """Open again, with somebody who did not answer, by a day of its own."""
    held = hold(complaint)
    due_at = review_due(held.clock, at, held.signal.unit)
    review = Review.objects.create(complaint=held, why=why[:10_000], due_at=due_at, at=at)
    record("opened a complaint again", held, by=STATUS_PAGE, at=at, due_at=due_at)
    other = second_pair_of_eyes(held, answer.by)
    if other and other.pk != held.owner_id:
        hand_over_complaint(held, to=other, why="The customer is not content with our answer", by=None, at=at)
    held.refresh_from_db()
    subject = say("{reference}: the customer is not content", reference=held.reference)
    said = say(
        "The customer says that our answer does not settle it. Look at it anew and give our last word by {day:date}.",
        day=localdate(due_at),
    )
    _tell_owner(held, f"not-content-{held.pk}", subject, said, at)
    write_review(held, review, at=at)


@transaction.atomic
def give_last_word(complaint: Complaint, new: NewAnswer, *, by: Person | None, at: datetime) -> LastWord:
    """What came out of the second look. It goes out with the customer's rights; the first stands."""
    held = hold(complaint)
    check_words(new)
    review = Review.objects.filter(complaint=held).first()
    if review is None:
        raise ComplaintRefusal(f"Nobody asked for a second look at {held.reference}.")
    try:
        with transaction.atomic():
            last = LastWord.objects.create(
                review=review,
                outcome=new.outcome,
                words=new.words.strip(),
                remedy=new.remedy.strip()[:300],
                amount=new.amount,
                by=by,
                at=at,
            )
    except IntegrityError as problem:
        raise ComplaintRefusal(f"Our last word on {held.reference} is said. Read it first.") from problem
    record("gave the last word on a complaint", held, by=by or REGISTER, at=at, outcome=new.outcome)
    write_last_word(held, last, at=at)
    return last


def _tell_owner(complaint: Complaint, key: str, subject: Said, body: Said, at: datetime) -> None:
    if complaint.owner:
        language = language_of(complaint.owner)
        address = settings.BASE_URL + reverse("complaints:entry", args=[complaint.pk])
        write_message(
            key=f"complaint-{key}",
            person=complaint.owner,
            subject=subject.in_language(language),
            body=f"{body.in_language(language)}\n\n{address}\n",
            at=at,
        )
