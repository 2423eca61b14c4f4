"""Bodies, seats, rights, and what was decided."""

from django.db import models

from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.organisation.models import Person


class Body(models.Model):
    """A group with the right to decide."""

    name = models.CharField(max_length=100, unique=True)
    quorum = models.PositiveSmallIntegerField(help_text="How many seats must have voted.")
    work_in_progress_limit = models.PositiveSmallIntegerField(default=5)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, help_text="Where it goes above the limit."
    )

    class Meta:
        db_table = "council_body"
        verbose_name_plural = "bodies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Right(models.Model):
    """Up to which amount a body decides, by kind of money."""

    class Kind(models.TextChoices):
        OPERATING = "operating", "Operating expense"
        CAPITAL = "capital", "Capital investment"

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(max_length=20, choices=Kind)
    limit = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        db_table = "council_right"
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="one_right_per_body_and_kind")]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_kind_display()} up to {self.limit}"


class Seat(models.Model):
    """Somebody's place in a body, and for whom they speak."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    speaks_for = models.CharField(max_length=80)
    is_chair = models.BooleanField(default=False, help_text="The one person who decides.")

    class Meta:
        db_table = "council_seat"
        constraints = [
            models.UniqueConstraint(fields=["body", "person"], name="one_seat_per_person"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(is_chair=True), name="one_chair_per_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.speaks_for})"


class Proposal(models.Model):
    """An opportunity put before a body: what to do, what it costs, who recommends it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="proposals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals")
    solution = models.TextField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    kind_of_money = models.CharField(max_length=20, choices=Right.Kind)
    recommended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    escalates = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="escalated_as",
        help_text="The same proposal before the body below, which passed it on.",
    )
    escalated_because = models.TextField(blank=True)
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "council_proposal"
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="proposal_amount_is_not_negative"),
            models.CheckConstraint(
                condition=models.Q(escalates=None) | ~models.Q(escalated_because=""),
                name="escalation_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} before {self.body}"


class Vote(models.Model):
    """The voice of one seat on one proposal; dissent keeps its words."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    in_favour = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "council_vote"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "seat"], name="one_vote_per_seat"),
            models.CheckConstraint(
                condition=models.Q(in_favour=True) | ~models.Q(note=""), name="dissent_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {'in favour' if self.in_favour else 'against'}"


class Decision(models.Model):
    """What was decided, by whom, why, and when it is looked at again. One per proposal; the first stands."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    over_limit_because = models.TextField(
        blank=True, help_text="Why one more is started than the body allows itself."
    )
    review_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_decision"
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~models.Q(reasons=""), name="decision_gives_reasons")]

    def __str__(self) -> str:
        return f"{'Approved' if self.approved else 'Declined'}: {self.proposal.opportunity}"


class Conclusion(models.Model):
    """The work that a decision started has ended: its place under the work-in-progress limit is free."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="conclusion")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_conclusion"

    def __str__(self) -> str:
        return f"Concluded: {self.decision}"
