"""A question sent to a colleague, to see it as a customer does. Nothing of it counts."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.surveys.models import AnswerDraft, Survey
from groundswell.listen.surveys.queries import current_version


@transaction.atomic
def write_test(survey: Survey, user: User, *, at: datetime) -> str:
    """Write to the colleague with a link to the survey in test; gives the address."""
    version = current_version(survey)
    draft = AnswerDraft.objects.create(
        token=secrets.token_urlsafe(16),
        version=version,
        door=AnswerDraft.Door.TEST,
        trial=version.definition,
        started_at=at,
        touched_at=at,
    )
    address = settings.BASE_URL + reverse("channels:going_on", args=[survey.code, draft.token])
    write_message(
        key=f"test-{draft.pk}",
        person=user.person,
        subject=f"Test: {version.score_question}",
        body=f"{version.score_question}\n\nAnswer as a customer would: {address}\n\nThis is a test. Nothing of it counts.\n",
        at=at,
    )
    return user.person.email if user.person else user.email
