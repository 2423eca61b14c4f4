"""Answers that arrive by a public page: durable from the first tap, one signal when they are sent, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import IntegrityError, connection, transaction

from groundswell.listen.signals.actions import Arrival, NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.responses import receive_response
from groundswell.listen.signals.said import comment_in, further_answers, kind_of, score_in
from groundswell.listen.surveys.answering import kept_answers
from groundswell.listen.surveys.errors import AlreadyAnswered
from groundswell.listen.surveys.models import AnswerDraft, Invitation, SurveyVersion

from ..outbox.models import Medium
from ..outbox.queries import medium_of

CHANNELS = {
    AnswerDraft.Door.PERSONAL: Signal.Channel.EMAIL,
    AnswerDraft.Door.KIOSK: Signal.Channel.SHOP,
    AnswerDraft.Door.QR: Signal.Channel.SHOP,
    AnswerDraft.Door.PHONE: Signal.Channel.PHONE,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer that came at once, by another way than our page: the core answer and words, which may be empty."""

    score: int
    comment: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def receive_invited(invitation: Invitation, answer: Answer, *, at: datetime) -> Arrival:
    """The whole answer to an invitation, at once. The first answer stands; what was under way on the page ends."""
    draft = AnswerDraft(
        token=invitation.token,
        version=invitation.version,
        invitation=invitation,
        door=AnswerDraft.Door.PERSONAL,
        touched_at=at,
    )
    wording = draft.wording
    answers: dict[str, Any] = {wording.core.key: answer.score}
    if wording.why and answer.comment:
        answers[wording.why.key] = answer.comment
    new = replace(new_signal(draft, answers), metadata=dict(answer.metadata))
    arrival = receive_response(new, further_answers(wording, answers), at=at)
    AnswerDraft.objects.filter(token=invitation.token).delete()
    return arrival


def sources_of(version: SurveyVersion, invitation: Invitation | None) -> tuple[str, ...]:
    """Where the key of a response may come from: a link of one's own, or one that anybody opens and colleagues who telephone."""
    code = version.survey.code
    return ("invitation",) if invitation else (f"open link {code}", f"telephone form {code}")


HERE_ALREADY = "SELECT 1 FROM signals_signal WHERE source IN (%s, %s) AND key = %s"


def is_answered(token: str, version: SurveyVersion, invitation: Invitation | None = None) -> bool:
    """Whether the answer behind a link is a signal already. The first one stands."""
    if invitation:
        return Signal.objects.filter(invitation=invitation).exists()
    with connection.cursor() as cursor:  # every page asks this
        cursor.execute(HERE_ALREADY, [*sources_of(version, None), token])
        return cursor.fetchone() is not None


@transaction.atomic
def keep_answers(draft: AnswerDraft, given: Mapping[str, Any], *, at: datetime) -> AnswerDraft:
    """Make answers durable. The draft is new, or its row is locked by this transaction.

    Raises AlreadyAnswered: a tap that was under way while the same answer was sent begins no second one.
    """
    if draft.pk is None:
        if is_answered(draft.token, draft.version, draft.invitation):
            raise AlreadyAnswered
        draft.answers, draft.touched_at = _with({}, given), at
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
                return draft
        except IntegrityError:  # two taps at once are one draft
            language = draft.language
            draft = _locked(draft)
            draft.language = language
    draft.answers, draft.touched_at = _with(draft.answers, given), at
    draft.save(update_fields=["answers", "touched_at", "language"])
    return draft


def _locked(draft: AnswerDraft) -> AnswerDraft:
    """The row of a draft, for this transaction only. Raises AlreadyAnswered where it is gone."""
    held = next(iter(AnswerDraft.objects.select_for_update().filter(token=draft.token)[:1]), None)
    if held is None:
        raise AlreadyAnswered
    return held.knowing(draft.version, draft.invitation)


def _with(answers: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**answers, **given}.items() if value is not None}


@transaction.atomic
def take_left_alone(draft: AnswerDraft, *, at: datetime) -> Arrival | None:
    """Turn what nobody has touched for a while into its signal. None when it was sent or touched meanwhile, or says nothing."""
    try:
        held = _locked(draft)
    except AlreadyAnswered:
        return None
    return send_answers(held, at=at) if held.touched_at == draft.touched_at else None


@transaction.atomic
def send_answers(held: AnswerDraft, *, at: datetime) -> Arrival | None:
    """Turn a draft, whose row is locked, into its one signal. None when there is nothing to turn: a test, or no core answer."""
    if held.trial is not None:
        AnswerDraft.objects.filter(pk=held.pk).update(finished_at=at)
        return None
    answers = kept_answers(held.wording, held.answers)
    if held.wording.core.key not in answers:
        return None
    arrival = receive_response(new_signal(held, answers), further_answers(held.wording, answers), at=at)
    held.delete()
    return arrival


def new_signal(draft: AnswerDraft, answers: Mapping[str, Any]) -> NewSignal:
    """The signal of a draft. Only a recommendation is a score; places are those of the episode."""
    wording, invitation, survey = draft.wording, draft.invitation, draft.version.survey
    score = score_in(wording, answers)
    episode = invitation or draft
    return NewSignal(
        source=sources_of(draft.version, invitation)[-1 if draft.door == AnswerDraft.Door.PHONE else 0],
        key=draft.token,
        digest=sha256(dumps(answers, sort_keys=True).encode()).hexdigest(),
        channel=_channel(draft),
        kind=kind_of(wording),
        kind_of_score="" if score is None else survey.kind_of_score,
        score=score,
        comment=comment_in(wording, answers),
        touchpoint_id=invitation.touchpoint_id if invitation else survey.touchpoint_id,
        unit_id=episode.unit_id,
        employee_id=episode.employee_id,
        customer_id=episode.customer_id,
        version_id=draft.version_id,
        invitation_id=draft.invitation_id,
        episode_at=invitation.episode_at if invitation else None,
        submitted_at=draft.touched_at,
        metadata={"language": draft.language} if _chose_language(draft, episode.customer_id) else {},
    )


def _chose_language(draft: AnswerDraft, customer_id: int | None) -> bool:
    """Whether a customer whom we know answered in one of several languages: we write to them in it later."""
    return bool(customer_id and draft.language and len(draft.wording.languages) > 1)


def _channel(draft: AnswerDraft) -> str:
    """The channel by which we asked: an invitation by text is answered as one, by link or by number."""
    if draft.door == AnswerDraft.Door.PERSONAL and medium_of(draft.invitation_id) == Medium.TEXT:
        return Signal.Channel.SMS
    return CHANNELS.get(AnswerDraft.Door(draft.door), Signal.Channel.WEB)
