"""Invite one customer to answer: the question itself is in the message."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.surveys.models import Invitation, SurveyVersion

from ..web.screens import first_screen
from .outbox import write_message


@transaction.atomic
def invite(
    customer: Customer,
    version: SurveyVersion,
    *,
    by: object,
    at: datetime,
    purpose: str = Invitation.Purpose.FIRST_ASK,
    touchpoint: Touchpoint | None = None,
    unit: Unit | None = None,
    employee: Person | None = None,
    episode_at: datetime | None = None,
) -> Invitation:
    """Ask a customer about an episode; the places of the episode are frozen now. The message waits in the outbox."""
    invitation = Invitation.objects.create(
        version=version,
        purpose=purpose,
        customer=customer,
        touchpoint=touchpoint,
        unit=unit,
        employee=employee,
        episode_at=episode_at or at,
        invited_at=at,
    )
    record("invited", invitation, by=by, at=at, survey=version.survey.code, purpose=purpose)
    words = message_words(invitation)
    given = {"customer": customer, "purpose": Consent.Purpose.ASKING, "at": at}
    write_message(key=f"invitation-{invitation.pk}", **given, **words)
    return invitation


def message_words(invitation: Invitation) -> dict[str, str]:
    """Subject, plain body and HTML body of an invitation."""
    address = settings.BASE_URL + reverse("channels:answer", args=[invitation.token])
    screen = first_screen(invitation)
    context = {
        "invitation": invitation,
        "screen": screen,
        "address": address,
        "numbers": [(number, f"{address}?score={number}") for number in screen.question.numbers],
    }
    again = invitation.purpose == Invitation.Purpose.SECOND_ASK
    return {
        "subject": "Did we put it right?" if again else "One question about your visit",
        "body": render_to_string("channels/invitation.txt", context),
        "html": render_to_string("channels/invitation.html", context),
    }
