"""Practices worth spreading: what a team does, who took it up, and what no longer holds."""

from django.db import models

from groundswell.act.huddles.models import Huddle
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit


class Practice(models.Model):
    """A team's good idea: what, why, how, and whose."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="practices")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practices")
    huddle = models.ForeignKey(
        Huddle, on_delete=models.PROTECT, null=True, blank=True, related_name="practices"
    )
    what = models.CharField(max_length=120)
    why = models.TextField()
    how = models.TextField()
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    since_on = models.DateField(help_text="Since when the team does it.")
    shared_at = models.DateTimeField()

    class Meta:
        db_table = "practices_practice"
        ordering = ["-shared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(what="") & ~models.Q(why="") & ~models.Q(how=""),
                name="practice_says_what_why_and_how",
            )
        ]

    def __str__(self) -> str:
        return self.what


class Adoption(models.Model):
    """Another team does it, too, from a day on, and until another one where it gave it up."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="adoptions")
    from_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    until_on = models.DateField(null=True, blank=True, help_text="The last day on which the team did it.")
    given_up_because = models.CharField(max_length=300, blank=True)
    given_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "practices_adoption"
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "unit"],
                condition=models.Q(given_up_at=None),
                name="one_adoption_per_practice_and_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(given_up_at=None, until_on=None)
                | models.Q(given_up_at__isnull=False, until_on__gte=models.F("from_on"))
                & ~models.Q(given_up_because=""),
                name="practice_is_given_up_with_a_day_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.practice}"


class Withdrawal(models.Model):
    """A practice no longer holds, and why. It stays to be read."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, related_name="withdrawal")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "practices_withdrawal"
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="practice_is_withdrawn_with_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.practice}: withdrawn"
