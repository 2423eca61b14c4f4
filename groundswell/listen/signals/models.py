"""Signals: what one customer told us on one occasion."""

from typing import Any

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.surveys.models import Invitation, KindOfScore, SurveyVersion

from .errors import SignalIsImmutable
from .poor_voices import PoorVoicePolicy, Withholding

__all__ = ["Answer", "Attribution", "Drain", "PoorVoicePolicy", "ReturnedLetter", "Signal", "Withholding"]


class SignalQuerySet(models.QuerySet["Signal"]):
    """Signals are added and read, never changed."""

    def update(self, **fields: Any) -> int:
        raise SignalIsImmutable("A signal is never changed. Add a new one that supersedes it.")


class Signal(models.Model):
    """One immutable record: a score, the customer's own words, or both, with where and with whom it happened.

    ``source`` and ``key`` together arrive once: the second arrival of the same key is the same signal.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answer"
        COMPLAINT = "complaint", "Complaint"
        EMPLOYEE = "employee", "Answer of an employee"

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail survey"
        WEB = "web", "Web"
        FILE = "file", "File"
        SHOP = "shop", "In the shop"
        PHONE = "phone", "Hotline"
        CHAT = "chat", "Chat"
        API = "api", "Another system"
        SMS = "sms", "Text message"
        REVIEW = "review", "Public review"
        SOCIAL = "social", "Social media"
        HELPDESK = "helpdesk", "Help desk"
        CRM = "crm", "Customer system"

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Tells the same content sent twice from a conflict.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ANSWER)
    kind_of_score = models.CharField(max_length=20, choices=KindOfScore, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Stars or smileys; never counted as a score from 0 to 10."
    )
    rating_of = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The best rating there is.")
    comment = models.TextField(blank=True)
    metadata = models.JSONField(default=dict, blank=True, help_text="What another system knows about it.")
    channel = models.CharField(max_length=12, choices=Channel)
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    employee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, blank=True, related_name="signals", db_index=False
    )
    version = models.ForeignKey(
        SurveyVersion, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="signal"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    episode_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField()

    objects = SignalQuerySet.as_manager()

    class Meta:
        db_table = "signals_signal"
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="signal_arrives_once"),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__lte=10), name="signal_score_is_0_to_10"
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | ~models.Q(kind_of_score=""), name="signal_score_has_a_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(score=None)
                | ~models.Q(comment="")
                | ~models.Q(rating=None)
                | ~models.Q(version=None),
                name="signal_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None, rating_of=None)
                | models.Q(rating__isnull=False, rating_of__isnull=False, rating__lte=models.F("rating_of")),
                name="signal_rating_has_a_best",
            ),
        ]
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="signals_newest_first"),
            models.Index(fields=["received_at"], name="signals_by_arrival"),
            models.Index(fields=["unit", "-submitted_at"], name="signals_by_unit"),
            models.Index(fields=["touchpoint", "-submitted_at"], name="signals_by_touchpoint"),
            models.Index(fields=["customer", "-submitted_at"], name="signals_by_customer"),
            models.Index(
                fields=["employee", "-submitted_at"],
                name="signals_by_employee",
                condition=models.Q(employee__isnull=False),
            ),
            models.Index(
                fields=["version"], name="signals_by_version", condition=models.Q(version__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise SignalIsImmutable("A signal is never changed. Add a new one that supersedes it.")
        super().save(*args, **kwargs)

    @property
    def is_promoter(self) -> bool:
        return self.score is not None and self.score >= 9

    @property
    def is_detractor(self) -> bool:
        return self.score is not None and self.score <= 6


class Drain(models.Model):
    """How far one letterbox has become signals. Moved in the same transaction as the signals."""

    box = models.CharField(max_length=32, unique=True)
    through = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "signals_drain"

    def __str__(self) -> str:
        return f"{self.box} through {self.through}"


class ReturnedLetter(models.Model):
    """An acknowledged answer that could not become a signal, for a month with everything needed to mend it."""

    box = models.CharField(max_length=32)
    number = models.PositiveBigIntegerField()
    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    content = models.TextField()
    reason = models.CharField(max_length=40)
    sentence = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        db_table = "signals_returned_letter"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["box", "number"], name="letter_is_returned_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.key}: {self.sentence}"


class Answer(models.Model):
    """What one customer answered to a further question of the survey: a number, a choice or words. Never changed.

    A question with several choices has a row for each; a matrix has one for each of its rows, named in ``part``.
    """

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    part = models.CharField(max_length=60, blank=True)
    number = models.SmallIntegerField(null=True, blank=True)
    choice = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "signals_answer"
        ordering = ["signal", "id"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "key", "part", "choice"], name="answer_given_once"),
            models.CheckConstraint(
                condition=~models.Q(number=None) | ~models.Q(choice="") | ~models.Q(words=""),
                name="answer_says_something",
            ),
        ]
        indexes = [models.Index(fields=["key", "choice"], name="signals_answer_by_choice")]

    def __str__(self) -> str:
        return f"{self.key} of {self.signal}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise SignalIsImmutable("An answer is never changed.")
        super().save(*args, **kwargs)


class Attribution(models.Model):
    """With whom and where an episode is said to have happened was wrong: what stood there, what stands there now, who
    decided it, and why. What the customer said is never touched. Never changed itself."""

    class Reason(models.TextChoices):
        PERSON = "person", "It was somebody else"
        UNIT = "unit", "It was another part of the organisation"
        NOT_SERVICE = "not_service", "It is not about the service: price, delivery, product"
        MISTAKEN = "mistaken", "The customer means somebody or something else"
        OTHER = "other", "Another reason"

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="attributions")
    employee_before = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    unit_before = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    employee = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "signals_attribution"
        ordering = ["signal", "id"]

    def __str__(self) -> str:
        return f"{self.signal}: {self.employee or 'nobody'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise SignalIsImmutable("A correction is never changed. Decide again.")
        super().save(*args, **kwargs)
