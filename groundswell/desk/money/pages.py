"""The pages by which revenue of customers comes in."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.customers.models import Customer, Revenue
from groundswell.foundation.customers.revenue import year_of_revenue
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.table_pages import look_at_table
from groundswell.listen.channels.files.tables import TableFileForm
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload
from groundswell.look.addresses import read_address

from .bringing import COLUMNS, bring_revenue, read_revenue


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
    try:
        looked = look_at_table(request, token, COLUMNS)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("desk:revenue")
    read = read_revenue(looked.table, looked.columns) if looked.columns is not None else None
    if read and read.lines and looked.may_come:
        count = bring_revenue(read, by=request.user, at=timezone.now())
        forget_upload(looked.upload)
        messages.success(
            request,
            f"{count:,} months of {read.customers:,} customers are here. Opportunities are ranked anew within minutes.",
        )
        return redirect("desk:revenue")
    return _page(request, "look_at_file", looked.status, form=looked.form, read=read, upload=looked.upload)


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"desk/money/{name}.html", {"page_section": "voices", **context}, status=status)
