"""The pages where the next version of a survey is worded."""

from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import read_address, words

from .actions import drop_revision, keep_revision, publish_version
from .comparing import changes_between
from .editing import data_of, languages_of
from .errors import DefinitionUnusable, SurveyRefusal
from .fields import fields_of
from .findings import findings_of
from .language_names import name_of
from .models import Survey
from .queries import current_version, work_on
from .reading import read_definition
from .steps import changed, place_after


@for_roles(*STEERS)
@csp_update({"frame-src": [SELF]})
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Word the next version. Each button saves what is on the page; only publishing asks customers with it."""
    found = get_object_or_404(Survey, code=code)
    if found.closed_at:
        messages.error(request, f"{found.title} is closed. Reopen it before you word a next version.")
        return redirect("surveys:survey", code)
    if request.method != "POST":
        asked = read_address(request, lang=words, open=words)
        beside, opened = asked["lang"], asked["open"] or "0"
        return _editor(request, found, beside, opened)
    deed, now = request.POST.get("do", "save"), timezone.now()
    if deed == "drop":
        drop_revision(found, by=request.user, at=now)
        messages.success(request, "The changes were dropped. The present version goes on asking.")
        return redirect("surveys:survey", code)
    stored = data_of(request.POST.dict(), work_on(found))
    data = changed(stored, deed, request.POST.get("word", ""))
    keep_revision(found, data, at=now)
    return _publish(request, found, data) if deed == "publish" else _go_on(request, found, deed, stored, data)


def _publish(request: HttpRequest, found: Survey, data: dict[str, Any]) -> HttpResponse:
    begins, before = request.POST.get("begins_edition") == "on", current_version(found).number
    try:
        if findings_of(data):
            return _refused(request, found)
        made = publish_version(found, data, by=request.user, at=timezone.now(), begins_edition=begins)
    except SurveyRefusal as refusal:
        return _refused(request, found, refusal=str(refusal))
    if made.number == before:
        messages.success(request, "Nothing changed, so the present version goes on asking.")
    else:
        messages.success(
            request, f"Version {made.number} asks from now on. Earlier answers keep their version."
        )
    return redirect("surveys:survey", found.code)


def _refused(request: HttpRequest, found: Survey, *, refusal: str = "") -> HttpResponse:
    """The editor again, with the first thing to do open and the summary in front."""
    findings = findings_of(work_on(found))
    places = [finding.place for finding in findings]
    opened = str(max(places[0] - 1, 0)) if places else "publish"
    return _editor(request, found, request.POST.get("beside", ""), opened, refusal=refusal, is_refused=True)


def _go_on(
    request: HttpRequest, found: Survey, deed: str, stored: dict[str, Any], data: dict[str, Any]
) -> HttpResponse:
    """Back to the editor at the place where the button was."""
    place = place_after(deed, len(data["questions"]))
    where = {"lang": request.POST.get("beside", ""), "open": request.POST.get("opened", "0")}
    anchor = ""
    verb, _, word = deed.partition(":")
    if place is not None:
        where["open"], anchor = str(place), f"#q{place}"
    if verb == "show":
        where["lang"] = word
    elif verb == "speak":
        where["lang"] = _told_language(request, stored, data)
    elif verb == "unspeak":
        where["lang"] = ""
        messages.success(request, f"{name_of(word)} and its words were taken out of the next version.")
    elif verb == "save":
        messages.success(request, "Kept. Customers see it when you publish.")
    kept = urlencode({name: value for name, value in where.items() if value})
    return redirect(f"{reverse('surveys:edit', args=[found.code])}?{kept}{anchor}")


def _told_language(request: HttpRequest, stored: dict[str, Any], data: dict[str, Any]) -> str:
    word = request.POST.get("word", "")
    if languages_of(data) == languages_of(stored):
        messages.error(request, "Choose a language from the list that the survey does not speak yet.")
        return request.POST.get("beside", "")
    first = name_of(languages_of(data)[0])
    messages.success(
        request,
        f"{name_of(word)} was added. Write its words beside the {first} ones; until then they stand in for them.",
    )
    return word


def _editor(
    request: HttpRequest,
    found: Survey,
    beside: str,
    opened: str,
    *,
    refusal: str = "",
    is_refused: bool = False,
) -> HttpResponse:
    data, present = work_on(found), current_version(found)
    findings = findings_of(data)
    context = fields_of(data, beside, opened, findings) | {
        "page_section": "listen",
        "survey": found,
        "present": present,
        "findings": findings,
        "refusal": refusal,
        "is_refused": is_refused,
        "number": present.number + 1,
        "changes": [],
        "begins_edition": request.POST.get("begins_edition") == "on",
    }
    try:
        wording = read_definition(data)
        context["changes"] = changes_between(present.wording, wording)
        context["core_differs"] = wording.core_differs_from(present.wording)
    except DefinitionUnusable:
        context["core_differs"] = False
    return render(request, "surveys/edit.html", context, status=422 if request.method == "POST" else 200)
