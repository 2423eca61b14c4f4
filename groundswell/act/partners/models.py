"""Agencies and their people, the board of one initiative, and what stands on it."""

from django.db import models

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal

from .files.models import Download, FoundFile, SharedFile, StrippedPicture
from .on_board import OnBoard

__all__ = [
    "Agency", "AgencyInvitation", "AgencyMember", "Brief", "Download", "FoundFile", "Idea", "IdeaAnswer", "PartnerBoard", "Remark",
    "SharedFile", "SharedResult", "SharedVoice", "Sharing", "StrippedPicture", "Task",
]  # fmt: skip


class Agency(models.Model):
    """A company that works with us. When the partnership ends, so does all it sees."""

    name = models.CharField(max_length=120, unique=True)
    does = models.CharField(max_length=120, blank=True, help_text="Such as courier, design or call centre.")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "partners_agency"
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | ~models.Q(ended_because=""),
                name="partnership_ends_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgencyMember(models.Model):
    """Somebody of an agency who signs in here. They are not a person of ours: no list of colleagues holds them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="agency_member")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(
        max_length=20,
        blank=True,
        help_text="In which they are told; empty: the language of the organisation.",
    )

    class Meta:
        db_table = "partners_member"
        ordering = ["joined_at"]

    def __str__(self) -> str:
        return f"{self.user}, {self.agency}"


class AgencyInvitation(models.Model):
    """A link for one person of an agency, once, for some days. Only its digest is kept."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=20, blank=True, help_text="In which they will be told.")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "partners_invitation"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("at")), name="invitation_has_an_end")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.agency}"


class PartnerBoard(models.Model):
    """What we and agencies share about one initiative: its purpose in words for outsiders."""

    initiative = models.OneToOneField(Initiative, on_delete=models.PROTECT, related_name="partner_board")
    purpose = models.TextField(help_text="What it is for, in words that may leave the house.")
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "partners_board"
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"Board of {self.initiative}"


class Sharing(models.Model):
    """An agency sees a board until a day, or until somebody ends it."""

    board = models.ForeignKey(PartnerBoard, on_delete=models.CASCADE, related_name="sharings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sharings")
    at = models.DateTimeField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "partners_sharing"
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "agency"],
                condition=models.Q(ended_at=None),
                name="an_agency_once_on_a_board",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} on {self.board}"


class Brief(OnBoard):
    """What we ask of the agencies. A later one stands beside it."""

    title = models.CharField(max_length=120)
    words = models.TextField()

    class Meta(OnBoard.Meta):
        db_table = "partners_brief"

    def __str__(self) -> str:
        return self.title


class SharedVoice(OnBoard):
    """A customer's words as they may leave the house: without names, addresses and numbers. It goes with the voice."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="shared_with_partners")
    words = models.TextField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta(OnBoard.Meta):
        db_table = "partners_voice"
        constraints = [models.UniqueConstraint(fields=["board", "signal"], name="a_voice_once_on_a_board")]

    def __str__(self) -> str:
        return self.words[:60]


class Idea(OnBoard):
    """What somebody would try."""

    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)

    class Meta(OnBoard.Meta):
        db_table = "partners_idea"

    def __str__(self) -> str:
        return self.title


class IdeaAnswer(models.Model):
    """What becomes of an idea, and why. The first answer stands."""

    class Verdict(models.TextChoices):
        TAKEN_UP = "taken_up", "Taken up"
        LATER = "later", "Later"
        NOT_PURSUED = "not_pursued", "Not pursued"

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="answer")
    verdict = models.CharField(max_length=20, choices=Verdict)
    why = models.CharField(max_length=500)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "partners_idea_answer"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="idea_answer_says_why")]

    def __str__(self) -> str:
        return f"{self.idea}: {self.get_verdict_display()}"


class Task(OnBoard):
    """A piece of work by a day, for an agency or for us, and what came of it."""

    what = models.CharField(max_length=200)
    due_on = models.DateField()
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        help_text="Empty: we do it.",
    )
    outcome = models.CharField(max_length=500, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(OnBoard.Meta):
        db_table = "partners_task"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | ~models.Q(outcome=""), name="task_is_done_with_an_outcome"
            )
        ]

    def __str__(self) -> str:
        return self.what


class SharedResult(OnBoard):
    """What came out so far, in words that may leave the house."""

    title = models.CharField(max_length=120)
    words = models.TextField()
    reading = models.ForeignKey(
        EffectReading, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="The measured effect that it repeats.",
    )  # fmt: skip

    class Meta(OnBoard.Meta):
        db_table = "partners_result"

    def __str__(self) -> str:
        return self.title


class Remark(OnBoard):
    """A word on a board, or below one idea or one piece of work."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, null=True, blank=True, related_name="remarks")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="remarks")
    words = models.TextField()

    class Meta(OnBoard.Meta):
        db_table = "partners_remark"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(idea=None) | models.Q(task=None), name="a_remark_is_below_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
