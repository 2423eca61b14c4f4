"""What people do with meetings: plan and call off, note who is there, close, remark, approve the minutes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import get_default_timezone_name, localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.science.text.fingerprint import fingerprint

from .errors import AlreadySettled, MovedMeanwhile, NotYourTurn
from .minutes import minutes_of
from .models import (
    Attendance,
    Body,
    Closing,
    Correction,
    Meeting,
    MinutesApproval,
    Move,
    Placing,
    Proposal,
    Remark,
    Seat,
)
from .queries import waiting_before
from .rules import must_keep_the_days, must_say
from .seats import away_on, said_for, seat_of, stand_in_of
from .written import minutes_in_parts, print_of

PLANNED_AHEAD = 3


@transaction.atomic
def plan_meeting(body: Body, planned_at: datetime, *, place: str = "", by: object, at: datetime) -> Meeting:
    """Name a day, today or to come. The same moment twice is one meeting, also when it was called off before."""
    if localdate(planned_at) < localdate(at):
        raise NotYourTurn(f"{localdate(planned_at):%-d %B %Y} is over. Choose a day from today on.")
    given = {"place": place, "called_off_at": None, "called_off_because": ""}
    meeting, _ = Meeting.objects.update_or_create(body=body, planned_at=planned_at, defaults=given)
    record("planned a meeting", meeting, by=by, at=at, planned_at=planned_at, place=place)
    return meeting


@transaction.atomic
def call_off(meeting: Meeting, *, because: str, by: object, at: datetime) -> Meeting:
    """It does not take place. What was on its agenda waits for the next one."""
    meeting = _held(meeting)
    must_be_running(meeting)
    must_keep_the_days(by, meeting.body, localdate(at))
    meeting.called_off_at = at
    meeting.called_off_because = must_say(because, "Say why it is called off: the others read it.")
    meeting.save(update_fields=["called_off_at", "called_off_because"])
    record("called off a meeting", meeting, by=by, at=at, because=meeting.called_off_because)
    return meeting


@transaction.atomic
def move_meeting(
    meeting: Meeting, planned_at: datetime, *, why: str, place: str = "", by: object, at: datetime
) -> Meeting:
    """Put it on another moment, with what was noted for it. Another place alone needs no reason."""
    meeting = _held(meeting)
    must_be_running(meeting)
    must_keep_the_days(by, meeting.body, localdate(at))
    before = meeting.planned_at
    if planned_at != before:
        if planned_at <= at:
            raise NotYourTurn("Choose a moment that is still to come.")
        if Meeting.objects.filter(body=meeting.body, planned_at=planned_at).exists():
            raise AlreadySettled(f"{meeting.body} has a meeting at that moment already. Choose another one.")
        why = must_say(why, "Say why it moves: the others read it.")
        Move.objects.create(
            meeting=meeting, before=before, after=planned_at, why=why, by=person_of(by), at=at
        )
    meeting.planned_at, meeting.place = planned_at, place
    meeting.save(update_fields=["planned_at", "place"])
    record("moved a meeting", meeting, by=by, at=at, before=before, after=planned_at, place=place, why=why)
    return meeting


@transaction.atomic
def place_on_agenda(
    meeting: Meeting, proposal: Proposal, place: int | None, *, why: str = "", by: object, at: datetime
) -> None:
    """Take a proposal at another place than its rank gives it, with a reason; at none, the ranking holds again."""
    meeting = _held(meeting)
    must_be_running(meeting)
    must_keep_the_days(by, meeting.body, localdate(at))
    if not waiting_before(meeting.body).filter(pk=proposal.pk).exists():
        raise AlreadySettled("It does not wait before this body any more.")
    if place is None:
        Placing.objects.filter(meeting=meeting, proposal=proposal).delete()
        record("left to the ranking", proposal, by=by, at=at)
        return
    why = must_say(why, "Say why it is not taken in the order of the ranking.")
    given = {"place": place, "why": why, "by": person_of(by), "at": at}
    Placing.objects.update_or_create(meeting=meeting, proposal=proposal, defaults=given)
    record("placed on the agenda", proposal, by=by, at=at, place=place, why=why)


@transaction.atomic
def plan_ahead(body: Body, *, at: datetime) -> int:
    """Plan the next three of a body's rhythm. A day that was called off stays called off. How many are new.

    A single day that was named far ahead keeps no meeting before it from being planned.
    """
    if not body.meets_every_weeks:
        return 0
    near = body.meetings.filter(
        planned_at__lte=at + timedelta(weeks=PLANNED_AHEAD * body.meets_every_weeks + 1)
    )
    last = near.order_by("-planned_at").first()
    wanted = PLANNED_AHEAD - near.filter(planned_at__gt=at).count()
    day, new = _next_day(body, last.planned_at if last else None, at), 0
    zone = ZoneInfo(get_default_timezone_name())
    while new < wanted:
        planned_at = datetime.combine(day, body.meets_at, zone).astimezone(UTC)
        if planned_at > at:
            plan_meeting(body, planned_at, by="plan meetings", at=at)
            new += 1
        day += timedelta(weeks=body.meets_every_weeks)
    return new


@transaction.atomic
def note_presence(
    meeting: Meeting, seats: Iterable[Seat], *, seen: Iterable[int] = (), by: object, at: datetime
) -> None:
    """Say whose seats were filled. Who sat there is the member, or who stands in on that day.

    ``seen``: the seats that were noted as filled when this began. Only what was changed since is changed, so two who
    note at once do not undo each other.
    """
    meeting = _held(meeting)
    must_be_unapproved(meeting)
    must_keep_the_days(by, meeting.body, localdate(at))
    must_have_come(meeting, at)
    wanted = {seat.pk: seat for seat in seats if seat.body_id == meeting.body_id}
    meeting.attendances.filter(seat__in=set(seen) - set(wanted)).delete()
    away = away_on(localdate(meeting.planned_at))
    for seat in wanted.values():
        who = stand_in_of(seat, away) or seat.person
        Attendance.objects.get_or_create(meeting=meeting, seat=seat, defaults={"person": who})
    record("noted who was there", meeting, by=by, at=at, seats=len(wanted))


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: object, at: datetime) -> Closing:
    """The meeting is over: its minutes are what happened until now. The first one to close it does."""
    meeting = _held(meeting)
    must_be_running(meeting)
    must_keep_the_days(by, meeting.body, localdate(at))
    must_have_come(meeting, at)
    closing = Closing.objects.create(meeting=meeting, by=person_of(by), at=at)
    record("closed a meeting", closing, by=by, at=at)
    return closing


@transaction.atomic
def remark(meeting: Meeting, *, words: str, by: object, at: datetime) -> Remark:
    """Add words to the minutes, until they are approved."""
    meeting = _held(meeting)
    must_be_unapproved(meeting)
    must_keep_the_days(by, meeting.body, localdate(at))
    given = Remark.objects.create(
        meeting=meeting, words=must_say(words, "Write the remark first."), by=person_of(by), at=at
    )
    record("remarked", given, by=by, at=at, words=given.words)
    return given


@transaction.atomic
def reword_remark(
    remark_: Remark, *, words: str, over: str | None = None, by: object, at: datetime
) -> Remark:
    """Change one's own remark; without words it goes. Only until the minutes are approved.

    ``over``: the fingerprint of the words that were changed. Raises MovedMeanwhile where others stand by now.
    """
    must_be_unapproved(_held(remark_.meeting))
    stands = Remark.objects.filter(pk=remark_.pk).first()
    if stands is None or (over is not None and fingerprint(stands.words) != over):
        raise MovedMeanwhile(
            "This remark was changed or taken back since you opened it. Read what stands now."
        )
    if remark_.by != person_of(by):
        raise NotYourTurn("A remark is changed by who made it. Add one of your own.")
    record("reworded a remark", remark_, by=by, at=at, before=remark_.words, words=words)
    remark_.words = words.strip()
    if remark_.words:
        remark_.save(update_fields=["words"])
    else:
        remark_.delete()
    return remark_


@transaction.atomic
def approve_minutes(
    meeting: Meeting, *, over: str | None = None, by: object, at: datetime
) -> MinutesApproval:
    """The body found its minutes right. They are approved at a later meeting than their own, or after it.

    ``over``: the fingerprint of what was read. Raises MovedMeanwhile where somebody added or changed something since.
    """
    meeting = _held(meeting)
    if not Closing.objects.filter(meeting=meeting).exists():
        raise NotYourTurn("This meeting is not closed yet: its minutes still write themselves.")
    must_be_unapproved(meeting)
    seat = seat_of(by, meeting.body, localdate(at))
    written = minutes_in_parts(minutes_of(meeting, at))
    if over is not None and over != print_of(written):
        raise MovedMeanwhile(
            "Somebody changed these minutes since you opened them. Read them again, then approve."
        )
    given = MinutesApproval.objects.create(meeting=meeting, written=written, **said_for(seat, by), at=at)
    record("approved minutes", given, by=by, at=at, print=print_of(written))
    return given


@transaction.atomic
def correct_minutes(meeting: Meeting, *, words: str, by: object, at: datetime) -> Correction:
    """Say what is wrong in approved minutes. They stay as they were approved, with this beside them."""
    meeting = _held(meeting)
    if not MinutesApproval.objects.filter(meeting=meeting).exists():
        raise NotYourTurn("These minutes are not approved yet. Add a remark instead.")
    seat = seat_of(by, meeting.body, localdate(at))
    said = must_say(words, "Say what is wrong, and what is right.")
    given = Correction.objects.create(meeting=meeting, words=said, **said_for(seat, by), at=at)
    record("corrected minutes", given, by=by, at=at, words=said)
    return given


def must_be_running(meeting: Meeting) -> None:
    """Raises AlreadySettled when it is closed or called off."""
    closed = Closing.objects.filter(meeting=meeting).select_related("by").first()
    if closed:
        raise AlreadySettled(f"{closed.by or 'A job'} closed this meeting.")
    if meeting.called_off_at:
        raise AlreadySettled("This meeting was called off. Plan another one.")


def must_have_come(meeting: Meeting, at: datetime) -> None:
    """Raises NotYourTurn before its day: nobody can have been there, and nothing can be over."""
    day = localdate(meeting.planned_at)
    if localdate(at) < day:
        raise NotYourTurn(
            f"{meeting.body} meets on {day:%-d %B %Y}. Note it on that day, or move the meeting."
        )


def must_be_unapproved(meeting: Meeting) -> None:
    """Raises AlreadySettled once its minutes are approved."""
    approved = (
        MinutesApproval.objects.filter(meeting=meeting).select_related("by__person", "stand_in").first()
    )
    if approved:
        raise AlreadySettled(
            f"{approved.who} approved these minutes for the body. Nothing is added any more."
        )


def _held(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)


def _next_day(body: Body, last: datetime | None, at: datetime) -> date:
    weeks = body.meets_every_weeks or 1
    if last is not None:
        monday = localdate(last) - timedelta(days=localdate(last).weekday())
        return monday + timedelta(weeks=weeks, days=body.meets_on)
    today = localdate(at)
    return today + timedelta(days=(body.meets_on - today.weekday()) % 7)
