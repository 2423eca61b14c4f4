"""Models of who sees a poor voice first."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit


class PoorVoicePolicy(models.Model):
    """Who sees a poor voice first in a unit and below it: the coach, the person who served, or both at once.

    Never changed, only followed by the next one. Where no unit says anything, both see it together.
    """

    class Order(models.TextChoices):
        TOGETHER = "together", "Both at once"
        COACH_FIRST = "coach_first", "The coach first"
        PERSON_FIRST = "person_first", "The person first"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.CharField(max_length=12, choices=Order, default=Order.TOGETHER)
    hours = models.PositiveSmallIntegerField(default=8, help_text="So many working hours of the unit.")
    poor_to = models.PositiveSmallIntegerField(default=6, help_text="A score up to this one is poor.")
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "signals_poor_voice_policy"
        ordering = ["unit__name", "-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(ended_at=None),
                name="one_poor_voice_policy_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gte=1, hours__lte=80), name="poor_voice_waits_1_to_80_hours"
            ),
            models.CheckConstraint(condition=models.Q(poor_to__lte=8), name="a_promoter_is_no_poor_voice"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_order_display()}"


class Withholding(models.Model):
    """A poor voice that its person does not see yet, since the coach sees it first; or that a lead does not see yet, since the
    person does. It ends by the coach or by the clock."""

    signal = models.ForeignKey("signals.Signal", on_delete=models.CASCADE, related_name="withholdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "signals_withholding"
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "person"], name="voice_is_withheld_once_from_a_person")
        ]
        indexes = [
            models.Index(
                fields=["person", "signal"],
                name="signals_withheld_now",
                condition=models.Q(released_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.signal}, not yet shown to {self.person}"
