"""The tree."""

from django.db import models


class RootCause(models.Model):
    """Why it happened, as a tree that the outer loop shares."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=100, unique=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_root_cause"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
