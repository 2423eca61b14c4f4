"""Praise that customers gave by name, and thank-you cards among colleagues. Nothing here is ever counted per person."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal


class Praise(models.Model):
    """A 9 or 10 that names one colleague: as the one who served, or in the customer's own words."""

    class FoundBy(models.TextChoices):
        SERVED = "served", "Served the customer"
        WORDS = "words", "Named in the words"

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="praise")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="praise")
    found_by = models.CharField(max_length=6, choices=FoundBy)
    found_at = models.DateTimeField()

    class Meta:
        db_table = "praise_praise"
        ordering = ["-signal__submitted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "person"], name="a_voice_praises_a_person_once")
        ]

    def __str__(self) -> str:
        return f"Praise for {self.person}"


class Search(models.Model):
    """Up to which signal praise was looked for."""

    through = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "praise_search"

    def __str__(self) -> str:
        return f"Through {self.through}"


class ThankYou(models.Model):
    """A few words from one colleague to another, or to a team; it may quote a customer."""

    sender = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="thanks_given")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="thanks_received"
    )
    team = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=280)
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_for_the_huddle = models.BooleanField(default=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "praise_thank_you"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False)
                | models.Q(person__isnull=False, team=None),
                name="thank_you_goes_to_a_person_or_a_team",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | ~models.Q(person=models.F("sender")),
                name="nobody_thanks_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} thanks {self.receiver}"

    @property
    def receiver(self) -> Person | Unit | None:
        return self.person or self.team
