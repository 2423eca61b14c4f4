"""You said, we did."""

from django.db import models

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.surveys.models import new_token


class Announcement(models.Model):
    """What we tell about one initiative: what you said, what we did, what came of it."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="announcements")
    language = models.CharField(max_length=20, default="en", help_text="In which it is worded here.")
    you_said = models.TextField()
    we_did = models.TextField()
    what_came_of_it = models.TextField(
        help_text="Frozen when it was published; says no more than was measured."
    )
    effect_reading = models.ForeignKey(
        EffectReading, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    per_day = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many letters leave in a day; all at once, if empty."
    )
    published_at = models.DateTimeField()

    class Meta:
        db_table = "replies_announcement"
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"You said, we did: {self.initiative}"


class TakingBack(models.Model):
    """It is published no longer, and what had not left leaves no more. Whoever was told stays told."""

    announcement = models.OneToOneField(Announcement, on_delete=models.CASCADE, related_name="taking_back")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "replies_taking_back"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="taking_back_says_why")]

    def __str__(self) -> str:
        return f"{self.announcement}: taken back"


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


class LeftOut(models.Model):
    """Somebody decided that this customer is not written to about this initiative, and why. A state until it is taken back."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="left_out")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="left_out_of")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "replies_left_out"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "customer"], name="a_customer_is_left_out_once"),
            models.CheckConstraint(condition=~models.Q(why=""), name="left_out_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} is not told about {self.initiative}"


class OtherWording(models.Model):
    """The same announcement in another language. Who speaks none of them reads the first one."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=20)
    you_said = models.TextField()
    we_did = models.TextField()

    class Meta:
        db_table = "replies_other_wording"
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "language"], name="one_wording_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.announcement} ({self.language})"


class BetterAsk(models.Model):
    """Whether it is better now, asked of somebody who was told. It stands beside the score and never goes into it."""

    class Answer(models.TextChoices):
        BETTER = "better", "Better"
        SAME = "same", "The same"
        WORSE = "worse", "Worse"

    reply = models.OneToOneField(Reply, on_delete=models.CASCADE, related_name="better_ask")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="better_ask")
    language = models.CharField(max_length=20, default="en")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "replies_better_ask"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="better_ask_is_answered_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"Is it better: {self.reply}"


class FrameSite(models.Model):
    """A site that may show our public words in a frame. No other one may."""

    origin = models.CharField(max_length=190, unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "replies_frame_site"
        ordering = ["origin"]

    def __str__(self) -> str:
        return self.origin
