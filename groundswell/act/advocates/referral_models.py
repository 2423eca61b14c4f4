"""Who came by whose word, what was refused and why, and how often a link was opened."""

from django.db import models

from groundswell.foundation.customers.models import Customer


class Referral(models.Model):
    """An advocate brought somebody. Each customer is counted once. ``bought_on`` is the day of their first purchase, where
    somebody told it; whether money was earned is read from what they brought."""

    class Via(models.TextChoices):
        LINK = "link", "The link"
        CODE = "code", "The code at the first purchase"

    advocate = models.ForeignKey("advocates.Advocate", on_delete=models.PROTECT, related_name="referrals")
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="referral")
    via = models.CharField(max_length=10, choices=Via, default=Via.LINK)
    bought_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "advocates_referral"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.advocate} brought {self.customer}"


class RefusedReferral(models.Model):
    """A code that was named and not counted, with the reason."""

    class Why(models.TextChoices):
        NO_CODE = "no_code", "No advocate has this code"
        LEFT = "left", "The advocate no longer speaks for us"
        SELF = "self", "The same person"
        HOUSEHOLD = "household", "Of the same household or business"
        CIRCLE = "circle", "Brought, directly or through others, the one whose code it is"
        KNOWN = "known", "Was a customer before"
        BROUGHT = "brought", "Somebody else brought them first"

    code = models.CharField(max_length=20)
    advocate = models.ForeignKey("advocates.Advocate", on_delete=models.CASCADE, null=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "advocates_refused_referral"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_why_display()}"


class LinkVisits(models.Model):
    """How often an advocate's link was opened on one day. Nothing of whoever opened it is kept."""

    advocate = models.ForeignKey("advocates.Advocate", on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "advocates_link_visits"
        constraints = [models.UniqueConstraint(fields=["advocate", "day"], name="visits_are_counted_by_day")]

    def __str__(self) -> str:
        return f"{self.advocate}, {self.day}: {self.count}"
