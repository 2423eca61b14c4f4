"""Promises on the card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from ..card_page import case_to_act_on, do, show_card, visible_case
from ..models import FollowUp
from ..rules import may_act_on
from .forms import FollowUpForm
from .keeping import end_follow_up, promise_in_case


@require_POST
@for_roles()
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise something to be done for this customer."""
    case = case_to_act_on(request, pk)
    form = FollowUpForm(request.POST, case=case, user=request.user, auto_id="promise_%s")
    if not form.is_valid():
        return show_card(request, case, follow_up_form=form)
    by = request.user.person
    words = f"Noted: {form.cleaned_data['person']}, by {form.cleaned_data['due_on']:%-d %B}."
    return do(request, case, words, lambda at: promise_in_case(case, **form.cleaned_data, by=by, at=at))


@require_POST
@for_roles()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done, or not needed any more; whoever promised it says so, or who acts on the case."""
    follow_up = get_object_or_404(FollowUp, pk=pk)
    case = visible_case(request, follow_up.case_id)
    if follow_up.person_id != request.user.person_id and not may_act_on(request.user, case):
        case = case_to_act_on(request, case.pk)
    is_done, by = "done" in request.POST, request.user.person
    words = "Done." if is_done else "It is not needed any more."
    return do(
        request, case, words, lambda at: end_follow_up(follow_up, is_done=is_done, by=by, at=at), away=True
    )
