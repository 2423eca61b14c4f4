"""The pages of coaching: where it stands, one colleague, own voices, who sees a poor voice first."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import LEADS, STEERS, for_roles
from groundswell.foundation.looking_for import holds
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.signals.withholding import policies_in_force, set_policy, show_to
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, words

from . import actions, forms, helping, own, queries
from .coaches import coach_of, may_coach, people_coached_by
from .errors import CoachingRefusal
from .rules import WORKS_HERE, may_name_coach, may_set_policy

ROWS_PER_PAGE = 10
EARLIER = 5
HELD_OVER = timedelta(days=90)


@for_roles(*WORKS_HERE)
def coaching(request: HttpRequest) -> HttpResponse:
    """What comes next: one-to-ones, people to talk with, appeals to decide."""
    user, at = request.user, timezone.now()
    mine = queries.conversations_visible_to(user)
    coached = people_coached_by(user.person)
    asked = read_address(request, words=words, page=number_of_page)
    found = coached.filter(holds("name", asked["words"]) | holds("unit__name", asked["words"]))
    page = page_of(found, asked["page"], ROWS_PER_PAGE)
    shown = (
        Person.objects.filter(pk__in=[person.pk for person in page])
        .select_related("unit")
        .order_by("name", "pk")
    )
    context = {
        "page_section": "act",
        "now": at,
        "planned": queries.planned(mine),
        "held": queries.held(mine)[:EARLIER],
        "actions": queries.open_actions_of(user.person) if user.person else [],
        "coach": user.person and coach_of(user.person),
        "page": page,
        "asked": asked,
        "coaches_many": asked["words"] or page.has_other_pages(),
        "helped": helping.what_helps(shown, user, at) if page else [],
        "appeals": queries.appeals_to_decide(user)[:ROWS_PER_PAGE],
        "own_appeals": queries.appeals_visible_to(user).filter(person=user.person_id)[:EARLIER],
        "policy": user.person and own.policy_words(user.person.unit),
        "may_set_policy": may_set_policy(user),
        "talks": queries.held_in(user.person.unit, at - HELD_OVER, at)
        if user.person and user.role in LEADS
        else None,
    }
    return render(request, "coaching/list.html", context)


@for_roles(*WORKS_HERE)
def own_voices(request: HttpRequest) -> HttpResponse:
    """What customers said about me, the good first; a figure of ten answers or more only."""
    user, at = request.user, timezone.now()
    if user.person is None:
        raise PermissionDenied("These are the voices of somebody who works here. Your sign-in names nobody.")
    asked = read_address(request, show=one_of(["", "counted"]), page=number_of_page)
    figure, since, until = own.own_figure(user, at)
    if asked["show"]:
        found = own.voices_counted(user, since, until).order_by("-submitted_at", "-pk")
    else:
        found = own.good_first(own.own_voices(user), at - own.FRESH)
    in_sight = signals_visible_to(user)
    page = page_of(found, asked["page"], ROWS_PER_PAGE)
    context = {
        "page_section": "act",
        "page": page,
        "figure": figure,
        "show": asked["show"],
        "policy": own.policy_words(user.person.unit),
        "coach": coach_of(user.person),
        "in_sight": set(in_sight.filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True)),
        "appealed": set(
            queries.appeals_visible_to(user)
            .filter(person=user.person_id, withdrawn_at=None)
            .values_list("signal_id", flat=True)
        ),
    }
    return render(request, "coaching/voices.html", context)


@for_roles(*WORKS_HERE)
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague, for their coach: what helps, the voices lately, plan the next one-to-one."""
    person, may_talk = _colleague(request, pk)
    return _colleague_page(request, person, may_talk)


def _colleague(request: HttpRequest, pk: int) -> tuple[Person, bool]:
    """The colleague, and whether this reader coaches them; else the reader at least says who does."""
    person = get_object_or_404(Person.objects.select_related("unit"), pk=pk, left_on=None)
    may_talk = people_coached_by(request.user.person).filter(pk=pk).exists()
    if not may_talk and not may_name_coach(request.user, person):
        raise Http404
    return person, may_talk


