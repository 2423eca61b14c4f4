"""Draft, certify, count again, withdraw. Each is one row; no figure is ever changed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.science.scores.definition import NPS
from groundswell.science.scores.figure import MINIMUM_ANSWERS, figure
from groundswell.understand.scores.answering import tally_of_question
from groundswell.understand.scores.question import Question, hidden_versions

from .counting import count, question_of, reach_of
from .errors import (
    EvidenceIsBehind,
    FigureHasMoved,
    NotInThisState,
    PeriodIsNotOver,
    ReasonMissing,
    TooFewToCertify,
)
from .models import Certification, CertifiedFigure, Recount, Withdrawal
from .queries import standing_figures, state_of, with_state


@transaction.atomic
def draft_figure(
    question: Question, *, by: User, at: datetime, supersedes: CertifiedFigure | None = None
) -> CertifiedFigure:
    """Count a question and put what was counted on record, as a draft. The signals and the engine must agree."""
    left_out = hidden_versions(question.kind)
    counted = count(question, left_out)
    shown = figure(counted.tally)
    if shown.low is None or shown.high is None:
        raise TooFewToCertify(
            f"There are fewer than {MINIMUM_ANSWERS} answers. Choose more days or a larger part."
        )
    if tally_of_question(question, by) != counted.tally:
        raise EvidenceIsBehind("Voices arrived that are not read yet. Try again in a minute.")
    reach = reach_of(question)
    drafted = CertifiedFigure.objects.create(
        kind_of_score=question.kind,
        unit=question.unit,
        stage=question.stage,
        touchpoint=question.touchpoint,
        channel=question.channel,
        since=question.since,
        until=question.until,
        period=question.span.fixed,
        versions_left_out=left_out,
        definition_code=NPS.code,
        definition_version=NPS.version,
        definition_sentence=NPS.sentence,
        population=reach.population,
        offered=reach.offered,
        asked=reach.asked,
        asked_who_answered=reach.answered,
        promoters=counted.tally.promoters,
        passives=counted.tally.passives,
        detractors=counted.tally.detractors,
        low=shown.low,
        high=shown.high,
        digest=counted.digest,
        drafted_by=str(by),
        drafted_at=at,
        supersedes=supersedes,
    )
    record("drafted figure", drafted, by=by, at=at, n=drafted.n, score=drafted.score, digest=drafted.digest)
    return drafted


@transaction.atomic
def certify(drafted: CertifiedFigure, *, by: User, at: datetime, note: str = "") -> Certification:
    """The office stands for the figure: its days are over, and counted again it is the same. What it follows steps back."""
    held = _held(drafted)
    if state_of(held) != "draft":
        raise NotInThisState("This figure is past that step. Draft it anew to certify another count.")
    if held.until >= timezone.localdate(at):
        raise PeriodIsNotOver(f"Answers still come in until {held.until:%-d %B %Y}. Certify on a later day.")
    if count(question_of(held), held.versions_left_out).digest != held.digest:
        raise FigureHasMoved("Counted again it is another figure. Draft it anew, then certify that one.")
    certification = Certification.objects.create(figure=held, by=str(by), at=at, note=note.strip())
    record("certified figure", held, by=by, at=at, digest=held.digest, supersedes=held.supersedes_id)
    return certification


@transaction.atomic
def withdraw(standing: CertifiedFigure, *, reason: str, by: User, at: datetime) -> Withdrawal:
    """The figure no longer stands, and says why. A draft is withdrawn when nobody wants it."""
    held = _held(standing)
    if state_of(held) in ("withdrawn", "superseded"):
        raise NotInThisState("This figure does not stand any more.")
    if not reason.strip():
        raise ReasonMissing("Say why the figure no longer stands.")
    withdrawal = Withdrawal.objects.create(figure=held, by=str(by), at=at, reason=reason.strip())
    record("withdrew figure", held, by=by, at=at, reason=withdrawal.reason)
    return withdrawal


@transaction.atomic
def draft_again(standing: CertifiedFigure, *, by: User, at: datetime) -> CertifiedFigure:
    """Count the same question anew, to follow a certified figure that moved."""
    held = _held(standing)
    if state_of(held) not in ("certified", "moved"):
        raise NotInThisState("Only a figure that stands is followed by another.")
    if held.followers.filter(certification=None, withdrawal=None).exists():
        raise NotInThisState(
            "A draft that follows this figure is there already. Certify or withdraw that one."
        )
    return draft_figure(question_of(held), by=by, at=at, supersedes=held)


@transaction.atomic
def count_again(
    standing: CertifiedFigure, *, at: datetime, by: object = "recount certified figures"
) -> Recount | None:
    """Count a figure's question today. None where it is what was last counted; otherwise a row, and the figure says it moved."""
    last = standing.recounts.first()
    counted = count(question_of(standing), standing.versions_left_out)
    if counted.digest == (last.digest if last else standing.digest):
        return None
    tally = counted.tally
    recount = Recount.objects.create(
        figure=standing,
        promoters=tally.promoters,
        passives=tally.passives,
        detractors=tally.detractors,
        digest=counted.digest,
        at=at,
    )
    record(
        "counted figure again", standing, by=by, at=at, n=tally.n, score=tally.score, digest=counted.digest
    )
    return recount


def recount_standing(*, at: datetime) -> int:
    """Count every figure that stands again. Returns how many are not what they were last."""
    standing = standing_figures().select_related("unit", "stage", "touchpoint")
    return sum(count_again(one, at=at) is not None for one in standing)


@transaction.atomic
def discard_moved_drafts(*, at: datetime, by: object = "recount certified figures") -> int:
    """Drafts that would be another figure today are gone: beside the figure of now they would tell who is missing."""
    drafts = CertifiedFigure.objects.filter(certification=None, withdrawal=None)
    moved = [
        one
        for one in drafts.select_related("unit", "stage", "touchpoint")
        if count(question_of(one), one.versions_left_out).digest != one.digest
    ]
    for one in moved:
        record("discarded draft", one, by=by, at=at)
        one.delete()
    return len(moved)


def _held(drafted: CertifiedFigure) -> CertifiedFigure:
    """The figure as it is now, held against a second hand."""
    CertifiedFigure.objects.select_for_update().get(pk=drafted.pk)
    return with_state(CertifiedFigure.objects.filter(pk=drafted.pk)).get()
