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

    role = models.CharField(max_length=20, choices=Role, default=Role.FRONTLINE)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )

    class Meta:
        db_table = "access_user"

    def __str__(self) -> str:
        return self.person.name if self.person else self.get_username()

    @property
    def sees_everything(self) -> bool:
        return self.role in {
            self.Role.OFFICE,
            self.Role.EXECUTIVE,
            self.Role.ANALYST,
            self.Role.ADMINISTRATOR,
        }
