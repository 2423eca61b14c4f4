"""The register of complaints."""

from django.db import models

from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import new_token


class Complaint(models.Model):
    """An entry in the register: acknowledged from its first minute, with a status page that only its author knows."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="complaint")
    reference = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    wants = models.CharField(max_length=300, blank=True, help_text="What would put it right.")
    acknowledged_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_complaint"
        ordering = ["-acknowledged_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_due_at__gt=models.F("acknowledged_at")),
                name="complaint_due_after_acknowledged",
            )
        ]

    def __str__(self) -> str:
        return self.reference
