"""Who coaches whom, what two people talked about, and voices that are said to be about the wrong person."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Attribution, Signal


class Coach(models.Model):
    """A peer who coaches somebody in the place of the lead. Never changed, only followed by the next one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coaches")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_by = models.CharField(max_length=200)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "coaching_coach"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="one_named_coach_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("coach")), name="nobody_coaches_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach} coaches {self.person}"


class Conversation(models.Model):
    """A one-to-one, planned or held. Only the two of them ever read it."""

    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conversations")
    planned_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    voices = models.ManyToManyField(
        Signal, related_name="+", db_table="coaching_conversation_voice", blank=True
    )

    class Meta:
        db_table = "coaching_conversation"
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["coach", "person"],
                condition=models.Q(held_at=None, called_off_at=None),
                name="one_planned_conversation_of_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("coach")), name="a_conversation_has_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(held_at=None) | models.Q(called_off_at=None),
                name="conversation_is_held_or_called_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach} and {self.person}, {self.planned_at:%d %b %Y}"

    @property
    def is_planned(self) -> bool:
        return self.held_at is None and self.called_off_at is None


class AgreedAction(models.Model):
    """What one of the two will do, by a day. It is seen again at their next conversations until it is done."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="actions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "coaching_agreed_action"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class ActionReview(models.Model):
    """An agreed action looked at again in a later conversation: done, or not yet, with a word."""

    action = models.ForeignKey(AgreedAction, on_delete=models.CASCADE, related_name="reviews")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reviews")
    is_done = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "coaching_action_review"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "conversation"], name="action_is_looked_at_once_a_conversation"
            ),
            models.UniqueConstraint(
                fields=["action"], condition=models.Q(is_done=True), name="agreed_action_is_done_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_done=True) | ~models.Q(words=""), name="not_done_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {'done' if self.is_done else 'not yet'}"


class Note(models.Model):
    """What one of the two adds to a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "coaching_note"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%d %b %Y}"


class Appeal(models.Model):
    """“This voice is not mine”, said by the person to whom it is attributed."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="appeals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="Where it is decided."
    )
    reason = models.CharField(max_length=12, choices=Attribution.Reason)
    words = models.TextField(blank=True)
    right_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    right_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="By whoever made it, before it was decided."
    )

    class Meta:
        db_table = "coaching_appeal"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "person"],
                condition=models.Q(withdrawn_at=None),
                name="a_voice_is_appealed_against_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="other") | ~models.Q(words=""), name="another_reason_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_reason_display()}"


class AppealDecision(models.Model):
    """An appeal granted or refused, with the reason. The first decision stands."""

    appeal = models.OneToOneField(Appeal, on_delete=models.CASCADE, related_name="decision")
    is_granted = models.BooleanField()
    reason = models.TextField()
    attribution = models.OneToOneField(
        Attribution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "coaching_appeal_decision"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_granted=False, attribution=None)
                | models.Q(is_granted=True, attribution__isnull=False),
                name="a_granted_appeal_corrects_the_attribution",
            )
        ]

    def __str__(self) -> str:
        return f"{self.appeal}: {'granted' if self.is_granted else 'refused'}"
