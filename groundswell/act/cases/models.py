"""The inner loop: a case per signal that deserves an answer, with an owner, a clock and an end."""

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal

from .afterwards.models import SecondAsk
from .escalation.models import Escalation, Rung
from .follow_ups.models import FollowUp, FollowUpEnd
from .kept_lists import SavedView
from .letters.models import CaseLetter, CaseReply
from .merging.models import CaseMerge
from .offers.models import Empowerment, Offer, OfferWord
from .opening_rule import OpeningRule
from .quiet.models import QuietSpell
from .root_causes.models import RootCause

__all__ = [
    "Case", "CaseLetter", "CaseMerge", "CaseReply", "Closure", "ContactAttempt", "Empowerment", "Escalation", "FollowUp",
    "FollowUpEnd", "Handover", "Offer", "OfferWord", "OpeningRule", "Pause", "QuietSpell", "RootCause", "Rung",
    "SavedView", "SecondAsk",
]  # fmt: skip


COUNTED = ("opened_at", "contacted_at", "closed_at", "late_from", "in_time", "quiet")
"""What the figures of a part of the organisation are counted by, without looking at each case."""
SIGHT = ("unit", "owner", "closed_at", "merged_into")
"""By which somebody sees a case, and what the conditions of indexes say: SQLite looks at each case for what an index only says
in its condition, and does not hold."""


class Case(models.Model):
    """Our promise to get back to one customer: about one signal, or about the silence of their account, never both.

    The clock starts when we received the signal, or when the silence was found. ``customer`` is whom we get back to: whoever
    said it, or whoever decides in the account; nobody where nobody is known.

    How it stands is read from what people did and kept beside it, so that lists are walks along an index: ``standing``
    writes it in the transaction of each deed, and nobody else does.
    """

    SILENCE = "silence"

    signal = models.OneToOneField(
        Signal, on_delete=models.PROTECT, null=True, blank=True, related_name="case"
    )
    quiet = models.OneToOneField(
        QuietSpell, on_delete=models.CASCADE, null=True, blank=True, related_name="case"
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    rule = models.ForeignKey(OpeningRule, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    why_owner = models.CharField(max_length=300, blank=True, help_text="Why it came to its first owner.")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged_cases", db_index=False
    )
    contacted_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    waits_until = models.DateTimeField(null=True, editable=False)
    late_from = models.DateTimeField(
        null=True, editable=False, help_text="Late from this moment on, unless something is done."
    )
    in_time = models.BooleanField(
        null=True,
        editable=False,
        help_text="Whether the customer heard from us in time; empty while that is not decided.",
    )
    channel = models.CharField(
        max_length=12,
        choices=[*Signal.Channel.choices, (SILENCE, "Nothing was heard")],
        editable=False,
        help_text="By which the voice came; a copy to filter by.",
    )
    rank = models.PositiveSmallIntegerField(
        default=OpeningRule.Priority.USUAL,
        editable=False,
        help_text="What goes first among open cases: customers who wait, then those we wait for, then nobody known.",
    )

    class Meta:
        db_table = "cases_case"
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gte=models.F("opened_at")), name="case_due_after_opened"
            ),
            models.CheckConstraint(
                condition=models.Q(signal__isnull=False, quiet=None)
                | models.Q(signal=None, quiet__isnull=False),
                name="case_is_about_a_voice_or_a_silence",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="cases_by_clock"),
            models.Index(
                fields=["customer"], name="cases_of_customer", condition=models.Q(customer__isnull=False)
            ),
            # Of all cases it would be an index that fits every question and answers none.
            models.Index(
                fields=["merged_into"],
                name="cases_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["-opened_at", "-id", "contacted_at", "late_from", "in_time", "quiet", *SIGHT],
                name="cases_newest_first",
                condition=models.Q(merged_into=None),
            ),
            models.Index(
                fields=[
                    "rank",
                    "due_at",
                    "id",
                    "late_from",
                    "opened_at",
                    "channel",
                    "rule",
                    "contacted_at",
                    "signal",
                    *SIGHT,
                ],
                name="cases_open_by_urgency",
                condition=models.Q(closed_at=None, merged_into=None),
            ),
            models.Index(
                fields=["owner", "rank", "due_at", "late_from", "unit", "closed_at", "merged_into"],
                name="cases_open_of_owner",
                condition=models.Q(closed_at=None, merged_into=None),
            ),
            models.Index(
                fields=["unit", "rank", "due_at", "late_from", "owner", "closed_at", "merged_into"],
                name="cases_open_of_unit",
                condition=models.Q(closed_at=None, merged_into=None),
            ),
            models.Index(
                fields=["late_from", "opened_at", *SIGHT],
                name="cases_late",
                condition=models.Q(late_from__isnull=False, merged_into=None),
            ),
            models.Index(
                fields=["in_time", "-opened_at", "-id", *SIGHT],
                name="cases_in_time_or_not",
                condition=models.Q(in_time__isnull=False, merged_into=None),
            ),
            models.Index(
                fields=[
                    "-closed_at",
                    "-id",
                    "opened_at",
                    "contacted_at",
                    "quiet",
                    "unit",
                    "owner",
                    "merged_into",
                ],
                name="cases_closed_newest_first",
                condition=models.Q(closed_at__isnull=False, merged_into=None),
            ),
            models.Index(
                fields=["unit", *COUNTED, "owner", "merged_into"],
                name="cases_counted_by_unit",
                condition=models.Q(merged_into=None),
            ),
            models.Index(
                fields=["owner", *COUNTED, "unit", "merged_into"],
                name="cases_counted_by_owner",
                condition=models.Q(merged_into=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def ground(self) -> str:
        """What it is about: the customer's words, empty where there are none, or what was found of a silence."""
        return self.signal.comment if self.signal else str(self.quiet)


class CaseWords(models.Model):
    """By which words a case is found: those of its voice without personal data, folded, as its opening knew them."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="words")
    words = models.TextField()

    class Meta:
        db_table = "cases_words"

    def __str__(self) -> str:
        return f"Words of {self.case_id}"


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
        TEXT = "text", "Text message"
        POST = "post", "Letter"

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
