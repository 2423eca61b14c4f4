"""The pages by which comes in what customers agreed to elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from groundswell.desk.customer_pages import EDITS_CONSENT
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.customers.models import Channel, Consent, Customer, Purpose
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.table_pages import look_at_table
from groundswell.listen.channels.files.tables import TableFileForm
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload
from groundswell.look.addresses import read_address

from .bringing import COLUMNS, MOST_LINES, AgreedForm, bring_agreed, read_agreed

MOST_SAID = 5
PATIENCE_SECONDS = 8.0


@for_roles(*EDITS_CONSENT)
def agreed(request: HttpRequest) -> HttpResponse:
    """How many customers allow what, and a file with more."""
    read_address(request)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("desk:look_at_agreed", kept.token)
    living = Consent.objects.filter(withdrawn_at=None)
    held = {
        (one["purpose"], one["channel"]): one["n"]
        for one in living.values("purpose", "channel").annotate(n=Count("pk"))
    }
    context = {
        "form": form,
        "customers": Customer.objects.count(),
        "told": living.filter(purpose=Purpose.CONTACT).values("customer").distinct().count(),
        "channels": Channel.labels,
        "rows": [
            (purpose.label, [(one.label, held.get((purpose.value, one.value), 0)) for one in Channel])
            for purpose in Purpose
        ],
    }
    return _page(request, "agreed", 422 if form.errors else 200, **context)


@for_roles(*EDITS_CONSENT)
def look_at(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, who agrees to what, and what cannot be used; sent with “Keep it”, it holds."""
    read_address(request)
    at = timezone.now()
    try:
        looked = look_at_table(request, token, COLUMNS, AgreedForm)
        if len(looked.table.rows) > MOST_LINES:
            raise FileUnusable(
                f"{looked.upload} has {len(looked.table.rows):,} lines. Bring at most {MOST_LINES:,} at once, or "
                "all of them by the command groundswell consents."
            )
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("desk:agreed")
    is_said = looked.form.is_bound or (looked.columns or {}).keys() == {one.name for one in COLUMNS}
    read = (
        read_agreed(looked.table, looked.columns, looked.form.every, at=at)
        if is_said and looked.columns is not None
        else None
    )
    heard = 0
    if read and read.told and looked.may_come:
        asked = request.POST["bring"]
        start = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
        name = looked.upload.file_name
        heard, refused = bring_agreed(
            read, start, by=request.user, at=at, file_name=name, patience=PATIENCE_SECONDS
        )
        for _, sentence in refused.told[:MOST_SAID]:
            messages.error(request, sentence)
        if heard >= len(read.told):
            forget_upload(looked.upload)
            messages.success(
                request, f"{len(read.told):,} words are heard; the newest word of each customer holds."
            )
            return redirect("desk:agreed")
    return _page(
        request, "look_at_file", looked.status, form=looked.form, read=read, upload=looked.upload, heard=heard
    )


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    return render(request, f"desk/agreed/{name}.html", {"page_section": "voices", **context}, status=status)
