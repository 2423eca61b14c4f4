"""Regular work of the huddles."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .actions import end_what_was_left_running
from .models import Rhythm
from .planning import pass_on_turns, plan_ahead


def plan_huddles(at: datetime) -> str:
    """Plan the next three of every rhythm, pass on the turns of who is absent, and end what was left running."""
    living = Rhythm.objects.filter(ended_at=None).select_related("unit")
    planned = sum(plan_ahead(rhythm, at=at) for rhythm in living)
    passed = pass_on_turns(at=at)
    ended = end_what_was_left_running(at=at)
    said = {
        "planned {} huddles": planned,
        "passed on {} turns": passed,
        "ended {} that were left running": ended,
    }
    return ", ".join(words.format(count) for words, count in said.items() if count)


JOBS = [Job("plan huddles", every=timedelta(minutes=15), work=plan_huddles)]
