"""One call card per case, and what is done from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.complaints.forms import AnswerForm

from .actions import answer_case, ask_again, close_case, hand_over, note_attempt
from .card_page import case_to_act_on, do, show_card, visible_case
from .changes import newest_change
from .forms import CloseForm, ContactForm, HandoverForm, WaitForm
from .models import Case
from .pausing import go_on, wait_for_customer
from .queries import people_to_hand_to
from .together_pages import seen_owner


@for_roles()
def call_card(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: the customer's words, what to know before calling, and what can be done. A merged one leads to where it
    goes on."""
    merged = Case.objects.filter(pk=pk).exclude(merged_into=None).first()
    if merged:
        messages.info(request, f"Case {pk} goes on in this one.")
        return redirect("cases:card", merged.merged_into_id)
    newest = newest_change()
    return show_card(request, visible_case(request, pk), newest)


@require_POST
@for_roles()
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an attempt to get back to the customer."""
    case = case_to_act_on(request, pk)
    form = ContactForm(request.POST, auto_id="contact_%s")
    if not form.is_valid():
        return show_card(request, case, contact_form=form)
    words = "The contact is noted." if form.cleaned_data["reached"] else "Noted. The clock keeps running."
    return do(
        request,
        case,
        words,
        lambda at: note_attempt(case, **form.cleaned_data, by=request.user.person, at=at),
    )


@require_POST
@for_roles()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the final answer to a complaint."""
    case = case_to_act_on(request, pk)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return show_card(request, case, answer_form=form)
    words = "The complaint is answered. Close the case when it is settled."
    return do(
        request, case, words, lambda at: answer_case(case, form.answer(), by=request.user.person, at=at)
    )


@require_POST
@for_roles()
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case with outcome and root cause."""
    case = case_to_act_on(request, pk)
    form = CloseForm(request.POST, case=case, auto_id="close_%s")
    if not form.is_valid():
        return show_card(request, case, close_form=form)
    words = "The case is closed."
    return do(
        request, case, words, lambda at: close_case(case, **form.cleaned_data, by=request.user.person, at=at)
    )


@require_POST
@for_roles()
def hand_over_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case to somebody else."""
    case = case_to_act_on(request, pk)
    form = HandoverForm(request.POST, people=people_to_hand_to(request.user, case), auto_id="hand_over_%s")
    if not form.is_valid():
        return show_card(request, case, handover_form=form)
    words = f"{form.cleaned_data['to']} has the case now."
    by = request.user.person
    seen = seen_owner(request)
    return do(
        request,
        case,
        words,
        lambda at: hand_over(case, **form.cleaned_data, by=by, at=at, seen_owner=seen),
        away=True,
    )


@require_POST
@for_roles()
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the clock while we wait for the customer."""
    case = case_to_act_on(request, pk)
    form = WaitForm(request.POST, auto_id="wait_%s")
    if not form.is_valid():
        return show_card(request, case, wait_form=form)
    words = "The clock stands still until the customer speaks, or the time is over."
    by = request.user.person
    return do(request, case, words, lambda at: wait_for_customer(case, **form.cleaned_data, by=by, at=at))


@require_POST
@for_roles()
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the clock run again."""
    case = case_to_act_on(request, pk)
    by = request.user.person
    because = f"{by} said so"
    return do(request, case, "The clock runs again.", lambda at: go_on(case, because=because, by=by, at=at))


@require_POST
@for_roles()
def ask_customer_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the customer again now instead of waiting for the job."""
    case = case_to_act_on(request, pk)
    words = "The customer is asked again. The answer appears here."
    return do(request, case, words, lambda at: ask_again(case, by=request.user.person, at=at))
