"""Themes as records: people name, narrow and retire them."""

from django.db import models

from groundswell.listen.signals.models import Signal


class Theme(models.Model):
    """What customers talk about. Its terms find it in their words; each change of terms is a new version."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    terms = models.JSONField(default=list)
    never_terms = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "themes_theme"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """A theme found in one signal, with the words that showed it and the version that found it."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="mentions")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="mentions")
    words = models.CharField(max_length=80)
    version = models.PositiveIntegerField()

    class Meta:
        db_table = "themes_mention"
        constraints = [
            models.UniqueConstraint(fields=["signal", "theme"], name="one_mention_per_signal_and_theme")
        ]

    def __str__(self) -> str:
        return f"{self.theme} in {self.signal}"


class Search(models.Model):
    """What was said before is searched for one version of a theme, portion by portion, and then counted by it."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="searches")
    version = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    until = models.BigIntegerField(
        help_text="The last voice that was here: later ones are read with the new words."
    )
    through = models.BigIntegerField(default=0)
    voices = models.PositiveIntegerField(help_text="How many with words there are to look at.")
    looked = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "themes_search"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme"], condition=models.Q(ended_at=None), name="one_search_at_a_time_for_a_theme"
            ),
            models.CheckConstraint(
                condition=models.Q(counted_at=None) | models.Q(ended_at__isnull=False),
                name="counted_once_it_was_searched",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}, version {self.version}"
