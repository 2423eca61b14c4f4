"""The register of complaints: entries, their clock, their owners and their answers."""

from django.conf import settings
from django.db import models

from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import new_token

from .answers import ComplaintAnswer, LastWord, Outcome, Review, Verdict
from .presets import ClockPreset

__all__ = [
    "Complaint", "ComplaintAddition", "ComplaintAnswer", "Extension", "LastWord", "Outcome", "Ownership", "Pause",
    "ReadThrough", "Review", "SavedList", "SpecialCare", "StruckEntry", "Verdict",
]  # fmt: skip


class Complaint(models.Model):
    """An entry in the register: owned from its first minute, with a status page that only its author knows.

    History has no running clock: it was said long before it reached us.
    """

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="complaint")
    reference = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    wants = models.CharField(max_length=300, blank=True, help_text="What would put it right.")
    language = models.CharField(max_length=20, default="en", help_text="In which we speak with the customer.")
    clock = models.ForeignKey(ClockPreset, on_delete=models.PROTECT)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledge_due_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    is_history = models.BooleanField(default=False)

    class Meta:
        db_table = "complaints_complaint"
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_due_at__gt=models.F("received_at"))
                | models.Q(is_history=True, answer_due_at=None, acknowledge_due_at=None),
                name="complaint_has_a_clock_or_is_history",
            )
        ]
        indexes = [models.Index(fields=["answer_due_at"], name="complaints_by_clock")]

    def __str__(self) -> str:
        return self.reference


class Ownership(models.Model):
    """Who has the complaint from this moment on; the first row is written with the entry itself."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="ownerships")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_ownership"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.complaint} to {self.to}"


class SpecialCare(models.Model):
    """This customer needs more care than others, and why. For those who act only: never exported, never sent."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="special_care")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_special_care"

    def __str__(self) -> str:
        return f"Care for {self.complaint}"


class Extension(models.Model):
    """The answer comes later than promised, and why. Once per complaint; the customer is told."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="extension")
    was_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_extension"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("was_due_at")), name="extension_gives_more_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint} until {self.due_at:%Y-%m-%d}"


class Pause(models.Model):
    """The clock stands still while we wait for the customer, who is told what for. One at a time."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="pauses")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "complaints_pause"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(ended_at=None), name="a_clock_pauses_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("at")),
                name="a_pause_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint} waits: {self.why}"


class StruckEntry(models.Model):
    """What the register keeps of an entry whose author was erased: its number, its clock and how it ended. Nobody."""

    reference = models.CharField(max_length=20, unique=True)
    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        db_table = "complaints_struck_entry"
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"{self.reference}, struck"

    @classmethod
    def of(cls, entry: Complaint) -> "StruckEntry":
        """The entry without its author and their words; the last word counts where there is one."""
        answer, review = getattr(entry, "answer", None), getattr(entry, "review", None)
        said_last = getattr(review, "last_word", None) or answer
        return cls(
            reference=entry.reference,
            received_at=entry.received_at,
            acknowledged_at=entry.acknowledged_at,
            answer_due_at=entry.answer_due_at,
            answered_at=answer.at if answer else None,
            outcome=said_last.outcome if said_last else "",
        )


class SavedList(models.Model):
    """A list of the register that somebody keeps for themselves: a name, and what its address asks."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_complaint_lists"
    )
    name = models.CharField(max_length=60)
    asks = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_saved_list"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="a_saved_list_has_a_name_of_its_own")
        ]

    def __str__(self) -> str:
        return self.name


class ReadThrough(models.Model):
    """Up to which signal letters were looked at for what belongs to a complaint. One row."""

    signal_id = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "complaints_read_through"

    def __str__(self) -> str:
        return f"Letters read through {self.signal_id}"


class ComplaintAddition(models.Model):
    """The customer added something later: a signal of its own, beside the first, which never changes."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="additions")
    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="complaint_addition")

    class Meta:
        db_table = "complaints_addition"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Addition to {self.complaint}"
