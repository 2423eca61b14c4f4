"""Our letters about a complaint: in the customer's language, on the customer's calendar, by e-mail or by text."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.organisation.queries import calendar_of
from groundswell.listen.channels.outbox.models import Medium, Message
from groundswell.listen.channels.outbox.reach import reach_one
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal

from .models import ClockPreset, Complaint, ComplaintAnswer, Extension, LastWord, Pause, Review
from .wording import day_in, words_in


def status_address(complaint: Complaint) -> str:
    """Where the customer sees how far it is."""
    return settings.BASE_URL + reverse("desk:complaint_status", args=[complaint.token])


def zone_of(complaint: Complaint) -> str:
    """On whose calendar the customer reads a day: their own, else that of the place, else the organisation's."""
    customer = complaint.signal.customer
    if customer and customer.time_zone:
        return customer.time_zone
    calendar = calendar_of(complaint.signal.unit)
    return calendar.time_zone if calendar else settings.TIME_ZONE


def day_for(complaint: Complaint, moment: datetime) -> str:
    """A day as this customer writes it."""
    return day_in(moment, complaint.language, zone_of(complaint))


def rights_of(clock: ClockPreset, language: str) -> list[str]:
    """What the customer may do beyond us: the right, the body with its address, the organisation's own words."""
    words = words_in(language)
    ours = [words["rights_body"], clock.external_body.strip()] if clock.external_body.strip() else []
    own = clock.rights.strip()
    return [*ours, own] if own else ours or [words["rights_ask"]]


def write_acknowledgement(complaint: Complaint, *, at: datetime) -> bool:
    """Tell the customer that we have it, where we may write. Returns whether anything was written."""
    if complaint.answer_due_at is None:
        return False
    words = words_in(complaint.language)
    return _write(
        complaint,
        "",
        words["ack_subject"],
        [
            words["ack_thanks"].format(complaint.reference),
            words["ack_care"].format(day_for(complaint, complaint.answer_due_at)),
            words["see"].format(status_address(complaint)),
            words["write_back"].format(complaint.reference),
        ],
        at,
    )


def is_acknowledged_in_writing(complaint: Complaint) -> bool:
    """Whether the customer has our acknowledgement in writing, or is about to."""
    return Message.objects.filter(key=f"complaint-{complaint.pk}").exists()


def write_answer(complaint: Complaint, answer: ComplaintAnswer, *, at: datetime) -> bool:
    """Tell the customer our answer, what they get, and their rights."""
    words = words_in(complaint.language)
    told = _told(answer, words)
    settles = words["tell_us"].format(status_address(complaint))
    rights = "\n".join(rights_of(complaint.clock, complaint.language))
    return _write(complaint, "answer-", words["answer_subject"], [*told, settles, rights], at)


def write_last_word(complaint: Complaint, last: LastWord, *, at: datetime) -> bool:
    """Tell the customer what came out of the second look, and who decides beyond us."""
    words = words_in(complaint.language)
    rights = "\n".join(rights_of(complaint.clock, complaint.language))
    return _write(complaint, "last-", words["last_subject"], [*_told(last, words), rights], at)


def write_review(complaint: Complaint, review: Review, *, at: datetime) -> bool:
    """Tell the customer that it is open again, and until when."""
    words = words_in(complaint.language)
    by = words["reviewed_by"].format(day_for(complaint, review.due_at))
    seen = words["see"].format(status_address(complaint))
    return _write(complaint, "again-", words["again_subject"], [by, seen], at)


def write_extension(complaint: Complaint, extension: Extension, *, at: datetime) -> bool:
    """Tell the customer that it takes longer, why, and until when."""
    words = words_in(complaint.language)
    return _write(
        complaint,
        "later-",
        words["later_subject"],
        [
            words["later_body"].format(complaint.reference, extension.why),
            words["answer_by"].format(day_for(complaint, extension.due_at)),
            words["see"].format(status_address(complaint)),
            "\n".join(rights_of(complaint.clock, complaint.language)),
        ],
        at,
    )


def write_pause(complaint: Complaint, pause: Pause, *, at: datetime) -> bool:
    """Tell the customer what we need from them."""
    words = words_in(complaint.language)
    return _write(
        complaint,
        f"waits-{pause.pk}-",
        words["waiting_subject"],
        [
            words["waiting_body"].format(complaint.reference, pause.why),
            words["write_back"].format(complaint.reference),
            words["see"].format(status_address(complaint)),
        ],
        at,
    )


def _told(answer: ComplaintAnswer | LastWord, words: dict[str, str]) -> list[str]:
    gets = [words["you_get"].format(answer.remedy)] if answer.remedy else []
    return [words[answer.outcome], answer.words, *gets]


def _write(complaint: Complaint, about: str, subject: str, lines: list[str], at: datetime) -> bool:
    customer = complaint.signal.customer
    if customer is None or complaint.is_history:
        return False
    medium = _medium(complaint, customer)
    message = write_message(
        key=f"complaint-{about}{complaint.pk}",
        customer=customer,
        subject=subject.format(complaint.reference),
        body="\n\n".join(lines) + "\n",
        medium=medium,
        is_owed=True,
        at=at,
    )
    return message is not None


def _medium(complaint: Complaint, customer: Customer) -> str:
    """Who complained by text is answered by text; everybody else by e-mail where that reaches them."""
    by_text = complaint.signal.channel == Signal.Channel.SMS
    wish = [Medium.TEXT, Medium.EMAIL] if by_text else [Medium.EMAIL, Medium.TEXT]
    reach = reach_one(customer, Purpose.CONTACT, is_owed=True)
    return reach.medium([one.value for one in wish]) or Medium.EMAIL
