"""That two opportunities are one, what went along, and that they came apart again."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from groundswell.foundation.organisation.models import Person


class Merger(models.Model):
    """An opportunity is the same problem as another one: its address leads there, and what hung on it hangs there.

    Its own words and judgements stay on its row and count no more; its question is asked along with that of the other.
    """

    opportunity = models.OneToOneField(
        "opportunities.Opportunity", on_delete=models.PROTECT, related_name="merger"
    )
    into = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="mergers")
    why = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_merger"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_merger_says_why"),
            models.CheckConstraint(
                condition=~Q(opportunity=F("into")), name="no_opportunity_is_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} in {self.into}"


class Carried(models.Model):
    """A row that went along: by the name under which an opportunity knows such rows."""

    WORDS: ClassVar = {
        "joinings": "what teams raised",
        "origins": "where it was found",
        "causes": "causes",
        "countermeasures": "countermeasures",
        "proposals": "proposals",
        "mergers": "others that were one with it",
    }

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="carried")
    what = models.CharField(max_length=20)
    row = models.PositiveBigIntegerField()

    class Meta:
        db_table = "opportunities_carried"
        verbose_name_plural = "carried"
        constraints = [
            models.UniqueConstraint(fields=["merger", "what", "row"], name="a_row_goes_along_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.row}"


class Separation(models.Model):
    """Two that were one came apart again: they were not the same."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.PROTECT, related_name="separations"
    )
    out_of = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_separation"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_separation_says_why")]

    def __str__(self) -> str:
        return f"{self.opportunity} out of {self.out_of}"
