"""Double-blind studies: brands, what each respondent gave them, and how brands and market grew."""

from django.db import models
from django.db.models import F, Q


class Study(models.Model):
    """One competitive study as an agency delivered it. Its answers are never voices of ours, and never added to ours."""

    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=120)
    market = models.CharField(
        max_length=160, help_text="Who was asked, such as: women 18 to 65 who bought clothes."
    )
    field_from = models.DateField()
    field_until = models.DateField()
    digest = models.CharField(max_length=64, unique=True, help_text="The same file comes in once.")
    left_out = models.PositiveIntegerField(default=0, help_text="Ratings of the file that could not be used.")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "benchmarks_study"
        ordering = ["-field_until", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(field_from__lte=F("field_until")), name="a_study_begins_before_it_ends"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """One brand of a study; exactly one of them is ours."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="brands")
    name = models.CharField(max_length=80)
    is_own = models.BooleanField(default=False)

    class Meta:
        db_table = "benchmarks_brand"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["study", "name"], name="a_brand_stands_once_in_a_study"),
            models.UniqueConstraint(fields=["study"], condition=Q(is_own=True), name="one_brand_is_our_own"),
        ]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """What one respondent gave one brand. Respondents are numbers that only this study knows."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="ratings")
    respondent = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "benchmarks_rating"
        constraints = [
            models.UniqueConstraint(fields=["brand", "respondent"], name="a_brand_is_rated_once_by_each"),
            models.CheckConstraint(condition=Q(score__lte=10), name="a_rating_is_0_to_10"),
        ]

    def __str__(self) -> str:
        return f"{self.brand}: {self.score}"


class Growth(models.Model):
    """By how much a brand, or the market (no brand), grew in the year of the study, and who says so."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="growths")
    brand = models.OneToOneField(
        Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="growth"
    )
    percent = models.FloatField()
    source = models.CharField(max_length=160)

    class Meta:
        db_table = "benchmarks_growth"
        constraints = [
            models.UniqueConstraint(fields=["study"], condition=Q(brand=None), name="a_market_grows_once")
        ]

    def __str__(self) -> str:
        return f"{self.brand or 'The market'}: {self.percent:+.1f}%"
