"""What can be wrong with a file as a whole, and with one cell.

FilesError
 +-- FileUnusable     the whole file is refused, nothing of it is taken
 +-- CellRefused      one cell breaks a rule, its row is reported (never leaves this folder)
 +-- UnusableOption   the reader was asked for something that does not exist (a zone, a date order)
 +-- SomebodyElseWentOn  an import was continued or stopped by somebody else meanwhile; this one stops here
"""

from __future__ import annotations


class FilesError(Exception):
    """Anything that goes wrong while a file is read."""


class FileUnusable(FilesError):
    """The file as a whole cannot be used: why, in words for people, and what to do about it."""

    def __init__(self, reason_class: str, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.reason_class = reason_class
        self.sentence = sentence
        self.remedy = remedy


class CellRefused(FilesError):
    """A cell breaks the rule with this name."""

    def __init__(self, reason_class: str) -> None:
        super().__init__(reason_class)
        self.reason_class = reason_class


class UnusableOption(FilesError, ValueError):
    """An option of the reader has a value that means nothing."""


class SomebodyElseWentOn(FilesError):
    """The import does not stand where it was left: another process went on with it, or a person stopped it."""
