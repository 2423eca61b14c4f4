"""The people we serve: who they are, what they allow, what they bring."""

from django.db import models


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

    class Meta:
        db_table = "customers_customer"

    def __str__(self) -> str:
        return self.name or self.email or self.external_id or f"Customer {self.pk}"


class Consent(models.Model):
    """What a customer allows us, since when; withdrawn means no more."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", "Ask and answer by e-mail"
        ADVOCACY = "advocacy", "Speak for us in public"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "customers_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_living_consent_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer} allows: {self.get_purpose_display()}"


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
