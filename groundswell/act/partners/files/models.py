"""A file on a board, who took it, what a picture lost, and which files somebody reads because of somebody who was erased."""

import secrets

from django.db import models

from groundswell.act.partners.on_board import OnBoard
from groundswell.foundation.access.models import User
from groundswell.foundation.erasing.models import Erasure


def name_of_ours() -> str:
    """Under which the bytes of a file lie: it says nothing, and nobody guesses it."""
    return secrets.token_hex(24)


class SharedFile(OnBoard):
    """A file that goes with a brief, an idea, work or a result. Its bytes lie beside the database, under a name of ours.

    ``kind`` is what its content says it is; once it is taken back its bytes are gone.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        PNG = "png", "PNG picture"
        JPEG = "jpg", "JPEG picture"
        GIF = "gif", "GIF picture"
        WEBP = "webp", "WebP picture"
        DOCX = "docx", "Word document"
        XLSX = "xlsx", "Excel workbook"
        PPTX = "pptx", "PowerPoint slides"
        ODT = "odt", "OpenDocument text"
        ODS = "ods", "OpenDocument sheet"
        ODP = "odp", "OpenDocument slides"
        CSV = "csv", "CSV table"

    brief = models.ForeignKey("partners.Brief", on_delete=models.CASCADE, null=True, related_name="files")
    idea = models.ForeignKey("partners.Idea", on_delete=models.CASCADE, null=True, related_name="files")
    task = models.ForeignKey("partners.Task", on_delete=models.CASCADE, null=True, related_name="files")
    result = models.ForeignKey(
        "partners.SharedResult", on_delete=models.CASCADE, null=True, related_name="files"
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=5, choices=Kind)
    size = models.PositiveIntegerField(help_text="Bytes.")
    stored_as = models.CharField(max_length=48, unique=True, default=name_of_ours)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta(OnBoard.Meta):
        db_table = "partners_file"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(brief__isnull=False, idea=None, task=None, result=None)
                | models.Q(brief=None, idea__isnull=False, task=None, result=None)
                | models.Q(brief=None, idea=None, task__isnull=False, result=None)
                | models.Q(brief=None, idea=None, task=None, result__isnull=False),
                name="a_file_goes_with_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Download(models.Model):
    """Somebody took a file. It is kept for a year."""

    file = models.ForeignKey(SharedFile, on_delete=models.CASCADE, related_name="downloads")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "partners_download"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} took {self.file}"


class StrippedPicture(models.Model):
    """A stored picture was looked through for what does not draw it. Of what was taken out, only the digest before is kept."""

    class Outcome(models.TextChoices):
        STRIPPED = "stripped", "Taken out"
        CLEAN = "clean", "Nothing to take out"
        BROKEN = "broken", "Nobody can tell: it is damaged"

    file = models.OneToOneField(SharedFile, on_delete=models.CASCADE, related_name="stripping")
    outcome = models.CharField(max_length=10, choices=Outcome)
    digest = models.CharField(max_length=64, help_text="SHA-256 of its bytes before.")
    size = models.PositiveIntegerField(help_text="Bytes before.")
    at = models.DateTimeField()

    class Meta:
        db_table = "partners_stripped_picture"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}: {self.get_outcome_display()}"


class FoundFile(models.Model):
    """A file that somebody reads because somebody was erased: it names them, or nobody can tell without looking. It may hold
    more than them, so a person decides. The first word stands.

    ``file`` is empty once somebody has decided, so that nothing leads from an erasure to whom it was about.
    """

    class Cause(models.TextChoices):
        NAMED = "named", "It names them"
        UNREAD = "unread", "Not all of it can be read here"
        PICTURE = "picture", "It is a picture, or holds one"

    class Verdict(models.TextChoices):
        REMOVED = "removed", "Removed"
        STAYS = "stays", "It stays"
        CLEAR = "clear", "They are not in it"
        GONE = "gone", "Gone before anybody looked at it"

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="found_files")
    file = models.ForeignKey(SharedFile, on_delete=models.SET_NULL, null=True, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.NAMED)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True, help_text="When it was decided.")

    class Meta:
        db_table = "partners_found_file"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["erasure", "file"], name="a_file_is_found_once_in_an_erasure"),
            models.CheckConstraint(
                condition=models.Q(verdict="", at=None) | ~models.Q(verdict="") & models.Q(at__isnull=False),
                name="a_found_file_is_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="stays") | ~models.Q(why=""), name="a_file_that_stays_says_why"
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="clear", cause="named"), name="who_is_named_is_in_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file or 'A file that is gone'}, {self.get_verdict_display() or 'undecided'}"

    @property
    def wants_a_look(self) -> bool:
        """Nobody here can tell whether they are in it."""
        return self.cause != self.Cause.NAMED

    @property
    def outcome(self) -> str:
        """What became of it, in words that lead to nobody."""
        if not self.verdict:
            return "Taken back by those who brought it"
        if not self.wants_a_look:
            return self.get_verdict_display()
        what = "A picture" if self.cause == self.Cause.PICTURE else "A file that cannot be read"
        return f"{what}: {LOOKED[self.verdict]}"


LOOKED = {
    "clear": "looked at, they are not in it",
    "removed": "looked at, they were in it, removed",
    "stays": "looked at, they are in it, it stays",
    "gone": "gone before anybody looked at it",
}
