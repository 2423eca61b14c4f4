"""The register of complaints: entries, their clock, their owners and their answers."""

from django.db import models

from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import new_token


class ClockPreset(models.Model):
    """One version of a clock. A version is never changed: an edit is a new version, and a complaint keeps its own."""

    class Days(models.TextChoices):
        CALENDAR = "calendar", "Calendar days"
        WORKING = "working", "Working days"

    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    acknowledge_within = models.PositiveSmallIntegerField(help_text="Hours, or working days.")
    answer_within = models.PositiveSmallIntegerField(help_text="Days.")
    counts = models.CharField(max_length=10, choices=Days, default=Days.CALENDAR)
    extension = models.PositiveSmallIntegerField(
        default=0, help_text="Days that may be added once, with a reason."
    )
    about = models.CharField(max_length=400, blank=True)
    rights = models.TextField(
        blank=True, help_text="What the customer may do who is not content with our answer."
    )
    made_at = models.DateTimeField()
    in_force_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "complaints_clock_preset"
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="one_row_per_version_of_a_clock"),
            models.CheckConstraint(
                condition=models.Q(answer_within__gte=1, acknowledge_within__gte=1),
                name="clock_gives_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"


class Complaint(models.Model):
    """An entry in the register: owned from its first minute, with a status page that only its author knows.

    History has no running clock: it was said long before it reached us.
    """

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="complaint")
    reference = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    wants = models.CharField(max_length=300, blank=True, help_text="What would put it right.")
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


class ComplaintAnswer(models.Model):
    """Our final answer: what was said, by whom, how, and what the customer gets. No complaint closes without it."""

    class Channel(models.TextChoices):
        EMAIL = "email", "By e-mail"
        PHONE = "phone", "By phone"
        SHOP = "shop", "In the shop"
        LETTER = "letter", "By letter"
        PAGE = "page", "On the status page only"

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="answer")
    words = models.TextField()
    channel = models.CharField(max_length=10, choices=Channel)
    remedy = models.CharField(max_length=300, blank=True, help_text="What the customer gets, in words.")
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_answer"
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="an_answer_says_something"),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0), name="a_remedy_is_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer to {self.complaint}"


class Verdict(models.Model):
    """What the customer says about our answer. The first stands."""

    answer = models.OneToOneField(ComplaintAnswer, on_delete=models.CASCADE, related_name="verdict")
    is_content = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_verdict"

    def __str__(self) -> str:
        return "Content" if self.is_content else "Not content"


class ComplaintAddition(models.Model):
    """The customer added something later: a signal of its own, beside the first, which never changes."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="additions")
    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="complaint_addition")

    class Meta:
        db_table = "complaints_addition"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Addition to {self.complaint}"
