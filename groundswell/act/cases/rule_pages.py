"""The pages of the opening rules: what opens a case, and what a change would have done last month."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles, sees_names

from .errors import RuleRefusal
from .models import OpeningRule
from .queries import active_rules
from .rule_forms import RuleForm, as_filled_in
from .ruling import (
    NewRule,
    opened_by,
    preview_of,
    quiet_preview_of,
    route_of,
    sentence_of,
    switch_off,
    switch_on,
    voices_of,
)
from .settings_tabs import settings_tabs

RULES = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
"""Who says what opens a case."""


@for_roles()
def rules(request: HttpRequest) -> HttpResponse:
    """What opens a case, in the order in which the rules are asked."""
    at = timezone.now()
    lines = [(rule, sentence_of(rule), route_of(rule), opened_by(rule, at=at)) for rule in active_rules(at)]
    context = {
        "page_section": "act",
        "tabs": settings_tabs("rules"),
        "lines": lines,
        "may_rule": request.user.role in RULES,
    }
    return render(request, "cases/rules.html", context)


@for_roles(*RULES)
def new_rule(request: HttpRequest) -> HttpResponse:
    """One more rule: tried on the last month first."""
    return _edit(request, None)


@for_roles(*RULES)
def change_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Another rule in the place of this one: tried on the last month first."""
    return _edit(request, get_object_or_404(active_rules(timezone.now()), pk=pk))


@require_POST
@for_roles(*RULES)
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """This rule opens nothing more."""
    rule = get_object_or_404(OpeningRule, pk=pk)
    try:
        switch_off(rule, by=request.user, at=timezone.now())
    except RuleRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{rule}” opens nothing more. Its cases go on.")
    return redirect("cases:rules")


def _edit(request: HttpRequest, replaces: OpeningRule | None) -> HttpResponse:
    at = timezone.now()
    form = RuleForm(request.POST or None, initial=as_filled_in(replaces) if replaces else None)
    tried = {}
    if request.method == "POST" and form.is_valid():
        rule = form.rule()
        try:
            if "switch-on" in request.POST:
                made = switch_on(rule, replaces=replaces, by=request.user, at=at)
                messages.success(request, f"“{made}” is on. It opens cases from now on.")
                return redirect("cases:rules")
            tried = _tried(rule, replaces, at)
        except RuleRefusal as refusal:
            form.add_error(refusal.field, str(refusal))
    context = {
        "page_section": "act",
        "form": form,
        "replaces": replaces,
        "names": sees_names(request.user),
        **tried,
    }
    return render(request, "cases/rule.html", context, status=422 if form.errors else 200)


def _tried(rule: NewRule, replaces: OpeningRule | None, at: datetime) -> dict[str, Any]:
    if rule.is_about_accounts:
        return {"silence": quiet_preview_of(rule, at=at)}
    return {"preview": preview_of(rule, replaces=replaces, at=at), "voices": voices_of(rule, at=at)}
