"""The tree of causes of one opportunity, what speaks for and against each, and what could be done."""

from django.db import models
from django.db.models import F, Q

from groundswell.act.cases.root_causes.models import RootCause
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme


class Cause(models.Model):
    """An answer to “why?”: of the problem itself, or of the cause above it."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="causes"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    words = models.CharField(max_length=240)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_cause"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_cause_has_words")]

    def __str__(self) -> str:
        return self.words


class CauseEvidence(models.Model):
    """What speaks for or against one cause: words, or a question (a theme, a root cause of cases) that is asked again today."""

    class Side(models.TextChoices):
        FOR = "for", "Speaks for it"
        AGAINST = "against", "Speaks against it"

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="evidence")
    side = models.CharField(max_length=8, choices=Side)
    words = models.CharField(max_length=400)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    root_cause = models.ForeignKey(
        RootCause, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_cause_evidence"
        ordering = ["side", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="evidence_of_a_cause_has_words"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def question(self) -> str:
        """Which voices it counts, as a sentence goes on; empty where it counts none."""
        theme = f"mention “{self.theme}”" if self.theme else ""
        closed = f"had their case closed with “{self.root_cause}”" if self.root_cause else ""
        return " and ".join(filter(None, (theme, closed)))


class CauseVerdict(models.Model):
    """Whether a cause holds. The newest verdict counts; those before it stay."""

    class Verdict(models.TextChoices):
        ROOT = "root", "Root cause: here we can act"
        HOLDS = "holds", "Holds, but ask why again"
        RULED_OUT = "ruled_out", "Ruled out"

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=Verdict)
    why = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_cause_verdict"
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_verdict_on_a_cause_says_why")]

    def __str__(self) -> str:
        return f"{self.cause}: {self.get_verdict_display()}"


class Countermeasure(models.Model):
    """Something that could be done, judged by how much of the problem it reaches and how much work it is."""

    class Kind(models.TextChoices):
        REMOVE = "remove", "Remove something"
        MEND = "mend", "Mend what is broken"
        CHANGE = "change", "Change how it is done"
        ADD = "add", "Add something new"

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="countermeasures"
    )
    cause = models.ForeignKey(
        Cause, on_delete=models.SET_NULL, null=True, blank=True, related_name="countermeasures"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=200)
    reach_low = models.PositiveSmallIntegerField(
        help_text="Per cent of the problem that it takes away, at least."
    )
    reach_high = models.PositiveSmallIntegerField(
        help_text="Per cent of the problem that it takes away, at most."
    )
    effort_low = models.PositiveIntegerField(help_text="Person-days, optimistic.")
    effort_high = models.PositiveIntegerField(help_text="Person-days, pessimistic.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_countermeasure"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach_low__gte=1, reach_high__gte=F("reach_low"), reach_high__lte=100),
                name="a_countermeasure_reaches_a_range_of_percent",
            ),
            models.CheckConstraint(
                condition=Q(effort_low__gte=1, effort_high__gte=F("effort_low")),
                name="a_countermeasure_takes_a_range_of_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Removal(models.Model):
    """Simplification: what a countermeasure takes away, from how many a year, and what that saves."""

    class What(models.TextChoices):
        STEP = "step", "A step"
        RULE = "rule", "A rule"
        APPROVAL = "approval", "An approval"
        FORM = "form", "A form or a field"
        VARIANT = "variant", "A product variant"

    countermeasure = models.OneToOneField(Countermeasure, on_delete=models.CASCADE, related_name="removal")
    what = models.CharField(max_length=10, choices=What)
    removed = models.CharField(max_length=200)
    times_low = models.PositiveIntegerField(help_text="How often it is met in a year, at least.")
    times_high = models.PositiveIntegerField(help_text="How often it is met in a year, at most.")
    customer_minutes = models.DecimalField(
        max_digits=7, decimal_places=1, default=0, help_text="A customer's time each time."
    )
    our_minutes = models.DecimalField(
        max_digits=7, decimal_places=1, default=0, help_text="Our time each time."
    )
    kept_safe = models.CharField(
        max_length=300, help_text="What the thing was there for, and what does that now."
    )

    class Meta:
        db_table = "opportunities_removal"
        constraints = [
            models.CheckConstraint(
                condition=Q(times_high__gte=F("times_low")), name="a_removal_is_met_an_ordered_range_of_times"
            ),
        ]

    def __str__(self) -> str:
        return self.removed


class Choice(models.Model):
    """A countermeasure was taken into the proposal, or dropped. The newest word counts."""

    countermeasure = models.ForeignKey(Countermeasure, on_delete=models.CASCADE, related_name="choices")
    is_taken = models.BooleanField()
    why = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_choice"
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="a_choice_says_why")]

    def __str__(self) -> str:
        return f"{self.countermeasure}: {'taken' if self.is_taken else 'dropped'}"
