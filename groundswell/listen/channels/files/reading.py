"""A plain feedback file by itself, without a database: what the columns of its header say, and all its rows checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .checking import SheetReader
from .formats.opening import Opened, open_file
from .formats.plain import plain_header, plain_sheet
from .header import Header
from .options import ReadingOptions
from .portions import Portion
from .rows import FileWarning


def read_plain(file: bytes | str | Path, file_name: str, options: ReadingOptions) -> PlainFile:
    """A file of ours whose structure is proven; raises FileUnusable with a sentence and a remedy, and never anything else."""
    opened = open_file(file, file_name, encoding=options.encoding)
    header = plain_header(opened)
    opened.prove()
    return PlainFile(opened, header, options)


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A plain file that can be used. Its rows may be read as often as needed."""

    opened: Opened
    header: Header
    options: ReadingOptions

    @property
    def warnings(self) -> list[FileWarning]:
        """What somebody should know about the whole file."""
        return self.header.warnings()

    def portions(self, size: int | None = None) -> Iterator[Portion]:
        """All records in the order of the file. A second record with the same id is an error, the first one stays."""
        sheet = plain_sheet(self.opened)
        return SheetReader(sheet, sheet.known, self.options).portions(size)
