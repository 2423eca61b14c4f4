"""The pages by which operational measures come in: a file, what it would bring, and done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.journeys.measuring import note_measures
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.tables import ColumnsForm, TableFileForm, read_table
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload, path_of
from groundswell.listen.channels.models import Upload
from groundswell.look.addresses import read_address

from .measures import COLUMNS, read_measures
from .queries import measures_known


@for_roles(*STEERS)
def measures(request: HttpRequest) -> HttpResponse:
    """What operations measures, and the file with more."""
    read_address(request)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("drivers:look_at_measures", kept.token)
    return _page(request, "measures", 422 if form.errors else 200, form=form, known=measures_known())


@for_roles(*STEERS)
def look_at_measures(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, what would come in, and what cannot be used; sent with “Bring it in”, it is in."""
    read_address(request)
    upload = get_object_or_404(Upload, token=token, by=request.user)
    try:
        table = read_table(path_of(upload), upload.file_name)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("drivers:measures")
    form = ColumnsForm(table, COLUMNS, request.POST or None)
    is_known = (
        form.is_valid() if form.is_bound else {w.name for w in COLUMNS if w.is_needed} <= set(form.columns)
    )
    read = read_measures(table, form.columns) if is_known else None
    if read and read.months and request.POST.get("bring"):
        count = note_measures(read.months, by=request.user, at=timezone.now())
        forget_upload(upload)
        messages.success(request, f"{count:,} months of {len(read.names)} measures are here.")
        return redirect("drivers:measures")
    return _page(
        request, "look_at_measures", 422 if form.errors else 200, form=form, read=read, upload=upload
    )


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"drivers/{name}.html", {"page_section": "understand", **context}, status=status)
