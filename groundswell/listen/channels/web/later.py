"""What is said after an answer was taken: the first answer stands, and no word is lost."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import transaction

from groundswell.listen.signals.actions import Arrival, NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.responses import receive_response
from groundswell.listen.signals.said import answers_said, comment_in, further_answers
from groundswell.listen.surveys.answering import visible_questions
from groundswell.listen.surveys.definition import Question
from groundswell.listen.surveys.models import AnswerDraft

from .answers import source_of


def answer_behind(draft: AnswerDraft) -> Signal | None:
    """The signal that a link became."""
    source = source_of(draft.version, draft.invitation)
    return Signal.objects.select_related("version").filter(source=source, key=draft.token).first()


def words_left_open(draft: AnswerDraft) -> tuple[Question, Mapping[str, Any]] | None:
    """The why that was asked and not answered yet, with what was answered. What employees said is shown to nobody."""
    first = answer_behind(draft)
    if first is None or first.version is None or first.version.wording.is_confidential:
        return None
    wording = first.version.wording
    said = answers_said(first, wording)
    why = wording.why
    if (
        why is None
        or why.key in said
        or _added(first, why.key)
        or why not in visible_questions(wording, said)
    ):
        return None
    return why, said


def _added(first: Signal, key: str) -> bool:
    return Signal.objects.filter(source=first.source, key=_place(first, key)).exists()


def _place(first: Signal, key: str) -> str:
    return f"{first.key}+{key}"


@transaction.atomic
def add_later(draft: AnswerDraft, key: str, value: Any, *, at: datetime) -> Arrival | None:
    """A voice beside the first answer, at its places and without a score. None where the first one says this already."""
    first = answer_behind(draft)
    if first is None or first.version is None or value is None:
        return None
    wording, answers = first.version.wording, {key: value}
    question = wording.question(key)
    if question in (None, wording.core) or key in answers_said(first, wording):
        return None
    new = NewSignal(
        source=first.source,
        key=_place(first, key),
        digest=sha256(dumps(answers, sort_keys=True).encode()).hexdigest(),
        channel=first.channel,
        kind=first.kind,
        comment=comment_in(wording, answers),
        touchpoint_id=first.touchpoint_id,
        unit_id=first.unit_id,
        employee_id=first.employee_id,
        customer_id=first.customer_id,
        version_id=first.version_id,
        episode_at=first.episode_at,
        submitted_at=at,
    )
    return receive_response(new, further_answers(wording, answers), at=at)
