"""The pages of the register: what comes first and why, one opportunity, and what teams raised."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import number_of_page, one_of, page_asked, page_of, read_address, words
from groundswell.look.components import Tab

from .actions import (
    join_elevation,
    open_from_elevation,
    open_opportunity,
    set_aside_elevation,
    settle_opportunity,
)
from .cards import as_cards, telling_voices, voices_within_sight
from .errors import OpportunityRefused
from .forms import JoinForm, OpportunityForm, SetAsideForm, SettleForm
from .models import Settlement
from .pictures import sweet_spot_of
from .queries import (
    elevations_to_triage,
    elevations_visible_to,
    joinable_opportunities,
    last_year,
    opportunities_visible_to,
    ranking_visible_to,
    settled_visible_to,
    standing_of,
)
from .rules import may_triage
from .similar import likely_opportunities, similar_elevations
from .voices import DEFINITION, moments


@for_roles()
def register(request: HttpRequest) -> HttpResponse:
    """What only the organisation can fix: the ranking, what has left it, and what teams raised."""
    asked = read_address(request, show=one_of(["settled"]), page=number_of_page)
    is_settled = asked["show"] == "settled"
    standings = [] if is_settled else ranking_visible_to(request.user, timezone.now())
    settled = settled_visible_to(request.user)
    triage = elevations_to_triage().filter(pk__in=elevations_visible_to(request.user).values("pk"))
    context = {
        "page_section": "act",
        "tabs": [
            Tab("Waiting for their turn", "?", not is_settled, None if is_settled else len(standings)),
            Tab("Left the ranking", "?show=settled", is_settled, settled.count()),
        ],
        "is_settled": is_settled,
        "standings": standings,
        "settled": page_of(settled, asked["page"], 25) if is_settled else None,
        "picture": sweet_spot_of(standings) if standings else None,
        "triage": triage[:25],
        "may_triage": may_triage(request.user),
    }
    return render(request, "opportunities/register.html", context)


@for_roles()
def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """One opportunity: the customers' words, the evidence, who raised it, what was proposed and decided."""
    seen = opportunities_visible_to(request.user).select_related("theme", "touchpoint", "owner", "settlement")
    found = get_object_or_404(seen, pk=pk)
    joinings = found.joinings.select_related("elevation__unit", "elevation__raised_by")
    context = {
        "page_section": "act",
        "opportunity": found,
        "standing": standing_of(found, timezone.now()),
        "definition": DEFINITION,
        "voices": telling_voices(found, request.user),
        "joinings": joinings,
        "proposals": found.proposals.select_related("body", "decision__initiative", "escalated_as__body"),
        "settlement": getattr(found, "settlement", None),
        "may_triage": may_triage(request.user),
        "settle_form": SettleForm(),
    }
    return render(request, "opportunities/opportunity.html", context)


@for_roles()
def voices(request: HttpRequest, pk: int) -> HttpResponse:
    """Every voice of the year behind one opportunity that the viewer may read: those that its evidence counts."""
    found = get_object_or_404(opportunities_visible_to(request.user), pk=pk)
    since, until = last_year(timezone.now())
    first, after = moments(since, until)
    within = voices_within_sight(found, request.user).filter(submitted_at__gte=first, submitted_at__lt=after)
    page = page_asked(request, within, 20)
    context = {
        "page_section": "act",
        "since": since,
        "until": until,
        "opportunity": found,
        "page": page,
        "cards": as_cards(page),
        "definition": DEFINITION,
    }
    return render(request, "opportunities/voices.html", context)


@for_roles(*STEERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter what nobody raised in a huddle: a theme or a touchpoint."""
    asked = read_address(request, theme=words, touchpoint=words, title=words)
    given = {name: value for name, value in asked.items() if value}
    form = OpportunityForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_opportunity(**form.words(), by=request.user, at=timezone.now())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is in the register.")
            return redirect("opportunities:opportunity", made.pk)
    context = {"page_section": "act", "form": form}
    return render(request, "opportunities/new.html", context, status=422 if form.errors else 200)


@for_roles(*STEERS)
def triage(request: HttpRequest, pk: int) -> HttpResponse:
    """One elevation: join it, open an opportunity from it, or set it aside with a reason."""
    elevation = get_object_or_404(
        elevations_visible_to(request.user).select_related("unit", "raised_by"), pk=pk
    )
    form = OpportunityForm(request.POST or None, initial=_own_words(elevation))
    if request.method == "POST" and form.is_valid():
        try:
            made = open_from_elevation(elevation, by=request.user, at=timezone.now(), **form.words())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is in the register. Whoever raised it can follow it.")
            return redirect("opportunities:opportunity", made.pk)
    likely = likely_opportunities(elevation, list(joinable_opportunities()))[:3]
    waiting = elevations_to_triage().filter(pk__in=elevations_visible_to(request.user).values("pk"))
    context = {
        "page_section": "act",
        "elevation": elevation,
        "is_waiting": waiting.filter(pk=pk).exists(),
        "voices": as_cards(elevation.signals.select_related("reading", "touchpoint", "unit")[:5]),
        "likely": likely,
        "similar": similar_elevations(elevation, waiting)[:5],
        "form": form,
        "join_form": JoinForm(initial={"opportunity": likely[0].opportunity if likely else None}),
        "set_aside_form": SetAsideForm(),
    }
    return render(request, "opportunities/triage.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a team raised what is in the register already."""
    elevation, form = get_object_or_404(elevations_visible_to(request.user), pk=pk), JoinForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose an opportunity from the list.")
        return redirect("opportunities:triage", pk)
    chosen = form.cleaned_data["opportunity"]
    words = f"Joined to {chosen}."
    return _do(
        request,
        words,
        lambda at: join_elevation(elevation, chosen, by=request.user, at=at),
        "opportunities:register",
    )


@require_POST
@for_roles(*STEERS)
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an elevation without an opportunity."""
    elevation, form = (
        get_object_or_404(elevations_visible_to(request.user), pk=pk),
        SetAsideForm(request.POST),
    )
    why = form.cleaned_data["why"] if form.is_valid() else ""
    words = f"Set aside. {elevation.raised_by} reads your reason."
    return _do(
        request,
        words,
        lambda at: set_aside_elevation(elevation, why=why, by=request.user, at=at),
        "opportunities:register",
    )


@require_POST
@for_roles()
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an opportunity out of the ranking without a decision."""
    if not may_triage(request.user):
        raise PermissionDenied("The customer advocacy office keeps the register. Ask it.")
    found, form = get_object_or_404(opportunities_visible_to(request.user), pk=pk), SettleForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    outcome = Settlement.Outcome.NOT_PURSUED
    return _do(
        request,
        "It has left the ranking.",
        lambda at: settle_opportunity(found, outcome, why=why, by=request.user, at=at),
        "opportunities:register",
    )


def _own_words(elevation: Elevation) -> dict[str, object]:
    return {"title": elevation.title, "problem": elevation.problem, "theme": elevation.theme_id}


def _do(request: HttpRequest, words: str, act: Callable[[datetime], object], where: str) -> HttpResponse:
    try:
        act(timezone.now())
    except OpportunityRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(where)
