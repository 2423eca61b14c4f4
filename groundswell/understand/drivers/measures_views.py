"""The pages by which operational measures come in: a file, what it would bring, and done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.journeys.measuring import note_measures
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.table_pages import look_at_table
from groundswell.listen.channels.files.tables import TableFileForm
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload
from groundswell.look.addresses import read_address

from .actions import measure_by, measure_no_more
from .errors import NotAMeasure
from .measures import COLUMNS, read_measures
from .models import VoiceMeasure
from .queries import measures_known, numbers_seen


@for_roles(*STEERS)
def measures(request: HttpRequest) -> HttpResponse:
    """What operations measures, and the file with more."""
    read_address(request)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("drivers:look_at_measures", kept.token)
    return _page(
        request,
        "measures",
        422 if form.errors else 200,
        form=form,
        known=measures_known(),
        beside=VoiceMeasure.objects.all(),
        seen=numbers_seen(),
    )


@for_roles(*STEERS)
@require_POST
def measure_beside(request: HttpRequest) -> HttpResponse:
    """Look at a number that comes beside answers."""
    given = [request.POST.get(name, "") for name in ("name", "label", "of")]
    try:
        made = measure_by(*given, by=request.user, at=timezone.now())
    except NotAMeasure as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{made}” is part of the next look at its touchpoints, within six hours.")
    return redirect("drivers:measures")


@for_roles(*STEERS)
@require_POST
def remove_beside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave such a number out again."""
    measure_no_more(get_object_or_404(VoiceMeasure, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, "It is left out from the next look on.")
    return redirect("drivers:measures")


@for_roles(*STEERS)
def look_at_measures(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, what would come in, and what cannot be used; sent with “Bring it in”, it is in."""
    read_address(request)
    try:
        looked = look_at_table(request, token, COLUMNS)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("drivers:measures")
    read = read_measures(looked.table, looked.columns) if looked.columns is not None else None
    if read and read.months and looked.may_come:
        count = note_measures(read.months, by=request.user, at=timezone.now())
        forget_upload(looked.upload)
        messages.success(
            request, f"{count:,} months of {len(read.names)} measure{pluralize(len(read.names))} are here."
        )
        return redirect("drivers:measures")
    return _page(
        request, "look_at_measures", looked.status, form=looked.form, read=read, upload=looked.upload
    )


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"drivers/{name}.html", {"page_section": "understand", **context}, status=status)
