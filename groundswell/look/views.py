"""The style guide: every part and every chart in all its states, with made-up numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundswell.look import sample_charts, samples


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All parts on one page, for those who build pages and those who judge them."""
    return render(
        request, "look/guide.html", {**samples.frame(), **samples.parts(), **sample_charts.all_charts()}
    )


@require_safe
def guide_public(request: HttpRequest) -> HttpResponse:
    """The page a customer answers on."""
    return render(request, "look/guide_public.html", {"organisation_name": "Larch & Loom"})


@require_safe
def guide_print(request: HttpRequest) -> HttpResponse:
    """A printed sheet."""
    context = {**samples.parts(), **sample_charts.all_charts(), "organisation_name": "Larch & Loom"}
    return render(request, "look/guide_print.html", context)
