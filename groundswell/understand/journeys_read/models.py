"""What a bad experience at a touchpoint goes along with afterwards, as counts: kept with its day, inferred when shown."""

from django.db import models
from django.db.models import Q

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal


class JourneyReading(models.Model):
    """One look at what came after the experiences of two years. Never changed: the next look is a row of its own."""

    since = models.DateField()
    until = models.DateField()
    people = models.PositiveIntegerField(help_text="Customers who told us of any experience.")
    poor_answers = models.PositiveIntegerField(
        default=0, help_text="Relationship answers from 0 to 6 with an experience soon before."
    )
    good_answers = models.PositiveIntegerField(default=0, help_text="The same with 9 or 10.")
    exposed = models.JSONField(
        default=dict,
        help_text="Revenue of customers with a bad last moment anywhere (“all”) and by stage: each customer once.",
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "journeys_read_reading"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"What came after, {self.until:%-d %B %Y}"


class Aftermath(models.Model):
    """Of one touchpoint: what customers did and said after a good (9 or 10) and after a bad (0 to 6) experience there.

    Rows with ``after`` tell of a bad experience here soon after a good one at another touchpoint, against a good one here.
    """

    reading = models.ForeignKey(JourneyReading, on_delete=models.CASCADE, related_name="aftermaths")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField(help_text="Customers who told of it.")
    bad = models.PositiveIntegerField(help_text="Of those whose last experience here was bad.")
    other_channel = models.PositiveIntegerField(
        default=0, help_text="Pairs: the bad one came by another channel."
    )
    good_tally = models.JSONField(
        help_text="Relationship answers afterwards: promoters, passives, detractors."
    )
    bad_tally = models.JSONField()
    good_stayed = models.PositiveIntegerField(default=0)
    good_followed = models.PositiveIntegerField(default=0)
    bad_stayed = models.PositiveIntegerField(default=0)
    bad_followed = models.PositiveIntegerField(default=0)
    revenue = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    easy = models.PositiveIntegerField(default=0, help_text="Said it was easy: 5 to 7 of 7.")
    asked_effort = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "journeys_read_aftermath"
        ordering = ["reading", "-bad", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "touchpoint", "after"], name="one_aftermath_per_pair"),
            models.CheckConstraint(
                condition=models.Q(good_stayed__lte=models.F("good_followed"))
                & models.Q(bad_stayed__lte=models.F("bad_followed")),
                name="who_stayed_was_followed",
            ),
        ]

    def __str__(self) -> str:
        return f"After {self.after} and {self.touchpoint}" if self.after else f"After {self.touchpoint}"


class Path(models.Model):
    """What customers went through soon before they answered about the relationship, and how that answer was."""

    reading = models.ForeignKey(JourneyReading, on_delete=models.CASCADE, related_name="paths")
    steps = models.JSONField(
        help_text="The last experiences in their order: touchpoint and good, middling or bad."
    )
    poor = models.PositiveIntegerField(help_text="Answers from 0 to 6 after it.")
    good = models.PositiveIntegerField(help_text="Answers of 9 or 10 after it.")

    class Meta:
        db_table = "journeys_read_path"
        ordering = ["reading", "-poor", "pk"]

    def __str__(self) -> str:
        return f"Path {self.pk} before {self.poor} poor answers"


class StoryVoice(models.Model):
    """One voice of one customer's story: behind a path, or behind a bad moment after a good one."""

    path = models.ForeignKey(Path, on_delete=models.CASCADE, null=True, related_name="voices")
    aftermath = models.ForeignKey(Aftermath, on_delete=models.CASCADE, null=True, related_name="voices")
    story = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "journeys_read_story_voice"
        ordering = ["story", "place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path=None, aftermath__isnull=False) | Q(path__isnull=False, aftermath=None),
                name="a_story_stands_behind_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Voice {self.place} of story {self.story}"


class Work(models.TextChoices):
    """What somebody has to handle because of a touchpoint."""

    CONTACT = "contact", "Contact by phone, chat or help desk"
    COMPLAINT = "complaint", "Complaint"
    CASE = "case", "Case"
    MEASURED = "measured", "Counted by operations"


class Handled(models.Model):
    """How many of one kind were handled at one touchpoint in a year. Counted anew by jobs."""

    what = models.CharField(max_length=12, choices=Work)
    measure = models.CharField(max_length=80, blank=True)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        db_table = "journeys_read_handled"
        ordering = ["touchpoint", "what", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["what", "measure", "touchpoint"], name="work_is_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what} at {self.touchpoint}"


class HandlingRate(models.Model):
    """What handling one costs, and who says so. The newest one holds; earlier ones stay."""

    what = models.CharField(max_length=12, choices=Work)
    measure = models.CharField(max_length=80, blank=True, help_text="Whose events are counted.")
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    source = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "journeys_read_handling_rate"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="a_rate_has_a_source"),
            models.CheckConstraint(
                condition=Q(what="measured") ^ Q(measure=""),
                name="only_what_operations_counts_names_a_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.measure or self.get_what_display()
