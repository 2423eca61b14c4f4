"""What was found to go along with a score, on which day, from which answers."""

from django.db import models
from django.db.models import Q

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.understand.themes.models import Theme


class VoiceMeasure(models.Model):
    """A number that comes beside answers, such as the minutes somebody waited: looked at as a measure of operations."""

    name = models.CharField(max_length=60, unique=True, help_text="As the other system calls it.")
    label = models.CharField(max_length=60)
    unit_of_measure = models.CharField(max_length=30, blank=True)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "drivers_voice_measure"
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class DriverReading(models.Model):
    """One look at one question. Never changed: the next look is a row of its own."""

    class About(models.TextChoices):
        RELATIONSHIP = "relationship", "Touchpoints and the relationship score"
        WORDS = "words", "Themes and the experience score"
        TOUCHPOINT = "touchpoint", "Themes and operations at one touchpoint"

    about = models.CharField(max_length=14, choices=About)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, null=True, blank=True)
    since = models.DateField()
    until = models.DateField()
    n = models.PositiveIntegerField()
    explained = models.FloatField(
        null=True, blank=True, help_text="Of 1, the variation within equal conditions."
    )
    resamples = models.PositiveIntegerField(default=0)
    why_not = models.CharField(max_length=300, blank=True)
    left_out = models.JSONField(default=list, help_text="Names of what too few could rate or mention.")
    at = models.DateTimeField()

    class Meta:
        db_table = "drivers_reading"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about="touchpoint", touchpoint__isnull=False)
                | (~Q(about="touchpoint") & Q(touchpoint=None)),
                name="a_driver_reading_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(explained__isnull=False) | ~Q(why_not=""),
                name="a_reading_without_drivers_says_why",
            ),
        ]
        indexes = [models.Index(fields=["about", "touchpoint", "-at"], name="drivers_newest")]

    def __str__(self) -> str:
        return f"{self.touchpoint or self.get_about_display()}, {self.until:%-d %B %Y}"


class DriverLine(models.Model):
    """One driver of a reading. Shares are of 1; ``relative`` adds up to 1 over the reading."""

    class Kind(models.TextChoices):
        TOUCHPOINT = "touchpoint", "Touchpoint"
        THEME = "theme", "Theme"
        MEASURE = "measure", "Operations"

    reading = models.ForeignKey(DriverReading, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    per = models.CharField(max_length=40, help_text="What one step of it is.")
    n = models.PositiveIntegerField(help_text="Answers that could rate it or mention it.")
    relative = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    unique = models.FloatField(help_text="Of the whole variation: what no other driver says.")
    slope = models.FloatField(help_text="Points of score per step, all others alike.")
    rank = models.PositiveSmallIntegerField()
    rank_first = models.PositiveSmallIntegerField()
    rank_last = models.PositiveSmallIntegerField()
    score = models.FloatField(null=True, blank=True, help_text="How well it is done: its own score.")
    score_low = models.FloatField(null=True, blank=True)
    score_high = models.FloatField(null=True, blank=True)

    class Meta:
        db_table = "drivers_line"
        ordering = ["reading", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "rank"], name="one_driver_per_rank"),
            models.CheckConstraint(
                condition=Q(rank_first__lte=models.F("rank"), rank_last__gte=models.F("rank")),
                name="a_rank_lies_in_its_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rank_is_certain(self) -> bool:
        """Whether other samples of the same customers would put it at the same place."""
        return self.rank_first == self.rank_last

    @property
    def says_nothing_of_its_own(self) -> bool:
        """Whether the others say nearly all of what it says: a companion, hardly a driver."""
        return self.unique < 0.05 * self.relative * (self.reading.explained or 0)
