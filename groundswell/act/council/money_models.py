"""The money of a decision: released, spent, come back."""

from decimal import Decimal

from django.db import models

from groundswell.foundation.organisation.models import Person

from .decision_models import Decision


class Release(models.Model):
    """A part of what a decision approved that may be spent now."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="releases")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    what_for = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_release"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="release_is_above_nought")
        ]

    def __str__(self) -> str:
        return f"{self.amount} released: {self.what_for}"


class Spend(models.Model):
    """Money that was used, out of what is released."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="spends")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    what_for = models.CharField(max_length=200)
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_spend"
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="spend_is_above_nought")]

    @property
    def still(self) -> Decimal:
        """What of it did not come back."""
        return self.amount - sum((one.amount for one in self.refunds.all()), Decimal(0))

    def __str__(self) -> str:
        return f"{self.amount}: {self.what_for}"


class Refund(models.Model):
    """Money of a spend that came back. It may be spent again while the work runs."""

    spend = models.ForeignKey(Spend, on_delete=models.PROTECT, related_name="refunds")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    why = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_refund"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_is_above_nought")
        ]

    def __str__(self) -> str:
        return f"{self.amount} back: {self.why}"
