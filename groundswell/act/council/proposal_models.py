"""What is put before a body, who said what to it, what was decided, and what has to follow."""

from django.db import models

from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.organisation.models import Person

from .body_models import Body, Envelope, KindOfDecision, Right, Seat


class Proposal(models.Model):
    """An opportunity put before a body: what to do, what it costs, who recommends it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="proposals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals")
    solution = models.TextField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    kind_of_money = models.CharField(max_length=20, choices=Right.Kind)
    recommended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind_of_decision = models.ForeignKey(
        KindOfDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    registered = models.ForeignKey(
        RegisteredDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="The same on the register of decisions, where it says what it does to customers.",
    )
    customers_touched = models.PositiveIntegerField(
        null=True, blank=True, help_text="As the evidence said when it was proposed."
    )
    crosses_functions = models.BooleanField(
        default=True, help_text="Several functions have to work on it; else one alone."
    )
    escalates = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="escalated_as",
        help_text="The same proposal before the body below, which passed it on.",
    )
    escalated_because = models.TextField(blank=True)
    adds_to = models.ForeignKey(
        "council.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="additions",
        help_text="The decision whose work needs more money than it approved.",
    )
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
    by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who voted: the member, or the stand-in of an absent one.",
    )
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


class Recusal(models.Model):
    """A seat keeps out of one proposal because of an interest of its own. It neither votes nor decides nor counts."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        db_table = "council_recusal"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "seat"], name="one_recusal_per_seat"),
            models.CheckConstraint(condition=~models.Q(why=""), name="recusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} keeps out"


class Agreement(models.Model):
    """The word of somebody who must agree to a kind of decision. A refusal says why, and blocks it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "council_agreement"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_agreement_per_person"),
            models.CheckConstraint(
                condition=models.Q(agrees=True) | ~models.Q(words=""), name="refusal_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {'agrees' if self.agrees else 'does not agree'}"


class Decision(models.Model):
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
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_decision"
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~models.Q(reasons=""), name="decision_gives_reasons")]

    def __str__(self) -> str:
        return f"{'Approved' if self.approved else 'Declined'}: {self.proposal.opportunity}"


class Condition(models.Model):
    """Something that must come true for an approval to hold. It is seen again until it is ticked."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    words = models.CharField(max_length=600)

    class Meta:
        db_table = "council_condition"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="condition_has_words")]

    def __str__(self) -> str:
        return self.words


class Fulfilment(models.Model):
    """A condition came true: who saw it, and how."""

    condition = models.OneToOneField(Condition, on_delete=models.CASCADE, related_name="fulfilment")
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_fulfilment"

    def __str__(self) -> str:
        return f"Fulfilled: {self.condition}"


class Review(models.Model):
    """A decision was looked at again, as it said: it goes on, it changes, or it stops."""

    class Outcome(models.TextChoices):
        GOES_ON = "goes_on", "It goes on"
        CHANGES = "changes", "It changes"
        STOPS = "stops", "It stops"

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=20, choices=Outcome)
    words = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
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
