"""The real screens of a survey for colleagues who word it: with sample answers, and with nothing stored."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.definition import Definition, as_data
from groundswell.listen.surveys.editing import data_of
from groundswell.listen.surveys.languages import words_of
from groundswell.listen.surveys.models import AnswerDraft, Survey, new_token
from groundswell.listen.surveys.queries import current_version, work_on
from groundswell.listen.surveys.samples import sample_answers, showable

from .screens import direction, screen_of

THANKS = "thanks"


@for_roles(*STEERS, "analyst", "lead")
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF], "form-action": [NONE]})
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """One screen as a customer sees it: of the next version, of ``?version=``, or of what an editor's form holds.

    ``show`` is the key of a question, or ``thanks``. Its buttons do nothing: it stands in a frame.
    """
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), code=code)
    wording = _wording(request, survey)
    asked = request.POST if request.method == "POST" else request.GET
    question = wording.question(asked.get("show", "")) if wording else None
    if wording is None or (question is None and asked.get("show") != THANKS):
        return render(request, "channels/preview_missing.html", {"survey": survey})
    wished = asked.get("beside") or asked.get("lang", "")
    language = wished if wished in wording.languages else wording.languages[0]
    draft = _draft(survey, wording)
    if question is None:
        context = {
            "words": words_of(wording, language),
            "own_words": wording.said(wording.thanks, language),
            "survey": survey,
            "complain": reverse("complaints:complain"),
        }
        return render(request, "channels/preview_thanks.html", context | direction(language))
    draft.answers.pop(question.key)
    context = {
        "draft": draft,
        "screen": screen_of(draft, question, language),
        "languages": [],
        "complain": reverse("complaints:complain"),
    }
    return render(request, "channels/preview_question.html", context | direction(language))


def _wording(request: HttpRequest, survey: Survey) -> Definition | None:
    if request.method == "POST":
        return showable(data_of(request.POST.dict(), work_on(survey)))
    number = request.GET.get("version", "")
    if number.isdecimal() and len(number) < 9:
        found = survey.versions.filter(number=int(number)).first()
        return found.wording if found else None
    return showable(work_on(survey))


def _draft(survey: Survey, wording: Definition) -> AnswerDraft:
    """Answers that are not stored, at some unit, so that every name that is filled in has something to fill it."""
    return AnswerDraft(
        token=new_token(),
        version=current_version(survey),
        door=AnswerDraft.Door.OPEN,
        trial=as_data(wording),
        answers=sample_answers(wording),
        unit=Unit.objects.filter(children=None).order_by("pk").first(),
        started_at=timezone.now(),
    )
