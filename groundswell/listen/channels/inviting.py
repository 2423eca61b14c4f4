"""Invite one customer to answer, by e-mail or by text: the question itself is in the message."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import organisation_name
from groundswell.listen.surveys.languages import is_right_to_left
from groundswell.listen.surveys.models import Invitation, KindOfScore, SurveyVersion

from .outbox.models import Medium, Message
from .outbox.quiet import NEVER, Quiet
from .outbox.writing import write_message
from .web.screens import first_screen

WIDTH_OF_NUMBER = 52


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
    medium: str = Medium.EMAIL,
    quiet: Quiet = NEVER,
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
    write_invitation(invitation, key=f"invitation-{invitation.pk}", at=at, medium=medium, quiet=quiet)
    return invitation


def write_invitation(
    invitation: Invitation,
    *,
    key: str,
    at: datetime,
    medium: str = Medium.EMAIL,
    quiet: Quiet = NEVER,
    is_reminder: bool = False,
) -> Message | None:
    """Put the question in the outbox, by e-mail or by text, at first or as a reminder."""
    words = message_words(invitation, medium)
    if is_reminder:
        words["subject"] = f"A reminder: {words['subject'][0].lower()}{words['subject'][1:]}"
    return write_message(
        key=key,
        customer=invitation.customer,
        purpose=Purpose.ASKING,
        at=at,
        medium=medium,
        invitation=invitation,
        quiet=quiet,
        **words,
    )


def message_words(invitation: Invitation, medium: str = Medium.EMAIL) -> dict[str, str]:
    """Subject, plain body and HTML body of an invitation; a text has one short body."""
    address = settings.BASE_URL + reverse("channels:answer", args=[invitation.token])
    screen = first_screen(invitation)
    context = {
        "invitation": invitation,
        "screen": screen,
        "address": address,
        "organisation": organisation_name(),
        "numbers": [(number, f"{address}?score={number}") for number in screen.question.numbers],
        "width": WIDTH_OF_NUMBER * len(screen.question.numbers),
    }
    context |= (
        {"near": "right", "far": "left"}
        if is_right_to_left(screen.language)
        else {"near": "left", "far": "right"}
    )
    again = invitation.purpose == Invitation.Purpose.SECOND_ASK
    subject = "Did we put it right?" if again else _subject(invitation)
    if medium == Medium.TEXT:
        words = render_to_string("channels/invitation_text.txt", context)
        return {"subject": subject, "body": " ".join(words.split())}
    return {
        "subject": subject,
        "body": render_to_string("channels/invitation.txt", context),
        "html": render_to_string("channels/invitation.html", context),
    }


def _subject(invitation: Invitation) -> str:
    """What it is about; a question about everything we do names us."""
    house = organisation_name()
    if house and invitation.version.survey.kind_of_score == KindOfScore.RELATIONSHIP:
        return f"One question from {house}"
    return "One question about your visit"
