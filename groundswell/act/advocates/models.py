"""Promoters thanked, asked, referring, quoted: who speaks for us, and by which yes."""

import secrets

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import new_token

from .ask_models import Ask, AskRule, Gathering, Platform, ReferenceNeed, ReviewInvitation, ReviewRound
from .referral_models import LinkVisits, Referral, RefusedReferral
from .wall_models import Incentive, Testimonial, Wording

__all__ = [
    "Advocate", "Ask", "AskRule", "Gathering", "Incentive", "LinkVisits", "Platform", "ReferenceNeed", "Referral",
    "RefusedReferral", "ReviewInvitation", "ReviewRound", "Testimonial", "Thanks", "Wording",
]  # fmt: skip

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
    """A customer who said yes to speaking for us. ``language`` is that of the page on which they said so."""

    class Why(models.TextChoices):
        TOO_OFTEN = "too_often", "Asked too often"
        NO_CUSTOMER = "no_customer", "No customer any more"
        NOT_CONTENT = "not_content", "Not content any more"
        OTHER = "other", "Something else"

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="advocate")
    first_signal = models.ForeignKey(Signal, on_delete=models.PROTECT)
    referral_code = models.CharField(max_length=20, unique=True, default=new_referral_code)
    language = models.CharField(max_length=20, default="en")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.CharField(max_length=12, choices=Why, blank=True)

    class Meta:
        db_table = "advocates_advocate"
        ordering = ["-joined_at"]

    def __str__(self) -> str:
        return str(self.customer)
