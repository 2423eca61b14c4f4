"""The pages of initiatives: the board, and one page that begins with the verdict."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from groundswell.act.council.errors import CouncilRefused
from groundswell.act.council.queries import performer_of
from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.models import Unit
from groundswell.look.components import Tab
from groundswell.understand.evidence.queries import batches_to_load, signals_without_reading

from .actions import reach_milestone, start
from .answer import answers_of
from .behind import sides_of
from .deeds import DEEDS, PARTS, Deed, give_forms, part_of
from .designs.departing import may_depart
from .designs.following import may_widen
from .errors import InitiativeRefused
from .forecasts import outlook_of, promises
from .forms import StartForm
from .measuring import measure_effect
from .models import Initiative
from .page import told
from .pictures import effect_chart
from .queries import board, columns_of, decisions_without_initiative, initiatives_visible_to, latest_reading
from .rules import may_look_at, may_open_gate, may_run, may_start
from .waiting import in_a_sentence, whose_first
from .words import outlook_in_words, tally_in_words

PLACES = (
    ("How it is judged", "design"), ("Gates", "gates"), ("Money", "money"), ("Steps", "steps"), ("People", "people"),
    ("Risks", "risks"), ("Units", "units"),
)  # fmt: skip
RIGHTS: dict[str, Callable[[User, Any], bool]] = {"decide": may_open_gate, "look": may_look_at}
"""Who may do what is not for everybody who runs the work."""
OF_OTHERS = 8
"""So much of what waits for others stands on the board; the rest is on the cards."""


@for_roles()
def initiatives(request: HttpRequest) -> HttpResponse:
    """Everything that runs or ran, with what it brought."""
    user, now = request.user, timezone.now()
    may, lines = may_start(user), board(user, now)
    waits = [wait for line in lines for wait in line.waits]
    mine, others = whose_first(waits, user.person)
    context = {
        "page_section": "act",
        "lines": lines,
        "columns": columns_of(lines),
        "ended": [line for line in lines if line.initiative.ended_at],
        "tally": tally_in_words([line.reading for line in lines]),
        "to_start": decisions_without_initiative(user) if may else (),
        "now": now,
        "waits": [*mine, *others[:OF_OTHERS]],
        "more_waits": len(others[OF_OTHERS:]),
        "waits_words": in_a_sentence(mine, whose="you") + (f"; {len(others)} for others" if others else ""),
    }
    return render(request, "initiatives/board.html", context)


@for_roles()
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative: did it work, what that rests on, its money, steps and units."""
    return _page(request, _visible(request, pk))


