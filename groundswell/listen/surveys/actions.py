"""What is done with surveys."""

from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint

from .models import Survey, SurveyVersion


@transaction.atomic
def make_survey(
    code: str,
    title: str,
    kind_of_score: str,
    *,
    score_question: str,
    why_question: str,
    by: object,
    at: datetime,
    touchpoint: Touchpoint | None = None,
) -> SurveyVersion:
    """A new survey with its first version."""
    survey = Survey.objects.create(code=code, title=title, kind_of_score=kind_of_score, touchpoint=touchpoint)
    version = SurveyVersion.objects.create(
        survey=survey, number=1, score_question=score_question, why_question=why_question, created_at=at
    )
    record("made survey", survey, by=by, at=at, version=1)
    return version
