"""Pages where surveys are begun, worded, tried and published."""

from io import BytesIO
from typing import Any

import segno
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import organisation_name
from groundswell.look.addresses import one_of, read_address, words

from .actions import begin_survey, close_survey, remove_tests, reopen_survey
from .asked_if import questions_told
from .comparing import changes_between
from .definition import Definition
from .doors import doors_of
from .errors import DefinitionUnusable
from .files import survey_file, surveyjs_file
from .formats.brought import Brought
from .forms import KeepSurveyForm, NewSurveyForm, SurveyFileForm, keep_form_for
from .kinds import SCORE_NAMES
from .language_names import name_of
from .models import Survey, SurveyVersion
from .patterns import PATTERN, PATTERNS
from .piping import piped
from .preview import pages_of
from .queries import current_version, history_of, tests_of, work_on
from .reading import read_definition

LISTEN = {"page_section": "listen"}
DEVICES = ("telephone", "computer")
SHOWN = {"since": words, "lang": words, "on": one_of(DEVICES)}


@for_roles(*STEERS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a survey with the questions of the field."""
    form = NewSurveyForm(request.POST or None, initial={"pattern": "transactional"})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        pattern = PATTERN[told["pattern"]]
        begin_survey(
            told["code"],
            told["title"],
            pattern.kind_of_score,
            pattern.definition,
            by=request.user,
            at=timezone.now(),
            touchpoint=told["touchpoint"],
        )
        messages.success(
            request, "The survey is there. Read its words once before you ask the first customer."
        )
        return redirect("surveys:survey", told["code"])
    context = LISTEN | {"form": form, "patterns": PATTERNS, "scores": SCORE_NAMES.values()}
    return render(request, "surveys/new.html", context, status=422 if form.errors else 200)


@for_roles(*STEERS)
def bring(request: HttpRequest) -> HttpResponse:
    """Look at a survey from a file: what comes over and what stays behind. Nothing is stored yet."""
    form = SurveyFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        brought = form.cleaned_data["file"]
        return _looked_at(request, keep_form_for(brought), brought)
    context = LISTEN | {"form": form, "problems": getattr(form, "problems", [])}
    return render(request, "surveys/bring.html", context, status=422 if form.errors else 200)


def _looked_at(
    request: HttpRequest, form: KeepSurveyForm, brought: Brought | None, *, status: int = 200
) -> HttpResponse:
    definition = brought.definition if brought else read_definition(form.cleaned_data["definition"])
    context = LISTEN | {
        "form": form,
        "brought": brought,
        "languages": pages_of(definition),
        "count": len(definition.questions),
    }
    return render(request, "surveys/brought.html", context, status=status)


@for_roles(*STEERS)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Begin the survey that was looked at."""
    form = KeepSurveyForm(request.POST)
    is_valid = form.is_valid()
    told = form.cleaned_data
    try:
        if not is_valid:
            return _looked_at(request, form, None, status=422)
        begin_survey(
            told["code"],
            told["title"],
            told["kind_of_score"],
            told["definition"],
            by=request.user,
            at=timezone.now(),
        )
    except (DefinitionUnusable, KeyError):
        messages.error(request, "What was looked at is not there any more. Bring the file again.")
        return redirect("surveys:bring")
    messages.success(request, "The survey is there. Read its words once before you ask the first customer.")
    return redirect("surveys:survey", told["code"])


@for_roles(*STEERS, "analyst", "lead")
def survey(request: HttpRequest, code: str) -> HttpResponse:
    """One survey: its words, its doors, its versions."""
    found = get_object_or_404(Survey.objects.select_related("touchpoint"), code=code)
    present = current_version(found)
    units = units_visible_to(request.user).order_by("name")
    asked = read_address(request, unit=words)["unit"]
    doors = doors_of(found, next((one for one in units if one.code == asked), None))
    context = LISTEN | {
        "survey": found,
        "version": present,
        "versions": history_of(found),
        "questions": questions_told(present.wording, present.wording.languages[0], _names(found)),
        "languages": [name_of(code) for code in present.wording.languages],
        "score": present.counts_for,
        "has_revision": hasattr(found, "revision"),
        "tests": tests_of(found).filter(finished_at__isnull=False).count(),
        "doors": doors,
        "units": units,
        "script": f'<script src="{settings.BASE_URL}{reverse("channels:intercept")}" data-survey="{code}" data-after="20" data-share="0.25" data-every="90" defer></script>',
        "may_steer": request.user.role in STEERS,
    }
    return render(request, "surveys/survey.html", context)


def _names(survey: Survey, unit: Unit | None = None) -> dict[str, str]:
    """What stands for the names of places; those that differ from customer to customer stay names."""
    known = {
        "touchpoint": str(survey.touchpoint or ""),
        "unit": str(unit or ""),
        "organisation": organisation_name(),
    }
    return {name: words for name, words in known.items() if words}


@for_roles(*STEERS, "analyst", "lead")
@require_safe
@csp_update({"frame-src": [SELF]})
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Every screen of the next version as customers will see it, and what it changes."""
    found = get_object_or_404(Survey, code=code)
    try:
        definition = read_definition(work_on(found))
    except DefinitionUnusable:
        messages.error(
            request, "The next version is not complete. Finish what the list says, then look at it."
        )
        return redirect("surveys:edit" if request.user.role in STEERS else "surveys:survey", code)
    present = current_version(found)
    context = {"title": "The next version", "earlier": present, "versions": []}
    return _screens(
        request, found, definition, context | {"changes": changes_between(present.wording, definition)}
    )


@for_roles(*STEERS, "analyst", "lead")
@require_safe
@csp_update({"frame-src": [SELF]})
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version as customers were asked, and what changed since another one."""
    versions = list(
        SurveyVersion.objects.select_related("survey").filter(survey__code=code, number__lte=number)
    )
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Http404
    others = [one for one in versions if one is not found]
    since = read_address(request, **SHOWN)["since"]
    earlier = next((one for one in others if str(one.number) == since), next(iter(others), None))
    changes = changes_between(earlier.wording, found.wording) if earlier else []
    context = {
        "title": f"Version {number}",
        "version": found,
        "versions": others,
        "earlier": earlier,
        "changes": changes,
    }
    return _screens(request, found.survey, found.wording, context)


def _screens(
    request: HttpRequest, survey: Survey, wording: Definition, context: dict[str, Any]
) -> HttpResponse:
    asked = read_address(request, **SHOWN)
    language = asked["lang"]
    language = language if language in wording.languages else wording.languages[0]
    told = {
        "survey": survey,
        "language": language,
        "languages": [(code, name_of(code)) for code in wording.languages],
        "questions": questions_told(wording, language),
        "as_text": pages_of(wording),
        "device": asked["on"] or "telephone",
        "devices": DEVICES,
        "since": asked["since"],
    }
    return render(request, "surveys/version.html", LISTEN | context | told)


@for_roles(*STEERS, "analyst", "lead")
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The survey as a file, in our words or in SurveyJS's."""
    found = current_version(get_object_or_404(Survey, code=code))
    is_surveyjs = read_address(request, **{"as": one_of(["surveyjs"])})["as"] == "surveyjs"
    content = surveyjs_file(found) if is_surveyjs else survey_file(found)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}{".surveyjs" if is_surveyjs else ""}.json"'
    return answer


