"""What was chosen before the start: the way to tell, the figure, the guards, the size, and who got what."""

from django.core.exceptions import ValidationError
from django.db import models

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit


class Design(models.Model):
    """How one initiative will be judged. It never changes: another one takes its place, with a reason that shows.

    ``answers_per_arm``, ``units_per_arm`` and ``finds_points`` were computed on the day of the choice from ``basis``; they are
    empty where the data could not say.
    """

    class Kind(models.TextChoices):
        RANDOMISED = "randomised", "Units dealt by lot"
        CUSTOMERS = "customers", "Customers dealt by lot"
        STAGGERED = "staggered", "Waves, one after the other"
        MATCHED = "matched", "Matched units without it"
        SYNTHETIC = "synthetic", "One unit against a blend of others"
        INTERRUPTED = "interrupted", "One series before and after"
        BEFORE_AFTER = "before_after", "Before and after only"

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="designs")
    kind = models.CharField(max_length=20, choices=Kind)
    kind_of_score = models.CharField(max_length=20, default="experience")
    touchpoint = models.ForeignKey(
        Touchpoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="All, if empty.",
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The whole, if empty.",
    )
    untouched = models.ForeignKey(
        Touchpoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where it cannot move the score of the same units: what moves there is not its effect.",
    )
    smallest_points = models.DecimalField(
        max_digits=5, decimal_places=1, help_text="The smallest effect that matters."
    )
    starts_on = models.DateField(help_text="The first day on which a unit works with the change.")
    months = models.PositiveSmallIntegerField(help_text="How long it is measured before it is judged.")
    power = models.FloatField(default=0.8, help_text="How often it finds the smallest effect that matters.")
    answers_per_arm = models.PositiveIntegerField(null=True, blank=True)
    units_per_arm = models.PositiveIntegerField(null=True, blank=True)
    finds_points = models.FloatField(
        null=True, blank=True, help_text="The smallest effect that this design finds in these months."
    )
    seed = models.BigIntegerField(null=True, blank=True, help_text="What units or customers were dealt by.")
    share = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of 100 customers so many get it, where customers are dealt."
    )
    basis = models.JSONField(default=dict, help_text="What the size was computed from, on that day.")
    why = models.CharField(max_length=300, blank=True, help_text="Why this way, where another was advised.")
    registered_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    supersedes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="superseded_by"
    )
    superseded_because = models.CharField(
        max_length=300, blank=True, help_text="Why it took the place of the one before."
    )

    class Meta:
        db_table = "initiatives_design"
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supersedes=None) | ~models.Q(superseded_because=""),
                name="design_says_why_it_supersedes",
            ),
            models.CheckConstraint(condition=models.Q(smallest_points__gt=0), name="design_seeks_an_effect"),
            models.CheckConstraint(
                condition=models.Q(untouched=None)
                | models.Q(touchpoint__isnull=False) & ~models.Q(untouched=models.F("touchpoint")),
                name="design_is_untouched_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["initiative"], condition=models.Q(supersedes=None), name="one_first_design"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="customers", seed__isnull=False, share__gte=1, share__lte=99)
                | ~models.Q(kind="customers") & models.Q(share=None),
                name="design_deals_customers_by_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, registered {self.registered_at:%Y-%m-%d}"

    @property
    def is_by_lot(self) -> bool:
        """Whether the units were dealt by lot, by a seed that anybody can repeat."""
        return self.seed is not None

    @property
    def is_of_customers(self) -> bool:
        """Whether customers were dealt, in every unit, and not units."""
        return self.kind == self.Kind.CUSTOMERS

    @property
    def label(self) -> str:
        """The way, and for waves whether their order was dealt or planned."""
        if self.kind != self.Kind.STAGGERED:
            return self.Kind(self.kind).label
        return f"Waves, in an order {'dealt by lot' if self.is_by_lot else 'that was planned'}"


class Guard(models.Model):
    """What must not get worse meanwhile, and by how much at most."""

    class Watches(models.TextChoices):
        RESPONSE = "response_rate", "How many of those asked answer"
        RELATIONSHIP = "relationship", "The relationship score"
        ELSEWHERE = "elsewhere", "The score at the other touchpoints"
        DETRACTORS = "detractors", "The share of detractors"

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="guards")
    watches = models.CharField(max_length=20, choices=Watches)
    worst = models.DecimalField(max_digits=5, decimal_places=1, help_text="Points it may get worse at most.")

    class Meta:
        db_table = "initiatives_guard"
        ordering = ["watches"]
        constraints = [models.UniqueConstraint(fields=["design", "watches"], name="one_guard_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_watches_display()}: at most {self.worst} worse"


class Allocation(models.Model):
    """What one unit got: the change from a day on, or to be the comparison. Dealt once; never edited."""

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="allocations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    wave = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty: it goes without, for comparison."
    )
    from_on = models.DateField(null=True, blank=True)
    stratum = models.CharField(max_length=60, blank=True, help_text="Among which units it was dealt.")
    matched_to = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose comparison it is.",
    )
    weight = models.FloatField(null=True, blank=True, help_text="Its share in a blend of others.")

    class Meta:
        db_table = "initiatives_allocation"
        ordering = ["wave", "unit__name"]
        constraints = [
            models.UniqueConstraint(fields=["design", "unit"], name="one_allocation_per_unit"),
            models.CheckConstraint(
                condition=models.Q(wave=None, from_on=None)
                | models.Q(wave__isnull=False, from_on__isnull=False),
                name="a_wave_has_its_day",
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Kept once. Raises ValidationError afterwards; the database refuses it as well."""
        if self.pk is not None:
            raise ValidationError(
                "What was dealt stays as it was dealt. Register another design, with a reason."
            )
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.unit}: {'comparison' if self.wave is None else f'wave {self.wave}'}"


class Lot(models.Model):
    """What one record of a customer got, by the seed of a design and the reference by which the record was known then; never edited.

    It stays when the customer is known otherwise later.
    """

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="lots")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="lots")
    gets = models.BooleanField(
        help_text="Whether this customer gets it; else it goes without, for comparison."
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "initiatives_lot"
        constraints = [models.UniqueConstraint(fields=["design", "customer"], name="one_lot_per_customer")]

    def save(self, *args: object, **kwargs: object) -> None:
        """Kept once. Raises ValidationError afterwards; the database refuses it as well."""
        if self.pk is not None:
            raise ValidationError("What was dealt stays as it was dealt.")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.customer}: {'gets it' if self.gets else 'goes without'}"


class Departure(models.Model):
    """What a unit got otherwise than it was to: the change although it should go without, later than its day, or never.

    The verdict goes on resting on what was dealt. Of several for one unit the last one holds.
    """

    initiative = models.ForeignKey(
        "initiatives.Initiative", on_delete=models.CASCADE, related_name="departures"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    had_it_from = models.DateField(null=True, blank=True, help_text="Empty: it never had it.")
    because = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "initiatives_departure"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(because=""), name="a_departure_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {f'has it since {self.had_it_from}' if self.had_it_from else 'never had it'}"
