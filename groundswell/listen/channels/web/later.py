"""What is said after an answer was taken: the first answer stands, and no word is lost."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import transaction

from groundswell.listen.signals.actions import NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.responses import receive_response
from groundswell.listen.signals.said import answers_said, comment_in, further_answers
from groundswell.listen.surveys.answering import visible_questions
from groundswell.listen.surveys.definition import Question
from groundswell.listen.surveys.models import AnswerDraft

from .answers import sources_of

MOST_LATER = 10
"""Voices beside one answer: a link that is passed around is no letterbox."""


def answer_behind(draft: AnswerDraft) -> Signal | None:
    """The signal that a link became."""
    sources = sources_of(draft.version, draft.invitation)
    return Signal.objects.select_related("version").filter(source__in=sources, key=draft.token).first()


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
def add_later(draft: AnswerDraft, key: str, value: Any, *, at: datetime) -> bool:
    """Keep what was said beside the first answer, at its places and without a score. Whether it stands here now.

    Words are always kept, other words beside those that were said: they may come from a second device. A number or a
    choice that was given already stands as it was given.
    """
    first = answer_behind(draft)
    if first is None or first.version is None or value is None:
        return False
    wording, answers = first.version.wording, {key: value}
    question, said = wording.question(key), answers_said(first, wording)
    if said.get(key) == value:
        return True
    if question is None or question is wording.core or (key in said and question.kind != "text"):
        return False
    digest = sha256(dumps(answers, sort_keys=True).encode()).hexdigest()
    place = _free_place(first, key, digest, is_taken=key in said)
    if place is None:
        return False
    new = NewSignal(
        source=first.source,
        key=place,
        digest=digest,
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
    receive_response(new, further_answers(wording, answers), at=at)
    return True


def _free_place(first: Signal, key: str, digest: str, *, is_taken: bool) -> str | None:
    """The same words have the same place, others one of their own. None where enough was said."""
    beside = Signal.objects.filter(source=first.source, key__startswith=f"{first.key}+")
    held = dict(beside.values_list("key", "digest"))
    place = _place(first, key)
    if is_taken or held.get(place, digest) != digest:
        place = f"{place}+{digest[:12]}"
    return place if place in held or len(held) < MOST_LATER else None
