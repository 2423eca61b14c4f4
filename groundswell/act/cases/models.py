"""The inner loop: a case per signal that deserves an answer, with an owner, a clock and an end."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.themes.models import Theme


class OpeningRule(models.Model):
    """Which signals open a case, and within how many working hours somebody has to get back to the customer.

    A rule is never changed: another one takes its place from a moment on, so that every case keeps the rule it came by.
    """

    class Opens(models.TextChoices):
        LOW_SCORE = "low_score", "A low score"
        COMPLAINT = "complaint", "A complaint"
        LOW_SATISFACTION = "low_satisfaction", "Little satisfaction"
        LOW_EASE = "low_ease", "Much effort"
        ANY_VOICE = "any_voice", "Any voice"

    class Priority(models.IntegerChoices):
        FIRST = 1, "Before all others"
        USUAL = 2, "As usual"

    name = models.CharField(max_length=100)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.USUAL)
    opens_for = models.CharField(max_length=20, choices=Opens)
    highest_score = models.PositiveSmallIntegerField(null=True, blank=True)
    themes = models.ManyToManyField(
        Theme,
        related_name="+",
        db_table="cases_opening_rule_theme",
        blank=True,
        help_text="About one of these.",
    )
    least_revenue = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="From customers who brought at least this in twelve months, alone or with their account.",
    )
    within_hours = models.PositiveSmallIntegerField(
        help_text="Working hours until the customer has heard from us."
    )
    ask_again_after_hours = models.PositiveSmallIntegerField(
        default=8,
        help_text="Working hours from closing to the second ask. One working day: late enough for the answer to have "
        "reached the customer, early enough for them to remember it.",
    )
    active_from = models.DateTimeField(help_text="Signals received before this moment open nothing.")
    retired_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        db_table = "cases_opening_rule"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_for__in=["complaint", "any_voice"])
                | models.Q(highest_score__isnull=False),
                name="low_score_rule_names_its_score",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(retired_at=None), name="one_living_rule_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RootCause(models.Model):
    """Why it happened, as a tree that the outer loop shares."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        db_table = "cases_root_cause"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """Our promise to get back to one customer about one signal. The clock starts when we received it."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="case")
    rule = models.ForeignKey(OpeningRule, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        db_table = "cases_case"
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gte=models.F("opened_at")), name="case_due_after_opened"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], name="cases_of_owner"),
            models.Index(fields=["unit", "due_at"], name="cases_of_unit"),
            models.Index(fields=["due_at"], name="cases_by_clock"),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"


class Handover(models.Model):
    """The case changed hands."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_handover"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.case} to {self.to}"


class ContactAttempt(models.Model):
    """Somebody tried to get back to the customer."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "E-mail"
        SHOP = "shop", "In the shop"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts")
    channel = models.CharField(max_length=10, choices=Channel)
    reached = models.BooleanField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_contact_attempt"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {'reached' if self.reached else 'not reached'}"


class Pause(models.Model):
    """The clock stands still while we wait for the customer, until somebody or the customer goes on, or time runs out."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(help_text="The clock goes on by itself then.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "cases_pause"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at=None), name="one_open_pause_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("at")), name="pause_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["until"], condition=models.Q(ended_at=None), name="cases_pauses_that_run")
        ]

    def __str__(self) -> str:
        return f"{self.case} waits for the customer"


class Closure(models.Model):
    """The end of a case: what came out of it and why it had happened. One per case; the first stands."""

    class Outcome(models.TextChoices):
        RECOVERED = "recovered", "Put right, the customer is content"
        ANSWERED = "answered", "Answered and explained"
        GOODWILL = "goodwill", "Made good with a gesture"
        UNREACHABLE = "unreachable", "Not reached after several attempts"
        LEARNED = "learned", "Nobody to get back to; we learned from it"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="closure")
    outcome = models.CharField(max_length=20, choices=Outcome)
    root_cause = models.ForeignKey(RootCause, on_delete=models.PROTECT, related_name="closures")
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_closure"
        constraints = [models.CheckConstraint(condition=~models.Q(outcome=""), name="closure_has_an_outcome")]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_outcome_display()}"


class SecondAsk(models.Model):
    """The customer is asked again after the case was closed. Recovered or not is read from the new answer."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="second_ask")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="second_ask")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_second_ask"

    def __str__(self) -> str:
        return f"Second ask for {self.case}"
