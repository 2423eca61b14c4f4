"""Pages of files: bring one, look at what it would bring, import it, read where every row went."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_asked

from .files.actions import ImportReport, import_feedback
from .files.errors import FileUnusable
from .files.moving import Arriving, look_at, move_in, remember_mapping
from .files.options import ReadingOptions
from .files.uploads import forget_upload, keep_upload, path_of
from .forms import FileForm, MappingForm
from .models import Upload
from .queries import imports_visible_to, uploads_of

REHEARSED = 20_000


@for_roles(*STEERS)
def files(request: HttpRequest) -> HttpResponse:
    """Bring a file, and see what became of earlier ones."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("channels:waiting_file", upload.token)
    return _files(request, form)


def _files(request: HttpRequest, form: FileForm, **more: Any) -> HttpResponse:
    shown = {"form": form, "imports": imports_visible_to(request.user)[:20], "page_section": "listen"}
    status = 422 if more or form.errors else 200
    return render(request, "channels/files.html", shown | more, status=status)


@for_roles(*STEERS)
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """A file that waits: what it is, which column is which, how its first rows would arrive. Then it is imported."""
    upload = get_object_or_404(uploads_of(request.user), token=token)
    if not path_of(upload).is_file():
        forget_upload(upload)
        messages.error(request, "That file has waited too long and was removed. Bring it again.")
        return redirect("channels:files")
    if request.POST.get("do") == "forget":
        forget_upload(upload)
        messages.success(request, f"{upload.file_name} was removed. Nothing of it was stored.")
        return redirect("channels:files")
    try:
        arriving = look_at(path_of(upload), upload.file_name)
    except FileUnusable as refusal:
        forget_upload(upload)
        return _files(request, FileForm(), refused=upload.file_name, refusal=refusal)
    return _looked_at(request, upload, arriving)


def _looked_at(request: HttpRequest, upload: Upload, arriving: Arriving) -> HttpResponse:
    is_mapped = arriving.format.name != "plain" and not arriving.sheet.is_list_of_refusals
    first = _first_guess(arriving)
    given = request.POST if request.method == "POST" else first
    form = MappingForm(given, sheet=arriving.sheet, is_mapped=is_mapped)
    report = None
    if form.is_valid():
        mapping = form.mapping() if is_mapped else arriving.mapping
        if request.POST.get("do") == "import":
            report = _bring(request, upload, arriving, form, mapping, is_rehearsal=False)
            if report.import_id and not report.refusal:
                forget_upload(upload)
                return redirect("channels:file_report", report.import_id)
        else:
            report = _bring(request, upload, arriving, form, mapping, is_rehearsal=True)
    shown = {"upload": upload, "arriving": arriving, "form": form, "report": report, "page_section": "listen"}
    if is_mapped:
        names = [name for name in form.fields if name.startswith("column_")]
        shown["columns"] = [form[name] for name in names]
    shown["others"] = [form[name] for name in form.fields if not name.startswith("column_")]
    return render(request, "channels/waiting_file.html", shown, status=422 if form.errors else 200)


def _first_guess(arriving: Arriving) -> dict[str, str]:
    held = arriving.remembered
    return {
        "kind_of_score": held.kind_of_score if held else "experience",
        "date_order": arriving.dates.order,
        "tz": (held and held.tz) or arriving.sheet.time_zone or settings.TIME_ZONE,
    } | {f"column_{field}": key for field, key in arriving.mapping.items()}


def _bring(
    request: HttpRequest,
    upload: Upload,
    arriving: Arriving,
    form: MappingForm,
    mapping: dict[str, str],
    *,
    is_rehearsal: bool,
) -> ImportReport:
    chosen, now = form.cleaned_data, timezone.now()
    options = ReadingOptions(now=now, tz=chosen["tz"], date_order=chosen["date_order"])
    shared = {
        "file_name": upload.file_name,
        "kind_of_score": chosen["kind_of_score"],
        "by": request.user,
        "at": now,
    }
    if arriving.format.name == "plain" and not is_rehearsal:
        return import_feedback(path_of(upload), options=options, **shared)
    if not is_rehearsal and form.is_mapped:
        known = {key: shared[key] for key in ("kind_of_score", "by", "at")}
        remember_mapping(arriving, mapping, options, **known)
    day = chosen["day"].isoformat() if chosen.get("day") else ""
    return move_in(
        arriving, mapping, options=options, day=day, is_rehearsal=is_rehearsal, most=REHEARSED, **shared
    )


@for_roles(*STEERS)
def file_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Where every row of a file went."""
    log = get_object_or_404(imports_visible_to(request.user), pk=pk)
    page = page_asked(request, log.rejected_rows.all(), 50)
    return render(request, "channels/file_report.html", {"log": log, "page": page, "page_section": "listen"})
