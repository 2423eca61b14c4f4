"""Bodies, who sits in them, what they may decide, what money they have, and when they meet."""

from datetime import time

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit


class Body(models.Model):
    """A group with the right to decide."""

    name = models.CharField(max_length=100, unique=True)
    quorum = models.PositiveSmallIntegerField(help_text="How many seats must have voted.")
    work_in_progress_limit = models.PositiveSmallIntegerField(default=5)
    single_function_limit = models.PositiveSmallIntegerField(
        default=5, help_text="The same for work that one function does alone."
    )
    answer_within_days = models.PositiveSmallIntegerField(
        default=14, help_text="Within how many days a no is answered to those who raised it."
    )
    wanted_functions = models.CharField(
        max_length=300, blank=True, help_text="Functions that should be heard, with commas between them."
    )
    meets_every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    meets_on = models.PositiveSmallIntegerField(default=2, help_text="0 is Monday.")
    meets_at = models.TimeField(default=time(10))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, help_text="Where it goes above the limit."
    )

    class Meta:
        db_table = "council_body"
        verbose_name_plural = "bodies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Right(models.Model):
    """Up to which amount a body decides, by kind of money."""

    class Kind(models.TextChoices):
        OPERATING = "operating", "Operating expense"
        CAPITAL = "capital", "Capital investment"
        PEOPLE = "people", "People"

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(max_length=20, choices=Kind)
    limit = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        db_table = "council_right"
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="one_right_per_body_and_kind")]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_kind_display()} up to {self.limit}"


class Envelope(models.Model):
    """The money of one kind that a body may commit in one period. Nothing is approved above it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="envelopes")
    kind = models.CharField(max_length=20, choices=Right.Kind)
    begins_on = models.DateField()
    ends_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        db_table = "council_envelope"
        ordering = ["-begins_on", "body", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "begins_on"], name="one_envelope_per_beginning"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="envelope_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="envelope_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_kind_display()} from {self.begins_on} to {self.ends_on}"


class Seat(models.Model):
    """Somebody's place in a body, and for whom they speak."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    speaks_for = models.CharField(max_length=80)
    function = models.CharField(max_length=60, blank=True)
    region = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=20, choices=Person.Post, blank=True)
    is_customer_voice = models.BooleanField(
        default=False, help_text="Speaks for customers, with no other interest at the table."
    )
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True, help_text="The last day of the term.")
    is_chair = models.BooleanField(default=False, help_text="The one person who decides.")
    is_deputy = models.BooleanField(
        default=False, help_text="Decides where the one who decides keeps out, or has no term."
    )
    stand_in = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats_stood_in_for",
        help_text="Speaks for the seat while its member is away; none for whoever stands in for them elsewhere.",
    )

    class Meta:
        db_table = "council_seat"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stand_in=None) | ~models.Q(stand_in=models.F("person")),
                name="nobody_stands_in_for_their_own_seat",
            ),
            models.UniqueConstraint(fields=["body", "person"], name="one_seat_per_person"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(is_chair=True), name="one_chair_per_body"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(is_deputy=True), name="one_deputy_per_body"
            ),
            models.CheckConstraint(
                condition=~models.Q(is_chair=True, is_deputy=True), name="nobody_deputises_for_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(since_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("since_on")),
                name="term_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.speaks_for})"


class SaidForASeat(models.Model):
    """What was said for a seat: by its member, or by who stood in while the member was away."""

    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """Who said it, and for whom where that was somebody else."""
        return f"{self.stand_in} (standing in for {self.by.person})" if self.stand_in else str(self.by.person)


class KindOfDecision(models.Model):
    """A kind of decision of a body. Who has which part in it is written down before the first one comes."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="kinds")
    name = models.CharField(max_length=80)
    decided_by = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The one person who decides; the chair when empty.",
    )

    class Meta:
        db_table = "council_kind_of_decision"
        verbose_name_plural = "kinds of decision"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="one_kind_of_decision_per_name")]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """What somebody does in decisions of a kind, besides deciding."""

    class Name(models.TextChoices):
        RECOMMENDS = "recommends", "Recommends"
        AGREES = "agrees", "Must agree"
        PERFORMS = "performs", "Performs"
        INPUT = "input", "Gives input"

    kind = models.ForeignKey(KindOfDecision, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=20, choices=Name)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "council_part"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "person"], name="one_part_per_kind_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_name_display().lower()}"
