"""Requests of customers, erasures with their proof, and the ledger of who was erased, which names nobody."""

from django.db import models

from groundswell.foundation.customers.models import Customer


class Request(models.Model):
    """Somebody asked what we hold about them, or to be erased. It has a clock; the office decides and they are told."""

    class Kind(models.TextChoices):
        KNOW = "know", "What do you hold about me?"
        ERASE = "erase", "Delete everything about me"

    kind = models.CharField(max_length=10, choices=Kind)
    customer = models.ForeignKey(
        Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        db_table = "erasing_request"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.customer or 'erased'})"


class RequestAnswer(models.Model):
    """What became of a request: done, or refused with the reason. The first stands."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="answer")
    outcome = models.CharField(max_length=10, choices=Outcome)
    why = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "erasing_request_answer"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="refused") | ~models.Q(why=""), name="a_refusal_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_outcome_display()}"


class Erasure(models.Model):
    """Somebody was erased: when, at whose wish, what was held and is gone by room. Who it was is not in it.

    ``pending`` is what has to be removed outside the database, by numbers and file names; empty when all of it is gone.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    asked_on = models.DateField(help_text="When the person, or who speaks for them, asked.")
    request = models.OneToOneField(
        Request, on_delete=models.SET_NULL, null=True, blank=True, related_name="erasure"
    )
    gone = models.JSONField(default=list, help_text="Room, kind and count.")
    pending = models.JSONField(default=dict)
    figures_at = models.DateTimeField(null=True, blank=True)
    disk_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "erasing_erasure"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(disk_at=None) | models.Q(figures_at__isnull=False),
                name="figures_are_right_before_the_disk_is_clean",
            )
        ]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"

    @property
    def count(self) -> int:
        """How many records are gone."""
        return sum(number for _, _, number in self.gone)


class ErasedIdentity(models.Model):
    """Whoever was known by this was erased up to that moment. A keyed hash: without our key nobody can tell who."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "erasing_erased_identity"

    def __str__(self) -> str:
        return f"{self.digest[:8]} until {self.at:%Y-%m-%d}"
