"""The regular work of replies: the next letters of the day, and the later question."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import tell_everybody
from .asking import ask_whether_better
from .queries import standing_announcements
from .taking_back import keep_back_overtaken


def tell_the_next(at: datetime) -> str:
    """Write to whoever may be told and was not: the next ones of the day, who is no longer left out, whose voice arrived late.

    What no longer holds is kept back first."""
    keep_back_overtaken(by="reply job", at=at)
    told = sum(tell_everybody(one, by="reply job", at=at) for one in standing_announcements().order_by("pk"))
    return f"told {told}" if told else ""


def ask_the_next(at: datetime) -> str:
    """Ask those who were told thirty days ago whether it is better."""
    asked = ask_whether_better(at=at)
    return f"asked {asked} whether it is better" if asked else ""


JOBS = [
    Job("tell what was done", every=timedelta(hours=1), work=tell_the_next),
    Job("ask whether it is better", every=timedelta(days=1), work=ask_the_next),
]
