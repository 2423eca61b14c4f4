"""Regular work: bytes that belong to no file any more are removed, and who took a file is forgotten after a year."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .files.actions import forget_downloads
from .files.storing import remove_strays


def remove_left_files(at: datetime) -> str:
    """Of postings that never ended, and of files that were taken back."""
    count = remove_strays(at)
    return f"{count} {'file' if count == 1 else 'files'} removed" if count else ""


def forget_who_took_files(at: datetime) -> str:
    """A year after they did."""
    count = forget_downloads(at)
    return f"{count} {'download' if count == 1 else 'downloads'} forgotten" if count else ""


JOBS = [
    Job("remove left files of boards", timedelta(hours=1), remove_left_files),
    Job("forget who took files of boards", timedelta(days=1), forget_who_took_files),
]
