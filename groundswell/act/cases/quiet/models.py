"""What stands behind a case in which nobody said anything."""

from django.db import models

from groundswell.foundation.customers.models import Account


class QuietSpell(models.Model):
    """A key account was quiet: the ground of a case where no voice is one. One at a time for an account.

    ``last_heard_at`` is empty where nothing was ever heard; ``over_at`` is when its case ended.
    """

    class Sign(models.TextChoices):
        SILENT = "silent", "Nothing was heard"
        UNANSWERED = "unanswered", "No answer to what we asked"
        FADED = "faded", "Their answers fell away"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="quiet_spells")
    sign = models.CharField(max_length=10, choices=Sign)
    last_heard_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(help_text="How often they were asked since then.")
    since = models.DateTimeField(help_text="From here on the rule calls them quiet.")
    found_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_quiet_spell"
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(over_at=None),
                name="an_account_is_quiet_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("found_at")), name="quiet_before_it_was_found"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What was found, in a sentence that names nobody."""
        asked = f"asked {self.asked} time{'' if self.asked == 1 else 's'} since"
        match self.sign:
            case QuietSpell.Sign.UNANSWERED:
                return f"No answer to what we asked: {asked}"
            case QuietSpell.Sign.FADED:
                return f"They used to answer and do no more: {asked}"
        if self.last_heard_at is None:
            return "Nothing was ever heard from them"
        return f"Nothing heard for {(self.found_at - self.last_heard_at).days} days"
