"""Huddles: a team learns together, promises by name, and raises what it cannot settle."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme


class Huddle(models.Model):
    """Fifteen minutes of one team, with an agenda made from its own evidence."""

    class Kind(models.TextChoices):
        FEEDBACK = "feedback", "Customer feedback"
        COORDINATION = "coordination", "Coordination"
        FIGURES = "figures", "Key figures"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="huddles")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FEEDBACK)
    facilitator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    pulse = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How the team found it, 1 to 5."
    )

    class Meta:
        db_table = "huddles_huddle"
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "planned_at"], name="one_huddle_per_team_and_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None)
                | models.Q(started_at__isnull=False, ended_at__gte=models.F("started_at")),
                name="huddle_ends_after_it_started",
            ),
            models.CheckConstraint(
                condition=models.Q(pulse=None) | models.Q(pulse__gte=1, pulse__lte=5),
                name="huddle_pulse_is_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.planned_at:%d %b %Y}"

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.ended_at is None


class Promise(models.Model):
    """What one person promised in a huddle, by a day. It is seen again next time, until it is kept."""

    huddle = models.ForeignKey(Huddle, on_delete=models.PROTECT, related_name="promises")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "huddles_promise"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class PromiseReview(models.Model):
    """A promise looked at in a later huddle: kept, or carried over with a reason."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="reviews")
    huddle = models.ForeignKey(
        Huddle, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    kept = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "huddles_promise_review"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=models.Q(kept=True), name="promise_is_kept_once"
            ),
            models.UniqueConstraint(
                fields=["promise", "huddle"],
                condition=models.Q(kept=False),
                name="promise_is_carried_once_per_huddle",
            ),
            models.CheckConstraint(
                condition=models.Q(kept=True) | ~models.Q(note=""),
                name="promise_is_carried_over_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise}: {'kept' if self.kept else 'carried over'}"


class Elevation(models.Model):
    """What a team cannot settle alone, raised in two fields; its author hears what becomes of it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="elevations")
    huddle = models.ForeignKey(
        Huddle, on_delete=models.PROTECT, null=True, blank=True, related_name="elevations"
    )
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="elevations")
    title = models.CharField(max_length=120)
    problem = models.TextField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True)
    signals = models.ManyToManyField(
        Signal, related_name="elevations", db_table="huddles_elevation_signal", blank=True
    )
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "huddles_elevation"
        ordering = ["-raised_at"]

    def __str__(self) -> str:
        return self.title
