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
from .meeting import (
    approve_minutes,
    call_off,
    close_meeting,
    correct_minutes,
    move_meeting,
    note_presence,
    place_on_agenda,
    remark,
    reword_remark,
)
from .meeting_forms import CallOffForm, MoveForm, PlaceForm, RemarkForm
from .minutes import agenda_of, minutes_of
from .models import Meeting, Proposal, Seat
from .queries import bodies_visible_to
from .rules import steers
from .seats import seat_for, seats_on
from .written import minutes_in_parts, print_of

SAID = {
    "presence": "It is noted who is there.",
    "close": "The meeting is closed, and its minutes are written.",
    "remark": "Your remark stands in the minutes.",
    "approve": "The minutes are approved.",
    "correct": "The correction stands beside the minutes.",
}
FORMS: dict[str, type[forms.Form]] = {"move": MoveForm, "call-off": CallOffForm}


@for_roles()
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Agenda and minutes of one meeting."""
    return render(request, "council/meeting.html", meeting_facts(request, visible_meeting(request, pk)))


@require_POST
@for_roles()
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Note who is there, close, remark, approve, correct; move it, call it off."""
    if step not in SAID and step not in FORMS:
        raise Http404
    found = visible_meeting(request, pk)
    if step in FORMS:
        return _arrange(request, found, step)
    try:
        _deeds(request, found)[step](timezone.now())
    except CouncilRefused as refusal:
        return _refused(request, pk, refusal, request.POST.get("words", ""))
    messages.success(request, SAID[step])
    return redirect("council:meeting", pk)


def _arrange(request: HttpRequest, found: Meeting, step: str) -> HttpResponse:
    """Move it or call it off; with what was filled in where that does not do."""
    form, given = FORMS[step](request.POST, auto_id=f"{step}_%s"), {"by": request.user, "at": timezone.now()}
    if form.is_valid():
        try:
            if step == "move":
                move_meeting(found, **form.cleaned_data, **given)
            else:
                call_off(found, **form.cleaned_data, **given)
        except CouncilRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Every seat is told.")
            return redirect("council:meeting", found.pk)
    context = meeting_facts(request, visible_meeting(request, found.pk)) | {
        f"{step.replace('-', '_')}_form": form
    }
    return render(request, "council/meeting.html", context, status=422)


@require_POST
@for_roles()
def place(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Take a proposal at another place than its rank gives it."""
    found, form = visible_meeting(request, pk), PlaceForm(request.POST)
    proposal = get_object_or_404(Proposal.objects.filter(body=found.body), pk=proposal_pk)
    if not form.is_valid():
        messages.error(request, "Choose a place on the agenda, and say why in at most 300 letters.")
        return redirect("council:meeting", pk)
    try:
        place_on_agenda(found, proposal, **form.cleaned_data, by=request.user, at=timezone.now())
    except CouncilRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The agenda is in its new order, with your reason.")
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
        "correct": lambda at: correct_minutes(found, words=said, by=by, at=at),
    }


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, where this person may see it; else there is none."""
    seen = Meeting.objects.filter(body__in=bodies_visible_to(request.user))
    return get_object_or_404(
        seen.select_related("body", "closing", "approval__by__person", "approval__stand_in"), pk=pk
    )


def meeting_facts(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """Agenda or minutes, who is there, and what this person may do."""
    now = timezone.now()
    closing, approval = getattr(found, "closing", None), getattr(found, "approval", None)
    day = localdate(found.planned_at)
    minutes = minutes_of(found, now)
    parts = minutes_in_parts(minutes)
    seats = seats_on(day).filter(body=found.body).order_by("-is_chair", "person__name")
    seat = seat_for(request.user, found.body, localdate())
    return {
        "page_section": "act",
        "meeting": found,
        "body": found.body,
        "closing": closing,
        "approval": approval,
        "agenda": None if closing or found.called_off_at else agenda_of(found.body, now, day, found),
        "minutes": minutes,
        "parts": (approval and approval.written) or parts,
        "over": print_of(parts),
        "nothing_decided": not (
            minutes.decisions
            or minutes.escalations
            or minutes.withdrawn
            or minutes.reviews
            or minutes.settled
            or minutes.recusals
        ),
        "corrections": found.corrections.select_related("by__person", "stand_in"),
        "moves": found.moves.select_related("by"),
        "remarks": [(one, fingerprint(one.words)) for one in minutes.remarks],
        "seats": seats,
        "has_come": day <= localdate(),
        "there": {one.seat_id for one in minutes.present},
        "lacks": max(found.body.quorum - len(minutes.present), 0) if minutes.present else 0,
        "seat": seat,
        "may_withdraw": seat is not None or steers(request.user),
        "keeps": seat is not None or steers(request.user),
        "me": request.user.person_id,
        "form": RemarkForm(),
        "move_form": MoveForm(
            auto_id="move_%s", initial={"planned_at": found.planned_at, "place": found.place}
        ),
        "call_off_form": CallOffForm(auto_id="call-off_%s"),
        "today": localdate(),
    }
