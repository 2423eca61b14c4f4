"""Promises inside a case and how they ended."""

from django.db import models

from groundswell.foundation.organisation.models import Person


class FollowUp(models.Model):
    """Somebody does something for this customer by a day."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="follow_ups")
    what = models.CharField(max_length=300)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_follow_up"
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["person", "due_on"], name="cases_follow_ups_of_person")]

    def __str__(self) -> str:
        return self.what


class FollowUpEnd(models.Model):
    """It was done, or it is not needed any more. The first end stands."""

    follow_up = models.OneToOneField(FollowUp, on_delete=models.CASCADE, related_name="end")
    is_done = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_follow_up_end"

    def __str__(self) -> str:
        return f"{self.follow_up}: {'done' if self.is_done else 'not needed'}"
