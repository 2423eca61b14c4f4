"""The model of a list that somebody keeps under a name."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit


class SavedView(models.Model):
    """A list of cases that somebody keeps under a name, for themselves or for their part of the organisation.

    It keeps what its address asks, but never words that were looked for: they may name a customer.
    """

    name = models.CharField(max_length=60)
    asks = models.CharField(max_length=500)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="case_views")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="For everybody in it.",
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_saved_view"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "name"], name="a_case_view_has_a_name_of_its_own")
        ]

    def __str__(self) -> str:
        return self.name
