"""Connections, what became of every fetch, and what came to our hooks."""

from django.db import models

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import KindOfScore, new_token


class Connection(models.Model):
    """One place where our customers speak. Its key lies in a file of its own, not here."""

    channel = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    settings = models.JSONField(default=dict, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    kind_of_score = models.CharField(max_length=20, choices=KindOfScore, default=KindOfScore.EXPERIENCE)
    places = models.JSONField(default=dict, blank=True, help_text="What they call a place: our unit's code.")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    cursor = models.JSONField(default=dict, blank=True)
    next_at = models.DateTimeField(help_text="When it is fetched next.")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "channels_connection"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """The source of its signals: the same for good."""
        return f"{self.channel} {self.pk}"


class Fetch(models.Model):
    """The end of one fetch: what arrived, or what the outside world did to it."""

    class Outcome(models.TextChoices):
        FETCHED = "fetched", "Fetched"
        THROTTLED = "throttled", "Asked to wait"
        UNREACHABLE = "unreachable", "No answer"
        REFUSED = "refused", "Refused"
        BROKEN = "broken", "Answer unreadable"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="fetches")
    outcome = models.CharField(max_length=12, choices=Outcome)
    received = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_fetch"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["connection", "-at"], name="channels_fetch_newest")]

    def __str__(self) -> str:
        return f"{self.connection}: {self.outcome}"


class HookCall(models.Model):
    """What came to a hook, word for word, stored before it is read. The same body counts once, also when its words are gone."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="calls")
    digest = models.CharField(max_length=64)
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    received = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "channels_hook_call"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "digest"], name="hook_call_arrives_once")
        ]

    def __str__(self) -> str:
        return f"{self.connection}: {self.digest[:8]}"


class UnreadableMessage(models.Model):
    """A message that could not be read, kept with the reason so that somebody can mend it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="unreadable_messages")
    digest = models.CharField(max_length=64)
    raw = models.TextField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_unreadable_message"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "digest"], name="unreadable_message_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.reason


class FiledLetter(models.Model):
    """A colleague's letter to an address of its own, until the room that it is for has read it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="filed_letters")
    key = models.CharField(max_length=64, help_text="The digest of its Message-ID: a letter is read once.")
    sender = models.CharField(max_length=254)
    words = models.TextField(blank=True)
    proof = models.CharField(
        max_length=64, blank=True, help_text="The digest of the code in the address that it went to."
    )
    problem = models.CharField(max_length=300, blank=True, help_text="Why it could not be used.")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "channels_filed_letter"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="a_letter_is_filed_once")]

    def __str__(self) -> str:
        return f"Letter of {self.sender}"


class AnsweredMessage(models.Model):
    """A signal that answers one of our messages."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="answered_message")
    message = models.ForeignKey("channels.Message", on_delete=models.CASCADE, related_name="answers")

    class Meta:
        db_table = "channels_answered_message"

    def __str__(self) -> str:
        return f"{self.signal} answers {self.message}"


class AttachedFile(models.Model):
    """A file that came with a signal: its safe name, and the random name under which it lies."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="attached_files")
    name = models.CharField(max_length=150)
    stored_as = models.CharField(max_length=40, unique=True, default=new_token)
    size = models.PositiveIntegerField()

    class Meta:
        db_table = "channels_attached_file"

    def __str__(self) -> str:
        return self.name
