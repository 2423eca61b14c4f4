"""Promoters thanked, asked, referring."""

from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.signals.models import Signal


class Thanks(models.Model):
    """A promoter was thanked for one signal."""

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
    referral_code = models.CharField(max_length=20, unique=True)
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
                condition=models.Q(done_at=None) | models.Q(declined_at=None), name="ask_is_done_or_declined_not_both"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.advocate}"


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
