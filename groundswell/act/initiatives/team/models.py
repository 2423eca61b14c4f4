"""People on an initiative with a share of their time, and capabilities that it wants."""

from datetime import date

from django.db import models

from groundswell.foundation.organisation.models import Person


class TeamMembers(models.QuerySet["TeamMember"]):
    """What can be asked of teams."""

    def until(self, day: date) -> "TeamMembers":
        """Those whose last day is not over on this day."""
        return self.filter(models.Q(until_on=None) | models.Q(until_on__gte=day))


class TeamMember(models.Model):
    """Somebody works on it, for a function, with so much of their time."""

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="works_on")
    function = models.CharField(max_length=60, help_text="Such as operations, technology or finance.")
    share = models.PositiveSmallIntegerField(help_text="Per cent of their time.")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = TeamMembers.as_manager()

    class Meta:
        db_table = "initiatives_team_member"
        ordering = ["function", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "person"], condition=models.Q(until_on=None), name="once_in_a_team"
            ),
            models.CheckConstraint(
                condition=models.Q(share__gte=1, share__lte=100), name="share_of_time_is_within_100"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="team_member_leaves_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.share} % for {self.function}"


class Want(models.Model):
    """A capability that an initiative needs and has not: its sponsor sees it until it is found."""

    class Source(models.TextChoices):
        INSIDE = "inside", "Somebody inside"
        PROVIDER = "provider", "A service provider"

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="wants")
    what = models.CharField(max_length=120)
    by_on = models.DateField(help_text="By when it is needed.")
    wanted_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source, blank=True)
    found = models.CharField(max_length=120, blank=True, help_text="Who brings it.")
    found_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "initiatives_want"
        ordering = ["by_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(found_at=None, source="", found="")
                | (models.Q(found_at__isnull=False) & ~models.Q(source="") & ~models.Q(found="")),
                name="what_is_found_says_where",
            )
        ]

    def __str__(self) -> str:
        return self.what
