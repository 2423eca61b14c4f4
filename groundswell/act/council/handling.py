"""One form on the page of a proposal: filled in wrongly or refused it comes back with its words."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from .errors import CouncilRefused
from .models import Decision, Proposal
from .proposal_page import id_of, show_proposal, visible_proposal


def handle(
    request: HttpRequest, pk: int, form_class: type[Form], act: Callable[..., object], words: str, of: int = 0
) -> HttpResponse:
    """Do it with what was filled in, and back to the page with these ``words``."""
    found = visible_proposal(request, pk)
    form = form_class(request.POST, auto_id=id_of(form_class, of))
    if not form.is_valid():
        return show_proposal(request, found, form)
    at: datetime = timezone.now()
    try:
        act(found, **form.cleaned_data, by=request.user, at=at)
    except CouncilRefused as refusal:
        messages.error(request, str(refusal))
        return show_proposal(request, visible_proposal(request, pk), form)
    messages.success(request, words)
    return redirect("council:proposal", pk)


def decision_of(found: Proposal) -> Decision:
    """Raises Http404 before there is one."""
    if not hasattr(found, "decision"):
        raise Http404
    decision: Decision = found.decision
    return decision
