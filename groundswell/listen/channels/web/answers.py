"""Answers that arrive by a public page become signals here, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from groundswell.listen.signals.actions import Arrival, NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation, SurveyVersion

LONGEST_COMMENT = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the customer gave: a score from 0 to 10 and words, which may be empty."""

    score: int
    comment: str


def receive_invited(invitation: Invitation, answer: Answer, *, at: datetime) -> Arrival:
    """The answer to an invitation. An invitation is answered once: the first answer stands."""
    return receive_signal(
        NewSignal(
            source="invitation",
            key=invitation.token,
            digest=_digest(answer),
            channel=Signal.Channel.EMAIL,
            kind_of_score=invitation.version.survey.kind_of_score,
            score=answer.score,
            comment=answer.comment,
            touchpoint_id=invitation.touchpoint_id,
            unit_id=invitation.unit_id,
            employee_id=invitation.employee_id,
            customer_id=invitation.customer_id,
            version_id=invitation.version_id,
            invitation_id=invitation.pk,
            episode_at=invitation.episode_at,
            submitted_at=at,
        ),
        at=at,
    )


def receive_open(version: SurveyVersion, submission: str, answer: Answer, *, at: datetime) -> Arrival:
    """An answer by the open link. The page's own submission id makes a double tap one answer."""
    return receive_signal(
        NewSignal(
            source=f"open link {version.survey.code}",
            key=submission,
            digest=_digest(answer),
            channel=Signal.Channel.WEB,
            kind_of_score=version.survey.kind_of_score,
            score=answer.score,
            comment=answer.comment,
            touchpoint_id=version.survey.touchpoint_id,
            version_id=version.pk,
            submitted_at=at,
        ),
        at=at,
    )


def _digest(answer: Answer) -> str:
    return sha256(f"{answer.score} {answer.comment}".encode()).hexdigest()
