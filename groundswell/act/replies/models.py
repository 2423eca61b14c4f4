"""You said, we did."""

from django.db import models

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message


class Announcement(models.Model):
    """What we tell about one initiative: what you said, what we did, what came of it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="announcements")
    you_said = models.TextField()
    we_did = models.TextField()
    what_came_of_it = models.TextField(
        help_text="Frozen when it was published; says no more than was measured."
    )
    effect_reading = models.ForeignKey(
        EffectReading, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        db_table = "replies_announcement"
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"You said, we did: {self.initiative}"


class Reply(models.Model):
    """One customer or one employee was told."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="replies")
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="reply")
    at = models.DateTimeField()

    class Meta:
        db_table = "replies_reply"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(customer__isnull=False, person=None)
                | models.Q(customer=None, person__isnull=False),
                name="reply_goes_to_a_customer_or_an_employee",
            ),
            models.UniqueConstraint(fields=["announcement", "customer"], name="a_customer_is_told_once"),
            models.UniqueConstraint(fields=["announcement", "person"], name="an_employee_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} to {self.customer or self.person}"
