"""Where somebody comes from who opens the door: a personal link, a survey's page, a device in a shop.

A link may be in the hands of a stranger: it ties the complaint to its occasion and tells nothing about a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation.trans_real import parse_accept_lang_header

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.models import AnswerDraft, Survey
from groundswell.listen.surveys.queries import invitation_by

from .wording import spoken_language

ASKED = ("from", "unit", "survey", "kiosk", "lang")
"""What the address of the door may say."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The occasion that a complaint is about, as far as it is known before a word is written."""

    language: str
    unit: Unit | None = None
    touchpoint: Touchpoint | None = None
    employee_id: int | None = None
    customer_id: int | None = None
    episode_at: datetime | None = None
    back_to: str = ""

    @property
    def about(self) -> str:
        """Touchpoint and place, nothing about a person."""
        return ", ".join(str(one) for one in (self.touchpoint, self.unit) if one)


def origin_of(request: HttpRequest, asked: Mapping[str, str]) -> Origin:
    """Read where somebody comes from. What is unknown is passed over: the door opens to everybody."""
    header = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200])
    browser = [language for language, _ in header]
    invitation = invitation_by(asked["from"]) if asked["from"] else None
    if invitation:
        draft = AnswerDraft.objects.filter(invitation=invitation).first()
        kept = [draft.language] if draft else []
        return Origin(
            spoken_language(filter(None, [asked["lang"], *kept, *browser])),
            invitation.unit,
            invitation.touchpoint,
            invitation.employee_id,
            invitation.customer_id,
            invitation.episode_at,
        )
    survey = Survey.objects.filter(code=asked["survey"]).select_related("touchpoint").first()
    unit = Unit.objects.filter(code__iexact=asked["unit"]).first() if asked["unit"] else None
    return Origin(
        spoken_language(filter(None, [asked["lang"], *browser])),
        unit,
        survey and survey.touchpoint,
        back_to=_kiosk(survey, unit) if survey and asked["kiosk"] else "",
    )


def _kiosk(survey: Survey, unit: Unit | None) -> str:
    start = reverse("channels:kiosk", args=[survey.code])
    return f"{start}?{urlencode({'unit': unit.code})}" if unit else start
