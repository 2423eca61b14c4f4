"""The pages of figures on record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import CERTIFIES, for_roles
from groundswell.look import downloads
from groundswell.look.addresses import number_of_page, page_of, plain_address, read_address, words
from groundswell.science.scores.definition import NPS
from groundswell.understand.scores.answering import whole_of
from groundswell.understand.scores.question import (
    ONLY_OF_VOICES,
    Question,
    UnreadableQuestion,
    read_question,
)
from groundswell.understand.scores.rules import READS_SCORES

from .actions import certify, count_again, draft_again, draft_figure, withdraw
from .counting import reach_of
from .errors import CertificationRefused
from .forms import CertifyForm, WithdrawForm
from .models import CertifiedFigure
from .page import entry_of, facts_of, moved_words, record_in_words, silent_of_record
from .queries import figures_visible_to, with_state
from .rules import may_certify, may_draft
from .table import table_of_record

PER_PAGE = 50
NOT_ON_RECORD = (*ONLY_OF_VOICES, "segment", "theme", "attribute", "employee", "edition", "without")


@for_roles(*READS_SCORES)
def certified_list(request: HttpRequest) -> HttpResponse:
    """Figures on record, those of the newest days first."""
    figures = with_state(figures_visible_to(request.user))
    asked = read_address(request, page=number_of_page, **dict.fromkeys(downloads.ASKED, words))
    table = {"figures": table_of_record(figures if asked["chart"] else [])}
    if file := downloads.file_asked(request, table, _origin_of_record()):
        return file
    page = page_of(figures, asked["page"], PER_PAGE)
    return _render(
        request,
        "list",
        page=page,
        entries=[entry_of(one) for one in page],
        headline=record_in_words(request.user),
        may_draft=may_draft(request.user),
        table=downloads.with_downloads(table, reverse("certified:list"))["figures"],
    )


def _origin_of_record() -> downloads.Origin:
    return downloads.Origin("Figures on record", "", "", timezone.localdate(), file_name="figures-on-record")


@for_roles(*READS_SCORES)
def draft(request: HttpRequest) -> HttpResponse:
    """What would stand on record for a question; sent, it is a draft."""
    if not may_draft(request.user):
        raise PermissionDenied("Figures are drafted by those who see the whole organisation.")
    question = _question(request)
    if request.method == "POST":
        try:
            drafted = draft_figure(question, by=request.user, at=timezone.now())
        except CertificationRefused as refused:
            messages.error(request, str(refused))
            return redirect(f"{reverse('certified:draft')}?{question.address()}")
        messages.success(request, "The draft is on record. The advocacy office certifies it.")
        return redirect("certified:figure", drafted.pk)
    return _render(
        request,
        "draft",
        question=question,
        whole=whole_of(question, request.user),
        reach=reach_of(question),
        definition=NPS,
        is_over=question.until < timezone.localdate(),
    )


@for_roles(*READS_SCORES)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: what was counted, who stands for it, and what happened since."""
    found = _visible(request, pk)
    entry = entry_of(found)
    recounts = list(found.recounts.all())
    return _render(
        request,
        "figure",
        entry=entry,
        one=found,
        facts=facts_of(found),
        silent=silent_of_record(found),
        recounts=[(one, moved_words(found, one)) for one in recounts],
        followers=[entry_of(one) for one in with_state(found.followers.all())],
        may_certify=may_certify(request.user),
        is_over=found.until < timezone.localdate(),
        certify_form=CertifyForm(),
        withdraw_form=WithdrawForm(),
    )


@for_roles(*CERTIFIES)
@require_POST
def certify_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The office stands for a draft."""
    form = CertifyForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    return _step(
        request,
        pk,
        lambda found, at: certify(found, by=request.user, at=at, note=note),
        "The figure is certified. Scorecards and the list show it as such.",
    )


@for_roles(*CERTIFIES)
@require_POST
def withdraw_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The office takes a figure back, and says why."""
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _step(
        request,
        pk,
        lambda found, at: withdraw(found, reason=reason, by=request.user, at=at),
        "The figure is withdrawn. It stays to be read, with your reason.",
    )


@for_roles(*CERTIFIES)
@require_POST
def draft_figure_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the same question anew, to follow this figure."""
    found = _visible(request, pk)
    try:
        drafted = draft_again(found, by=request.user, at=timezone.now())
    except CertificationRefused as refused:
        messages.error(request, str(refused))
        return redirect("certified:figure", pk)
    messages.success(
        request, "Counted anew. Certify this draft, and it takes the place of the figure before."
    )
    return redirect("certified:figure", drafted.pk)


@for_roles(*READS_SCORES)
@require_POST
def recount_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a figure again now, to see whether the same answers are there."""
    found = _visible(request, pk)
    recount = count_again(found, at=timezone.now(), by=request.user)
    if recount is None:
        messages.success(request, "Counted again: nothing has changed since the last count.")
    else:
        messages.warning(request, moved_words(found, recount))
    return redirect("certified:figure", pk)


def _step(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    try:
        act(_visible(request, pk), timezone.now())
    except CertificationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("certified:figure", pk)


def _question(request: HttpRequest) -> Question:
    try:
        question = read_question(
            plain_address(request), request.user, timezone.localdate(), without=NOT_ON_RECORD
        )
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    return question.narrowed(month=None, period=question.span.fixed)


def _visible(request: HttpRequest, pk: int) -> CertifiedFigure:
    return get_object_or_404(with_state(figures_visible_to(request.user)), pk=pk)


def _render(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"certified/{name}.html", {"page_section": "understand", **context})
