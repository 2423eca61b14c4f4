"""One round of counting, and where each opportunity stood in it."""

from django.db import models
from django.db.models import Q


class Ranking(models.Model):
    """The register counted once, from the answers of some days. The newest round is what pages show."""

    since = models.DateField()
    until = models.DateField()
    answering = models.PositiveIntegerField(help_text="Customers who answered in these days.")
    customers = models.PositiveIntegerField(
        default=0, help_text="Known customers behind any of those that wait, each once."
    )
    money = models.FloatField(null=True, help_text="What these brought in twelve months.")
    customers_added = models.PositiveIntegerField(default=0, help_text="The same with the rows added up.")
    money_added = models.FloatField(null=True)
    state = models.CharField(max_length=64, help_text="The register as it was counted, in short.")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_ranking"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Counted at {self.at:%Y-%m-%d %H:%M}"


class Place(models.Model):
    """One opportunity in one round: its evidence, and its place where it has one. What is not known is empty."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="places")
    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="places"
    )
    rank = models.PositiveIntegerField(null=True)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    share_first = models.FloatField(null=True)
    share_among_first = models.FloatField(null=True)
    value = models.FloatField(null=True)
    value_low = models.FloatField(null=True)
    value_high = models.FloatField(null=True)
    voices = models.PositiveIntegerField()
    customers = models.PositiveIntegerField()
    n_with = models.PositiveIntegerField()
    n_without = models.PositiveIntegerField()
    left_over = models.PositiveIntegerField(
        null=True,
        help_text="Those at its place who do not mention it, where they are too few to compare with.",
    )
    not_apart = models.CharField(
        max_length=400, default="", help_text="From which theme it cannot be told, and why."
    )
    is_of_place = models.BooleanField(default=False)
    handled = models.PositiveIntegerField()
    is_by_cause = models.BooleanField()
    money_known = models.FloatField(null=True)
    money_largest = models.FloatField(null=True, help_text="Of the one who brings most.")
    touched = models.FloatField(null=True)
    touched_low = models.FloatField(null=True)
    touched_high = models.FloatField(null=True)
    points_lower = models.FloatField(null=True)
    points_lower_low = models.FloatField(null=True)
    points_lower_high = models.FloatField(null=True)
    whole_score = models.FloatField(null=True)
    whole_score_low = models.FloatField(null=True)
    whole_score_high = models.FloatField(null=True)
    money = models.FloatField(null=True)
    money_low = models.FloatField(null=True)
    money_high = models.FloatField(null=True)
    money_each = models.FloatField(null=True)
    money_each_low = models.FloatField(null=True)
    money_each_high = models.FloatField(null=True)
    handling = models.FloatField(null=True)
    handling_low = models.FloatField(null=True)
    handling_high = models.FloatField(null=True)
    rise = models.FloatField(null=True, help_text="Of 100 answers: how many more than before.")
    rise_low = models.FloatField(null=True)
    rise_high = models.FloatField(null=True)

    class Meta:
        db_table = "opportunities_place"
        ordering = ["ranking", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "opportunity"], name="an_opportunity_stands_once_in_a_ranking"
            ),
            models.UniqueConstraint(
                fields=["ranking", "rank"], condition=Q(rank__isnull=False), name="a_rank_is_held_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.rank or 'no place'}"


class Part(models.Model):
    """Why it stands there: how many times the usual one part of its value is, and its share of the doubt (of 1)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="parts")
    what = models.CharField(max_length=12)
    times = models.FloatField()
    doubt = models.FloatField()

    class Meta:
        db_table = "opportunities_part"
        ordering = ["place", "id"]

    def __str__(self) -> str:
        return f"{self.what} × {self.times:.1f}"


class Overlap(models.Model):
    """Two in one round of which one has half of its customers, or more, behind the other, too."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="overlaps")
    one = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="+")
    both = models.PositiveIntegerField(help_text="Known customers behind both.")

    class Meta:
        db_table = "opportunities_overlap"
        constraints = [
            models.UniqueConstraint(fields=["ranking", "one", "other"], name="two_overlap_once_in_a_ranking"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="an_overlap_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}: {self.both}"
