"""The pages of the council: what waits, who may decide what, and one page to read before."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.opportunities.cards import telling_voices
from groundswell.act.opportunities.queries import opportunities_visible_to, standing_of
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import page_asked

from .actions import decide, escalate, propose, vote
from .errors import CouncilRefused
from .forms import DecideForm, EscalateForm, ProposeForm, VoteForm
from .models import Proposal
from .queries import agenda, decisions_taken, proposals_visible_to, rights, votes_on
from .rules import body_with_the_right, in_progress, limit_of, may_propose, own_seat


@for_roles()
def council(request: HttpRequest) -> HttpResponse:
    """What waits in the order of the ranking, what was decided, who decides up to how much."""
    context = {
        "page_section": "act",
        "agenda": agenda(request.user, timezone.now()),
        "decisions": page_asked(request, decisions_taken(request.user), 15),
        "rights": rights(request.user),
    }
    return render(request, "council/council.html", context)


@for_roles()
def propose_one(request: HttpRequest, opportunity_pk: int) -> HttpResponse:
    """Put an opportunity before a body."""
    if not may_propose(request.user):
        raise PermissionDenied("The advocacy office and the seats of a body propose. Speak with one of them.")
    opportunity = get_object_or_404(opportunities_visible_to(request.user), pk=opportunity_pk)
    form = ProposeForm(request.POST or None, initial={"recommended_by": request.user.person_id})
    if request.method == "POST" and form.is_valid():
        try:
            made = propose(opportunity, **form.cleaned_data, by=request.user, at=timezone.now())
        except CouncilRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"It is before {made.body}.")
            return redirect("council:proposal", made.pk)
    context = {
        "page_section": "act",
        "opportunity": opportunity,
        "form": form,
        "rights": rights(request.user),
    }
    return render(request, "council/propose.html", context, status=422 if form.errors else 200)


@for_roles()
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that is read before deciding: problem, evidence, solution, money, votes."""
    return _page(request, _visible(request, pk))


@require_POST
@for_roles()
def cast_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote for one's own seat."""
    return _handle(request, pk, VoteForm, vote, "Your vote is in. You may change it until the decision.")


@require_POST
@for_roles()
def take_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or decline."""
    return _handle(request, pk, DecideForm, decide, "It is decided. The people who raised it can read it.")


@require_POST
@for_roles()
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Escalate to the body above."""
    return _handle(request, pk, EscalateForm, escalate, "It is before the body above.")


def _handle(
    request: HttpRequest, pk: int, form_class: type[Form], act: Callable[..., object], words: str
) -> HttpResponse:
    found = _visible(request, pk)
    form = form_class(request.POST, auto_id=f"{form_class.__name__.lower()}_%s")
    if not form.is_valid():
        return _page(request, found, form)
    at: datetime = timezone.now()
    try:
        act(found, **form.cleaned_data, by=request.user, at=at)
    except CouncilRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("council:proposal", pk)


def _visible(request: HttpRequest, pk: int) -> Proposal:
    seen = proposals_visible_to(request.user).select_related(
        "opportunity__theme",
        "opportunity__touchpoint",
        "body__parent",
        "recommended_by",
        "decision__by__person",
        "decision__initiative",
        "escalates__body",
        "escalated_as__body",
    )
    return get_object_or_404(seen, pk=pk)


def _page(request: HttpRequest, found: Proposal, bound: Form | None = None) -> HttpResponse:
    limit, votes = limit_of(found.body, found.kind_of_money), votes_on(found)
    seat = own_seat(request.user, found.body)
    forms = {
        form.__name__.lower(): form(auto_id=f"{form.__name__.lower()}_%s")
        for form in (VoteForm, DecideForm, EscalateForm)
    }
    if bound is not None:
        forms[type(bound).__name__.lower()] = bound
    context = {
        "page_section": "act",
        "proposal": found,
        "standing": standing_of(found.opportunity, timezone.now()),
        "voices": telling_voices(found.opportunity, request.user, 2),
        "votes": votes,
        "dissent": sum(not given.in_favour for given in votes),
        "missing": max(found.body.quorum - len(votes), 0),
        "limit": limit,
        "is_above": found.amount > limit,
        "above": body_with_the_right(found),
        "running": in_progress(found.body),
        "decision": getattr(found, "decision", None),
        "passed_on": getattr(found, "escalated_as", None),
        "seat": seat,
        "reads_everything": reads_the_whole_outer_loop(request.user),
        **forms,
    }
    return render(request, "council/proposal.html", context, status=422 if bound is not None else 200)
