"""Regular work: letters become signals within a second; old letters are forgotten."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .draining import drain_letterbox, forget_old_letters, is_something_waiting
from .forgetting import forget_returned_words
from .withholding import show_what_waited


def drain(at: datetime) -> str:
    """Make signals of what other systems sent."""
    count = drain_letterbox(at=at)
    return f"{count} letters became signals" if count else ""


def forget(at: datetime) -> str:
    """Forget letters after a month, and the words of those that could not become signals."""
    count = forget_old_letters(at=at) + forget_returned_words(at=at)
    return f"{count} letters forgotten" if count else ""


def show_voices(at: datetime) -> str:
    """Show everybody what was left to the coach long enough."""
    count = show_what_waited(at=at)
    return f"{count} voices shown to their people" if count else ""


JOBS = [
    Job("drain letterbox", timedelta(seconds=0.5), drain, is_wanted=is_something_waiting),
    Job("forget letters", timedelta(days=1), forget),
    Job("show what waited for the coach", timedelta(minutes=1), show_voices),
]
