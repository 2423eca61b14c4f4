"""What we ask, in which version, and whom we invited."""

import json
import secrets
from functools import cached_property

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

from .definition import Definition
from .kinds import SCORE_NAMES
from .piping import names_in
from .reading import known_definition, read_definition


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
    definition = models.JSONField()
    core_edition = models.PositiveIntegerField(
        default=1, help_text="Scores of one edition compare. A changed core question begins the next."
    )
    created_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_version"
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_survey_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.survey} (version {self.number})"

    @cached_property
    def wording(self) -> Definition:
        """The questions as they were given."""
        return known_definition(json.dumps(self.definition))

    @property
    def score_question(self) -> str:
        return self.wording.said(self.wording.core.text, "")

    @property
    def counts_for(self) -> tuple[str, str]:
        """Which of the kinds of score its answers count for, and what that is for. Employees enter none of customers."""
        kind = "employee" if self.wording.core.kind == "employee" else self.survey.kind_of_score
        return SCORE_NAMES[kind]

    @property
    def lacks_the_moment(self) -> bool:
        """Whether the core question names a moment that the survey does not have: an open link would leave a gap."""
        names = set().union(*map(names_in, self.wording.core.text.values()))
        return "touchpoint" in names and self.survey.touchpoint_id is None

    @property
    def why_question(self) -> str:
        return self.wording.said(self.wording.why.text, "") if self.wording.why else ""


class Revision(models.Model):
    """The next version of a survey while somebody works on it; it may be incomplete and asks nobody."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="revision")
    definition = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "surveys_revision"

    def __str__(self) -> str:
        return f"{self.survey}, next version"


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


class AnswerDraft(models.Model):
    """Answers under way: durable from the first tap, one signal when they are sent or left alone. Then the draft is gone.

    ``token`` is that of the invitation, or the submission id of a page that anybody may open.
    ``trial`` holds the questions of a test; a test never becomes a signal.
    """

    class Door(models.TextChoices):
        PERSONAL = "personal", "Personal link"
        OPEN = "open", "Open link"
        QR = "qr", "QR code"
        KIOSK = "kiosk", "Kiosk"
        SITE = "site", "Web site"
        PHONE = "phone", "Telephone"
        TEST = "test", "Test"

    token = models.CharField(max_length=60, unique=True)
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="drafts")
    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="draft"
    )
    door = models.CharField(max_length=10, choices=Door)
    language = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)
    trial = models.JSONField(null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    employee = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Tests only.")

    class Meta:
        db_table = "surveys_answer_draft"

    def __str__(self) -> str:
        return f"Answers under way to {self.version}"

    @cached_property
    def wording(self) -> Definition:
        """The questions that this page asks."""
        return read_definition(self.trial) if self.trial is not None else self.version.wording

    def knowing(self, version: SurveyVersion | None, invitation: Invitation | None) -> "AnswerDraft":
        """The same, with rows that are at hand already where they are its own: each is a query less."""
        if version is not None and version.pk == self.version_id:
            self.version = version
        if invitation is not None and invitation.pk == self.invitation_id:
            self.invitation = invitation
        return self
