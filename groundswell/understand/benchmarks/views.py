"""The pages of the benchmarks: where we stand now, study by study, and bringing one in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_asked

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
    context = {
        "standing": standing,
        "scores": scores_chart(standing),
        "gaps": gaps_chart(standing),
        "form": form,
        "may_bring": request.user.role in STEERS,
        "enough": ENOUGH,
    }
    return _page(request, "study", context, 422 if form.errors else 200)


@for_roles(*STEERS)
def new_study(request: HttpRequest) -> HttpResponse:
    """Bring a study in, all of it or nothing."""
    form = StudyForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("file", "is_blind")}
        file = form.cleaned_data["file"]
        try:
            made = bring_study(file.read(), file.name, **given, by=request.user, at=timezone.now())
        except StudyUnusable as unusable:
            problems = unusable.problems
        else:
            messages.success(request, "The study is here. None of it is added to our own scores.")
            return redirect("benchmarks:study", made.pk)
    status = 422 if form.errors or problems else 200
    return _page(request, "new", {"form": form, "problems": problems}, status)


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