@for_roles(*STEERS)
def start_one(request: HttpRequest, decision_pk: int) -> HttpResponse:
    """Turn an approved decision into work."""
    decision = get_object_or_404(decisions_without_initiative(request.user), pk=decision_pk)
    opportunity = decision.proposal.opportunity
    given = {
        "name": opportunity.title,
        "touchpoint": opportunity.touchpoint_id,
        "owner": performer_of(decision) or opportunity.owner_id,
    }
    form = StartForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = start(decision, **form.cleaned_data, by=request.user, at=timezone.now())
        except InitiativeRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(
                request,
                "The work has begun. Plan its gates, and choose how its effect is measured before any unit begins.",
            )
            return redirect("initiatives:initiative", made.pk)
    before = outlook_of(opportunity, promises(request.user))
    context = {
        "page_section": "act", "decision": decision, "form": form, "before_words": outlook_in_words(before.expected),
        "before_alike": before.alike,
    }  # fmt: skip
    return render(request, "initiatives/start.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles()
def do(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Roll out, spend, plan, want, raise: one deed on an initiative."""
    if deed not in DEEDS:
        raise Http404
    found, one = _mine_to_run(request, pk), DEEDS[deed]
    form = one.form(request.POST, auto_id=f"{deed}_%s", **_for_form(found, deed))
    if not form.is_valid():
        return _page(request, found, {deed: form})
    return _done(
        request,
        found,
        deed,
        form,
        lambda at: one.act(found, **form.cleaned_data, by=request.user, at=at),
        one,
    )


@require_POST
@for_roles()
def do_part(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    """Meet a criterion, decide at a gate, find what was wanted, look at a risk, leave the team."""
    if part not in PARTS:
        raise Http404
    found, (path, one) = _visible(request, pk), PARTS[part]
    thing = part_of(found, path, part_pk)
    may, whose = RIGHTS.get(part, may_run), thing if part == "look" else found
    if not may(request.user, whose):
        raise PermissionDenied(
            "Its owner, its sponsor and the advocacy office run it; nobody decides at the gate of their own work."
        )
    form = one.form(request.POST, auto_id=f"{part}_{part_pk}_%s")
    if not form.is_valid():
        return _page(request, found, {f"{part}-{part_pk}": form})
    return _done(
        request, found, f"{part}-{part_pk}", form,
        lambda at: one.act(thing, **form.cleaned_data, by=request.user, at=at), one,
    )  # fmt: skip


@require_POST
@for_roles()
def reach(request: HttpRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Say that a step is done."""
    found = _mine_to_run(request, pk)
    milestone = get_object_or_404(found.milestones, pk=milestone_pk)
    return _try(
        request,
        found,
        lambda at: reach_milestone(milestone, by=request.user, at=at),
        "The step is done.",
        "steps",
    )


@require_POST
@for_roles()
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Measure now instead of waiting for the night."""
    found = _mine_to_run(request, pk)
    if signals_without_reading().exists() or batches_to_load().exists():
        messages.warning(
            request,
            "Answers are still being taken in, so nothing was measured: an effect told without them would be on record for good. Try "
            "again in a minute, or leave it to the night.",
        )
        return _back(found, "")
    return _try(
        request,
        found,
        lambda at: measure_effect(found, at=at, by=request.user),
        "The effect is measured anew.",
    )


def _visible(request: HttpRequest, pk: int) -> Initiative:
    seen = initiatives_visible_to(request.user).select_related(
        "decision__proposal__opportunity", "decision__proposal__body", "owner", "sponsor", "touchpoint"
    )
    return get_object_or_404(seen, pk=pk)


def _mine_to_run(request: HttpRequest, pk: int) -> Initiative:
    found = _visible(request, pk)
    if not may_run(request.user, found):
        raise PermissionDenied("Its owner, its sponsor and the advocacy office run it. Ask one of them.")
    return found


def _done(
    request: HttpRequest,
    found: Initiative,
    name: str,
    form: Form,
    act: Callable[[datetime], object],
    deed: Deed,
) -> HttpResponse:
    """What was refused stands beside what was filled in, so that nobody writes it twice."""
    if not form.fields:
        return _try(request, found, act, deed.said, deed.place)
    try:
        act(timezone.now())
    except (InitiativeRefused, CouncilRefused) as refusal:
        field = getattr(refusal, "field", None)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _page(request, found, {name: form})
    messages.success(request, deed.said, extra_tags=deed.place)
    return _back(found, deed.place)


def _try(
    request: HttpRequest, found: Initiative, act: Callable[[datetime], object], words: str, place: str = ""
) -> HttpResponse:
    try:
        act(timezone.now())
    except (InitiativeRefused, CouncilRefused) as refusal:
        messages.error(request, str(refusal), extra_tags=place)
    else:
        messages.success(request, words, extra_tags=place)
    return _back(found, place)


def _back(found: Initiative, place: str) -> HttpResponse:
    """To the part of the long page where it was done: what was said stands there, and has the focus."""
    address = reverse("initiatives:initiative", args=[found.pk])
    return redirect(f"{address}#said" if place else address)


def _for_form(found: Initiative, deed: str) -> dict[str, Any]:
    if deed == "roll-out":
        return {"units": Unit.objects.order_by("name"), "may_widen": may_widen(found, localdate())}
    return {"units": may_depart(found)} if deed == "otherwise" else {}


def _page(request: HttpRequest, found: Initiative, bound: dict[str, Form] | None = None) -> HttpResponse:
    reading, user, now = latest_reading(found), request.user, timezone.now()
    opportunity = found.decision.proposal.opportunity
    bound = bound or {}
    forms = {
        deed.replace("-", "_"): bound.get(deed) or one.form(auto_id=f"{deed}_%s", **_for_form(found, deed))
        for deed, one in DEEDS.items()
    }
    story = told(initiatives_visible_to(user), found.pk, now)
    is_run_by_them = may_run(user, found)
    may, may_gate = is_run_by_them and not found.ended_at, may_open_gate(user, found)
    context = {
        "page_section": "act",
        "now": now,
        "initiative": found,
        "may_take_back": is_run_by_them,
        "opportunity": opportunity,
        "may_open_opportunity": opportunities_visible_to(user).filter(pk=opportunity.pk).exists(),
        "reading": reading,
        "chart": effect_chart(reading) if reading else None,
        "answers": answers_of(reading) if reading else (),
        "sides": sides_of(reading) if reading else (),
        "milestones": found.milestones.all(),
        "rollouts": found.rollouts.select_related("unit"),
        "announcements": found.announcements.select_related("taking_back").order_by("-published_at"),
        "may_run": may_run(user, found),
        "may_add": may,
        "may_decide": may_gate and not found.ended_at,
        "may_announce": may_start(user),
        "forms": forms,
        "places": [Tab(label, f"#{place}") for label, place in PLACES],
    }
    give_forms(story, bound)
    return render(request, "initiatives/initiative.html", story | context, status=422 if bound else 200)
