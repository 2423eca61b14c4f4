"""Units in a tree, the people in them, the hours they work."""

from django.db import models
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet


class WorkingCalendar(models.Model):
    """When a unit works: the clock of every promise to a customer runs in these hours."""

    name = models.CharField(max_length=100, unique=True)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    country = models.CharField(max_length=2, default="GB", help_text="Whose public holidays are free days.")
    subdivision = models.CharField(max_length=10, blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    weekdays = models.JSONField(default=list, help_text="0 is Monday.")

    class Meta:
        db_table = "organisation_working_calendar"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="calendar_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Unit(TreeNode):
    """A part of the organisation: a business line, a region, a team."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        BUSINESS_LINE = "business_line", "Business line"
        REGION = "region", "Region"
        TEAM = "team", "Team"

    code = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TEAM)
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.PROTECT, null=True, blank=True)
    language = models.CharField(
        max_length=20, blank=True, help_text="In which its people are told; empty: as the unit above it."
    )
    owner = models.ForeignKey(
        "Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_units"
    )
    closed_on = models.DateField(
        null=True, blank=True, help_text="Nobody works here from this day; what was said of it stays."
    )

    objects = TreeQuerySet.as_manager()

    class Meta:
        db_table = "organisation_unit"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works here."""

    class Post(models.TextChoices):
        FRONTLINE = "frontline", "Frontline"
        LEAD = "lead", "Team lead"
        HEAD = "head", "Head"
        OFFICE = "office", "Customer advocacy office"
        EXECUTIVE = "executive", "Executive"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    post = models.CharField(max_length=20, choices=Post, default=Post.FRONTLINE)
    language = models.CharField(
        max_length=20, blank=True, help_text="In which they are told; empty: the language of their unit."
    )
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "organisation_person"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


class Ability(models.Model):
    """A language that somebody speaks, or something that they know about."""

    class Kind(models.TextChoices):
        LANGUAGE = "language", "Language"
        SKILL = "skill", "Skill"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="abilities")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60, help_text="A language by its code, a skill by its word.")

    class Meta:
        db_table = "organisation_ability"
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "name"], name="an_ability_is_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"


class Absence(models.Model):
    """Somebody is away on these days, both included, and who takes their work. Why is nobody's business here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    stand_in = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="stands_in"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "organisation_absence"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(stand_in=None) | ~models.Q(stand_in=models.F("person")),
                name="nobody_stands_in_for_themselves",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"],
                condition=models.Q(taken_back_at=None),
                name="organisation_who_is_away",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} is away until {self.ends_on:%d %B %Y}"
