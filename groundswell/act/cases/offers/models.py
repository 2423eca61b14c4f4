"""Limits, offers and the words of those with a higher limit."""

from django.db import models

from groundswell.foundation.organisation.models import Person, Unit


class Empowerment(models.Model):
    """Up to which amount somebody of this post may make good for one case without asking. Never changed, only replaced.

    A limit of a unit holds there and below it, before one of the whole organisation.
    """

    post = models.CharField(max_length=20, choices=Person.Post)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    most = models.DecimalField(max_digits=12, decimal_places=2)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_empowerment"
        ordering = ["most", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(retired_at=None, unit=None),
                name="one_living_limit_of_a_post",
            ),
            models.UniqueConstraint(
                fields=["post", "unit"],
                condition=models.Q(retired_at=None),
                name="one_living_limit_of_a_post_in_a_unit",
            ),
            models.CheckConstraint(condition=models.Q(most__gte=0), name="limit_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()}: {self.most}"


class Offer(models.Model):
    """Something given to the customer to make it good; above the limit it waits for somebody's word first."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="offers")
    what = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers")
    at = models.DateTimeField()
    needs_word = models.BooleanField(default=False)

    class Meta:
        db_table = "cases_offer"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="offer_is_of_worth")]

    def __str__(self) -> str:
        return f"{self.what} ({self.amount})"

    @property
    def said(self) -> str:
        """What becomes of it, for who offers it."""
        if self.needs_word:
            return "This is above your limit: somebody with a higher one is asked. Their word stands here."
        return "Offered. It is within your limit, and it is noted on the case."


class OfferWord(models.Model):
    """Somebody with a higher limit said yes or no. The first word stands."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="word")
    is_allowed = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_offer_word"

    def __str__(self) -> str:
        return f"{self.offer}: {'yes' if self.is_allowed else 'no'}"
