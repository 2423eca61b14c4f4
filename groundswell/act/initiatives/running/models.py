"""Who had the work before, when it rested, and how it ended."""

from django.db import models

from groundswell.foundation.organisation.models import Person


class Handover(models.Model):
    """The work, or the word of its sponsor, went from one person to another."""

    class Role(models.TextChoices):
        OWNER = "owner", "Its owner"
        SPONSOR = "sponsor", "Its sponsor"

    initiative = models.ForeignKey(
        "initiatives.Initiative", on_delete=models.CASCADE, related_name="handovers"
    )
    role = models.CharField(max_length=10, choices=Role)
    before = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "initiatives_handover"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("to")) & ~models.Q(because=""),
                name="it_is_handed_to_somebody_else_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: from {self.before} to {self.to}"


class Rest(models.Model):
    """The work rests: nothing is spent, rolled out or let through a gate until it goes on."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="rests")
    because = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "initiatives_rest"
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"], condition=models.Q(ended_at=None), name="it_rests_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(because="")
                & (models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at"))),
                name="a_rest_has_a_reason_and_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} rests: {self.because}"


class Ending(models.Model):
    """How the work ended, and what was learned: kept whether it was done or stopped on the way."""

    class How(models.TextChoices):
        DONE = "done", "It is done"
        STOPPED = "stopped", "It stops before it is done"

    initiative = models.OneToOneField(
        "initiatives.Initiative", on_delete=models.CASCADE, related_name="ending"
    )
    how = models.CharField(max_length=10, choices=How)
    learned = models.CharField(max_length=500, help_text="What the next one should know.")
    returned = models.DecimalField(
        max_digits=12, decimal_places=2, help_text="What went back to the envelope."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "initiatives_ending"
        constraints = [
            models.CheckConstraint(condition=~models.Q(learned=""), name="ending_says_what_was_learned"),
            models.CheckConstraint(
                condition=models.Q(returned__gte=0), name="ending_returns_no_less_than_nought"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_how_display()}"
