"""Words that a customer lets us show, each change of them with the customer's yes; and what an advocate was given."""

from django.db import models

from groundswell.foundation.organisation.models import Person
from groundswell.listen.surveys.models import new_token

from .ask_models import Ask


class Testimonial(models.Model):
    """A customer lets us show words of theirs, named as they chose, until they take them back. The token is their own way."""

    class ShownAs(models.TextChoices):
        FULL = "full", "Full name"
        FIRST = "first", "First name and town"
        NOBODY = "nobody", "No name"

    token = models.CharField(max_length=40, unique=True, default=new_token)
    advocate = models.ForeignKey("advocates.Advocate", on_delete=models.CASCADE, related_name="testimonials")
    ask = models.OneToOneField(
        Ask, on_delete=models.SET_NULL, null=True, blank=True, related_name="testimonial"
    )
    shown_as = models.CharField(max_length=10, choices=ShownAs)
    town = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=20, default="en")
    given_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_testimonial"
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return f"Words of {self.advocate}"


class Wording(models.Model):
    """One form of a testimonial's words. Only one that the customer agreed to is ever shown."""

    testimonial = models.ForeignKey(Testimonial, on_delete=models.CASCADE, related_name="wordings")
    words = models.TextField(max_length=1000)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "advocates_wording"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreed_at=None) | models.Q(refused_at=None),
                name="a_wording_is_agreed_or_refused",
            ),
            models.UniqueConstraint(
                fields=["testimonial"],
                condition=models.Q(agreed_at=None, refused_at=None),
                name="one_open_wording_per_testimonial",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class Incentive(models.Model):
    """Something an advocate was given, kept beside what it followed. Nothing is ever given for a score or for praise."""

    class Kind(models.TextChoices):
        VOUCHER = "voucher", "Voucher"
        DISCOUNT = "discount", "Discount"
        GIFT = "gift", "Gift"
        DONATION = "donation", "Donation in their name"
        MEAL = "meal", "Food or travel"

    class For(models.TextChoices):
        THANKS = "thanks", "Thanks, promised to nobody before"
        TIME = "time", "Their time, whatever they say"
        FRIEND = "friend", "A friend became a customer"

    advocate = models.ForeignKey("advocates.Advocate", on_delete=models.CASCADE, related_name="incentives")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    given_for = models.CharField(max_length=10, choices=For)
    why = models.CharField(max_length=200)
    ask = models.ForeignKey(Ask, on_delete=models.SET_NULL, null=True, blank=True, related_name="incentives")
    depends_on_opinion = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        db_table = "advocates_incentive"
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(depends_on_opinion=False), name="no_incentive_depends_on_an_opinion"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="an_incentive_costs_nothing_or_more"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.advocate}"
