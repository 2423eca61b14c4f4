"""Pages of files: bring some, look at what each would bring, import it, watch it arrive, read where every row went."""

import json
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import number_of_page, page_asked, page_of, read_address, words

from .file_choices import bound_form, keep_matches, matching_fields
from .files.actions import order_import, stop_import
from .files.choices import Choices
from .files.encodings import WRITTEN, readings_of
from .files.errors import FileUnusable
from .files.forgetting import kept_until
from .files.looking import Arriving, look_at, remember_choices
from .files.mending import rejected_csv
from .files.rehearsing import REHEARSED, Rehearsal
from .files.report import Reason
from .files.table_pages import CHANGED
from .files.unpacking import keep_uploads
from .files.uploads import forget_upload, path_of
from .files.waiting import carry, forget_what_is_over, hand_over_to_the_worker
from .forms import FileForm, MappingForm
from .models import FileImport, Upload
from .queries import imports_visible_to, uploads_of

SMALL = 2 << 20
"""A file up to this size is imported while its page loads; a larger one in the background."""
PATIENCE_SECONDS = 8.0


@for_roles(*STEERS)
def files(request: HttpRequest) -> HttpResponse:
    """Bring files, and see what became of earlier ones."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = keep_uploads(given, by=request.user, at=timezone.now())
        except FileUnusable as refusal:
            return _files(request, FileForm(), refused=given[0].name, refusal=refusal)
        return (
            redirect("channels:waiting_file", kept[0].token) if len(kept) == 1 else redirect("channels:files")
        )
    return _files(request, form)


def _files(request: HttpRequest, form: FileForm, **more: Any) -> HttpResponse:
    waiting = uploads_of(request.user).filter(ordered=None)
    imports = page_asked(request, imports_visible_to(request.user), 20)
    shown = {"form": form, "imports": imports, "uploads": waiting, "page_section": "listen"}
    status = 422 if more or form.errors else 200
    return render(request, "channels/files.html", shown | more, status=status)


@for_roles(*STEERS)
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """A file that waits: what it is, how its first rows would arrive, which column is which. Then it is imported."""
    upload = get_object_or_404(uploads_of(request.user), token=token)
    order = FileImport.objects.filter(upload=upload).first()
    if order:
        return redirect("channels:file_report", order.pk)
    if not path_of(upload).is_file():
        forget_upload(upload)
        messages.error(request, "That file has waited too long and was removed. Bring it again.")
        return redirect("channels:files")
    if request.POST.get("do") == "forget":
        forget_upload(upload)
        messages.success(request, f"{upload.file_name} was removed. Nothing of it was stored.")
        return redirect("channels:files")
    written = request.POST.get("written", "")
    written = written if written in WRITTEN else ""
    try:
        arriving = look_at(path_of(upload), upload.file_name, encoding=written or None)
        return _looked_at(request, upload, arriving, written)
    except FileUnusable as refusal:
        if refusal.reason_class == "encoding" and (readings := readings_of(path_of(upload))):
            shown = {"upload": upload, "readings": readings, "page_section": "listen"}
            return render(request, "channels/encoding.html", shown)
        forget_upload(upload)
        return _files(request, FileForm(), refused=upload.file_name, refusal=refusal)


def _digest(choices: Choices) -> str:
    """These choices and no others, as somebody looks at what they would bring."""
    return sha256(json.dumps(asdict(choices), sort_keys=True, default=str).encode()).hexdigest()


def _looked_at(request: HttpRequest, upload: Upload, arriving: Arriving, written: str) -> HttpResponse:
    form, now = bound_form(request, arriving), timezone.now()
    shown: dict[str, Any] = {"upload": upload, "arriving": arriving, "form": form, "written": written}
    shown["page_section"] = "listen"
    if form.is_valid():
        keep_matches(request.POST, by=request.user, at=now)
        choices = replace(form.choices(), encoding=written)
        rehearsal = Rehearsal(arriving, choices, file_name=upload.file_name, at=now)
        report = rehearsal.run(most=REHEARSED)
        shown["looked_at"] = as_chosen = _digest(choices)
        if request.POST.get("do") == "import" and not report.refusal:
            if request.POST.get("looked_at", as_chosen) == as_chosen:
                return _import(request, upload, arriving, form, choices)
            messages.warning(request, CHANGED)
        shown |= {
            "report": report,
            "rated_of": choices.rated_of,
            "unmatched": matching_fields(rehearsal.unmatched),
        }
        read = set(form.mapping().values())
        shown["unread"] = [
            column.label for column in arriving.sheet.columns if form.is_mapped and column.key not in read
        ]
        shown["shows"] = {
            "who": any(row.email or row.phone or row.customer_id for row in report.samples),
            "unit": any(row.unit for row in report.samples),
            "touchpoint": any(row.touchpoint for row in report.samples),
        }
    return render(request, "channels/waiting_file.html", shown, status=422 if form.errors else 200)


def _import(
    request: HttpRequest, upload: Upload, arriving: Arriving, form: MappingForm, choices: Choices
) -> HttpResponse:
    """Small files at once, larger ones in the background; both are the same import."""
    now = timezone.now()
    if form.is_mapped:
        remember_choices(arriving, choices, by=request.user, at=now)
    order = order_import(
        arriving, choices, file_name=upload.file_name, by=request.user, at=now, upload=upload
    )
    if upload.size <= SMALL:
        carry(order, seconds=PATIENCE_SECONDS)
        hand_over_to_the_worker(order)
    return redirect("channels:file_report", order.pk)


@for_roles(*STEERS)
def file_report(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is, and where every row of it went."""
    log = get_object_or_404(imports_visible_to(request.user), pk=pk)
    asked = read_address(request, page=number_of_page, state=words)
    page = page_of(log.rejected_rows.all(), asked["page"], 50)
    template = "channels/file_state.html" if asked["state"] else "channels/file_report.html"
    counted = log.rejected_rows.order_by().values_list("field", "reason").annotate(number=Count("*"))
    reasons = Reason.together(counted.order_by("-number")) if log.is_over else []
    shown = {
        "log": log,
        "page": page,
        "reasons": reasons,
        "kept_until": kept_until(log),
        "page_section": "listen",
    }
    return render(request, template, shown)


@for_roles(*STEERS)
@require_POST
def stop_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Read no more of it."""
    log = get_object_or_404(imports_visible_to(request.user), pk=pk)
    if stop_import(log, by=request.user, at=timezone.now()):
        forget_what_is_over()
        messages.success(request, f"{log.file_name} is not read any further. What had arrived stays.")
    return redirect("channels:file_report", pk)


@for_roles(*STEERS)
def rejected_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were rejected, to be mended and brought again."""
    log = get_object_or_404(imports_visible_to(request.user), pk=pk)
    columns = ("number", "field", "value", "reason", "sentence", "cells")
    rows = log.rejected_rows.values_list(*columns).iterator(chunk_size=1_000)
    answer = StreamingHttpResponse(rejected_csv(log.header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejected-rows-{log.pk}.csv"'
    return answer
