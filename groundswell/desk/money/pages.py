"""The pages by which revenue of customers comes in."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.customers.knowing import keep_revenue
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.customers.revenue import year_of_revenue
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.tables import ColumnsForm, TableFileForm, read_table
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload, path_of
from groundswell.listen.channels.models import Upload
from groundswell.look.addresses import read_address

from .bringing import COLUMNS, read_revenue


@for_roles(*STEERS)
def revenue(request: HttpRequest) -> HttpResponse:
    """What is known of what customers bring in, and a file with more."""
    read_address(request)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("desk:look_at_revenue", kept.token)
    known = Revenue.objects.aggregate(
        customers=Count("customer", distinct=True), first=Min("month"), last=Max("month")
    )
    context = {
        "form": form,
        "known": known,
        "all_customers": Customer.objects.count(),
        "year": year_of_revenue(timezone.now()) if known["customers"] else None,
    }
    return _page(request, "revenue", 422 if form.errors else 200, **context)


@for_roles(*STEERS)
def look_at(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, what would come in, and what cannot be used; sent with “Bring it in”, it is in."""
    read_address(request)
    upload = get_object_or_404(Upload, token=token, by=request.user)
    try:
        table = read_table(path_of(upload), upload.file_name)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("desk:revenue")
    form = ColumnsForm(table, COLUMNS, request.POST or None)
    needed = {wanted.name for wanted in COLUMNS if wanted.is_needed}
    is_known = form.is_valid() if form.is_bound else needed <= set(form.columns)
    read = read_revenue(table, form.columns) if is_known else None
    if read and read.lines and request.POST.get("bring"):
        count = keep_revenue(read.lines)
        record("brought revenue", request.user, by=request.user, at=timezone.now(), months=count)
        forget_upload(upload)
        messages.success(
            request,
            f"{count:,} months of {read.customers:,} customers are here. Rankings are counted anew within the hour.",
        )
        return redirect("desk:revenue")
    return _page(request, "look_at_file", 422 if form.errors else 200, form=form, read=read, upload=upload)


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"desk/money/{name}.html", {"page_section": "voices", **context}, status=status)
