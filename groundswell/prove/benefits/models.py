"""What an initiative was said to bring, and what it brought, in money and with its range."""

from django.db import models

from groundswell.act.initiatives.models import Initiative


class Benefit(models.Model):
    """One reckoning of what an initiative brought, with the method and the assumptions it stands on."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="benefits")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    period_months = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=300)
    assumptions = models.JSONField(default=list)
    reckoned_at = models.DateTimeField()

    class Meta:
        db_table = "benefits_benefit"
        ordering = ["-reckoned_at"]

    def __str__(self) -> str:
        return f"Benefit of {self.initiative}"