@for_roles(*STEERS, "analyst", "lead")
@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The open link as a picture to print."""
    found = get_object_or_404(Survey, code=code)
    address = doors_of(found, _unit(request)).printed
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", scale=6, border=4, light="#ffffff", xmldecl=False
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@for_roles(*STEERS, "analyst", "lead")
@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The code with its question, to hang on a wall."""
    found, unit = get_object_or_404(Survey, code=code, closed_at=None), _unit(request)
    wording = current_version(found).wording
    names = {"touchpoint": "", "unit": ""} | _names(found, unit)
    context = {
        "survey": found,
        "unit": unit,
        "doors": doors_of(found, unit),
        "texts": [
            (language, piped(wording.core.text.get(language, ""), names)) for language in wording.languages
        ],
    }
    return render(request, "surveys/poster.html", context)


def _unit(request: HttpRequest) -> Unit | None:
    named = read_address(request, unit=words)["unit"]
    return get_object_or_404(units_visible_to(request.user), code=named) if named else None


@for_roles(*STEERS)
@require_POST
def forget_tests(request: HttpRequest, code: str) -> HttpResponse:
    """Remove what was answered in tests."""
    removed = remove_tests(get_object_or_404(Survey, code=code))
    messages.success(request, f"Forgotten: {removed}. No real answer was touched.")
    return redirect("surveys:survey", code)


@for_roles(*STEERS)
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Ask nobody any more with this survey."""
    found = get_object_or_404(Survey, code=code)
    close_survey(found, by=request.user, at=timezone.now())
    messages.success(request, f"{found.title} asks nobody any more. Its answers stay.")
    return redirect("channels:surveys")


@for_roles(*STEERS)
@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Ask again with a survey that was closed."""
    found = get_object_or_404(Survey, code=code)
    reopen_survey(found, by=request.user, at=timezone.now())
    messages.success(request, f"{found.title} asks again. Links that were given out work again.")
    return redirect("surveys:survey", code)
