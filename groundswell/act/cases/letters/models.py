"""The thread of a case: our letters and the customer's."""

from django.db import models

from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.signals.models import Signal


class CaseLetter(models.Model):
    """We wrote to the customer from the case. What, when and whether it left is the outbox's."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="letters")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="case_letter")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_letter"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Letter of {self.case}"


class CaseReply(models.Model):
    """The customer answered a letter of ours: it belongs to the case and opens none of its own."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="replies")
    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="case_reply")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_reply"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Reply in {self.case}"
