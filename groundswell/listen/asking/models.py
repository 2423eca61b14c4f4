"""Who is asked: rules, plans, episodes, and every ask with what became of it."""

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.surveys.models import Invitation, Survey

from .plan_models import Draw, ListeningPlan, PlanChange, PlanPause, Wish

__all__ = [
    "Ask", "ContactRule", "Draw", "Episode", "ListeningPlan", "PlanChange", "PlanPause", "Reason",
    "Sending", "Suppression", "Way", "Wish",
]  # fmt: skip


class Way(models.TextChoices):
    """How an ask came about; it decides which rules bind it."""

    PLANNED = "planned", "By a listening plan"
    BY_HAND = "by_hand", "By a colleague"
    SECOND = "second", "Again after a case"
    REMINDER = "reminder", "A reminder"


class Reason(models.TextChoices):
    """Why somebody was not asked."""

    DO_NOT_CONTACT = "do_not_contact", "Do not contact"
    LEFT = "left", "No longer a customer"
    NO_ADDRESS = "no_address", "No address that works"
    NO_CONSENT = "no_consent", "No consent"
    SURVEY_CLOSED = "survey_closed", "The survey is closed"
    ANSWERED = "answered", "Answered already"
    FLOOR = "floor", "Written to hours ago"
    PERSON_WINDOW = "person_window", "Asked lately"
    ACCOUNT_WINDOW = "account_window", "Somebody of the same account was asked lately"
    SURVEY_WINDOW = "survey_window", "Asked the same lately"
    PRECEDENCE = "precedence", "A relationship question comes first"
    YEARLY_CAP = "yearly_cap", "Asked often enough this year"
    QUOTA_FULL = "quota_full", "Enough have answered"
    QUIET_HOURS = "quiet_hours", "Quiet hours"
    HOLIDAY = "holiday", "A public holiday"
    PAUSED = "paused", "The plan was paused"
    PLAN_CHANGED = "plan_changed", "The plan was changed"


class ContactRule(models.Model):
    """One rule as somebody set it. Never changed: a new amount ends the old row, so the past stays explainable.

    A kind without a row follows the usual amount (``rules.USUAL``); an amount of 0 switches the kind off.
    """

    class Kind(models.TextChoices):
        FLOOR = "floor", "Hours between any two messages that ask"
        PERSON_WINDOW = (
            "person_window",
            "Days between two questions to a person, all surveys and channels together",
        )
        ACCOUNT_WINDOW = "account_window", "Days between two questions to the people of one account"
        SURVEY_WINDOW = "survey_window", "Days between two questions of the same survey to a person"
        PRECEDENCE = "precedence", "Days before a relationship question in which nothing else is asked"
        YEARLY_CAP = "yearly_cap", "Questions to a person in 365 days"
        HOLIDAYS = "holidays", "Nothing goes out on public holidays: 1 for yes, 0 for no"
        QUIET_FROM = "quiet_from", "Quiet hours begin, hour in the person's time zone"
        QUIET_UNTIL = "quiet_until", "Quiet hours end, hour in the person's time zone"

    kind = models.CharField(max_length=20, choices=Kind)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, null=True, blank=True)
    amount = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "asking_contact_rule"
        ordering = ["-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(ended_at=None, survey=None),
                name="one_living_contact_rule_per_kind",
            ),
            models.UniqueConstraint(
                fields=["kind", "survey"],
                condition=models.Q(ended_at=None, survey__isnull=False),
                name="one_living_contact_rule_per_survey",
            ),
            models.CheckConstraint(
                condition=models.Q(survey=None) | models.Q(kind="survey_window"),
                name="only_survey_windows_have_a_survey",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class Episode(models.Model):
    """Something happened to a customer: a delivery, a visit, a call. Places are frozen as it arrives."""

    source = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="episodes")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    employee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    happened_at = models.DateTimeField()
    arrived_at = models.DateTimeField()

    class Meta:
        db_table = "asking_episode"
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="episode_arrives_once")]

    def __str__(self) -> str:
        return f"{self.touchpoint} of {self.customer}"


class Ask(models.Model):
    """The intention to ask one customer on one occasion; ``step`` 0 asks, later steps remind.

    ``key`` says the same intention twice with the same words, so that nothing is asked twice. What became of it is a
    Sending or a Suppression. ``probability`` is the chance with which this customer was drawn; None without a draw.
    """

    key = models.CharField(max_length=120, unique=True)
    plan = models.ForeignKey(
        ListeningPlan, on_delete=models.CASCADE, null=True, blank=True, related_name="asks"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="asks")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT)
    way = models.CharField(max_length=10, choices=Way)
    occasion = models.CharField(max_length=60)
    step = models.PositiveSmallIntegerField(default=0)
    probability = models.FloatField(null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    reminds = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    offered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True, help_text="Quiet hours held it back until then.")

    class Meta:
        db_table = "asking_ask"
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at"], name="asking_ask_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability=None) | models.Q(probability__gt=0, probability__lte=1),
                name="ask_probability_is_a_chance",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey} to {self.customer} ({self.occasion})"


class Sending(models.Model):
    """The ask went to the outbox."""

    ask = models.OneToOneField(Ask, on_delete=models.CASCADE, related_name="sending")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="sendings")
    at = models.DateTimeField()

    class Meta:
        db_table = "asking_sending"
        indexes = [models.Index(fields=["at"], name="asking_sending_by_at")]

    def __str__(self) -> str:
        return f"{self.ask} sent"


class Suppression(models.Model):
    """The ask was not sent, by which rule, and until when that rule holds (None: until somebody changes something)."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="suppressions")
    attempt = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, choices=Reason)
    sentence = models.CharField(max_length=300)
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "asking_suppression"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "attempt"], name="ask_is_suppressed_once_per_attempt")
        ]

    def __str__(self) -> str:
        return self.sentence
