"""What a bad experience at a touchpoint goes along with afterwards, as counts: kept with its day, inferred when shown."""

from django.db import models

from groundswell.foundation.journeys.models import Touchpoint


class JourneyReading(models.Model):
    """One look at what came after the experiences of two years. Never changed: the next look is a row of its own."""

    since = models.DateField()
    until = models.DateField()
    people = models.PositiveIntegerField(help_text="Customers who told us of any experience.")
    at = models.DateTimeField()

    class Meta:
        db_table = "journeys_read_reading"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"What came after, {self.until:%-d %B %Y}"


class Aftermath(models.Model):
    """Of one touchpoint: what customers did and said after a good (9 or 10) and after a bad (0 to 6) experience there.

    ``pair`` rows tell of a bad experience here soon after a good one at another touchpoint, against a good one here.
    """

    reading = models.ForeignKey(JourneyReading, on_delete=models.CASCADE, related_name="aftermaths")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField(help_text="Customers who told of it.")
    bad = models.PositiveIntegerField(help_text="Of those whose last experience here was bad.")
    other_channel = models.PositiveIntegerField(
        default=0, help_text="Pairs: the bad one came by another channel."
    )
    good_tally = models.JSONField(
        help_text="Relationship answers afterwards: promoters, passives, detractors."
    )
    bad_tally = models.JSONField()
    good_stayed = models.PositiveIntegerField(default=0)
    good_followed = models.PositiveIntegerField(default=0)
    bad_stayed = models.PositiveIntegerField(default=0)
    bad_followed = models.PositiveIntegerField(default=0)
    revenue = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    easy = models.PositiveIntegerField(default=0, help_text="Said it was easy: 5 to 7 of 7.")
    asked_effort = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "journeys_read_aftermath"
        ordering = ["reading", "-bad", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "touchpoint", "after"], name="one_aftermath_per_pair"),
            models.CheckConstraint(
                condition=models.Q(good_stayed__lte=models.F("good_followed"))
                & models.Q(bad_stayed__lte=models.F("bad_followed")),
                name="who_stayed_was_followed",
            ),
        ]

    def __str__(self) -> str:
        return f"After {self.after} and {self.touchpoint}" if self.after else f"After {self.touchpoint}"
