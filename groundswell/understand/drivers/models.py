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
    together = models.JSONField(
        default=list,
        help_text="Names of two that come along together and their correlation; no second one where place or month says all of the first.",
    )
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

    @property
    def not_told_apart(self) -> list[str]:
        """Which drivers come along together, a sentence for each pair."""
        return [_companion_words(one, other, correlation) for one, other, correlation in self.together]

    def companions_of(self, name: str) -> list[str]:
        """What a driver of this name comes along with."""
        pairs = ((one, other) for one, other, _ in self.together if other)
        return [other if one == name else one for one, other in pairs if name in (one, other)]


def _companion_words(one: str, other: str, correlation: float) -> str:
    if not other:
        return f"“{one}” cannot be told from who was asked what: where answers are alike in that, it never differs. It is left out."
    how = "one rises as the other falls" if correlation < 0 else "one rises as the other does"
    return (
        f"“{one}” and “{other}” nearly always come along together ({how}, correlation {correlation:.2f}): which of the two goes along "
        "with the score cannot be told, and the part of one may be the other’s."
    )


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
