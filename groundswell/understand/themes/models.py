"""Themes as records: people name, narrow and merge them."""

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
