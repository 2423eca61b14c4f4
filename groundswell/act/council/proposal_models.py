"""What is put before a body, and who said what to it."""

from django.db import models

from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.organisation.models import Person

from .body_models import Body, KindOfDecision, Right, Seat
from .meeting_models import Meeting


class Proposals(models.QuerySet["Proposal"]):
    """What can be asked of proposals."""

    def waiting(self) -> "Proposals":
        """Those that are neither decided nor passed on nor withdrawn."""
        return self.filter(decision=None, escalated_as=None, withdrawal=None)


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

    objects = Proposals.as_manager()

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

    @property
    def waits(self) -> bool:
        """Whether it is neither decided nor passed on nor withdrawn."""
        return not any(hasattr(self, end) for end in ("decision", "escalated_as", "withdrawal"))

    @property
    def lacks_kind(self) -> bool:
        """Whether its body has kinds of decision and nobody said which of them it is."""
        return self.kind_of_decision_id is None and bool(self.body.kinds.all())


class KindNaming(models.Model):
    """Which kind of decision a proposal is was said after it was put before its body: none was named, or another one."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="namings")
    before = models.ForeignKey(KindOfDecision, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.ForeignKey(KindOfDecision, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_kind_naming"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="kind_naming_says_why")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.kind}"


class Withdrawal(models.Model):
    """A proposal is taken back before it is decided: it waits no more. What was said about it stays readable."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="withdrawal")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_withdrawal"
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="proposal_withdrawal_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.proposal}, withdrawn"


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
    counts = models.BooleanField(default=True, help_text="Not where its seat was empty by the decision.")
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

    @property
    def who(self) -> str:
        """Who voted, and for whom where that was somebody else."""
        is_own = self.by_id in (None, self.seat.person_id)
        return str(self.seat.person) if is_own else f"{self.by} (standing in for {self.seat.person})"

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


class Input(models.Model):
    """The words of somebody who is heard on a kind of decision. They bind nobody."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="inputs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "council_input"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="one_input_per_person"),
            models.CheckConstraint(condition=~models.Q(words=""), name="input_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"


class Circulation(models.Model):
    """Votes are given between meetings, until a day; before it nothing is decided unless every seat has voted."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="circulation")
    until_on = models.DateField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_circulation"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="circulation_says_why")]

    def __str__(self) -> str:
        return f"{self.proposal}, votes until {self.until_on:%-d %B %Y}"


class Objection(models.Model):
    """A seat wants to talk about it first: it is decided on a day on which the body meets."""

    circulation = models.OneToOneField(Circulation, on_delete=models.CASCADE, related_name="objection")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        db_table = "council_objection"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="objection_says_why")]

    def __str__(self) -> str:
        return f"{self.seat} wants to talk about it"


class Placing(models.Model):
    """A proposal has another place on the agenda of a meeting than its rank gives it, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="placings")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="placings")
    place = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_placing"
        ordering = ["place", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "proposal"], name="one_place_per_meeting_and_proposal"
            ),
            models.CheckConstraint(
                condition=~models.Q(why="") & models.Q(place__gte=1), name="placing_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} at place {self.place}"
