"""The customer's own page about a complaint, and what the register teaches: root causes, and a file for the regulator."""

import secrets
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from groundswell.act.cases.actions import take_as_complaint
from groundswell.foundation.access.rules import LEADS, for_roles
from groundswell.listen.channels.files.names import attachment
from groundswell.listen.complaints.door_forms import AddingForm
from groundswell.listen.complaints.errors import ComplaintRefusal
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.queries import (
    complaint_by,
    complaints_visible_to,
    may_become_complaint,
)
from groundswell.listen.complaints.reviewing import add_words, give_verdict
from groundswell.listen.complaints.rising import trends_by
from groundswell.listen.complaints.wording import frame_of
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.addresses import number_of_page, page_of, read_address, whole_number
from groundswell.look.tables.csv_file import csv_chunks

from .complaint_causes import COLUMNS, causes_of, complaints_with_cause, register_rows
from .complaint_status import status_of

CAUSE, ABOUT, PLACE = "signal__case__closure__root_cause", "signal__touchpoint", "signal__unit"
TAKES_CALLS = ("frontline", "lead", "office")


def complaint_status(request: HttpRequest, token: str) -> HttpResponse:
    """How far a complaint is, for the customer who made it."""
    return _status(request, _complaint(token))


@csrf_exempt  # a public page without a session: the token is the secret, the submission makes it safe to send twice
@require_POST
def add_to_complaint(request: HttpRequest, token: str) -> HttpResponse:
    """The customer adds something."""
    complaint = _complaint(token)
    form = AddingForm(request.POST, language=complaint.language)
    if not form.is_valid():
        return _status(request, complaint, form)
    add_words(
        complaint, form.cleaned_data["words"], submission=form.cleaned_data["submission"], at=timezone.now()
    )
    return redirect("desk:complaint_status", token)


@csrf_exempt  # as above; the first word stands
@require_POST
def judge_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The customer says whether our answer settles it."""
    complaint, said = _complaint(token), request.POST.get("content")
    if said in {"yes", "no"}:
        try:
            why = request.POST.get("why", "")[:10_000]
            give_verdict(complaint, is_content=said == "yes", why=why, at=timezone.now())
        except ComplaintRefusal as refusal:
            return _status(request, complaint, wrong=str(refusal))
    return redirect("desk:complaint_status", token)


def _complaint(token: str) -> Complaint:
    complaint = complaint_by(token)
    if complaint is None:
        raise Http404
    return complaint


def _status(
    request: HttpRequest, complaint: Complaint, form: AddingForm | None = None, wrong: str = ""
) -> HttpResponse:
    initial = {"submission": secrets.token_urlsafe(16)}
    status = status_of(complaint)
    context = {
        "complaint": complaint,
        "status": status,
        "words": status.words,
        "optional": "",
        "wrong": wrong,
        "form": form or AddingForm(initial=initial, language=complaint.language),
    } | frame_of(complaint.language)
    answer = render(request, "desk/complaint_status.html", context, status=422 if form or wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@for_roles(*TAKES_CALLS)
def voice_is_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap of somebody who read a voice: it is a complaint, with a reference, a clock and an owner."""
    signal = get_object_or_404(signals_visible_to(request.user), pk=pk)
    if not may_become_complaint(signal):
        messages.error(request, "This voice is in the register already, or has no words to answer.")
        return redirect("desk:voice", pk)
    complaint = take_as_complaint(signal, by=request.user, at=timezone.now())
    told = "The customer was told." if complaint.acknowledged_at else "Tell the customer that we have it."
    messages.success(request, f"{complaint.reference} is in the register, {complaint.owner} has it. {told}")
    return redirect("complaints:entry", complaint.pk)


@for_roles(*LEADS, "analyst")
def complaint_causes(request: HttpRequest) -> HttpResponse:
    """Why customers complain: root causes counted, each opens its complaints."""
    seen = complaints_visible_to(request.user)
    asked = read_address(request, cause=whole_number(1, 2**31), page=number_of_page)
    cause, now = asked["cause"], timezone.now()
    context = {
        "trends": [
            ("Root cause", "cause", trends_by(CAUSE, f"{CAUSE}__name", seen, at=now)),
            ("What it was about", "touchpoint", trends_by(ABOUT, f"{ABOUT}__name", seen, at=now)),
            ("Where", "unit", trends_by(PLACE, f"{PLACE}__name", seen, at=now)),
        ],
        "causes": causes_of(seen),
        "closed": seen.filter(signal__case__closure__isnull=False).count(),
        "page": page_of(complaints_with_cause(seen, cause), asked["page"], 50) if cause else None,
        "now": now,
        "page_section": "listen",
    }
    return render(request, "desk/complaint_causes.html", context)


@for_roles("office", "administrator")
def complaint_export(request: HttpRequest) -> StreamingHttpResponse:
    """The register for the regulator: no names, no words, nothing about special care."""
    rows: Iterator[list[object]] = register_rows(complaints_visible_to(request.user))
    answer = StreamingHttpResponse(csv_chunks(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = attachment("complaints.csv")
    return answer
