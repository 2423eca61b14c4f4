"""The page of a meeting: before it the agenda, after it the minutes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.science.text.fingerprint import fingerprint

from .errors import CouncilRefused
from .meeting import approve_minutes, call_off, close_meeting, note_presence, remark, reword_remark
from .minutes import agenda_of, minutes_of, print_of_minutes
from .models import Meeting, Seat
from .queries import bodies_visible_to
from .seats import seat_for, seats_on


class RemarkForm(forms.Form):
    """Words for the minutes."""

    words = forms.CharField(
        label="A remark", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


SAID = {
    "presence": "It is noted who is there.",
    "close": "The meeting is closed, and its minutes are written.",
    "remark": "Your remark stands in the minutes.",
    "approve": "The minutes are approved.",
    "call-off": "The meeting is called off. Its agenda waits for the next one.",
}


@for_roles()
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Agenda and minutes of one meeting."""
    return render(request, "council/meeting.html", meeting_facts(request, visible_meeting(request, pk)))


@require_POST
@for_roles()
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Note who is there, close, remark, approve, call off."""
    if step not in SAID:
        raise Http404
    found = visible_meeting(request, pk)
    try:
        _deeds(request, found)[step](timezone.now())
    except CouncilRefused as refusal:
        return _refused(request, pk, refusal, request.POST.get("words", ""))
    messages.success(request, SAID[step])
    return redirect("council:meeting", pk)


@require_POST
@for_roles()
def reword(request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
    """Change or take back one's own remark."""
    found = visible_meeting(request, pk)
    said = get_object_or_404(found.remarks.select_related("meeting", "by"), pk=remark_pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        over, words = request.POST.get("over"), form.cleaned_data["words"]
        try:
            reword_remark(said, words=words, over=over, by=request.user, at=timezone.now())
        except CouncilRefused as refusal:
            return _refused(request, pk, refusal, words)
    return redirect("council:meeting", pk)


def _refused(request: HttpRequest, pk: int, refusal: CouncilRefused, words: str) -> HttpResponse:
    """Back to the page; where somebody wrote something, with their words, so that they can be used again."""
    messages.error(request, str(refusal))
    if not words.strip():
        return redirect("council:meeting", pk)
    context = meeting_facts(request, visible_meeting(request, pk)) | {"not_kept": words}
    return render(request, "council/meeting.html", context, status=409)


def _deeds(request: HttpRequest, found: Meeting) -> dict[str, Callable[[datetime], object]]:
    by, posted = request.user, request.POST
    chosen, seen = (
        [int(pk) for pk in posted.getlist(name) if pk.isascii() and pk.isdigit() and len(pk) < 15]
        for name in ("seat", "seen")
    )
    words = RemarkForm(posted)
    said = words.cleaned_data["words"] if words.is_valid() else ""
    seats = Seat.objects.filter(pk__in=chosen, body=found.body)
    return {
        "presence": lambda at: note_presence(found, seats, seen=seen, by=by, at=at),
        "close": lambda at: close_meeting(found, by=by, at=at),
        "remark": lambda at: remark(found, words=said, by=by, at=at),
        "approve": lambda at: approve_minutes(found, over=posted.get("over"), by=by, at=at),
        "call-off": lambda at: call_off(found, by=by, at=at),
    }


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, where this person may see it; else there is none."""
    seen = Meeting.objects.filter(body__in=bodies_visible_to(request.user))
    return get_object_or_404(seen.select_related("body", "closing", "approval__by__person"), pk=pk)


def meeting_facts(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """Agenda or minutes, who is there, and what this person may do."""
    now = timezone.now()
    closing, day = getattr(found, "closing", None), localdate(found.planned_at)
    minutes = minutes_of(found, now)
    return {
        "page_section": "act",
        "meeting": found,
        "body": found.body,
        "closing": closing,
        "approval": getattr(found, "approval", None),
        "agenda": None if closing or found.called_off_at else agenda_of(found.body, now, day),
        "minutes": minutes,
        "over": print_of_minutes(found),
        "remarks": [(one, fingerprint(one.words)) for one in minutes.remarks],
        "seats": seats_on(day).filter(body=found.body).order_by("-is_chair", "person__name"),
        "there": {one.seat_id for one in minutes.present},
        "seat": seat_for(request.user, found.body, localdate()),
        "me": request.user.person_id,
        "form": RemarkForm(),
        "today": localdate(),
    }
