"""A risk and every look at it: chance, consequence and what is done about it are those of the last look."""

from django.db import models

from groundswell.foundation.organisation.models import Person


class Risk(models.Model):
    """Something that could go wrong, looked after by one person until it is closed."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="risks")
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "initiatives_risk"
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | ~models.Q(closed_because=""),
                name="risk_closes_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.what


class RiskLook(models.Model):
    """What somebody made of a risk on one day, and when it is looked at again."""

    class Chance(models.IntegerChoices):
        RARE = 1, "Rare"
        UNLIKELY = 2, "Unlikely"
        POSSIBLE = 3, "Possible"
        LIKELY = 4, "Likely"
        NEARLY_CERTAIN = 5, "Nearly certain"

    class Consequence(models.IntegerChoices):
        SLIGHT = 1, "Slight"
        SMALL = 2, "Small"
        FELT = 3, "Felt"
        HEAVY = 4, "Heavy"
        STOPS_IT = 5, "Stops it"

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="looks")
    chance = models.PositiveSmallIntegerField(choices=Chance)
    consequence = models.PositiveSmallIntegerField(choices=Consequence)
    done_about_it = models.CharField(max_length=300)
    again_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "initiatives_risk_look"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(chance__gte=1, chance__lte=5, consequence__gte=1, consequence__lte=5),
                name="risk_is_weighed_from_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return f"{self.risk}: {self.weight}"

    @property
    def weight(self) -> int:
        """Chance times consequence, from 1 to 25."""
        return self.chance * self.consequence

    @property
    def is_high(self) -> bool:
        return self.weight >= HIGH


HIGH = 12
"""From here on a risk wants a hand: such as possible and heavy."""
