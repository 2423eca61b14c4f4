"""Merging on the card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from ..card_page import case_to_act_on, do, show_card
from ..models import CaseMerge
from .actions import merge_cases, take_apart
from .forms import MergeForm


@require_POST
@for_roles()
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another case of the same customer into this one."""
    case = case_to_act_on(request, pk)
    form = MergeForm(request.POST, case=case, user=request.user, auto_id="merge_%s")
    if not form.is_valid():
        return show_card(request, case, merge_form=form)
    ending = case_to_act_on(request, form.cleaned_data["case"].pk)
    by = request.user.person
    words = f"Case {ending.pk} goes on here. You can take them apart until tomorrow."
    return do(request, case, words, lambda at: merge_cases(ending, into=case, by=by, at=at))


@require_POST
@for_roles()
def apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Both stand for themselves again."""
    found = get_object_or_404(CaseMerge.objects.select_related("case", "into"), pk=pk)
    case = case_to_act_on(request, found.into_id)
    by = request.user.person
    return do(
        request, case, "Both cases stand for themselves again.", lambda at: take_apart(found, by=by, at=at)
    )
