"""The list of cases: the most urgent first, narrowed by its address."""

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles, sees_names
from groundswell.look.addresses import Reader, read_address, whole_number
from groundswell.look.components import Fact, Tab

from .changes import changed_in, changes_since, newest_change
from .figures import loop_figures
from .filters import ASKS, FilterForm, KeepForm, address_of, is_narrowed, narrowed
from .lists import LISTS, MOST_NARROWED, cases_in, counts_of_tabs, page_of_cases, rows_of
from .queries import cases_visible_to
from .saved import forget_view, keep_view, views_visible_to

KEYS = [
    Fact("j, k", "Down and up"),
    Fact("Enter, o", "Open the case"),
    Fact("x", "Choose it"),
    Fact("a", "Choose all on this page"),
    Fact("d", "Go on with the chosen ones"),
    Fact("/", "Search"),
    Fact("?", "These keys"),
]


@for_roles()
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases as one of the named lists, narrowed by what the address asks."""
    at, asked, newest = timezone.now(), read_cases(request), newest_change()
    seen = cases_visible_to(request.user)
    cases = narrowed(cases_in(asked["show"], request.user, seen, at=at), asked, request.user, at=at)
    page = page_of_cases(cases, asked["page"], is_narrowed=is_narrowed(asked))
    context = {
        "page_section": "act",
        "now": at,
        "show": asked["show"],
        "chosen": LISTS[asked["show"]],
        "tabs": _tabs(asked["show"], counts_of_tabs(request.user, at=at)),
        "page": page,
        "rows": rows_of(page.object_list, at),
        "figures": _figures(request.user, at),
        "filter_form": FilterForm(request.user, {**asked, "first": asked["first"]}),
        "is_narrowed": is_narrowed(asked),
        "here": address_of(asked),
        "newest": newest,
        "views": views_visible_to(request.user),
        "keep_form": KeepForm(initial={"asks": address_of(asked)}),
        "may_act": request.user.person is not None,
        "names": sees_names(request.user),
        "most": MOST_NARROWED,
        "keys": KEYS,
    }
    return render(request, "cases/list.html", context)


@for_roles()
def changes(request: HttpRequest) -> HttpResponse:
    """What others changed in a list since its page was loaded: one line, or nothing. Cheap where nothing happened."""
    at, newest = timezone.now(), newest_change()
    asked = read_cases(request, since=whole_number(0, 2**62), rows=numbers)
    tag = f'"{newest}"'
    if request.headers.get("If-None-Match") == tag or (asked["since"] or 0) >= newest:
        return _tagged(HttpResponse(status=304), tag)
    seen = cases_visible_to(request.user)
    listed = narrowed(cases_in(asked["show"], request.user, seen, at=at), asked, request.user, at=at)
    said = changes_since(asked["since"] or 0, request.user)
    found = changed_in(listed, seen, asked["rows"], said)
    latest = next((one for one in reversed(said) if one.case in found), None)
    context = {"n": len(found), "latest": latest, "address": address_of(asked, without=())}
    return _tagged(render(request, "cases/parts_changes.html", context), tag)


@for_roles()
def card_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What others did with one case since its card was loaded."""
    asked, newest = read_address(request, since=whole_number(0, 2**62)), newest_change()
    get_object_or_404(cases_visible_to(request.user), pk=pk)
    tag = f'"{newest}"'
    if request.headers.get("If-None-Match") == tag or (asked["since"] or 0) >= newest:
        return _tagged(HttpResponse(status=304), tag)
    said = changes_since(asked["since"] or 0, request.user, case=pk)
    context = {
        "n": len(said[:1]),
        "latest": said[-1] if said else None,
        "is_card": True,
        "address": reverse("cases:card", args=[pk]),
    }
    return _tagged(render(request, "cases/parts_changes.html", context), tag)


def _tagged(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_POST
@for_roles()
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a list under a name."""
    form, person = KeepForm(request.POST), request.user.person
    if form.is_valid() and person:
        given = form.cleaned_data
        unit = person.unit if given["for_team"] else None
        view = keep_view(given["name"], given["asks"], unit=unit, by=person, at=timezone.now())
        if view:
            messages.success(request, f"“{view}” is kept.")
            return redirect(reverse("cases:list") + view.asks)
    messages.error(request, "Give the list a name of at most 60 letters.")
    return redirect("cases:list")


@require_POST
@for_roles()
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a kept list away."""
    view = get_object_or_404(views_visible_to(request.user), pk=pk)
    if request.user.person and forget_view(view, by=request.user.person):
        messages.success(request, f"“{view}” is put away.")
    else:
        messages.error(request, f"{view.by} keeps this list. Ask them to put it away.")
    return redirect("cases:list")


def numbers(text: str) -> list[int]:
    """Numbers of cases, as 1,2,3."""
    if not re.fullmatch(r"(\d{1,18}(,\d{1,18}){0,99})?", text, re.ASCII):
        raise ValueError("Write numbers as 1,2,3.")
    return [int(one) for one in filter(None, text.split(","))]


def read_cases(request: HttpRequest, **also: Reader) -> dict[str, Any]:
    """What the address asks; a list that is not named is one's own, or everybody's for those who see everything."""
    asked = read_address(request, **ASKS, **also)
    return {**asked, "show": asked["show"] or ("team" if request.user.sees_everything else "mine")}


def _tabs(show: str, counts: dict[str, int]) -> list[Tab]:
    names = [name for name, chosen in LISTS.items() if chosen.is_tab or name == show]
    return [Tab(LISTS[name].label, f"?show={name}", name == show, counts.get(name)) for name in names]


def _figures(user: User, at: datetime) -> list[tuple[str, str, str, str]]:
    return [
        (figure.label, figure.words, f"?show={figure.show}&days=90", figure.definition)
        for figure in loop_figures(user, at)
    ]
