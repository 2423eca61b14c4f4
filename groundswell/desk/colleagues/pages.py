"""The pages of colleagues: who signs in as what, who comes, changes, leaves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from groundswell.foundation.access.colleagues import (
    ColleagueRefused,
    Newcomer,
    change_colleague,
    give_new_password,
    let_come_back,
    welcome,
)
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import KEEPS_COLLEAGUES, for_roles, may_keep, may_open
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.models import Person
from groundswell.look.addresses import filled, number_of_page, one_of, page_of, read_address, words
from groundswell.look.components import Tab

from .forms import ColleagueForm, LeaveForm
from .leaving import let_go, let_go_without_sign_in, lying_with

ROWS_PER_PAGE = 50
SHOWS = {"": "Sign in", "left": "Have left", "without": "Without a sign-in"}


@for_roles(*KEEPS_COLLEAGUES)
def colleagues(request: HttpRequest) -> HttpResponse:
    """Everybody who signs in, by name."""
    asked = read_address(request, q=words, show=one_of(SHOWS), page=number_of_page)
    found = {
        "": User.objects.filter(is_active=True),
        "left": User.objects.filter(is_active=False),
        "without": Person.objects.filter(user=None, left_on=None),
    }
    counts = {show: rows.count() for show, rows in found.items()}
    context = {
        "asked": asked,
        "page": page_of(_named(found[asked["show"]], asked["q"]), asked["page"], ROWS_PER_PAGE),
        "counts": counts,
        "here": counts[""],
        "tabs": [
            Tab(label, f"?show={show}" if show else "?", show == asked["show"], counts[show])
            for show, label in SHOWS.items()
            if counts[show] or show == asked["show"]
        ],
        "address": filled([("show", asked["show"])]),
    }
    return render(request, "desk/colleagues/colleagues.html", context)


@never_cache
@for_roles(*KEEPS_COLLEAGUES)
def new_colleague(request: HttpRequest) -> HttpResponse:
    """Somebody comes: an account, and a password that is shown once."""
    asked = read_address(request, person=words, unit=words)
    form = ColleagueForm(request.POST or None, by=request.user, initial=_start(asked))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made, password = welcome(Newcomer(**given), by=request.user, at=timezone.now())
        except ColleagueRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            return shown_once(request, [(made, password)])
    return page_of_colleagues(request, "new", 422 if form.errors else 200, form=form)


@for_roles(*KEEPS_COLLEAGUES)
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: role, place and language, what lies with them, what changed."""
    read_address(request)
    found = get_object_or_404(User.objects.select_related("person__unit"), pk=pk)
    form = ColleagueForm(request.POST or None, by=request.user, of=found, initial=_words_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_colleague(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except ColleagueRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is changed.")
            return redirect("desk:colleagues")
    return _colleague(request, found, form, 422 if form.errors else 200)


@never_cache
@require_POST
@for_roles(*KEEPS_COLLEAGUES)
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password, shown once."""
    found = get_object_or_404(User, pk=pk)
    try:
        password = give_new_password(found, by=request.user, at=timezone.now())
    except ColleagueRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:colleague", pk)
    return shown_once(request, [(found, password)])


@require_POST
@for_roles(*KEEPS_COLLEAGUES)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves: their sign-in closes, and what lies with them goes to somebody."""
    found = get_object_or_404(User.objects.select_related("person__unit").exclude(person=None), pk=pk)
    form = LeaveForm(request.POST, of=found.person)
    if not form.is_valid():
        start = ColleagueForm(by=request.user, of=found, initial=_words_of(found))
        return _colleague(request, found, start, 422, leave_form=form)
    to = form.cleaned_data["to"]
    try:
        went = let_go(found, to=to, by=request.user, at=timezone.now())
    except ColleagueRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:colleague", pk)
    messages.success(request, f"{found} has left; the sign-in is closed.{_went(went, to)}")
    return redirect("desk:colleague", pk)


@for_roles(*KEEPS_COLLEAGUES)
def without_sign_in(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Somebody without a sign-in: what lies with them; noted here when they leave."""
    read_address(request)
    here = Person.objects.filter(user=None, left_on=None).select_related("unit")
    found, at = get_object_or_404(here, pk=person_pk), timezone.now()
    form = LeaveForm(request.POST if request.method == "POST" else None, of=found)
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            went = let_go_without_sign_in(found, to=to, by=request.user, at=at)
        except ColleagueRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{found} has left.{_went(went, to)}")
        return redirect("desk:colleagues")
    lying = [(one, may_open(request.user, one.address)) for one in lying_with(found, at)]
    return page_of_colleagues(
        request, "without", 422 if form.errors else 200, colleague=found, lying=lying, leave_form=form
    )


def _went(count: int, to: Person | None) -> str:
    return f" {count} thing{'' if count == 1 else 's'} went to {to}." if to else ""


@never_cache
@require_POST
@for_roles(*KEEPS_COLLEAGUES)
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody comes back, with a new password."""
    found = get_object_or_404(User, pk=pk)
    try:
        password = let_come_back(found, by=request.user, at=timezone.now())
    except ColleagueRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:colleague", pk)
    return shown_once(request, [(found, password)])


def _named(rows: Any, asked: str) -> Any:
    """By name; ``asked`` is part of a name, an address or a part of the organisation."""
    if rows.model is Person:
        wanted = Q(name__icontains=asked) | Q(email__icontains=asked) | Q(unit__name__icontains=asked)
        return rows.filter(wanted).select_related("unit").order_by("name", "pk")
    by_person = Q(person__name__icontains=asked) | Q(person__unit__name__icontains=asked)
    wanted = by_person | Q(email__icontains=asked) if asked else Q()
    return rows.filter(wanted).select_related("person__unit").order_by("person__name", "pk")


def _start(asked: dict[str, str]) -> dict[str, Any]:
    """What is known of who comes: the person named in the address, or the part of the organisation."""
    person = (
        Person.objects.filter(pk=asked["person"], user=None).first() if asked["person"].isdecimal() else None
    )
    if person:
        return {
            "name": person.name,
            "email": person.email,
            "unit": person.unit_id,
            "language": person.language,
        }
    return {"unit": asked["unit"]}


def _words_of(user: User) -> dict[str, Any]:
    person = user.person
    known = {"name": person.name, "unit": person.unit_id, "language": person.language} if person else {}
    return known | {"role": user.role}


def _colleague(
    request: HttpRequest, found: User, form: ColleagueForm, status: int, leave_form: LeaveForm | None = None
) -> HttpResponse:
    lying = lying_with(found.person, timezone.now()) if found.person else []
    return page_of_colleagues(
        request,
        "colleague",
        status,
        colleague=found,
        form=form,
        may_change=may_keep(request.user, found) and found.person is not None,
        is_me=found == request.user,
        lying=[(one, may_open(request.user, one.address)) for one in lying],
        leave_form=leave_form or (LeaveForm(of=found.person) if found.person else None),
        events=_events(found),
    )


def _events(user: User) -> list[Any]:
    told = [*events_of(user), *(events_of(user.person) if user.person else ())]
    return sorted(told, key=lambda event: -event.pk)[:20]


def shown_once(request: HttpRequest, given: list[tuple[User, str]]) -> HttpResponse:
    """Passwords stand on this one page and nowhere else."""
    return page_of_colleagues(
        request, "passwords", 200, given=given, door=request.build_absolute_uri("/sign-in/")
    )


def page_of_colleagues(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    return render(request, f"desk/colleagues/{name}.html", context, status=status)
