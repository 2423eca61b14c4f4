"""The pages of the benchmarks: where we stand now, study by study, and bringing one in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.channels.files.errors import FileUnusable
from groundswell.listen.channels.files.table_pages import CHANGED
from groundswell.listen.channels.files.tables import TableFileForm, read_table
from groundswell.listen.channels.files.uploads import forget_upload, keep_upload, path_of
from groundswell.listen.channels.models import Upload
from groundswell.look import downloads
from groundswell.look.addresses import page_asked, read_address
from groundswell.science.scores.definition import NPS

from .actions import bring_study, note_growth, remove_study
from .errors import StudyUnusable
from .forms import GrowthForm, StudyForm
from .models import Study
from .pictures import gaps_chart, scores_chart
from .queries import ENOUGH, standing_of, standings_of, studies_visible_to

READERS = (*STEERS, User.Role.ANALYST)


@for_roles(*READERS)
def studies(request: HttpRequest) -> HttpResponse:
    """Where we stood in each study, the newest first."""
    page = page_asked(request, studies_visible_to(request.user), 10)
    context = {
        "page": page,
        "standings": standings_of(list(page)),
        "may_bring": request.user.role in STEERS,
        "enough": ENOUGH,
    }
    return _page(request, "studies", context)


@for_roles(*READERS)
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """One study: every brand, our distance to each, who is preferred, and growth beside it."""
    found = get_object_or_404(studies_visible_to(request.user), pk=pk)
    return _study_page(request, found, GrowthForm(found))


def _study_page(request: HttpRequest, found: Study, form: GrowthForm) -> HttpResponse:
    standing = standing_of(found)
    charts = {"scores": scores_chart(standing), "gaps": gaps_chart(standing)}
    if file := downloads.file_asked(request, charts, _origin(found)):
        return file
    context = {
        "standing": standing,
        **downloads.with_downloads(charts, reverse("benchmarks:study", args=[found.pk])),
        "form": form,
        "may_bring": request.user.role in STEERS,
        "enough": ENOUGH,
    }
    return _page(request, "study", context, 422 if form.errors else 200)


def _origin(study: Study) -> downloads.Origin:
    return downloads.Origin(
        of=f"{study}, double-blind, asked by {study.agency}: {study.market}",
        period=f"{study.field_from} to {study.field_until}",
        definition=f"{NPS.code} {NPS.version}",
        meaning=NPS.sentence,
        counted_on=timezone.localdate(study.at),
    )


@for_roles(*STEERS)
def new_study(request: HttpRequest) -> HttpResponse:
    """The file of a study."""
    form = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = keep_upload(form.cleaned_data["file"], by=request.user, at=timezone.now())
        return redirect("benchmarks:look", kept.token)
    return _page(request, "new", {"form": form}, 422 if form.errors else 200)


@for_roles(*STEERS)
def look_at_study(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, which brands come in, and what cannot be used; with “Bring it in” it is here."""
    read_address(request)
    upload = get_object_or_404(Upload, token=token, by=request.user)
    try:
        table = read_table(path_of(upload), upload.file_name)
    except FileUnusable as unusable:
        messages.error(request, str(unusable))
        return redirect("benchmarks:new")
    form = StudyForm(table, request.POST or None)
    problems: list[str] = []
    is_changed = "bring" in request.POST and not form.is_looked_at(request.POST)
    if is_changed:
        messages.warning(request, CHANGED)
    if request.POST.get("bring") and not is_changed and form.is_valid():
        try:
            made = _bring(form, upload, request.user)
        except StudyUnusable as unusable:
            problems = unusable.problems
        else:
            messages.success(request, "The study is here. None of it is added to our own scores.")
            return redirect("benchmarks:study", made.pk)
    refused = bool(problems) or bool(request.POST.get("bring") and not is_changed and form.errors)
    shown = form if refused or not form.is_bound else form.looked_at_again()
    context = {"form": shown, "read": form.read, "upload": upload, "problems": problems, "enough": ENOUGH}
    return _page(request, "look", context, 422 if refused else 200)


def _bring(form: StudyForm, upload: Upload, user: User) -> Study:
    about = ("name", "agency", "market", "field_from", "field_until", "own_brand")
    made = bring_study(
        path_of(upload).read_bytes(),
        upload.file_name,
        **{name: form.cleaned_data[name] for name in about},
        columns=form.columns,
        brands=form.brand_places,
        without_problems=True,
        by=user,
        at=timezone.now(),
    )
    forget_upload(upload)
    return made


@for_roles(*STEERS)
@require_POST
def growth(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how a brand, or the market, grew."""
    found = get_object_or_404(studies_visible_to(request.user), pk=pk)
    form = GrowthForm(found, request.POST)
    if not form.is_valid():
        return _study_page(request, found, form)
    note_growth(found, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, "Noted.")
    return redirect("benchmarks:study", found.pk)


@for_roles(*STEERS)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a study out again."""
    found = get_object_or_404(studies_visible_to(request.user), pk=pk)
    remove_study(found, by=request.user, at=timezone.now())
    messages.success(request, f"“{found.name}” is out, with everything in it.")
    return redirect("benchmarks:list")


def _page(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    return render(
        request, f"benchmarks/{name}.html", {"page_section": "understand", **context}, status=status
    )
