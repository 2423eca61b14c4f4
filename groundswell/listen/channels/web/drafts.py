"""What colleagues begin: a test of a survey, or the answers of a customer on the telephone."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.surveys.models import AnswerDraft, Survey
from groundswell.listen.surveys.queries import current_version, work_on
from groundswell.listen.surveys.reading import problems_of


@transaction.atomic
def begin_test(survey: Survey, *, at: datetime) -> AnswerDraft:
    """Answers that count nowhere, to the next version where there is one that can be asked."""
    version, trial = current_version(survey), work_on(survey)
    if problems_of(trial):
        trial = version.definition
    return _begin(AnswerDraft.Door.TEST, at, version=version, trial=trial)


@transaction.atomic
def begin_call(
    survey: Survey,
    *,
    by: Any,
    at: datetime,
    customer: Customer | None = None,
    unit: Unit | None = None,
    served_by: Person | None = None,
) -> AnswerDraft:
    """The answers of a customer on the telephone; who it is may stay unknown."""
    places = {"customer": customer, "unit": unit, "employee": served_by}
    draft = _begin(AnswerDraft.Door.PHONE, at, version=current_version(survey), **places)
    record("asked by telephone", draft, by=by, at=at, survey=survey.code)
    return draft


def _begin(door: str, at: datetime, **more: Any) -> AnswerDraft:
    token = secrets.token_urlsafe(16)
    return AnswerDraft.objects.create(token=token, door=door, started_at=at, touched_at=at, **more)
