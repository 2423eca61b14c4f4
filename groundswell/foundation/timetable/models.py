"""When jobs run, and who runs them."""

from django.db import models


class Run(models.Model):
    """The state of one job: when it is next due, who holds it, how the last run ended."""

    job = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    held_by = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "timetable_run"
        ordering = ["job"]

    def __str__(self) -> str:
        return self.job

    @property
    def has_failed(self) -> bool:
        """Whether its last run ended by an error."""
        return self.outcome.startswith("failed")


class Heartbeat(models.Model):
    """The last sign of life of a worker."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "timetable_heartbeat"

    def __str__(self) -> str:
        return self.worker
