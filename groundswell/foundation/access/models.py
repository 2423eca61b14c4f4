"""Who signs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from groundswell.foundation.organisation.models import Person


class User(AbstractUser):
    """A sign-in. The role says which pages are at home, the person says which part of the organisation."""

    class Role(models.TextChoices):
        FRONTLINE = "frontline", "Frontline"
        LEAD = "lead", "Team lead"
        OFFICE = "office", "Customer advocacy office"
        EXECUTIVE = "executive", "Executive"
        ANALYST = "analyst", "Analyst"
        PARTNER = "partner", "Partner"
        ADMINISTRATOR = "administrator", "Administrator"

    SEES_EVERYTHING = (Role.OFFICE, Role.EXECUTIVE, Role.ANALYST, Role.ADMINISTRATOR)
    role = models.CharField(max_length=20, choices=Role, default=Role.FRONTLINE)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )

    class Meta:
        db_table = "access_user"

    def __str__(self) -> str:
        return self.person.name if self.person else self.get_full_name() or self.get_username()

    @property
    def sees_everything(self) -> bool:
        return self.role in self.SEES_EVERYTHING


class ApiToken(models.Model):
    """What another system shows to send answers: only its hash is kept.

    ``name`` is the source of its answers: a token that replaces another carries the same name, so that an answer sent again
    with the new one is still the same answer.
    """

    class Scope(models.TextChoices):
        INTAKE = "intake", "Send answers"
        CONSENT = "consent", "Tell what customers agree to"
        SCORES = "scores", "Read scores, as its owner may"
        DECISIONS = "decisions", "Register decisions"
        LOTS = "lots", "Ask what a customer was dealt by lot"

    name = models.CharField(max_length=60)
    prefix = models.CharField(
        max_length=20, unique=True, help_text="The readable beginning, to tell tokens apart."
    )
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_api_token"
        ordering = ["name", "given_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
