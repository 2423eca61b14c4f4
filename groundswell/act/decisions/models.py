"""Decisions of the organisation, what each is expected to do to customers, and what came of it."""

from django.db import models

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit


class RegisteredDecision(models.Model):
    """Something that the organisation decides, also where nobody thinks of customers. The same key of a source is one."""

    class Door(models.TextChoices):
        PAGE = "page", "On this page"
        API = "api", "By another system"
        LETTER = "letter", "By e-mail"
        COUNCIL = "council", "From the council"

    title = models.CharField(max_length=160)
    what = models.TextField(help_text="What is decided, in a few sentences.")
    area = models.CharField(
        max_length=60, blank=True, help_text="Finance, product, people, or what you call it."
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    takes_effect_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    door = models.CharField(max_length=12, choices=Door)
    source = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=200, blank=True)
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        db_table = "decisions_registered_decision"
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"], condition=~models.Q(key=""), name="one_decision_per_source_and_key"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="decision_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """What a decision is expected to do to customers, said before. A later one replaces it; none is ever changed."""

    decision = models.ForeignKey(RegisteredDecision, on_delete=models.CASCADE, related_name="assessments")
    who = models.CharField(max_length=300, help_text="Who is touched, in words.")
    segment = models.CharField(max_length=60, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", db_table="decisions_assessment_units")
    touchpoints = models.ManyToManyField(
        Touchpoint, blank=True, related_name="+", db_table="decisions_assessment_touchpoints"
    )
    customers_touched = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many, counted on that day or as the writer says."
    )
    is_counted = models.BooleanField(default=False, help_text="Counted from the voices of a year, not told.")
    expected_low = models.DecimalField(
        max_digits=5, decimal_places=1, help_text="Points of the score, at worst."
    )
    expected_high = models.DecimalField(
        max_digits=5, decimal_places=1, help_text="Points of the score, at best."
    )
    vulnerable = models.TextField(
        blank=True, help_text="Groups that it may harm more than others; empty for none."
    )
    mitigations = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "decisions_assessment"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expected_high__gte=models.F("expected_low")),
                name="expected_range_is_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(vulnerable="") | ~models.Q(mitigations=""), name="harm_has_a_mitigation"
            ),
        ]

    def __str__(self) -> str:
        return f"What {self.decision} does to customers"


class Watch(models.Model):
    """A figure that is looked at before and after: the score of one touchpoint, in one part or everywhere."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="watches")
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "decisions_watch"
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return f"{self.touchpoint or 'All touchpoints'}, {self.unit or 'everywhere'}"


class Lesson(models.Model):
    """What came of a decision, in the words of who looked at it afterwards."""

    decision = models.OneToOneField(RegisteredDecision, on_delete=models.CASCADE, related_name="lesson")
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "decisions_lesson"
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="lesson_has_words")]

    def __str__(self) -> str:
        return f"What came of {self.decision}"


class Threshold(models.Model):
    """From when on an assessment is obligatory. Never changed: a new one ends the old, so the past stays explainable."""

    amount = models.DecimalField(max_digits=14, decimal_places=2)
    customers = models.PositiveIntegerField()
    look_after_days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "decisions_threshold"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"From {self.amount} or {self.customers} customers"


class FilingAddress(models.Model):
    """The address to which letters of one person go: its code is shown once, and only its digest is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="filing_address")
    digest = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "decisions_filing_address"
        verbose_name_plural = "filing addresses"

    def __str__(self) -> str:
        return f"Filing address of {self.person}"
