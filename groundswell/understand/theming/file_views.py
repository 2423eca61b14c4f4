"""The pages by which several themes come in from a file: looked at, then made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.tables import ColumnsForm, TableFileForm, read_table
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload, path_of
from groundswell.listen.channels.models import Upload
from groundswell.look.addresses import read_address

from .bringing import COLUMNS, keep_themes, read_themes
from .rules import MAKES_THEMES


@for_roles(*MAKES_THEMES)
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    read_address(request)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("theming:look_at_file", kept.token)
    return _page(request, "file", 422 if form.errors else 200, form=form)


@for_roles(*MAKES_THEMES)
def look_at(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, which themes would come in, and what cannot be used; sent with “Bring them in”, they are in."""
    read_address(request)
    upload = get_object_or_404(Upload, token=token, by=request.user)
    try:
        table = read_table(path_of(upload), upload.file_name)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("theming:file")
    form = ColumnsForm(table, COLUMNS, request.POST or None)
    needed = {wanted.name for wanted in COLUMNS if wanted.is_needed}
    is_known = form.is_valid() if form.is_bound else needed <= set(form.columns)
    read = read_themes(table, form.columns) if is_known else None
    if read and read.themes and request.POST.get("bring"):
        made, changed = keep_themes(read, by=request.user, at=timezone.now())
        forget_upload(upload)
        messages.success(
            request, f"{made} made, {changed} changed. What was said before is searched for them."
        )
        return redirect("theming:list")
    return _page(request, "look_at_file", 422 if form.errors else 200, form=form, read=read, upload=upload)


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"theming/{name}.html", {"page_section": "understand", **context}, status=status)
