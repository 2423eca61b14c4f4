"""Regular work: PDFs are read once, pictures looked through once, bytes of no file removed, downloads forgotten after a year."""

from datetime import datetime, timedelta

from groundswell.foundation.timetable.jobs import Job

from .files.actions import forget_downloads
from .files.pdf_words import pdfs_to_read, read_pdfs
from .files.storing import remove_strays
from .files.stripping import pictures_to_strip, strip_pictures


def remove_left_files(at: datetime) -> str:
    """Of postings that never ended, and of files that were taken back."""
    count = remove_strays(at)
    return f"{count} {'file' if count == 1 else 'files'} removed" if count else ""


def forget_who_took_files(at: datetime) -> str:
    """A year after they did."""
    count = forget_downloads(at)
    return f"{count} {'download' if count == 1 else 'downloads'} forgotten" if count else ""


def read_new_pdfs(at: datetime) -> str:
    """So that nobody who erases somebody waits for it."""
    count = read_pdfs()
    return f"read {count} {'PDF' if count == 1 else 'PDFs'}, {len(pdfs_to_read())} to go" if count else ""


def strip_stored_pictures(at: datetime) -> str:
    """Those stored before pictures were stripped as they came; new ones have nothing left to take out."""
    counted = strip_pictures(at)
    words = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counted.items()))
    return f"pictures: {words}; {pictures_to_strip().count()} to go" if counted else ""


MINUTE = timedelta(minutes=1)
JOBS = [
    Job("read PDFs of boards", MINUTE, read_new_pdfs),
    Job("strip pictures of boards", MINUTE, strip_stored_pictures),
    Job("remove left files of boards", timedelta(hours=1), remove_left_files),
    Job("forget who took files of boards", timedelta(days=1), forget_who_took_files),
]
