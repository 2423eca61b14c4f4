"""Regular work: bytes that belong to no file any more are removed."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .files.storing import remove_strays


def remove_left_files(at: datetime) -> str:
    """Of postings that never ended, and of files that were taken back."""
    count = remove_strays(at)
    return f"{count} {'file' if count == 1 else 'files'} removed" if count else ""


JOBS = [Job("remove left files of boards", timedelta(hours=1), remove_left_files)]
