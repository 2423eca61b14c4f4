"""Which voices an address asks for: the question behind a figure, words to look for, or both; and in which order."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.looking_for import holds
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.addresses import (
    day,
    filled,
    number_of_page,
    one_of,
    plain_address,
    whole_number,
    words,
)
from groundswell.understand.scores.question import NAMES, Question, UnreadableQuestion, read_question

PER_PAGE = 25
MOST_PER_PAGE = 200
ORDERS = {
    "newest": ("-submitted_at", "-id"),
    "oldest": ("submitted_at", "id"),
    "lowest": ("score", "-submitted_at", "-id"),
    "highest": ("-score", "-submitted_at", "-id"),
}
OWN = {
    "q": words,
    "least": whole_number(0, 10),
    "most": whole_number(0, 10),
    "since": day,
    "until": day,
    "order": one_of(ORDERS, "newest"),
    "page": number_of_page,
    "page_size": whole_number(1, MOST_PER_PAGE),
}


@dataclass(frozen=True, slots=True)
class VoicesAsked:
    """What is asked. ``is_narrow`` says that a question was asked beside the words."""

    question: Question
    is_narrow: bool
    q: str
    least: int | None
    most: int | None
    since: date | None
    until: date | None
    order: str
    page: int | None
    page_size: int | None

    def voices_for(self, user: User) -> QuerySet[Signal]:
        """The voices within the person's sight, in no order yet."""
        is_search = self.q and not self.is_narrow
        found = signals_visible_to(user) if is_search else self.question.voices_for(user)
        if self.q:
            found = found.filter(holds("reading__redacted_comment", self.q))
        bounds = {
            "score__gte": self.least,
            "score__lte": self.most,
            "submitted_at__gte": self.since and _midnight(self.since),
            "submitted_at__lt": self.until and _midnight(self.until + timedelta(days=1)),
        }
        return found.filter(**{field: value for field, value in bounds.items() if value is not None})

    @property
    def ordering(self) -> tuple[str, ...]:
        return ORDERS[self.order]

    @property
    def asked_beside(self) -> list[tuple[str, str]]:
        """What the question fixes, for a form that narrows the list further."""
        return parse_qsl(self.question.address()) if self.is_narrow or not self.q else []

    @property
    def address(self) -> str:
        """The same voices again, as an export asks for them."""
        own = [(name, getattr(self, name)) for name in ("q", "least", "most", "since", "until")]
        question = self.question.address() if self.is_narrow or not self.q else ""
        return "&".join(filter(None, [question, urlencode(filled(own))]))


def read_voices(request: HttpRequest) -> VoicesAsked:
    """What the address asks for; anything unknown, or out of sight, is a bad request."""
    given = plain_address(request)
    try:
        own: dict[str, Any] = {name: read(given.get(name, "").strip()) for name, read in OWN.items()}
        question = read_question(given, request.user, timezone.localdate(), also=tuple(OWN))
    except (ValueError, UnreadableQuestion) as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    return VoicesAsked(question, bool(set(given) & set(NAMES)), **own)


def _midnight(first: date) -> datetime:
    return datetime.combine(first, time(), timezone.get_default_timezone())
