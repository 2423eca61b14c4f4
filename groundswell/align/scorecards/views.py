"""The pages of scorecards: how each cascades, one in full, and what is corrected."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.align.objectives.voices import voices_url
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import one_of, read_address
from groundswell.look.pdf import answer_with, sheet_from
from groundswell.understand.certified.rules import may_draft
from groundswell.understand.scores.rules import READS_SCORES

from .actions import correct_course, make_scorecard, set_target
from .certified import backings_of
from .errors import ScorecardRefused
from .forms import CorrectionForm, ScorecardForm, TargetForm
from .index import groups_for
from .models import Scorecard
from .queries import (
    cascades_of,
    current,
    following_from,
    scorecards_visible_to,
    standings_of,
    targets_visible_to,
    unit_of,
    with_holders,
)
from .rules import may_correct, may_open_voices, may_set_targets
from .sheet import TargetLine, pay_warning, way_picture
from .standing import Standing, summary_of

PRINTED = "scorecards/print.html"


@for_roles()
def scorecard_list(request: HttpRequest) -> HttpResponse:
    """Mine, my team's, those above and those below."""
    at = timezone.now()
    mine = Q(person=request.user.person) if request.user.person else Q(pk__in=[])
    seen = current(scorecards_visible_to(request.user), at).filter(Q(unit__isnull=False) | mine)
    cards = list(seen.select_related("unit", "person"))
    targets = with_holders(targets_visible_to(request.user).filter(scorecard__in=cards))
    standings = standings_of(targets, at)
    groups = groups_for(request.user, cards, standings)
    backed = {pk for pk, backing in backings_of(standings).items() if backing.is_same}
    return _page(request, "list", groups=groups, lead=groups[0] if groups else None, backed=backed)


@for_roles()
def scorecard_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One scorecard in full: on the screen, as a sheet to print, or that sheet as PDF."""
    at, sheet = timezone.now(), read_address(request, sheet=one_of(["print", "pdf"]))["sheet"]
    scorecard = _visible(request, pk)
    targets = with_holders(scorecard.targets.select_related("follows_from__scorecard__unit"))
    standings = standings_of(targets.prefetch_related("corrections__by"), at)
    backings = backings_of(standings)
    may_listen = may_open_voices(request.user, unit_of(scorecard))
    lines = [
        TargetLine(
            standing,
            cascade,
            standing.target.corrections.all(),
            _voices(standing) if may_listen else "",
            backings.get(standing.target.pk),
        )
        for standing, cascade in zip(standings, cascades_of(standings, at), strict=True)
    ]
    page = reverse("scorecards:page", args=[pk])
    facts = {
        "page_section": "align",
        "scorecard": scorecard,
        "lines": lines,
        "below": following_from(scorecard, request.user, at),
        "summary": summary_of(standings),
        "picture": way_picture(scorecard, standings),
        "warning": pay_warning(standings),
        "may_correct": may_correct(request.user, scorecard),
        "may_open_figures": may_listen and request.user.role in READS_SCORES,
        "may_draft": may_draft(request.user),
        "printed_at": at,
        "file_address": "?sheet=pdf",
        "back_address": page,
    }
    if sheet == "pdf":
        printed = sheet_from(request, PRINTED, facts, address=page, whole=page)
        return answer_with(
            request, [printed], name=f"Scorecard {scorecard.holder}", otherwise=f"{page}?sheet=print"
        )
    return _page(request, sheet or "page", **facts)


@for_roles()
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the course of one target."""
    target = get_object_or_404(with_holders(targets_visible_to(request.user)), pk=pk)
    if not may_correct(request.user, target.scorecard):
        raise PermissionDenied("The course is corrected by its holder, the team's lead or the office.")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct_course(target, **form.cleaned_data, by=request.user, at=timezone.now())
        except ScorecardRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The correction is on record. You see it below the target.")
            return redirect("scorecards:page", target.scorecard_id)
    standing = standings_of([target], timezone.now())[0]
    return _form(
        request,
        form,
        f"Correct the course: {target.metric}",
        "Correct the course",
        target.scorecard,
        standing,
    )


@for_roles(*STEERS)
def new_scorecard(request: HttpRequest) -> HttpResponse:
    """Open a scorecard for a unit or a person."""
    form = ScorecardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        holder = given.pop("unit") or given["person"]
        given.pop("person")
        try:
            scorecard = make_scorecard(holder, **given, by=request.user, at=timezone.now())
        except ScorecardRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The scorecard is open. Set its first target.")
            return redirect("scorecards:page", scorecard.pk)
    return _form(request, form, "Open a scorecard", "Open it")


@for_roles(*STEERS)
def new_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a target on a scorecard."""
    scorecard = _visible(request, pk)
    form = TargetForm(request.POST or None, scorecard=scorecard)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_target(scorecard, given.pop("metric"), **given, by=request.user, at=timezone.now())
        except ScorecardRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The target is set.")
            return redirect("scorecards:page", scorecard.pk)
    return _form(request, form, f"Set a target for {scorecard.holder}", "Set it", scorecard)


def _voices(standing: Standing) -> str:
    card = standing.target.scorecard
    return voices_url(standing.target.metric, unit_id=card.unit_id, person_id=card.person_id)


def _visible(request: HttpRequest, pk: int) -> Scorecard:
    seen = scorecards_visible_to(request.user).select_related("unit", "person__unit")
    return get_object_or_404(seen, pk=pk)


def _form(
    request: HttpRequest,
    form: Any,
    headline: str,
    button: str,
    scorecard: Scorecard | None = None,
    standing: Any = None,
) -> HttpResponse:
    return _page(
        request, "form", form=form, headline=headline, button=button, scorecard=scorecard, standing=standing
    )


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    frame = {"page_section": "align", "may_set": may_set_targets(request.user)}
    return render(request, f"scorecards/{name}.html", {**frame, **context})
