"""The door that is open to everybody, and what is shown on a device that many people use."""

import secrets
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from groundswell.listen.surveys.languages import usual_word
from groundswell.look.addresses import read_address, words

from .actions import receive_complaint
from .door_forms import ComplaintForm
from .letters import day_for, status_address
from .models import Complaint
from .origin import ASKED, Origin, origin_of
from .wording import FIRST, frame_of, languages_to_choose, words_in


@never_cache
@csrf_exempt  # a public page without a session: the submission id makes it safe to send twice
def complain(request: HttpRequest) -> HttpResponse:
    """The door: open to everybody, one field is enough. Where somebody comes from is read from the address."""
    asked = read_address(request, is_public=True, **dict.fromkeys(ASKED, words))
    origin = origin_of(request, asked)
    form = ComplaintForm(
        request.POST or None, origin=origin, initial={"submission": secrets.token_urlsafe(16)}
    )
    if request.method == "POST" and form.is_valid():
        complaint = receive_complaint(form.complaint(), at=timezone.now())
        return _taken(request, complaint, origin) if origin.back_to else _status(complaint)
    said = words_in(origin.language)
    context = {
        "form": form,
        "words": said,
        "origin": origin,
        "about": said["about"].format(origin.about) if origin.about else "",
        "optional": "optional" if origin.language == FIRST else usual_word("optional", origin.language),
        "languages": [
            (code, name, "?" + urlencode({**{key: asked[key] for key in asked if asked[key]}, "lang": code}))
            for code, name in languages_to_choose()
        ],
    } | frame_of(origin.language)
    return render(request, "complaints/complain.html", context, status=422 if form.errors else 200)


def _status(complaint: Complaint) -> HttpResponse:
    return redirect("desk:complaint_status", complaint.token)


def _taken(request: HttpRequest, complaint: Complaint, origin: Origin) -> HttpResponse:
    """On a device that others use next nothing of what was said stays: a reference and a code to take along."""
    said = words_in(origin.language)
    due = complaint.answer_due_at
    context = {
        "words": said,
        "reference": said["reference"].format(complaint.reference),
        "answer_by": said["answer_by"].format(day_for(complaint, due)) if due else "",
        "code": segno.make(status_address(complaint), error="m", micro=False).svg_data_uri(
            scale=6, light="#ffffff"
        ),
        "back_to": origin.back_to,
    } | frame_of(origin.language)
    return render(request, "complaints/taken.html", context)
