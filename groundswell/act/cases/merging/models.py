"""Which case went into which."""

from django.db import models

from groundswell.foundation.organisation.models import Person


class CaseMerge(models.Model):
    """One case goes on in another one; ``due_before`` is when the other one was due until then."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="took_in")
    due_before = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_merge"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(undone_at=None), name="a_case_is_merged_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(case=models.F("into")), name="no_case_is_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} goes on in {self.into}"
