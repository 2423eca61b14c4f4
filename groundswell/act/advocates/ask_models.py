"""What an advocate is asked to do, how often anybody is asked, and what the asks are about."""

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.channels.models import Message
from groundswell.listen.surveys.models import new_token


class AskRule(models.Model):
    """One amount as somebody set it. Never changed: a new amount ends the old row, so the past stays explainable.

    A kind without a row follows the usual amount (``judging.USUAL``); an amount of 0 switches the kind off.
    """

    class Kind(models.TextChoices):
        PER_YEAR = "per_year", "Asks to one person in 365 days, all kinds together"
        PER_QUARTER = "per_quarter", "Asks to one person in 91 days, all kinds together"
        AFTER_PRAISE = "after_praise", "Days to wait after a 9 or 10"
        PRAISE_HOLDS = "praise_holds", "Days for which a 9 or 10 counts"
        AFTER_POOR = "after_poor", "Days of rest after a 6 or less, or a complaint"
        AFTER_SURVEY = "after_survey", "Days of rest after a survey was sent"
        AFTER_NOT_NOW = "after_not_now", "Days of rest after “not now”"
        SILENT_AFTER = "silent_after", "Days until an ask without an answer ends"
        INCENTIVES = "incentives", "Most that one person is given in 365 days, in your currency"

    kind = models.CharField(max_length=20, choices=Kind)
    amount = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=120)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_ask_rule"
        ordering = ["-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(ended_at=None), name="one_living_ask_rule_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class Platform(models.Model):
    """A place where anybody writes reviews, and what its rules forbid."""

    name = models.CharField(max_length=80, unique=True)
    address = models.URLField(max_length=300)
    forbids_choosing = models.BooleanField(
        default=True, help_text="Its rules forbid inviting only customers who praise you."
    )
    forbids_incentives = models.BooleanField(
        default=True, help_text="Its rules forbid giving anything for a review."
    )
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_platform"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReviewRound(models.Model):
    """Everybody who answered in these days was invited to a platform in the same words, whatever they had said."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="rounds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateField()
    until = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "advocates_review_round"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.platform}, {self.since} to {self.until}"


class ReviewInvitation(models.Model):
    """One customer was invited in a round; ``kind`` is what they had last said, kept to show that nobody was chosen by it."""

    class Kind(models.TextChoices):
        PROMOTER = "promoter", "Promoters"
        PASSIVE = "passive", "Passives"
        DETRACTOR = "detractor", "Detractors"
        UNKNOWN = "unknown", "No score"

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="invitations")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        db_table = "advocates_review_invitation"
        constraints = [models.UniqueConstraint(fields=["round", "customer"], name="invited_once_per_round")]

    def __str__(self) -> str:
        return f"{self.customer} for {self.round}"


class Gathering(models.Model):
    """Advocates come together: an advisory board, a beta, an event. Minutes say what was heard."""

    class Kind(models.TextChoices):
        ADVISORY = "advisory", "Advisory board"
        BETA = "beta", "Beta"
        EVENT = "event", "Community event"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, help_text="An address, or a link.")
    seats = models.PositiveSmallIntegerField()
    minutes = models.TextField(blank=True)
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        db_table = "advocates_gathering"
        ordering = ["-starts_at", "-id"]

    def __str__(self) -> str:
        return self.name


class ReferenceNeed(models.Model):
    """Somebody who thinks about becoming a customer wants to speak with one who knows us."""

    who = models.CharField(max_length=120)
    segment = models.CharField(max_length=60, blank=True, help_text="The segment or industry they are in.")
    about = models.CharField(max_length=300)
    until = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_reference_need"
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return self.who


class Ask(models.Model):
    """One thing we asked an advocate to do, what they answered, and whether they did it. The first answer stands."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", "Recommend us to a friend"
        TESTIMONIAL = "testimonial", "Let us quote you"
        REVIEW = "review", "Write a review"
        REFERENCE = "reference", "Speak with somebody who thinks about us"
        CASE_STUDY = "case_study", "Tell your story with us"
        ADVISORY = "advisory", "Sit on the advisory board"
        BETA = "beta", "Try something new first"
        EVENT = "event", "Come to a community event"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NOT_NOW = "not_now", "Not now"
        NEVER = "never", "Never this"
        SILENT = "silent", "No answer"
        TAKEN_BACK = "taken_back", "Taken back by us"

    token = models.CharField(max_length=40, unique=True, default=new_token)
    advocate = models.ForeignKey("advocates.Advocate", on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=20, choices=Kind)
    platform = models.ForeignKey(
        Platform, on_delete=models.PROTECT, null=True, blank=True, related_name="asks"
    )
    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, null=True, blank=True, related_name="asks"
    )
    need = models.ForeignKey(
        ReferenceNeed, on_delete=models.PROTECT, null=True, blank=True, related_name="asks"
    )
    asked_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_ask"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="ask_is_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(answer="yes"), name="ask_is_done_after_a_yes"
            ),
            models.UniqueConstraint(
                fields=["advocate"], condition=models.Q(answer=""), name="one_open_ask_per_advocate"
            ),
            models.UniqueConstraint(
                fields=["need"],
                condition=models.Q(answer="", need__isnull=False),
                name="one_open_ask_per_reference_need",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.advocate}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.answer

    @property
    def about(self) -> Platform | Gathering | ReferenceNeed | None:
        """Which platform, gathering or call it is about."""
        return self.platform or self.gathering or self.need
