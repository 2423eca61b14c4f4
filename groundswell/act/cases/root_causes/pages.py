"""The pages of the tree of root causes."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import number_of_page, page_of, read_address

from ..errors import RootCauseRefused
from ..models import RootCause
from ..opening import name_root_cause
from ..queries import cases_visible_to, with_places, with_state
from ..rule_pages import RULES
from ..settings_tabs import settings_tabs
from .keeping import (
    LATELY,
    bring_back_root_cause,
    change_root_cause,
    ids_below,
    retire_root_cause,
    tree,
)

ROWS_PER_PAGE = 25


class CauseForm(forms.Form):
    """Its name and its place."""

    name = forms.CharField(max_length=100)
    parent = forms.ModelChoiceField(
        RootCause.objects.filter(retired_at=None), label="Below", required=False, empty_label="At the top"
    )


@for_roles()
def causes(request: HttpRequest) -> HttpResponse:
    """The tree with what was found lately; the office and administrators add to it."""
    may_rule, at = request.user.role in RULES, timezone.now()
    if request.method == "POST" and not may_rule:
        return redirect("cases:causes")
    form = CauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if RootCause.objects.filter(name=given["name"]).exists():
            form.add_error(
                "name", "There is a cause of this name. Choose another one, or bring it back below."
            )
        else:
            made = name_root_cause(given["name"], by=request.user, at=at, parent=given["parent"])
            messages.success(request, f"Cases may close with “{made}” from now on.")
            return redirect("cases:causes")
    context = {
        "page_section": "act",
        "tabs": settings_tabs("causes"),
        "branches": tree(request.user, at=at),
        "retired": RootCause.objects.exclude(retired_at=None),
        "form": form,
        "may_rule": may_rule,
    }
    return render(request, "cases/causes.html", context, status=422 if form.errors else 200)


@for_roles()
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    """One cause: the closed cases of 90 days that it or one below it was found in; its name and its place."""
    found, at = get_object_or_404(RootCause, pk=pk), timezone.now()
    may_rule = request.user.role in RULES
    asked = read_address(request, page=number_of_page)
    if request.method == "POST" and not may_rule:
        return redirect("cases:cause", pk)
    form = CauseForm(request.POST or None, initial={"name": found.name, "parent": found.parent_id})
    if request.method == "POST" and form.is_valid():
        try:
            change_root_cause(found, **form.cleaned_data, by=request.user, at=at)
        except RootCauseRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "The tree is changed. What was found before stands with it.")
            return redirect("cases:causes")
    closed = cases_visible_to(request.user).filter(
        closure__root_cause__in=ids_below(found), closure__at__gte=at - LATELY
    )
    page = page_of(
        with_places(with_state(closed, at)).order_by("-closed_at", "-pk"), asked["page"], ROWS_PER_PAGE
    )
    context = {
        "page_section": "act",
        "cause": found,
        "page": page,
        "form": form,
        "may_rule": may_rule,
        "now": at,
    }
    return render(request, "cases/cause.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*RULES)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """No case closes with it any more, or, where it was retired, cases do again."""
    found, at = get_object_or_404(RootCause.objects.select_related("parent"), pk=pk), timezone.now()
    try:
        if found.retired_at:
            bring_back_root_cause(found, by=request.user, at=at)
            messages.success(request, f"Cases may close with “{found}” again.")
        else:
            retire_root_cause(found, by=request.user, at=at)
            messages.success(request, f"No case closes with “{found}” any more; those that did keep it.")
    except RootCauseRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:causes")
