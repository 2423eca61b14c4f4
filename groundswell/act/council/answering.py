"""Whether those who raised it were answered a no by the day that the body promised them, and how often."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from groundswell.act.cases.figures import LoopFigure
from groundswell.look.templatetags.look_words import day

from .models import Decision

YEAR = timedelta(days=364)


def judged(today: date) -> Q:
    """Of decisions: a no that was answered, or whose promised day is over."""
    promised = Q(approved=False, answer_due_on__isnull=False)
    return promised & (Q(answer__isnull=False) | Q(answer_due_on__lt=today))


def late(today: date) -> Q:
    """Of decisions: a no that was answered after the promised day, or is not answered and its day is over."""
    return judged(today) & (Q(answer=None) | Q(answer__at__date__gt=F("answer_due_on")))


def answered_in_time(decisions: QuerySet[Decision], at: datetime) -> LoopFigure:
    """Of the noes of a year that were to be answered, how many were by the promised day."""
    today = localdate(at)
    lately = decisions.filter(judged(today), at__date__gte=since(at))
    n = lately.count()
    return LoopFigure(
        "no_in_time", "A no answered in time", n - lately.filter(late(today)).count(), n,
        f"Those who raised it had their answer by the promised day, of noes decided since {day(since(at))} that are answered "
        f"or whose day is over on {day(today)}.", "judged",
    )  # fmt: skip


def since(at: datetime) -> date:
    """The first day of the year that is counted."""
    return localdate(at) - YEAR


def answer_in_words(decision: Decision, today: date) -> str:
    """By when an answer was promised to those who raised it, and how late it came or is; empty where none is owed."""
    due = decision.answer_due_on
    if decision.approved or due is None:
        return ""
    answer = getattr(decision, "answer", None)
    came = localdate(answer.at) if answer else today
    days = (came - due).days
    by = f"{days} day{'' if days == 1 else 's'} after the promised {day(due)}"
    if answer:
        return f"Answered on {day(came)}, {by if days > 0 else f'promised by {day(due)}'}"
    return f"Not answered, {by}" if days > 0 else f"An answer is promised by {day(due)}"


def is_late(decision: Decision, today: date) -> bool:
    """Whether the answer came after the promised day, or is not there and the day is over."""
    due, answer = decision.answer_due_on, getattr(decision, "answer", None)
    return not decision.approved and due is not None and (localdate(answer.at) if answer else today) > due
