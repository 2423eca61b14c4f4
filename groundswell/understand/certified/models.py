"""A figure as it was counted once, and what became of it. Nothing here is ever changed; each step is a row of its own."""

from typing import Any

from django.db import models

from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import KindOfScore
from groundswell.science.scores.nps import NpsTally

from .errors import NotInThisState


class CertifiedFigure(models.Model):
    """What was counted for one question on one day. A draft until it has a ``Certification``."""

    kind_of_score = models.CharField(max_length=20, choices=KindOfScore)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=12, choices=Signal.Channel, blank=True)
    since = models.DateField()
    until = models.DateField()
    period = models.CharField(max_length=30, help_text="The days as an address says them.")
    versions_left_out = models.JSONField(
        default=list, help_text="Versions of surveys that asked with earlier words when this was counted."
    )
    definition_code = models.CharField(max_length=30)
    definition_version = models.PositiveIntegerField()
    definition_sentence = models.TextField()
    population = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many might have been asked; absent where nobody knows."
    )
    offered = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many were chosen to be asked."
    )
    asked = models.PositiveIntegerField(null=True, blank=True, help_text="How many were written to.")
    asked_who_answered = models.PositiveIntegerField(null=True, blank=True)
    promoters = models.PositiveIntegerField()
    passives = models.PositiveIntegerField()
    detractors = models.PositiveIntegerField()
    low = models.FloatField()
    high = models.FloatField()
    digest = models.CharField(
        max_length=64, help_text="SHA-256 over number and score of every signal counted."
    )
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )

    class Meta:
        db_table = "certified_figure"
        ordering = ["-until", "-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="certified_period_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(high__gte=models.F("low")), name="certified_margin_runs_upwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score:+.0f} points, {self.place}, {self.since} to {self.until}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise NotInThisState("A figure on record is never changed. Draft it again.")
        super().save(*args, **kwargs)

    @property
    def tally(self) -> NpsTally:
        return NpsTally(self.promoters, self.passives, self.detractors)

    @property
    def n(self) -> int:
        """How many answers were counted."""
        return self.tally.n

    @property
    def score(self) -> float:
        return self.tally.score or 0.0

    @property
    def place(self) -> str:
        """What it is about, besides its kind and its days."""
        narrowed = [
            self.unit or "The whole organisation",
            self.stage,
            self.touchpoint,
            self.get_channel_display(),
        ]
        return ", ".join(str(one) for one in narrowed if one)


class Certification(models.Model):
    """The advocacy office stands for the figure."""

    figure = models.OneToOneField(CertifiedFigure, on_delete=models.CASCADE, related_name="certification")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "certified_certification"

    def __str__(self) -> str:
        return f"{self.figure}, certified by {self.by}"


class Withdrawal(models.Model):
    """The figure no longer stands. It stays to be read, with the reason."""

    figure = models.OneToOneField(CertifiedFigure, on_delete=models.CASCADE, related_name="withdrawal")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        db_table = "certified_withdrawal"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.figure}, withdrawn by {self.by}"


class Recount(models.Model):
    """The same question counted again gave something else: late answers, corrections, or somebody erased."""

    figure = models.ForeignKey(CertifiedFigure, on_delete=models.CASCADE, related_name="recounts")
    promoters = models.PositiveIntegerField()
    passives = models.PositiveIntegerField()
    detractors = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "certified_recount"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.figure}, counted again"

    @property
    def tally(self) -> NpsTally:
        return NpsTally(self.promoters, self.passives, self.detractors)
