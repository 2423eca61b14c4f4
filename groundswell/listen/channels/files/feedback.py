"""A plain feedback file of either kind. Content and name must agree about which kind it is."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import FileUnusable
from .feedback_csv import FeedbackFile, read_feedback
from .feedback_xlsx import FeedbackWorkbook, read_feedback_workbook
from .options import ReadingOptions
from .sniffing import refuse_foreign

PACKED = b"PK"
NAMES_OF_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb")


def open_feedback(
    file: bytes | str | os.PathLike[str], file_name: str, options: ReadingOptions
) -> FeedbackFile | FeedbackWorkbook:
    """The file, proven; raises FileUnusable with a sentence and a remedy."""
    content = bytes(file) if isinstance(file, bytes | bytearray | memoryview) else Path(file)
    if is_workbook(content, file_name):
        return read_feedback_workbook(content, options)
    return read_feedback(content, options)


def is_workbook(content: bytes | Path, file_name: str) -> bool:
    """Whether a file is a workbook by name and content alike; a name that says otherwise is refused."""
    if not file_name.lower().endswith(NAMES_OF_WORKBOOKS):
        return False
    start = first_bytes(content)
    if start.startswith(PACKED):
        return True
    refuse_foreign(start)
    sentence = "The name says that this is a spreadsheet, but it is not one."
    raise FileUnusable("file_type", sentence, "Give it the name that fits, such as answers.csv.")


def first_bytes(content: bytes | Path) -> bytes:
    """Enough of the file to tell what it is."""
    if isinstance(content, bytes):
        return content[:4096]
    try:
        with content.open("rb") as raw:
            return raw.read(4096)
    except (OSError, ValueError) as unreadable:
        raise FileUnusable(
            "unreadable", "The file cannot be opened.", "Check its name and that you may read it."
        ) from unreadable
