"""What is new for whom, what they chose to hear, and when they were told."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.tidings import Pace
from groundswell.listen.signals.models import Signal

ONE_READER = Q(person__isnull=False, partner=None) | Q(person=None, partner__isnull=False)
"""A colleague by their person, or somebody of an agency by their sign-in."""


class ChatAddress(models.Model):
    """A chat that a team or one person reads, by an incoming webhook. The address itself is a secret and lies in a file.

    ``told_through`` says up to which tiding a team was told; ``trouble`` is what went wrong at the last attempt.
    """

    class Format(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Microsoft Teams"
        JSON = "json", "Plain JSON"

    name = models.CharField(max_length=80)
    format = models.CharField(max_length=5, choices=Format)
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="chat_addresses"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="chat_addresses"
    )
    language = models.CharField(
        max_length=20, blank=True, help_text="Empty: the language of the team, or of the person."
    )
    told_through = models.BigIntegerField(default=0)
    trouble = models.CharField(max_length=190, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "telling_chat_address"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person=None) | Q(unit=None, person__isnull=False),
                name="a_chat_is_of_a_team_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="a_person_has_one_living_chat"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Telling(models.Model):
    """One person, or one team's chat, was told some things together. ``settled`` were left out: nobody waited any more.

    A team was told of the tidings from ``first`` to ``last``.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings"
    )
    partner = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings"
    )
    chat = models.ForeignKey(
        ChatAddress, on_delete=models.CASCADE, null=True, blank=True, related_name="tellings"
    )
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField()
    settled = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "telling_telling"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(partner__isnull=False) | Q(chat__isnull=False),
                name="somebody_is_told",
            )
        ]

    def __str__(self) -> str:
        return f"{self.told} things to {self.person or self.partner or self.chat}"

    @property
    def letter_key(self) -> str:
        """Under which its e-mail stands in the outbox."""
        return f"tidings-{self.pk}-email"

    @property
    def note_key(self) -> str:
        """Under which its chat message stands in the outbox."""
        return f"tidings-{self.pk}-chat"


class Tiding(models.Model):
    """One thing that is new for one person: noted once, told once, read by them.

    ``is_pending`` until it is told, or found settled, or wanted in the list only. ``is_hidden`` while its reader may not see
    what it is about: then nothing hints at it, not even a number.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="tidings")
    partner = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="tidings")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300)
    said = models.JSONField(
        default=dict, help_text="The same as a sentence with its parts, for other languages."
    )
    link = models.CharField(max_length=200)
    moment = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    is_pending = models.BooleanField(default=True)
    is_hidden = models.BooleanField(default=False)
    telling = models.ForeignKey(
        Telling, on_delete=models.CASCADE, null=True, blank=True, related_name="tidings"
    )
    was_settled = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "telling_tiding"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="a_thing_is_new_to_somebody_once"),
            models.UniqueConstraint(
                fields=["partner", "kind", "key"], name="a_thing_is_new_to_a_partner_once"
            ),
            models.CheckConstraint(condition=ONE_READER, name="a_tiding_is_for_one_reader"),
            models.CheckConstraint(
                condition=Q(telling=None) | Q(is_pending=False), name="what_was_told_does_not_wait"
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(is_pending=True), name="telling_tidings_that_wait"),
            models.Index(
                fields=["person"], condition=Q(read_at=None, is_hidden=False), name="telling_tidings_unread"
            ),
            models.Index(fields=["person", "at"], name="telling_tidings_of_person"),
        ]

    def __str__(self) -> str:
        return self.words


class Wanted(models.Model):
    """How soon one person wants to hear of one kind; without a row, what is usual for their role."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="wanted_tidings")
    partner = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="wanted_tidings")
    kind = models.CharField(max_length=40)
    pace = models.CharField(max_length=6, choices=Pace)

    class Meta:
        db_table = "telling_wanted"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_pace_per_person_and_kind"),
            models.UniqueConstraint(fields=["partner", "kind"], name="one_pace_per_partner_and_kind"),
            models.CheckConstraint(condition=ONE_READER, name="a_pace_is_of_one_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.partner}: {self.kind} {self.get_pace_display().lower()}"


class Habits(models.Model):
    """When and how one person is told; without a row, by e-mail in the working hours of their part."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, related_name="habits")
    partner = models.OneToOneField(User, on_delete=models.CASCADE, null=True, related_name="habits")
    by_email = models.BooleanField(default=True)
    begins_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField(null=True, blank=True)
    weekly_on = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])

    class Meta:
        db_table = "telling_habits"
        verbose_name_plural = "habits"
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) | Q(begins_at__isnull=False, ends_at__isnull=False),
                name="own_hours_begin_and_end",
            ),
            models.CheckConstraint(condition=ONE_READER, name="habits_are_of_one_reader"),
        ]

    def __str__(self) -> str:
        return f"How {self.person or self.partner} is told"


class Reach(models.Model):
    """Up to which moment a kind was asked what is new."""

    kind = models.CharField(max_length=40, unique=True)
    through = models.DateTimeField()

    class Meta:
        db_table = "telling_reach"
        verbose_name_plural = "reaches"

    def __str__(self) -> str:
        return f"{self.kind} through {self.through:%Y-%m-%d %H:%M}"
