"""The clock presets of the register."""

from django.db import models


class ClockPreset(models.Model):
    """One version of a clock. A version is never changed: an edit is a new version, and a complaint keeps its own."""

    class Days(models.TextChoices):
        CALENDAR = "calendar", "Calendar days"
        WORKING = "working", "Working days"

    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    acknowledge_within = models.PositiveSmallIntegerField(help_text="Hours, or working days.")
    answer_within = models.PositiveSmallIntegerField(help_text="Days.")
    counts = models.CharField(max_length=10, choices=Days, default=Days.CALENDAR)
    extension = models.PositiveSmallIntegerField(
        default=0, help_text="Days that may be added once, with a reason."
    )
    review_within = models.PositiveSmallIntegerField(
        default=14, help_text="Days for a second look, where the customer is not content."
    )
    may_pause = models.BooleanField(
        default=False, help_text="Whether the clock stands still while we wait for the customer."
    )
    about = models.CharField(max_length=400, blank=True)
    external_body = models.TextField(
        blank=True,
        max_length=1000,
        help_text="The independent body for customers who are not content: name, address, telephone, web site.",
    )
    rights = models.TextField(
        blank=True,
        help_text="Your own words about the customer's rights, beside ours in the customer's language.",
    )
    made_at = models.DateTimeField()
    in_force_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "complaints_clock_preset"
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="one_row_per_version_of_a_clock"),
            models.CheckConstraint(
                condition=models.Q(answer_within__gte=1, acknowledge_within__gte=1, review_within__gte=1),
                name="clock_gives_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"
