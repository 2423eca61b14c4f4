"""What is done on one entry of the register: each deed is a form, and comes back to the entry."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from .answering import (
    NewAnswer,
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

Filled = Callable[[HttpRequest, Complaint], forms.Form]
View = Callable[..., HttpResponse]


def deed(act: Callable[..., object], said: str, name: str = "", filled: Filled | None = None) -> View:
    """The page behind one deed: what its form says goes to the action. A form that is not right comes back on the entry,
    under the name that the entry has for it; ``said`` may speak of what was entered."""

    @require_POST
    @for_roles()
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        complaint, given = _to_act_on(request, pk), {}
        if filled is not None:
            form = filled(request, complaint)
            if not form.is_valid():
                return entry_page(request, complaint, **{name: form})
            given = form.cleaned_data
        by = request.user.person
        return _do(request, complaint, said.format(**given), lambda at: act(complaint, **given, by=by, at=at))

    return view


def _with_reason(act: Callable[..., object], said: str, name: str) -> View:
    return deed(act, said, name, lambda request, _: ReasonForm(request.POST, auto_id=f"{name}_%s"))


def _with_answer(act: Callable[..., object], said: str, name: str, ids: str) -> View:
    def tell(complaint: Complaint, *, by: Any, at: datetime, **given: Any) -> None:
        act(complaint, NewAnswer(**given), by=by, at=at)

    return deed(tell, said, name, lambda request, _: AnswerForm(request.POST, auto_id=ids))


def _hand_over(request: HttpRequest, complaint: Complaint) -> forms.Form:
    people = people_to_hand_to(request.user, complaint)
    return HandOverForm(request.POST, people=people, auto_id="hand_over_%s")


def _clock(request: HttpRequest, complaint: Complaint) -> forms.Form:
    return ClockChoiceForm(request.POST, besides=complaint.clock, auto_id="clock_form_%s")


WAITS = "The customer is told what you need. The clock stands still until they answer."

answer = _with_answer(answer_complaint, "The complaint is answered.", "answer_form", "answer_%s")
last_word = _with_answer(give_last_word, "Our last word is said.", "last_form", "last_form_%s")
hand_over = deed(hand_over_complaint, "{to} has the complaint now.", "hand_over_form", _hand_over)
change = deed(change_clock, "The complaint runs by {to}.", "clock_form", _clock)
extend = _with_reason(extend_clock, "The customer is told about the new day.", "extend_form")
wait = _with_reason(wait_for_customer, WAITS, "wait_form")
care = _with_reason(note_special_care, "Noted for those who act on this complaint.", "care_form")
acknowledge = deed(acknowledge_complaint, "The acknowledgement is noted.")
resume = deed(go_on, "The clock runs again.")
end_care = deed(end_special_care, "The mark and its reason are gone.")


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
