"""What is done on one entry of the register: each deed is a form, and comes back to the entry."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from .answering import (
    acknowledge_complaint,
    answer_complaint,
    change_clock,
    end_special_care,
    extend_clock,
    go_on,
    hand_over_complaint,
    note_special_care,
    wait_for_customer,
)
from .errors import ComplaintRefusal
from .forms import AnswerForm, ClockChoiceForm, HandOverForm, ReasonForm
from .models import Complaint
from .queries import complaints_to_act_on, complaints_visible_to
from .reviewing import give_last_word
from .views import entry_page, people_to_hand_to


@require_POST
@for_roles()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the final answer."""
    complaint, form = _to_act_on(request, pk), AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return entry_page(request, complaint, answer_form=form)
    by = request.user.person
    return _do(
        request,
        complaint,
        "The complaint is answered.",
        lambda at: answer_complaint(complaint, form.answer(), by=by, at=at),
    )


@require_POST
@for_roles()
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the complaint to somebody else. Where a case is open, its call card is the place for that."""
    complaint = _to_act_on(request, pk)
    form = HandOverForm(
        request.POST, people=people_to_hand_to(request.user, complaint), auto_id="hand_over_%s"
    )
    if not form.is_valid():
        return entry_page(request, complaint, hand_over_form=form)
    by, given = request.user.person, form.cleaned_data
    return _do(
        request,
        complaint,
        f"{given['to']} has the complaint now.",
        lambda at: hand_over_complaint(complaint, **given, by=by, at=at),
    )


@require_POST
@for_roles()
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the customer was told that we have it."""
    complaint, by = _to_act_on(request, pk), request.user.person
    return _do(
        request,
        complaint,
        "The acknowledgement is noted.",
        lambda at: acknowledge_complaint(complaint, by=by, at=at),
    )


@require_POST
@for_roles()
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise the answer for later."""
    return _with_reason(request, pk, "extend_form", extend_clock, "The customer is told about the new day.")


@require_POST
@for_roles()
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock stands still until the customer says more."""
    words = "The customer is told what you need. The clock stands still until they answer."
    return _with_reason(request, pk, "wait_form", wait_for_customer, words)


@require_POST
@for_roles()
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock runs again."""
    complaint, by = _to_act_on(request, pk), request.user.person
    return _do(request, complaint, "The clock runs again.", lambda at: go_on(complaint, by=by, at=at))


@require_POST
@for_roles()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the complaint on the clock of another kind."""
    complaint = _to_act_on(request, pk)
    form = ClockChoiceForm(request.POST, besides=complaint.clock, auto_id="clock_form_%s")
    if not form.is_valid():
        return entry_page(request, complaint, clock_form=form)
    by, given = request.user.person, form.cleaned_data
    return _do(
        request,
        complaint,
        f"The complaint runs by {given['to']}.",
        lambda at: change_clock(complaint, **given, by=by, at=at),
    )


@require_POST
@for_roles()
def last_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came out of the second look."""
    complaint, form = _to_act_on(request, pk), AnswerForm(request.POST, auto_id="last_form_%s")
    if not form.is_valid():
        return entry_page(request, complaint, last_form=form)
    by = request.user.person
    return _do(
        request,
        complaint,
        "Our last word is said.",
        lambda at: give_last_word(complaint, form.answer(), by=by, at=at),
    )


@require_POST
@for_roles()
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark that this customer needs more care."""
    words = "Noted for those who act on this complaint."
    return _with_reason(request, pk, "care_form", note_special_care, words)


@require_POST
@for_roles()
def end_care(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mark back."""
    complaint, by = _to_act_on(request, pk), request.user.person
    return _do(
        request,
        complaint,
        "The mark and its reason are gone.",
        lambda at: end_special_care(complaint, by=by, at=at),
    )


def _with_reason(
    request: HttpRequest, pk: int, name: str, act: Callable[..., object], words: str
) -> HttpResponse:
    complaint, form = _to_act_on(request, pk), ReasonForm(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return entry_page(request, complaint, **{name: form})
    by, why = request.user.person, form.cleaned_data["why"]
    return _do(request, complaint, words, lambda at: act(complaint, why=why, by=by, at=at))


def _to_act_on(request: HttpRequest, pk: int) -> Complaint:
    complaint = get_object_or_404(complaints_visible_to(request.user), pk=pk)
    if not complaints_to_act_on(request.user).filter(pk=pk).exists():
        raise PermissionDenied(
            "You may read this complaint. Its owner, the team's lead or the office act on it."
        )
    return complaint


def _do(
    request: HttpRequest, complaint: Complaint, words: str, act: Callable[[datetime], object]
) -> HttpResponse:
    try:
        act(timezone.now())
    except ComplaintRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    may_still_see = complaints_visible_to(request.user).filter(pk=complaint.pk).exists()
    return redirect("complaints:entry", complaint.pk) if may_still_see else redirect("desk:home")
