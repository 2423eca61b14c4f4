"""The pages by which several themes come in from a file: looked at, then made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.table_pages import look_at_table
from groundswell.listen.channels.files.tables import TableFileForm
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload
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
    try:
        looked = look_at_table(request, token, COLUMNS)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("theming:file")
    read = read_themes(looked.table, looked.columns) if looked.columns is not None else None
    if read and read.themes and looked.may_come:
        made, changed = keep_themes(read, by=request.user, at=timezone.now())
        forget_upload(looked.upload)
        messages.success(
            request, f"{made} made, {changed} changed. What was said before is searched for them."
        )
        return redirect("theming:list")
    return _page(request, "look_at_file", looked.status, form=looked.form, read=read, upload=looked.upload)


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"theming/{name}.html", {"page_section": "understand", **context}, status=status)
