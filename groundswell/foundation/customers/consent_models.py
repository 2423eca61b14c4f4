"""What customers allow us and by which channel, the words they said yes to, and whom nobody writes to."""

from django.db import models


class Channel(models.TextChoices):
    """How somebody may be reached."""

    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    PHONE = "phone", "Telephone"
    POST = "post", "Letter"


class Purpose(models.TextChoices):
    """What for somebody may be reached."""

    ASKING = "asking", "Ask how it was"
    CONTACT = "contact", "Answer, and tell what became of it"
    ADVOCACY = "advocacy", "Speak for us in public"


class ConsentText(models.Model):
    """The words to which somebody says yes, in one language. Never changed: new words are a new version."""

    purpose = models.CharField(max_length=20, choices=Purpose)
    language = models.CharField(max_length=20, default="en")
    number = models.PositiveIntegerField(default=1)
    words = models.TextField(max_length=1000)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "customers_consent_text"
        ordering = ["purpose", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "number"], name="one_consent_text_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.language}, version {self.number}"


APART = "taken apart"
"""How a consent ended that one record had by a merge alone: nobody said no."""


class Consent(models.Model):
    """What a customer allows us, for which purpose and by which channel, since when; withdrawn means no more."""

    Purpose = Purpose
    Channel = Channel

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text="The words that were agreed to.",
    )
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=200, blank=True)
    source = models.CharField(
        max_length=60, blank=True, help_text="Where it was given: a page, a file, a merge."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_source = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "customers_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "purpose", "channel"],
                condition=models.Q(withdrawn_at=None),
                name="one_living_consent_per_purpose_and_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer} allows: {self.get_purpose_display()}"


class DoNotContact(models.Model):
    """Nobody writes to this person, whatever they once allowed, until a colleague ends it; only what the law owes them goes."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="contact_bans")
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "customers_do_not_contact"
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(ended_at=None),
                name="one_living_contact_ban_per_customer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer} is not contacted: {self.why}"
