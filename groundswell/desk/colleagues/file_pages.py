"""The pages by which several colleagues come in from a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from groundswell.foundation.access.colleagues import ColleagueRefused
from groundswell.foundation.access.rules import KEEPS_COLLEAGUES, for_roles
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.table_pages import look_at_table
from groundswell.listen.channels.files.tables import TableFileForm
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload
from groundswell.look.addresses import read_address

from .bringing import COLUMNS, let_in, read_colleagues
from .pages import page_of_colleagues, shown_once


@for_roles(*KEEPS_COLLEAGUES)
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    read_address(request)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("desk:look_at_colleagues", kept.token)
    return page_of_colleagues(request, "file", 422 if form.errors else 200, form=form)


@never_cache
@for_roles(*KEEPS_COLLEAGUES)
def look_at(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, who would come, and which lines cannot be used; sent with “Give them accounts”, they are in."""
    read_address(request)
    try:
        looked = look_at_table(request, token, COLUMNS)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("desk:colleagues_file")
    read = (
        read_colleagues(looked.table, looked.columns, by=request.user) if looked.columns is not None else None
    )
    if read and read.newcomers and looked.may_come:
        try:
            given = let_in(read, by=request.user, at=timezone.now())
        except ColleagueRefused as refused:
            messages.error(request, str(refused))
            return redirect("desk:look_at_colleagues", token)
        forget_upload(looked.upload)
        return shown_once(request, given)
    return page_of_colleagues(
        request, "look_at_file", looked.status, form=looked.form, read=read, upload=looked.upload
    )
