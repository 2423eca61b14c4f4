"""The pages of the council: what waits, one proposal, and what people do with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import page_asked

from .actions import agree, decide, escalate, propose, recuse, vote
from .answering import answered_in_time, since
from .asking_for_more import ask_for_more
from .assessing import ask_for_impact
from .calendar import has_a_seat, secret_of
from .circulating import ask_to_talk, circulate
from .errors import CouncilRefused, NotYourSeat
from .forms import (
    AgreeForm,
    CirculateForm,
    DecideForm,
    EscalateForm,
    InputForm,
    KindNamedForm,
    MoreForm,
    ProposeForm,
    RecuseForm,
    StandForm,
    TalkForm,
    VoteForm,
    WithdrawForm,
)
from .handling import decision_of, handle
from .hearing import give_input
from .models import Proposal
from .naming_kinds import name_kind
from .owed import mine_and_others, owed_after, owed_by
from .proposal_page import show_proposal, visible_proposal
from .queries import agenda, bodies_standing, decisions_taken, rights
from .rules import may_propose, may_set_up
from .standing_for import stand_for
from .wanted import waiting_for
from .withdrawing import withdraw


@for_roles()
def council(request: HttpRequest) -> HttpResponse:
    """What one owes, what waits in the order of the ranking, what was decided, who decides up to how much."""
    now = timezone.now()
    waiting = agenda(request.user, now)
    asked = waiting_for(request.user, [item.proposal for item in waiting], now)
    wanted = [one for one in asked if one.word]
    reads_all = reads_the_whole_outer_loop(request.user)
    owed = owed_after(decisions_taken(request.user), now) if reads_all else ()
    context = {
        "page_section": "act",
        "agenda": list(zip(waiting, asked, strict=True)),
        "wanted": wanted,
        "wanted_count": len(wanted),
        "mine": owed_by(request.user, now),
        "others": mine_and_others(owed, request.user)[1],
        "decisions": page_asked(request, decisions_taken(request.user), 15),
        "rights": rights(request.user),
        "in_time": answered_in_time(decisions_taken(request.user), now),
        "in_time_since": since(now),
        "bodies": bodies_standing(request.user, now),
        "may_set_up": may_set_up(request.user),
        "may_withdraw": may_set_up(request.user),
        "today": timezone.localdate(now),
        "calendar": calendar_address(request) if has_a_seat(request.user, now) else "",
    }
    return render(request, "council/council.html", context)


def calendar_address(request: HttpRequest) -> str:
    """Where a calendar program finds the days of this person's bodies."""
    return request.build_absolute_uri(reverse("council:calendar_feed", args=[secret_of(request.user)]))


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
    return show_proposal(request, visible_proposal(request, pk))


@require_POST
@for_roles()
def cast_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote for one's own seat."""
    return handle(request, pk, VoteForm, vote, "Your vote is in. You may change it until the decision.")


@require_POST
@for_roles()
def keep_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep out because of an interest of one's own."""
    return handle(
        request, pk, RecuseForm, recuse, "You keep out of this one. Your seat does not count for it."
    )


@require_POST
@for_roles()
def give_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or not, as somebody who must."""
    return handle(request, pk, AgreeForm, agree, "Your word is in. You may change it until the decision.")


@require_POST
@for_roles()
def be_heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one knows, as somebody who is heard."""
    return handle(
        request, pk, InputForm, give_input, "The body reads it. You may change it until the decision."
    )


@require_POST
@for_roles()
def take_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or decline."""
    return handle(request, pk, DecideForm, decide, "It is decided. The people who raised it can read it.")


@require_POST
@for_roles()
def circulate_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for votes between meetings."""
    return handle(request, pk, CirculateForm, circulate, "Every seat is asked to vote.")


@require_POST
@for_roles()
def talk_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Want to talk about it before it is decided."""
    return handle(request, pk, TalkForm, ask_to_talk, "It waits for the meeting now.")


@require_POST
@for_roles()
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else stands for it."""

    return handle(request, pk, StandForm, stand_for, "They stand for it from now on.")


@require_POST
@for_roles()
def say_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Which kind of decision it is."""
    return handle(request, pk, KindNamedForm, name_kind, "Whoever must agree to it is asked.")


@require_POST
@for_roles()
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Escalate to the body above."""
    return handle(request, pk, EscalateForm, escalate, "It is before the body above.")


@require_POST
@for_roles()
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    return handle(request, pk, WithdrawForm, withdraw, "It is withdrawn and waits no more.")


@require_POST
@for_roles()
def ask_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """Go and say what it does to customers."""
    found = visible_proposal(request, pk)
    if not may_propose(request.user):
        raise PermissionDenied("The advocacy office and the seats of a body assess it. Ask one of them.")
    made = ask_for_impact(found, by=request.user, at=timezone.now())
    return redirect("decisions:assess", made.pk)


@require_POST
@for_roles()
def ask_more(request: HttpRequest, pk: int) -> HttpResponse:
    """The work needs more money than was approved."""

    def act(found: Proposal, **given: object) -> None:
        if not may_propose(request.user):
            raise NotYourSeat(
                "The advocacy office and the seats of a body ask for money. Speak with one of them."
            )
        ask_for_more(decision_of(found), **given)

    return handle(request, pk, MoreForm, act, "It is before the body. Its page stands below the decision.")
