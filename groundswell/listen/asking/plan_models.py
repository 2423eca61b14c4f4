"""Listening plans: whom we ask, what was changed about it, when it rests, and what it drew."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.surveys.models import Survey


class Wish(models.TextChoices):
    """By which medium somebody is to be asked."""

    EMAIL = Medium.EMAIL.value, "By e-mail"
    TEXT = Medium.TEXT.value, "By text message"
    EITHER = "either", "By e-mail, else by text message"

    @property
    def media(self) -> tuple[str, ...]:
        """The media in the order in which they are tried."""
        return (Medium.EMAIL.value, Medium.TEXT.value) if self == Wish.EITHER else (str(self.value),)


class ListeningPlan(models.Model):
    """Whom we ask: a wave on a date, a rolling sample by month, after episodes, or a list of people once."""

    class Kind(models.TextChoices):
        WAVE = "wave", "A wave on a date"
        ROLLING = "rolling", "A sample every month"
        EPISODE = "episode", "After an episode"
        LIST = "list", "A list of people, once"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT)
    wish = models.CharField(max_length=6, choices=Wish, default=Wish.EMAIL)
    segments = models.JSONField(default=list, blank=True, help_text="Only these segments; all when empty.")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text="Only customers or episodes of this unit.",
    )
    share = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Per cent drawn by chance.",
    )
    margin = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Points per unit: a month draws as many as this margin needs."
    )
    expected_response = models.PositiveSmallIntegerField(
        default=25, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    quota = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Once they are in, nobody of that unit is asked (each month anew; a wave once). Empty for no limit.",
    )
    starts_on = models.DateField()
    spread_days = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    send_hour = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(23)])
    wait_hours = models.PositiveSmallIntegerField(default=24)
    remind_after_days = models.PositiveSmallIntegerField(default=7, validators=[MinValueValidator(2)])
    reminders_at_most = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(3)])
    seed = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "asking_plan"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="plan_share_is_a_per_cent"
            ),
            models.CheckConstraint(condition=models.Q(send_hour__lte=23), name="plan_send_hour_is_an_hour"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanChange(models.Model):
    """Somebody changed a plan; never changed itself. ``was`` and ``now`` hold what differs, by field.

    What is drawn keeps its people, days and chances; how it asks, its quota and its reminders follow at once.
    """

    plan = models.ForeignKey(ListeningPlan, on_delete=models.CASCADE, related_name="changes")
    was = models.JSONField()
    now = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "asking_plan_change"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.plan} changed"


class PlanPause(models.Model):
    """A plan rests: it draws nobody and sends nothing until somebody lets it go on."""

    plan = models.ForeignKey(ListeningPlan, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "asking_plan_pause"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(ended_at=None), name="a_plan_rests_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} paused: {self.why}"


class Draw(models.Model):
    """One occasion on which a plan looked at its population and drew whom to ask. Drawn once, whatever restarts."""

    plan = models.ForeignKey(ListeningPlan, on_delete=models.CASCADE, related_name="draws")
    occasion = models.CharField(max_length=40)
    population = models.PositiveIntegerField()
    terms = models.JSONField(
        default=dict, help_text="Segments, unit, share and margin as they were that day."
    )
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "asking_draw"
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "occasion"], name="plan_draws_once_per_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.occasion}"
