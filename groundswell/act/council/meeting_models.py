"""When a body meets, who was there, what was said, and the minutes that it approved."""

from django.db import models

from groundswell.foundation.organisation.models import Person

from .body_models import Body, SaidForASeat, Seat


class Meeting(models.Model):
    """When a body meets. Its agenda is what waits; its minutes are what happened until it was closed."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="meetings")
    planned_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "council_meeting"
        ordering = ["planned_at"]
        constraints = [models.UniqueConstraint(fields=["body", "planned_at"], name="one_meeting_at_a_time")]

    def __str__(self) -> str:
        return f"{self.body}, {self.planned_at:%-d %B %Y}"


class Move(models.Model):
    """A meeting was put on another moment."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")
    before = models.DateTimeField()
    after = models.DateTimeField()
    why = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_move"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="move_says_why")]

    def __str__(self) -> str:
        return f"{self.meeting}: moved from {self.before:%-d %B %Y}"


class Attendance(models.Model):
    """A seat that was there, and who sat on it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "council_attendance"
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="a_seat_is_there_once")]

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"


class Closing(models.Model):
    """The meeting is over: what happened since the one before stands in its minutes."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="closing")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_closing"

    def __str__(self) -> str:
        return f"{self.meeting} closed"


class Remark(models.Model):
    """Words that somebody adds to the minutes, until they are approved."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="remarks")
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_remark"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="remark_has_words")]

    def __str__(self) -> str:
        return self.words


class MinutesApproval(SaidForASeat):
    """The minutes of a meeting were read and found right. They stay as they were read; what is wrong is corrected beside them."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="approval")
    written = models.JSONField(default=list, help_text="The minutes as they were read, part by part.")
    at = models.DateTimeField()

    class Meta:
        db_table = "council_minutes_approval"

    def __str__(self) -> str:
        return f"Minutes of {self.meeting} approved"


class Correction(SaidForASeat):
    """What was found wrong in approved minutes. They stay; this stands beside them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="corrections")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "council_correction"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="correction_has_words")]

    def __str__(self) -> str:
        return self.words