def _colleague_page(
    request: HttpRequest, person: Person, may_talk: bool, plan_form: forms.PlanForm | None = None
) -> HttpResponse:
    user, at = request.user, timezone.now()
    one = Person.objects.filter(pk=person.pk)
    voices = helping.voices_about(one, user, at)
    mine = queries.conversations_visible_to(user).filter(coach=user.person_id, person=person)
    peers = may_coach(person)
    coach = coach_of(person)
    helped = helping.what_helps(one, user, at)[0] if may_talk else None
    context = {
        "page_section": "act",
        "person": person,
        "may_talk": may_talk,
        "coach": coach,
        "helped": helped,
        "voices": voices[:ROWS_PER_PAGE] if may_talk else [],
        "conversations": queries.held(mine)[:EARLIER],
        "plan_form": plan_form or _first_plan(voices, helped, at),
        "coach_form": forms.CoachForm(peers=peers, initial={"coach": coach})
        if may_name_coach(user, person)
        else None,
    }
    return render(request, "coaching/person.html", context, status=422 if plan_form else 200)


def _first_plan(voices: QuerySet[Signal], helped: helping.Helped | None, at: datetime) -> forms.PlanForm:
    """Tomorrow morning, with the two strengths and the one thing to grow."""
    newest = list(voices.values_list("pk", flat=True)[:ROWS_PER_PAGE])
    chosen = [one.pk for one in (*helped.strengths, helped.grow) if one] if helped else []
    tomorrow = timezone.localtime(at + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    shown = voices.filter(pk__in=[*newest, *chosen])
    return forms.PlanForm(voices=shown, initial={"voices": chosen, "planned_at": tomorrow})


@require_POST
@for_roles(*WORKS_HERE)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the next one-to-one, or begin it now."""
    person, may_talk = _colleague(request, pk)
    if not may_talk:
        raise PermissionDenied("Somebody else coaches this colleague. Say that it is you first.")
    at, user = timezone.now(), request.user
    form = forms.PlanForm(request.POST, voices=helping.voices_about(Person.objects.filter(pk=pk), user, at))
    if not form.is_valid():
        return _colleague_page(request, person, may_talk, form)
    given = form.cleaned_data
    now = "now" in request.POST
    try:
        made = actions.plan_conversation(
            user.person,
            person,
            planned_at=at if now else given["planned_at"] or at,
            voices=given["voices"],
            by=user,
            at=at,
        )
        if now:
            actions.hold(made, by=user, at=at)
    except CoachingRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("coaching:person", pk)
    messages.success(
        request,
        "You are talking. Agree on one thing." if now else f"Planned. {person.first_name} sees it today.",
    )
    return redirect("coaching:conversation", made.pk)


@require_POST
@for_roles(*LEADS)
def name_coach(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who coaches a colleague."""
    person, _ = _colleague(request, pk)
    if not may_name_coach(request.user, person):
        raise PermissionDenied("The lead of a unit says who coaches there.")
    form = forms.CoachForm(request.POST, peers=may_coach(person))
    if not form.is_valid():
        messages.error(request, "Choose somebody who works in the same unit or above it.")
        return redirect("coaching:person", pk)
    try:
        actions.name_coach(person, form.cleaned_data["coach"], by=request.user, at=timezone.now())
    except CoachingRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{coach_of(person)} coaches {person} from now on.")
    return redirect("coaching:list")


@require_POST
@for_roles(*WORKS_HERE)
def show_voice(request: HttpRequest, pk: int) -> HttpResponse:
    """The coach has talked with whom a voice is about: that person sees it."""
    signal = get_object_or_404(signals_visible_to(request.user).select_related("employee"), pk=pk)
    if (
        signal.employee is None
        or not people_coached_by(request.user.person).filter(pk=signal.employee_id).exists()
    ):
        raise Http404
    one = signals_visible_to(request.user).filter(pk=pk)
    shown = show_to(signal.employee, one, by=request.user, at=timezone.now())
    words = (
        f"{signal.employee} sees this voice now."
        if shown
        else f"{signal.employee} has seen this voice already."
    )
    messages.success(request, words)
    return redirect("coaching:person", signal.employee_id)


@for_roles(*STEERS)
def policy(request: HttpRequest) -> HttpResponse:
    """Who sees a poor voice first, part by part."""
    units = units_visible_to(request.user).order_by("name")
    first: dict[str, Any] = {"order": "together"}
    form = forms.PolicyForm(request.POST or None, units=units, initial=first)
    if request.method == "POST" and form.is_valid():
        set_policy(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"It holds for {form.cleaned_data['unit']} from the next voice on.")
        return redirect("coaching:policy")
    context = {"page_section": "act", "form": form, "policies": policies_in_force()}
    return render(request, "coaching/policy.html", context, status=422 if form.errors else 200)
