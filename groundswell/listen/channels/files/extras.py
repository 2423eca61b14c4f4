"""What a row says beyond a score and words: a name, tags, how it was asked, a refusal, further answers."""

from __future__ import annotations

from typing import NamedTuple

from .columns import Cells
from .formats.shape import Sheet

NO = {"", "0", "false", "no", "n", "nein", "non"}
LONGEST_TITLE = 200


class Extras(NamedTuple):
    """What came along with one answer."""

    name: str = ""
    tags: tuple[str, ...] = ()
    channel: str = ""
    opted_out: bool = False
    answers: dict[str, str] = {}

    @property
    def is_enclosed(self) -> bool:
        """Whether something of it is kept beside the signal."""
        return bool(self.tags or self.channel or self.answers)


NOTHING = Extras()


class ExtrasReader:
    """Knows which columns of a sheet are further questions. ``further`` holds their positions."""

    def __init__(self, sheet: Sheet, positions: dict[str, int]) -> None:
        used = set(positions.values())
        asked = [(i, c.title[:LONGEST_TITLE]) for i, c in enumerate(sheet.columns) if c.is_question]
        self.further = {i: title for i, title in asked if i not in used}
        self._fields = [name for name in ("name", "tags", "channel", "opted_out") if name in positions]

    def read(self, numbers: list[int], rows: list[list[str]], written: dict[str, Cells]) -> dict[int, Extras]:
        """The extras of each row that has any, by its number."""
        if not self.further and not self._fields:
            return {}
        count, further = len(numbers), list(self.further.items())
        names, tags, channels, refused = (
            written.get(name) or [""] * count for name in ("name", "tags", "channel", "opted_out")
        )
        found = {}
        for place, number in enumerate(numbers):
            cells = rows[place]
            extras = Extras(
                names[place],
                _tags(tags[place]) if tags[place] else (),
                channels[place][:60],
                refused[place].lower() not in NO,
                {title: cells[i] for i, title in further if cells[i] and not cells[i].isspace()},
            )
            if extras != NOTHING:
                found[number] = extras
        return found


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, (tag.strip() for tag in cell.split(","))))
