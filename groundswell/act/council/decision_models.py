"""What was decided, and what has to follow."""

from django.db import models

from groundswell.foundation.organisation.models import Person

from .body_models import Envelope, SaidForASeat
from .proposal_models import Proposal


class Decision(SaidForASeat):
    """What was decided, by whom, why, and when it is looked at again. One per proposal; the first stands."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    reasons = models.TextField()
    over_limit_because = models.TextField(
        blank=True, help_text="Why one more is started than the body allows itself."
    )
    review_on = models.DateField(
        null=True, blank=True, help_text="When it is looked at next; each review says the day after it."
    )
    answer_due_on = models.DateField(
        null=True, blank=True, help_text="By when a no is answered to those who raised it."
    )
    envelope = models.ForeignKey(
        Envelope,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="Out of which money it is paid; none for a no and for what costs nothing.",
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "council_decision"
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~models.Q(reasons=""), name="decision_gives_reasons")]

    def __str__(self) -> str:
        return f"{'Approved' if self.approved else 'Declined'}: {self.proposal.opportunity}"


class Condition(models.Model):
    """Something that must come true for an approval to hold: what, who sees to it, and by when.

    Conditions of decisions from before owners were named have neither owner nor day until somebody gives them both.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    words = models.CharField(max_length=600)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "council_condition"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="condition_has_words"),
            models.CheckConstraint(
                condition=models.Q(owner=None, due_on=None)
                | models.Q(owner__isnull=False, due_on__isnull=False),
                name="condition_has_owner_and_day_together",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Entrusting(models.Model):
    """A condition was given to somebody else, or another day, and why. What held before stands in it."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="entrustings")
    owner_before = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_before = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_entrusting"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="entrusting_says_why")]

    def __str__(self) -> str:
        return f"Entrusted: {self.condition}"


class Fulfilment(models.Model):
    """A condition was met, or was not: who says so, when, and what shows it."""

    condition = models.OneToOneField(Condition, on_delete=models.CASCADE, related_name="fulfilment")
    is_met = models.BooleanField(default=True)
    words = models.CharField(max_length=300, blank=True, help_text="What shows it.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_fulfilment"

    def __str__(self) -> str:
        return f"{'Met' if self.is_met else 'Not met'}: {self.condition}"


class Review(SaidForASeat):
    """A decision was looked at again, as it said: it goes on, it changes, or it stops."""

    class Outcome(models.TextChoices):
        GOES_ON = "goes_on", "It goes on"
        CHANGES = "changes", "It changes"
        STOPS = "stops", "It stops"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "council_review"
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="review_has_words")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.decision}"


class Answer(models.Model):
    """What those who raised it were told after a no."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="answer")
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_answer"
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="answer_has_words")]

    def __str__(self) -> str:
        return f"Answered: {self.decision}"


class Conclusion(models.Model):
    """The work that a decision started has ended: its place under the work-in-progress limit is free."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="conclusion")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_conclusion"

    def __str__(self) -> str:
        return f"Concluded: {self.decision}"
