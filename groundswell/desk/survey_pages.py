"""What a survey's customers answered: a page to show somebody, and the voices behind each of its figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, for_roles
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.editions import Edition, editions
from groundswell.listen.surveys.models import Invitation, Survey, SurveyVersion
from groundswell.look.addresses import number_of_page, page_of, read_address, words
from groundswell.understand.scores.question import PERIODS

from .answered import Sheet, all_answered, asked_in, voices_that_answered
from .voices import as_cards, cards

PER_PAGE = 25
READERS = (*LEADS, User.Role.ANALYST)
EVER = {"": "since it began"} | PERIODS
ASKED = {"part": words, "value": words, "edition": words, "period": words, "page": number_of_page}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for."""

    survey: Survey
    edition: Edition
    editions: list[Edition]
    period: str
    sheet: Sheet


@for_roles(*READERS)
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """Every question of a survey with its figures. Colleagues have a page of their own, which shows batches only."""
    chosen = _chosen(request, code)
    if chosen.sheet.versions[0].wording.is_confidential:
        return redirect("scores:employees", code)
    context = {
        "survey": chosen.survey,
        "chosen": chosen,
        "questions": all_answered(chosen.sheet),
        "periods": EVER.items(),
        "period_words": EVER[chosen.period],
        "page_section": "listen",
    }
    return render(request, "desk/survey_answers.html", context)


@for_roles(*READERS)
def answer_voices(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The voices behind one figure."""
    chosen = _chosen(request, code)
    sheet = chosen.sheet
    asked = asked_in(sheet.versions).get(key)
    if asked is None or sheet.versions[0].wording.is_confidential:
        raise Http404
    given = read_address(request, **ASKED)
    part, value = given["part"][:60], given["value"][:60]
    if value and asked.question.is_scale and value not in {str(one) for one in asked.question.numbers}:
        raise BadRequest("That number is not on the scale of this question.")
    found = voices_that_answered(sheet.signals, asked, part=part, value=value)
    page = page_of(cards(found), given["page"], PER_PAGE)
    context = {
        "survey": chosen.survey,
        "asked": asked,
        "answer": " · ".join(filter(None, [asked.rows.get(part, part), asked.choices.get(value, value)])),
        "back": f"{reverse('desk:survey_answers', args=[code])}?{sheet.chosen}",
        "page": page,
        "voices": as_cards(page, request.user),
        "page_section": "listen",
    }
    return render(request, "desk/answer_voices.html", context)


def _chosen(request: HttpRequest, code: str) -> Chosen:
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), code=code)
    known = [one for one in editions(survey.kind_of_score) if one.survey_id == survey.pk]
    given = read_address(request, **ASKED)
    number, period = given["edition"], given["period"]
    edition = next((one for one in known if str(one.number) == number), None) if number else known[-1]
    if edition is None or period not in EVER:
        raise BadRequest("Choose one of the wordings and periods on the page.")
    versions = SurveyVersion.objects.select_related("survey").filter(pk__in=edition.version_ids)
    sheet = Sheet(
        _signals(request.user, edition, period, timezone.now()),
        list(versions.order_by("-number")),
        reverse("desk:survey_answers", args=[code]),
        "&".join(filter(None, [f"edition={number}" if number else "", f"period={period}" if period else ""])),
    )
    return Chosen(survey, edition, known, period, sheet)


def _signals(user: Any, edition: Edition, period: str, now: datetime) -> Any:
    found = signals_visible_to(user).filter(version__in=edition.version_ids)
    found = found.exclude(invitation__purpose=Invitation.Purpose.SECOND_ASK)
    found = found.filter(kind=Signal.Kind.ANSWER)
    return found.filter(submitted_at__gt=now - timedelta(days=int(period))) if period else found
