"""What happened between one customer and us, in one line each, newest first. All by what the viewer may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from groundswell.act.cases.queries import cases_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids
from groundswell.listen.asking.why import timeline_of
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.complaints.queries import complaints_visible_to
from groundswell.listen.signals.queries import signals_visible_to

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: when, what, and where to read more."""

    at: datetime
    title: str
    detail: str = ""
    url: str = ""


def happenings_of(customer: Customer, user: User, *, at: datetime) -> list[Happening]:
    """Voices, complaints and cases within sight; asks, letters and consents for those who read names everywhere."""
    ids = person_ids(customer)
    found = [*_voices(ids, user), *_cases(ids, user), *_complaints(ids, user)]
    if user.sees_everything:
        found += [
            Happening(one.at, one.title, one.detail)
            for one in timeline_of(customer, at=at)
            if not one.title.startswith(("Answered", "Not drawn"))
        ]
        found += _letters(ids)
    return sorted((one for one in found if one.at <= at), key=lambda one: one.at, reverse=True)[:SHOWN]


def _voices(ids: set[int], user: User) -> Iterator[Happening]:
    voices = signals_visible_to(user).filter(customer_id__in=ids, kind="answer").select_related("touchpoint")
    for voice in voices.order_by("-submitted_at")[:SHOWN]:
        said = f"{voice.score} of 10" if voice.score is not None else "In their own words"
        title = f"Answered: {voice.touchpoint}" if voice.touchpoint else "Answered"
        yield Happening(voice.submitted_at, title, said, reverse("desk:voice", args=[voice.pk]))


def _cases(ids: set[int], user: User) -> Iterator[Happening]:
    cases = cases_visible_to(user).filter(customer_id__in=ids).select_related("closure", "rule")
    for case in cases.order_by("-opened_at")[:SHOWN]:
        url = reverse("cases:card", args=[case.pk])
        yield Happening(case.opened_at, "A case was opened", case.rule.name, url)
        if hasattr(case, "closure"):
            yield Happening(case.closure.at, "The case was closed", case.closure.get_outcome_display(), url)


def _complaints(ids: set[int], user: User) -> Iterator[Happening]:
    complaints = complaints_visible_to(user).filter(signal__customer_id__in=ids).select_related("answer")
    for complaint in complaints.order_by("-received_at")[:SHOWN]:
        url = reverse("complaints:entry", args=[complaint.pk])
        yield Happening(complaint.received_at, f"Complained: {complaint.reference}", "", url)
        if hasattr(complaint, "answer"):
            said = complaint.answer.get_outcome_display()
            yield Happening(complaint.answer.at, f"Has our answer: {complaint.reference}", said, url)
        review = getattr(complaint, "review", None)
        if review:
            yield Happening(review.at, f"Asked for a second look: {complaint.reference}", "", url)
        last = getattr(review, "last_word", None)
        if last:
            yield Happening(
                last.at, f"Has our last word: {complaint.reference}", last.get_outcome_display(), url
            )


def _letters(ids: set[int]) -> Iterator[Happening]:
    letters = Message.objects.filter(customer_id__in=ids).exclude(key__startswith="invitation-")
    for letter in letters.exclude(key__startswith="reminder-")[:SHOWN]:
        url = reverse("channels:message", args=[letter.pk])
        yield Happening(letter.written_at, "A letter from us", letter.subject, url)
