"""Promoters thanked, asked, referring."""

import secrets

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import new_token

CODE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_referral_code() -> str:
    """Eight signs that are never mistaken for each other when somebody reads them out: about 40 random bits."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(8))


class Thanks(models.Model):
    """A promoter was thanked for one signal. The token is the promoter's own way to say yes to more."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    words = models.TextField(blank=True)
    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="thanks")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "advocates_thanks"
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return f"Thanks for {self.signal}"


class Advocate(models.Model):
    """A customer who said yes to speaking for us."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="advocate")
    first_signal = models.ForeignKey(Signal, on_delete=models.PROTECT)
    referral_code = models.CharField(max_length=20, unique=True, default=new_referral_code)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_advocate"
        ordering = ["-joined_at"]

    def __str__(self) -> str:
        return str(self.customer)


class Ask(models.Model):
    """One thing we asked an advocate to do, and what became of it."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", "Recommend us to a friend"
        TESTIMONIAL = "testimonial", "Let us quote you"
        REVIEW = "review", "Write a review"
        PANEL = "panel", "Join a customer panel"

    advocate = models.ForeignKey(Advocate, on_delete=models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=20, choices=Kind)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_ask"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(declined_at=None),
                name="ask_is_done_or_declined_not_both",
            ),
            models.UniqueConstraint(
                fields=["advocate"],
                condition=models.Q(done_at=None, declined_at=None),
                name="one_open_ask_per_advocate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.advocate}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.declined_at is None


class Referral(models.Model):
    """An advocate brought a new customer. Each new customer is counted once."""

    advocate = models.ForeignKey(Advocate, on_delete=models.PROTECT, related_name="referrals")
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="referral")
    at = models.DateTimeField()

    class Meta:
        db_table = "advocates_referral"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.advocate} brought {self.customer}"
