"""The customer is asked again."""

from django.db import models

from groundswell.listen.surveys.models import Invitation


class SecondAsk(models.Model):
    """The customer is asked again after the case was closed. Recovered or not is read from the new answer."""

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="second_ask")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="second_ask")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_second_ask"

    def __str__(self) -> str:
        return f"Second ask for {self.case}"
