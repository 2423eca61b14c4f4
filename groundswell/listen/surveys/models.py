"""What we ask, in which version, and whom we invited."""

import secrets

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit


class KindOfScore(models.TextChoices):
    """Three kinds that never mix: who was asked, by whom, decides which one a score is."""

    RELATIONSHIP = "relationship", "Relationship"
    EXPERIENCE = "experience", "Experience"
    COMPETITIVE = "competitive", "Competitive benchmark"


class Survey(models.Model):
    """A set of questions with one purpose."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    kind_of_score = models.CharField(max_length=20, choices=KindOfScore)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "surveys_survey"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class SurveyVersion(models.Model):
    """The wording as it was given. Never changed once an answer refers to it: a new wording is a new version."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    score_question = models.CharField(max_length=300)
    why_question = models.CharField(max_length=300)
    low_label = models.CharField(max_length=60, default="Not at all likely")
    high_label = models.CharField(max_length=60, default="Extremely likely")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_version"
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_survey_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.survey} (version {self.number})"


def new_token() -> str:
    """128 random bits for a link that only its owner knows."""
    return secrets.token_urlsafe(16)


class Invitation(models.Model):
    """One customer asked about one episode. Unit and employee are frozen at the moment of the episode."""

    class Purpose(models.TextChoices):
        FIRST_ASK = "first", "Asked after an episode"
        SECOND_ASK = "second", "Asked again after a case was closed"

    token = models.CharField(max_length=40, unique=True, default=new_token)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.FIRST_ASK)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="invitations")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    employee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    episode_at = models.DateTimeField()
    invited_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_invitation"
        indexes = [models.Index(fields=["unit", "invited_at"], name="surveys_invitation_by_unit")]

    def __str__(self) -> str:
        return f"{self.version.survey} to {self.customer}"
