"""Who is told, what was told, and every attempt."""

import secrets

from django.db import models

from groundswell.listen.signals.models import Signal


def new_name() -> str:
    """The id of a notice: it stays the same over all attempts."""
    return f"msg_{secrets.token_urlsafe(18)}"


class Subscription(models.Model):
    """One address outside that is told when something happens. Its secrets lie in a file of their own, not here.

    ``history_through`` and ``voices_through`` say how far the history and the voices were told.
    """

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=2048)
    kinds = models.JSONField(default=list)
    has_words = models.BooleanField(default=False)
    history_through = models.BigIntegerField()
    voices_through = models.BigIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "channels_subscription"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """One thing that one subscriber is told. The body is fixed when it is written; ``due_at`` is None when it is settled."""

    name = models.CharField(max_length=40, unique=True, default=new_name)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="notices")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "channels_notice"
        ordering = ["-id"]
        indexes = [models.Index(fields=["due_at"], name="channels_notice_by_due")]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "key"], name="a_thing_is_told_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.subscription}"


class Knock(models.Model):
    """One attempt to tell: the status of the answer, or why there was none."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="knocks")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_knock"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.notice}: {self.status or self.note}"
