"""Regular work of the register."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .standing.counting import count_register, is_out_of_date


def rank_opportunities(at: datetime) -> str:
    """Count the register again when somebody changed it or a day has passed. Costs nothing otherwise."""
    if not is_out_of_date(at):
        return ""
    ranking = count_register(at)
    return f"counted {ranking.places.count()} opportunities"


JOBS = [Job("rank opportunities", every=timedelta(minutes=5), work=rank_opportunities)]
