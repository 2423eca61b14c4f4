"""What an initiative brought, in money and with its range; every reckoning is kept."""

from django.db import models

from groundswell.act.initiatives.models import Initiative


class Benefit(models.Model):
    """One reckoning of what an initiative brought, with the method and the assumptions it stands on."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="benefits")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why there is no amount.")
    months = models.PositiveSmallIntegerField(help_text="Whole months since the first unit started.")
    customer_months = models.PositiveIntegerField(help_text="Customers touched, each counted once a month.")
    touched = models.JSONField(
        default=dict,
        help_text="The same unit by unit and month by month: what another initiative touches too counts once in a total.",
    )
    method = models.CharField(max_length=600)
    assumptions = models.JSONField(default=list)
    reckoned_at = models.DateTimeField()

    class Meta:
        db_table = "benefits_benefit"
        ordering = ["-reckoned_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount=None, low=None, high=None) & ~models.Q(reason="")
                | models.Q(amount__isnull=False, low__isnull=False, high__isnull=False, reason=""),
                name="benefit_has_a_range_or_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(low=None) | models.Q(low__lte=models.F("high")),
                name="benefit_range_is_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"Benefit of {self.initiative}"
