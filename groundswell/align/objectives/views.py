"""The pages of objectives."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.queries import places
from groundswell.look.components import Fact

from .actions import add_metric, set_objective
from .errors import ObjectiveRefused
from .forms import MetricForm, ObjectiveForm
from .models import Objective
from .pictures import Line, opening_sentence, tree_picture
from .queries import readings_by_unit, tree_of
from .readings import ALL


@for_roles()
def objective_list(request: HttpRequest) -> HttpResponse:
    """What the organisation wants to reach."""
    objectives = Objective.objects.select_related("owner__unit").prefetch_related("metrics")
    return _page(request, "list", objectives=objectives, now=timezone.now())


@for_roles()
def objective_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One objective with the tree of metrics that carries it."""
    objective = get_object_or_404(Objective.objects.select_related("owner"), pk=pk)
    at, tree = timezone.now(), places()
    branches = [inner for branch in tree_of(objective) for inner in branch.flat()]
    lines = [Line(branch, readings_by_unit(branch.metric, at=at, tree=tree).of(ALL)) for branch in branches]
    return _page(
        request,
        "page",
        objective=objective,
        lines=lines,
        picture=tree_picture(objective, lines),
        sentence=opening_sentence(lines),
        facts=[
            Fact("Answers for it", objective.owner),
            Fact("From", f"{objective.starts_on:%-d %B %Y}"),
            Fact("By", f"{objective.ends_on:%-d %B %Y}"),
            Fact("Scorecards", "Who carries it", reverse("scorecards:list")),
        ],
    )


@for_roles(*STEERS)
def new_objective(request: HttpRequest) -> HttpResponse:
    """Set an objective."""
    form = ObjectiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objective = set_objective(**form.cleaned_data, by=request.user, at=timezone.now())
        except ObjectiveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The objective is set. Add the metrics that carry it.")
            return redirect("objectives:page", objective.pk)
    return _page(request, "form", form=form, headline="Set an objective", button="Set it")


@for_roles(*STEERS)
def new_metric(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a metric to the tree of an objective."""
    objective = get_object_or_404(Objective, pk=pk)
    form = MetricForm(request.POST or None, objective=objective)
    if request.method == "POST" and form.is_valid():
        try:
            add_metric(objective, **form.cleaned_data, by=request.user, at=timezone.now())
        except ObjectiveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The metric is part of the tree.")
            return redirect("objectives:page", objective.pk)
    headline = f"Add a metric to: {objective.title}"
    return _page(request, "form", form=form, objective=objective, headline=headline, button="Add it")


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    may_set = request.user.role in STEERS
    return render(
        request, f"objectives/{name}.html", {"page_section": "align", "may_set": may_set, **context}
    )
