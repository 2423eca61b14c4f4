"""Messages, every attempt to deliver them, and addresses at which nobody is reached."""

from django.db import models

from groundswell.foundation.customers.models import Channel, Customer, Identity, Purpose
from groundswell.foundation.organisation.models import Person
from groundswell.listen.surveys.models import Invitation

from .quiet import Quiet


class Medium(models.TextChoices):
    """By which of the channels that somebody may allow a message travels."""

    EMAIL = Channel.EMAIL.value, Channel.EMAIL.label
    TEXT = Channel.TEXT.value, Channel.TEXT.label


CHAT = "chat"
"""How a team or a colleague is told in a chat: no customer is ever written to by it."""

IDENTITY_KINDS = {Medium.EMAIL.value: Identity.Kind.EMAIL.value, Medium.TEXT.value: Identity.Kind.PHONE.value}
"""What an address of this medium is among the identities of a customer."""


class Message(models.Model):
    """A message to one person, written once and delivered by a job. ``key`` is unique: the same message is never written twice.

    ``due_at`` is the moment of the next attempt; None when there is nothing more to try. Quiet hours and public holidays
    are those of the moment in which it was written: a message that waited for its turn does not wake anybody either.
    ``purpose`` is what the customer must still allow when it leaves; ``is_owed``: by law, so that it leaves although one of us
    said that they are not to be contacted. ``stop_url`` is where a colleague stops letters of its
    kind; customers' letters carry their own.
    """

    key = models.CharField(max_length=120, unique=True)
    medium = models.CharField(max_length=5, choices=[*Medium.choices, (CHAT, "Chat")], default=Medium.EMAIL)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.CONTACT)
    is_owed = models.BooleanField(default=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    references = models.TextField(
        blank=True, help_text="The Message-IDs of the letters before it in one thread, one a line."
    )
    stop_url = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    quiet_from = models.PositiveSmallIntegerField(default=0)
    quiet_until = models.PositiveSmallIntegerField(default=0)
    zone = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "channels_message"
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(fields=["due_at"], name="channels_message_by_due"),
            models.Index(fields=["medium", "address"], name="channels_message_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"

    @property
    def quiet(self) -> Quiet:
        """When it may not leave."""
        return Quiet(self.quiet_from, self.quiet_until, self.zone, self.country, self.subdivision)


class Delivery(models.Model):
    """One attempt to deliver a message, or what was heard of it later."""

    class Outcome(models.TextChoices):
        BEGUN = "begun", "End unknown"
        SENT = "sent", "Handed over"
        DELAYED = "delayed", "Tried again later"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back before it left"
        GIVEN_UP = "given_up", "Given up after three days"
        ARRIVED = "arrived", "Arrived"
        RETURNED = "returned", "Came back"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=120, blank=True, help_text="The provider's own name for it.")
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_delivery"
        ordering = ["id"]
        indexes = [models.Index(fields=["reference"], name="channels_delivery_by_reference")]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "outcome"],
                condition=models.Q(outcome__in=["arrived", "returned"]),
                name="message_arrives_or_returns_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message}: {self.outcome}"


BARRED = "One of us said that they are not to be contacted before it was sent."
TAKEN_BACK = "The customer took the consent back before it was sent."
LOST_BEFORE = "The address was lost before it was sent."
TOLD_ALREADY = "The same words went to them under another record, which is one with this."
HELD_BACK = (BARRED, TAKEN_BACK, LOST_BEFORE, TOLD_ALREADY)
"""Why we refused to send a message ourselves: it says nothing about its address."""


class LostAddress(models.Model):
    """An address at which nobody is reached: nothing is written to it until somebody corrects it or says that it works."""

    medium = models.CharField(max_length=5, choices=Medium)
    address = models.CharField(max_length=254)
    why = models.CharField(max_length=300)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "channels_lost_address"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["medium", "address"],
                condition=models.Q(ended_at=None),
                name="an_address_is_lost_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.why}"
