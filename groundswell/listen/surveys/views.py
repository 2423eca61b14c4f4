"""Pages where surveys are begun, worded, tried and published."""

from io import BytesIO

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.models import Unit
from groundswell.look.addresses import one_of, read_address, words

from .actions import begin_survey, close_survey, drop_revision, keep_revision, publish_version, remove_tests
from .definition import KIND_WORDS, KINDS
from .doors import doors_of
from .editing import changed, data_of, fields_of
from .errors import DefinitionUnusable, SurveyRefusal
from .files import survey_file, surveyjs_file
from .formats.brought import Brought
from .forms import KeepSurveyForm, NewSurveyForm, SurveyFileForm, keep_form_for
from .languages import USUAL, name_of
from .models import Survey, SurveyVersion
from .patterns import PATTERN
from .piping import piped
from .preview import pages_of
from .queries import current_version, history_of, tests_of, work_on
from .reading import problems_of, read_definition

LISTEN = {"page_section": "listen"}


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
    return render(request, "surveys/new.html", LISTEN | {"form": form}, status=422 if form.errors else 200)


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
    units = units_visible_to(request.user).order_by("name")
    asked = read_address(request, unit=words)["unit"]
    doors = doors_of(found, next((one for one in units if one.code == asked), None))
    context = LISTEN | {
        "survey": found,
        "version": current_version(found),
        "versions": history_of(found),
        "languages": [name_of(code) for code in current_version(found).wording.languages],
        "has_revision": hasattr(found, "revision"),
        "tests": tests_of(found).filter(finished_at__isnull=False).count(),
        "doors": doors,
        "units": units,
        "script": f'<script src="{settings.BASE_URL}{reverse("channels:intercept")}" data-survey="{code}" data-after="20" data-share="0.25" data-every="90" defer></script>',
        "may_steer": request.user.role in STEERS,
    }
    return render(request, "surveys/survey.html", context)


@for_roles(*STEERS)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Word the next version. Each button saves what is on the page; only publishing asks customers with it."""
    found, now = get_object_or_404(Survey, code=code), timezone.now()
    if request.method != "POST":
        return _editor(request, found)
    deed, data = request.POST.get("do", "save"), data_of(request.POST.dict())
    data |= {"words": words} if (words := work_on(found).get("words")) else {}
    if deed == "drop":
        drop_revision(found, by=request.user, at=now)
        return redirect("surveys:survey", code)
    data = changed(data, deed, request.POST.get("word" if "speak" in deed else "kind", "").strip())
    keep_revision(found, data, at=now)
    if deed != "publish":
        return redirect(reverse("surveys:edit", args=[code]) + _anchor(deed, len(data["questions"])))
    try:
        begins = request.POST.get("begins_edition") == "on"
        made = publish_version(found, data, by=request.user, at=now, begins_edition=begins)
    except SurveyRefusal as refusal:
        return _editor(request, found, refusal=str(refusal))
    except DefinitionUnusable:
        return _editor(request, found)
    messages.success(request, f"Version {made.number} asks from now on. Earlier answers keep their version.")
    return redirect("surveys:survey", code)


def _anchor(deed: str, count: int) -> str:
    verb, _, place = deed.partition(":")
    if verb == "add":
        return f"#q{count - 1}"
    step = {"up": -1, "down": 1}.get(verb)
    return f"#q{int(place) + step}" if step and place.isdecimal() else ""


def _editor(request: HttpRequest, found: Survey, *, refusal: str = "") -> HttpResponse:
    data = work_on(found)
    problems = problems_of(data)
    context = (
        LISTEN
        | fields_of(data)
        | {
            "survey": found,
            "problems": problems,
            "refusal": refusal,
            "kinds": [
                (kind, KIND_WORDS[kind]) for kind in KINDS if kind not in {"recommendation", "employee"}
            ],
            "usual": [(code, name_of(code)) for code in USUAL],
            "number": current_version(found).number + 1,
        }
    )
    return render(request, "surveys/edit.html", context, status=422 if request.method == "POST" else 200)


@for_roles(*STEERS, "analyst", "lead")
@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Every question of the next version, in every language, on one page."""
    found = get_object_or_404(Survey, code=code)
    try:
        definition = read_definition(work_on(found))
    except DefinitionUnusable:
        messages.error(
            request, "The next version is not complete. Finish what the list says, then look at it."
        )
        return redirect("surveys:edit" if request.user.role in STEERS else "surveys:survey", code)
    context = LISTEN | {"survey": found, "title": "The next version", "languages": pages_of(definition)}
    return render(request, "surveys/version.html", context)


@for_roles(*STEERS, "analyst", "lead")
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The words of one version, as customers were asked."""
    found = get_object_or_404(
        SurveyVersion.objects.select_related("survey"), survey__code=code, number=number
    )
    context = LISTEN | {
        "survey": found.survey,
        "version": found,
        "title": f"Version {number}",
        "languages": pages_of(found.wording),
    }
    return render(request, "surveys/version.html", context)


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
    top = Unit.objects.filter(parent=None).first()
    names = {
        "touchpoint": str(found.touchpoint or ""),
        "unit": str(unit or ""),
        "organisation": str(top or ""),
    }
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
