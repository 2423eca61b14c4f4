"""The model of what opens a case."""

from django.db import models

from groundswell.understand.themes.models import Theme

ABOUT_ACCOUNTS = ("quiet_account", "unanswering_account", "fading_account")
"""Rules about what was not said. The others are about voices."""


class OpeningRule(models.Model):
    """Which signals, or which silence, open a case, and within how many working hours somebody has to get back to the customer.

    A rule is never changed: another one takes its place from a moment on, so that every case keeps the rule it came by.
    """

    class Opens(models.TextChoices):
        LOW_SCORE = "low_score", "A low score"
        COMPLAINT = "complaint", "A complaint"
        LOW_SATISFACTION = "low_satisfaction", "Little satisfaction"
        LOW_EASE = "low_ease", "Much effort"
        ANY_VOICE = "any_voice", "Any voice"
        QUIET_ACCOUNT = "quiet_account", "Nothing heard from a key account"
        UNANSWERING_ACCOUNT = "unanswering_account", "A key account that does not answer"
        FADING_ACCOUNT = "fading_account", "A key account whose answers fell away"

    class Priority(models.IntegerChoices):
        FIRST = 1, "Before all others"
        USUAL = 2, "As usual"

    class GoesTo(models.TextChoices):
        OWNER = "owner", "Whoever answers for the place"
        TEAM = "team", "Whoever of the team has the fewest open cases"

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
    is_looked_after = models.BooleanField(
        default=False, help_text="Of accounts: only those that a colleague looks after."
    )
    quiet_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="After so many days without a word an account is quiet."
    )
    rest_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="So many days after its case ended the same account opens no other."
    )
    within_hours = models.PositiveSmallIntegerField(
        help_text="Working hours until the customer has heard from us."
    )
    ask_again_after_hours = models.PositiveSmallIntegerField(
        default=8,
        help_text="Working hours from closing to the second ask. One working day: late enough for the answer to have "
        "reached the customer, early enough for them to remember it.",
    )
    goes_to = models.CharField(max_length=10, choices=GoesTo, default=GoesTo.OWNER)
    skill = models.CharField(
        max_length=60, blank=True, help_text="Goes to somebody who knows about this, where there is one."
    )
    judged_through = models.DateTimeField(
        null=True, blank=True, help_text="What came before was judged; it is not looked at again."
    )
    mentions_through = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="Themes that were found before were judged, however old the voice is.",
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
                condition=models.Q(opens_for__in=["complaint", "any_voice", *ABOUT_ACCOUNTS])
                | models.Q(highest_score__isnull=False),
                name="low_score_rule_names_its_score",
            ),
            models.CheckConstraint(
                condition=~models.Q(opens_for__in=ABOUT_ACCOUNTS)
                | models.Q(quiet_days__gte=1, rest_days__gte=1),
                name="rule_about_accounts_names_its_days",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(retired_at=None), name="one_living_rule_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_about_accounts(self) -> bool:
        """Whether it looks for silence instead of voices."""
        return self.opens_for in ABOUT_ACCOUNTS
