"""The triage desk: what teams raised and nobody has answered, those that say the same together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import number_of_page, page_of, read_address

from .actions import (
    join_elevations,
    open_from_elevations,
    set_aside_elevation,
    split_elevation,
)
from .cards import as_cards
from .doing import do
from .errors import OpportunityRefused
from .forms import JoinForm, OpportunityForm, SetAsideForm, SplitForm
from .models import Opportunity
from .queries import (
    elevations_to_triage,
    elevations_visible_to,
    joinable_opportunities,
    opportunities_visible_to,
)
from .similar import (
    Alike,
    ThemeOfVoices,
    groups_of,
    likely_opportunities,
    similar_elevations,
    theme_of_voices,
)

LOOKED_AT, ROWS = 300, 20


@dataclass(frozen=True, slots=True)
class Pile:
    """Elevations that say the same, and the opportunity that they may belong to."""

    elevations: Sequence[Elevation]
    likely: Alike | None

    @property
    def first(self) -> Elevation:
        """The oldest one: its answer is due first."""
        return self.elevations[0]


@for_roles(*STEERS)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the soonest due first; those that say the same are answered together."""
    asked = read_address(request, page=number_of_page)
    groups = groups_of(list(_waiting(request.user)[:LOOKED_AT]))
    groups.sort(key=lambda group: (min(one.answer_due_at for one in group), group[0].pk))
    page = page_of(groups, asked["page"], ROWS)
    register = list(joinable_opportunities())
    piles = [Pile(group, next(iter(likely_opportunities(group[0], register)), None)) for group in page]
    context = {
        "page_section": "act",
        "page": page,
        "piles": piles,
        "n": sum(len(group) for group in groups),
        "now": timezone.now(),
    }
    return render(request, "opportunities/desk.html", context)


@for_roles(*STEERS)
def triage(request: HttpRequest, pk: int) -> HttpResponse:
    """One elevation with those that say the same: join them, open an opportunity from them, or set one aside."""
    elevation = get_object_or_404(
        elevations_visible_to(request.user).select_related(
            "unit", "raised_by", "joining__by", "joining__opportunity", "setting_aside__by"
        ),
        pk=pk,
    )
    waiting = _waiting(request.user)
    similar = similar_elevations(elevation, waiting[:LOOKED_AT])[:8]
    proposed = theme_of_voices([elevation, *similar])
    form = OpportunityForm(request.POST or None, initial=_own_words(elevation, proposed))
    if proposed:
        form.fields["theme"].help_text = proposed.words
    if request.method == "POST" and form.is_valid():
        together = [elevation, *_also(request, waiting)]
        try:
            made = open_from_elevations(together, by=request.user, at=timezone.now(), **form.words())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is in the register. Whoever raised it can follow it.")
            return redirect("opportunities:opportunity", made.pk)
    register = list(joinable_opportunities())
    likely = likely_opportunities(elevation, register)[:3]
    context = {
        "page_section": "act",
        "elevation": elevation,
        "is_waiting": waiting.filter(pk=pk).exists(),
        "joining": getattr(elevation, "joining", None),
        "set_aside": getattr(elevation, "setting_aside", None),
        "partings": elevation.partings.select_related("opportunity", "by"),
        "voices": as_cards(elevation.signals.select_related("reading", "touchpoint", "unit")[:5]),
        "likely": likely,
        "has_register": bool(register),
        "similar": similar,
        "form": form,
        "join_form": JoinForm(initial={"opportunity": likely[0].opportunity if likely else None}),
        "set_aside_form": SetAsideForm(),
        "now": timezone.now(),
    }
    return render(request, "opportunities/triage.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that teams raised what is in the register already."""
    elevation, form = get_object_or_404(elevations_visible_to(request.user), pk=pk), JoinForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose an opportunity from the list.")
        return redirect("opportunities:triage", pk)
    chosen = form.cleaned_data["opportunity"]
    together = [elevation, *_also(request, _waiting(request.user))]
    many = f"{len(together)} elevations are joined" if len(together) > 1 else "Joined"
    act = partial(join_elevations, together, chosen, by=request.user)
    return do(
        request,
        f"{many} to “{chosen}”. Whoever raised it is told.",
        lambda at: act(at=at),
        "opportunities:desk",
    )


@require_POST
@for_roles(*STEERS)
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an elevation without an opportunity."""
    elevation = get_object_or_404(elevations_visible_to(request.user), pk=pk)
    form = SetAsideForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    act = partial(set_aside_elevation, elevation, why=why, by=request.user)
    words = f"Set aside. {elevation.raised_by} reads your reason."
    return do(request, words, lambda at: act(at=at), "opportunities:desk")


@require_POST
@for_roles(*STEERS)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a joined elevation was something else; it waits for an answer again."""
    found: Opportunity = get_object_or_404(opportunities_visible_to(request.user), pk=pk)
    form = SplitForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say which one, and why: the person who raised it reads your reason.")
        return redirect("opportunities:opportunity", pk)
    elevation = get_object_or_404(
        elevations_visible_to(request.user), pk=form.cleaned_data["elevation"], joining__opportunity=found
    )
    act = partial(split_elevation, elevation, why=form.cleaned_data["why"], by=request.user)
    words = f"Split off. {elevation.raised_by} is told, and it waits for an answer again."
    return do(request, words, lambda at: act(at=at), "opportunities:triage", elevation.pk)


def _waiting(user: User) -> QuerySet[Elevation]:
    return elevations_to_triage().filter(pk__in=elevations_visible_to(user).values("pk"))


def _also(request: HttpRequest, waiting: QuerySet[Elevation]) -> list[Elevation]:
    chosen = [int(one) for one in request.POST.getlist("also") if one.isdecimal() and len(one) < 18]
    return list(waiting.filter(pk__in=chosen)) if chosen else []


def _own_words(elevation: Elevation, proposed: ThemeOfVoices | None) -> dict[str, object]:
    theme = elevation.theme_id or (proposed and proposed.theme.pk)
    return {"title": elevation.title, "problem": elevation.problem, "theme": theme}
