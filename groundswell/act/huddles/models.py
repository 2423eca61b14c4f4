"""Huddles: a team learns together, promises by name, and raises what it cannot settle."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme

SHORTEST, LONGEST = 15, 30
"""How many minutes a huddle takes."""


class Kind(models.TextChoices):
    """What a huddle is for; each kind has an agenda of its own."""

    FEEDBACK = "feedback", "Customer feedback"
    COORDINATION = "coordination", "Coordination"
    FIGURES = "figures", "Key figures"


class Rhythm(models.Model):
    """When a team huddles, again and again: the next ones are planned by themselves. Never changed, only replaced."""

    class Pace(models.TextChoices):
        DAILY = "daily", "Every working day"
        WEEKLY = "weekly", "Every week"
        FORTNIGHTLY = "fortnightly", "Every two weeks"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rhythms")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FEEDBACK)
    pace = models.CharField(max_length=20, choices=Pace)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 is Monday.")
    time_of_day = models.TimeField(help_text="On the clock of the unit's calendar.")
    minutes = models.PositiveSmallIntegerField(default=SHORTEST)
    starts_on = models.DateField(help_text="Every two weeks counts from the week of this day.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "huddles_rhythm"
        ordering = ["unit__name", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=models.Q(ended_at=None),
                name="one_rhythm_per_team_and_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(pace="daily", weekday=None)
                | models.Q(
                    pace__in=["weekly", "fortnightly"], weekday__isnull=False, weekday__gte=0, weekday__lte=6
                ),
                name="rhythm_names_its_weekday_unless_daily",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=SHORTEST, minutes__lte=LONGEST),
                name="rhythm_takes_15_to_30_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.get_kind_display()}: {self.words}"

    @property
    def words(self) -> str:
        """The pace in words: "Every week on Monday at 08:40"."""
        day = f" on {WEEKDAYS[self.weekday]}" if self.weekday is not None else ""
        return f"{self.get_pace_display()}{day} at {self.time_of_day:%H:%M}"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Huddle(models.Model):
    """Fifteen minutes of one team, with an agenda made from its own evidence."""

    Kind = Kind

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="huddles")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FEEDBACK)
    rhythm = models.ForeignKey(
        Rhythm, on_delete=models.PROTECT, null=True, blank=True, related_name="huddles"
    )
    facilitator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=SHORTEST)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pulse = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How the team found it, 1 to 5."
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_because = models.CharField(max_length=300, blank=True)
    step = models.PositiveSmallIntegerField(default=1, help_text="Where the team is in its agenda.")
    version = models.PositiveIntegerField(default=0, help_text="One more with everything done in it.")

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
            models.CheckConstraint(
                condition=models.Q(minutes__gte=SHORTEST, minutes__lte=LONGEST),
                name="huddle_takes_15_to_30_minutes",
            ),
            models.CheckConstraint(
                condition=models.Q(called_off_at=None)
                | models.Q(started_at=None) & ~models.Q(called_off_because=""),
                name="huddle_called_off_has_a_reason_and_never_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.planned_at:%d %b %Y}"

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.ended_at is None


class Attendance(models.Model):
    """Whether somebody is here or away, by one tap; the last word counts."""

    huddle = models.ForeignKey(Huddle, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_here = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "huddles_attendance"
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["huddle", "person"], name="one_attendance_per_huddle_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {'here' if self.is_here else 'away'}"


class Promise(models.Model):
    """What one person promised in a huddle, by a day. It is seen again next time, until it is kept or let go."""

    huddle = models.ForeignKey(Huddle, on_delete=models.PROTECT, related_name="promises")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="promises")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    made_at = models.DateTimeField()
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
        help_text="The promise of a colleague that this one takes over.",
    )  # fmt: skip

    class Meta:
        db_table = "huddles_promise"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class PromiseReview(models.Model):
    """A promise looked at again: kept, not yet and why, or let go and why."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "Kept"
        NOT_YET = "not_yet", "Carried over"
        LET_GO = "let_go", "Let go"

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="reviews")
    huddle = models.ForeignKey(
        Huddle, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "huddles_promise_review"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"],
                condition=models.Q(outcome__in=["kept", "let_go"]),
                name="promise_is_kept_or_let_go_once",
            ),
            models.UniqueConstraint(
                fields=["promise", "huddle"],
                condition=models.Q(outcome="not_yet"),
                name="promise_is_carried_once_per_huddle",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="kept") | ~models.Q(note=""),
                name="promise_not_kept_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise}: {self.get_outcome_display()}"


class AnswerTime(models.Model):
    """Within how many working days we answer what teams raise, from a moment on. The newest one holds."""

    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "huddles_answer_time"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=60), name="answer_time_is_1_to_60_days"
            )
        ]

    def __str__(self) -> str:
        return f"{self.days} working days"


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
    promise = models.OneToOneField(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="elevation",
        help_text="What somebody promised and the team could not keep alone.",
    )  # fmt: skip
    raised_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(help_text="By when its author hears the first answer.")

    class Meta:
        db_table = "huddles_elevation"
        ordering = ["-raised_at"]

    def __str__(self) -> str:
        return self.title
