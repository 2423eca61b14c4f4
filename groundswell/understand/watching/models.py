"""What is watched, how the last week looked, and the alerts that were opened."""

from django.db import models
from django.db.models import F, Q

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.surveys.models import KindOfScore, Survey


class WatchedSeries(models.Model):
    """One figure a week: which question, about what, by which chart, and who is told."""

    class What(models.TextChoices):
        SCORE = "score", "Score"
        RESPONSE = "response", "Response rate"
        ANSWERS = "answers", "Answers received"
        COMPLAINTS = "complaints", "Complaints"

    class Limits(models.TextChoices):
        COUNTS = "counts", "Three sigma, by the number of answers"
        WIDENED = "widened", "Three sigma, widened by what usually differs from week to week (Laney)"
        SLOW = "slow", "Small lasting shifts, by a moving mean that forgets (EWMA)"

    key = models.CharField(max_length=120, help_text="The question in short: one living series asks it.")
    what = models.CharField(max_length=12, choices=What)
    kind_of_score = models.CharField(max_length=20, choices=KindOfScore, blank=True)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, null=True, blank=True)
    limits = models.CharField(max_length=10, choices=Limits, default=Limits.COUNTS)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="watched_series"
    )
    begins_on = models.DateField(
        null=True,
        blank=True,
        help_text="Weeks before it belong to another usual: a known change lies between.",
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "watching_series"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(ended_at=None), name="a_question_is_watched_once"
            ),
            models.CheckConstraint(
                condition=~Q(what="score") | ~Q(kind_of_score=""), name="a_watched_score_has_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(what="response") | Q(survey__isnull=False), name="a_response_rate_is_of_a_survey"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._about}, slowly" if self.limits == self.Limits.SLOW else self._about

    @property
    def _about(self) -> str:
        if self.what == self.What.SCORE:
            kind = (
                ""
                if self.kind_of_score == KindOfScore.EXPERIENCE
                else f"{self.get_kind_of_score_display()} score"
            )
            return (
                ", ".join(filter(None, [kind, str(self.touchpoint or ""), str(self.unit or "")])) or "Score"
            )
        about = self.survey or self.touchpoint or self.unit
        return f"{self.get_what_display()}: {about}" if about else self.get_what_display()


class Look(models.Model):
    """How the newest whole week of a series looked when the job last looked."""

    class State(models.TextChoices):
        USUAL = "usual", "As usual"
        SIGNAL = "signal", "Out of the usual"
        FEW = "few", "Too few to tell"

    series = models.OneToOneField(WatchedSeries, on_delete=models.CASCADE, related_name="look")
    week = models.DateField()
    state = models.CharField(max_length=8, choices=State)
    words = models.CharField(max_length=200, blank=True)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    n = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "watching_look"

    def __str__(self) -> str:
        return f"{self.series}, week of {self.week:%-d %B %Y}"


class Alert(models.Model):
    """A week that chance explains badly, told to its owner once."""

    class Rule(models.TextChoices):
        BEYOND = "beyond", "Beyond three sigma"
        RUN = "run", "Eight weeks on one side"
        SLOW = "slow", "The moving mean left its range"

    series = models.ForeignKey(WatchedSeries, on_delete=models.CASCADE, related_name="alerts")
    rule = models.CharField(max_length=8, choices=Rule)
    week = models.DateField(help_text="The Monday of the week that gave the signal.")
    since = models.DateField(
        help_text="The Monday of the first week of the run; the week itself where there is none."
    )
    is_high = models.BooleanField()
    value = models.FloatField()
    centre = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    n = models.PositiveIntegerField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "watching_alert"
        ordering = ["-week", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "rule", "week"], name="an_alert_is_opened_once"),
            models.CheckConstraint(condition=Q(since__lte=F("week")), name="an_alert_begins_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {'above' if self.is_high else 'below'} the usual"


class Acknowledgement(models.Model):
    """Somebody has seen the alert and looks into it."""

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="acknowledgement")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "watching_acknowledgement"

    def __str__(self) -> str:
        return f"{self.by} has seen: {self.alert}"


class Settlement(models.Model):
    """The end of an alert: what explains it, or that nothing does. The first one stands."""

    class Kind(models.TextChoices):
        EXPLAINED = "explained", "Explained"
        FALSE_ALARM = "false_alarm", "False alarm"

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="settlement")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "watching_settlement"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="explained") | ~Q(words=""), name="an_explanation_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert}: {self.get_kind_display().lower()}"
