"""What is done with surveys."""

from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint

from .definition import as_data, recommendation
from .errors import CoreQuestionChanged, SurveyRefusal
from .models import AnswerDraft, Revision, Survey, SurveyVersion
from .queries import current_version, tests_of
from .reading import read_definition


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
    """A new survey that asks for a recommendation and the why."""
    definition = recommendation(score_question, why_question)
    return begin_survey(code, title, kind_of_score, definition, by=by, at=at, touchpoint=touchpoint)


@transaction.atomic
def begin_survey(
    code: str,
    title: str,
    kind_of_score: str,
    definition: dict[str, Any],
    *,
    by: object,
    at: datetime,
    touchpoint: Touchpoint | None = None,
) -> SurveyVersion:
    """A new survey with its first version. Raises DefinitionUnusable."""
    data = as_data(read_definition(definition))
    survey = Survey.objects.create(code=code, title=title, kind_of_score=kind_of_score, touchpoint=touchpoint)
    version = SurveyVersion.objects.create(survey=survey, number=1, definition=data, created_at=at)
    record("made survey", survey, by=by, at=at, version=1)
    return version


@transaction.atomic
def keep_revision(survey: Survey, definition: dict[str, Any], *, at: datetime) -> Revision:
    """Keep the next version as it stands, complete or not. It asks nobody before it is published."""
    values = {"definition": definition, "changed_at": at}
    return Revision.objects.update_or_create(survey=survey, defaults=values)[0]


@transaction.atomic
def drop_revision(survey: Survey, *, by: object, at: datetime) -> None:
    """Leave the present version as it is."""
    if Revision.objects.filter(survey=survey).delete()[0]:
        record("dropped next version", survey, by=by, at=at)


@transaction.atomic
def publish_version(
    survey: Survey, definition: dict[str, Any], *, by: object, at: datetime, begins_edition: bool = False
) -> SurveyVersion:
    """A new wording for new answers; earlier answers keep theirs.

    ``begins_edition``: scores from now on are not compared with earlier ones, because the core question changed, or
    because others are asked or in another way. Raises DefinitionUnusable, and SurveyRefusal when the locked core
    question changes and no edition begins.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    present, wording = current_version(survey), read_definition(definition)
    data = as_data(wording)
    if data == present.definition and not begins_edition:
        Revision.objects.filter(survey=survey).delete()
        return present
    if wording.is_confidential != present.wording.is_confidential:
        raise SurveyRefusal(
            "Customers and employees are asked by surveys of their own: what colleagues say is kept apart from every "
            "score of customers. Begin a new survey for them."
        )
    if wording.core_differs_from(present.wording) and not begins_edition:
        raise CoreQuestionChanged(
            "The core question changed, so new scores would not compare with earlier ones. "
            "Take the change back, or say that a new edition of the score begins."
        )
    version = SurveyVersion.objects.create(
        survey=survey,
        number=present.number + 1,
        definition=data,
        core_edition=present.core_edition + begins_edition,
        created_at=at,
    )
    Revision.objects.filter(survey=survey).delete()
    record("made survey version", version, by=by, at=at, number=version.number, edition=version.core_edition)
    return version


@transaction.atomic
def close_survey(survey: Survey, *, by: object, at: datetime) -> None:
    """Ask nobody any more. What was answered stays; the open link says that the survey is closed."""
    if survey.closed_at is None:
        survey.closed_at = at
        survey.save(update_fields=["closed_at"])
        record("closed survey", survey, by=by, at=at)


@transaction.atomic
def reopen_survey(survey: Survey, *, by: object, at: datetime) -> None:
    """Ask again with the version that asked last. Links that were given out work again."""
    if survey.closed_at is not None:
        survey.closed_at = None
        survey.save(update_fields=["closed_at"])
        record("reopened survey", survey, by=by, at=at)


def remove_tests(survey: Survey) -> int:
    """Forget what was answered in tests."""
    return tests_of(survey).delete()[1].get(AnswerDraft._meta.label, 0)
