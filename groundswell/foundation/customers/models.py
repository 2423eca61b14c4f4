"""The people we serve: who they are, what they allow, what they bring."""

from django.db import models
from django.db.models.functions import Lower

from groundswell.foundation.organisation.models import Person

from .consent_models import APART, Channel, Consent, ConsentText, DoNotContact, Purpose

__all__ = [
    "APART", "Account", "Channel", "Consent", "ConsentText", "Customer", "DoNotContact", "Identity", "Membership", "Merge", "Purpose",
    "Revenue", "SeenTogether", "TwoPeople",
]  # fmt: skip


class Customer(models.Model):
    """One person we serve, known by an external id or an e-mail address (or by neither, when they answered a poster)."""

    class CameBy(models.TextChoices):
        BOUGHT = "bought", "Advertising or a promotion"
        REFERRAL = "referral", "A friend's recommendation"
        REPUTATION = "reputation", "Our reputation"
        UNKNOWN = "unknown", "Not asked yet"

    external_id = models.CharField(max_length=128, unique=True, null=True, blank=True)
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    segment = models.CharField(max_length=60, blank=True)
    time_zone = models.CharField(max_length=60, blank=True, help_text="The organisation's own when empty.")
    came_by = models.CharField(max_length=20, choices=CameBy, default=CameBy.UNKNOWN)
    joined_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    known_at = models.DateTimeField(
        null=True, editable=False, help_text="When such facts were last learnt of somebody whom we knew."
    )

    class Meta:
        db_table = "customers_customer"
        indexes = [
            models.Index(Lower("name"), name="customers_customer_by_name"),
            models.Index(
                fields=["known_at"],
                condition=models.Q(known_at__isnull=False),
                name="customers_customer_known_anew",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.external_id or f"Customer {self.pk}"


class Revenue(models.Model):
    """What one customer brought in one month, in the organisation's currency."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="revenue")
    month = models.DateField(help_text="The first day of the month.")
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        db_table = "customers_revenue"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "month"], name="one_revenue_row_per_customer_and_month"
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="revenue_month_is_a_first_day"),
        ]
        indexes = [models.Index(fields=["month"], name="customers_revenue_by_month")]

    def __str__(self) -> str:
        return f"{self.customer} {self.month:%Y-%m}"


class Identity(models.Model):
    """One way in which a customer is known, in canonical form. It belongs to one customer only."""

    class Kind(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"
        EXTERNAL = "external", "Customer number"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=254)

    class Meta:
        db_table = "customers_identity"
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="an_identity_is_one_customer"),
            models.CheckConstraint(condition=~models.Q(value=""), name="an_identity_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Merge(models.Model):
    """Two records are one person: ``kept`` lives on, ``merged`` is read as part of it until the merge is undone."""

    kept = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merged_into")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    carried = models.JSONField(
        default=dict, help_text="Of either record by field what it said before and what it says since."
    )

    class Meta:
        db_table = "customers_merge"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="a_customer_is_merged_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("merged")), name="nobody_is_merged_into_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} is {self.kept_id}"


class TwoPeople(models.Model):
    """Somebody looked at a suggestion and said: these are two people. It is not suggested again."""

    one = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "customers_two_people"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="said_once_of_two_people"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="two_people_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"


class SeenTogether(models.Model):
    """Somebody gave, in one breath, an address of one customer and a number of another: they may be one person."""

    one = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "customers_seen_together"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="seen_together_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="seen_together_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} with {self.other_id}"


class Account(models.Model):
    """People who buy together: a household, or a business with several contacts."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", "Household"
        BUSINESS = "business", "Business"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    external_id = models.CharField(max_length=128, unique=True, null=True, blank=True)
    owner = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="accounts",
        help_text="The colleague who looks after it.",
    )

    class Meta:
        db_table = "customers_account"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A customer belongs to an account, and in which part."""

    class Part(models.TextChoices):
        MEMBER = "member", "Member"
        DECIDER = "decider", "Decides"
        USER = "user", "Uses it"
        PAYER = "payer", "Pays"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="memberships")
    part = models.CharField(max_length=10, choices=Part, default=Part.MEMBER)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "customers_membership"
        ordering = ["account_id", "part", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "customer", "part"],
                condition=models.Q(until=None),
                name="one_living_part_per_account_and_customer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} in {self.account_id}: {self.part}"
